//! The year of datasets is what its generator writes, and tells what its page says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use chrono::NaiveDate;
use cloudtrim::analyze::analyze;
use cloudtrim::config;
use cloudtrim::dataset::{Dataset, load};
use cloudtrim::model::analysis::Analysis;
use cloudtrim::model::spend::{Cut, CutName, Spend};
use cloudtrim::pricing::PriceBook;
use cloudtrim::rules::RuleSet;
use cloudtrim::units::Usd;
use cloudtrim::units::month::Month;

use super::regeneration::digests_of;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/datasets/year")
}

fn months() -> Vec<String> {
    let first: Month = "2025-11".parse().unwrap();
    (0..13).map(|count| first.after(count).to_string()).collect()
}

fn generate(arguments: &[&Path]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/datasets/generate_year.py");
    let output = Command::new("python3").arg("-B").arg(script).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Every file below, save for metrics and text for people, by its path.
fn texts(root: &Path, below: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(root.join(below)).unwrap() {
        let name = below.join(entry.unwrap().file_name());
        if root.join(&name).is_dir() {
            if !name.ends_with("metrics") {
                texts(root, &name, found);
            }
        } else if name.extension().is_none_or(|extension| extension != "md") {
            found.insert(name.clone(), std::fs::read(root.join(&name)).unwrap());
        }
    }
}

#[test]
fn text_is_the_generator_s_byte_for_byte() {
    let fresh = tempfile::tempdir().unwrap();
    generate(&[fresh.path(), Path::new("--no-metrics")]);
    let (mut written, mut kept) = (BTreeMap::new(), BTreeMap::new());
    texts(fresh.path(), Path::new(""), &mut written);
    texts(&folder(), Path::new(""), &mut kept);
    assert!(written.len() > 13 * 10, "{} files", written.len());
    assert_eq!(written.keys().collect::<Vec<_>>(), kept.keys().collect::<Vec<_>>());
    for (name, bytes) in &written {
        assert!(kept.get(name) == Some(bytes), "{} differs", name.display());
    }
}

#[test]
fn points_are_the_generator_s() {
    let printed = generate(&[Path::new("--digests")]);
    let mut fresh: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    for line in printed.lines() {
        let (month, rest) = line.split_once('\t').unwrap();
        let cut = rest.match_indices('\t').nth(6).unwrap().0;
        fresh.entry(month).or_default().insert(rest[..cut].to_owned(), rest[cut + 1..].to_owned());
    }
    for month in months() {
        let kinds = ["ec2-instance", "ebs-volume", "logs-group"];
        let columns = ["account", "region", "resource", "metric", "statistic", "period_s"];
        let kept = digests_of(&folder().join(&month), &kinds, &columns);
        assert!(kept.len() > 75, "{month}: {} series", kept.len());
        assert_eq!(Some(&kept), fresh.get(month.as_str()), "{month}");
    }
}

#[test]
fn the_repository_stays_light() {
    fn size(path: &Path) -> u64 {
        let inside = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
        inside.map(|path| if path.is_dir() { size(&path) } else { std::fs::metadata(path).unwrap().len() }).sum()
    }
    let bytes = size(&folder());
    assert!(bytes < 3_300_000, "{bytes} bytes");
}

struct Year {
    dataset: Dataset,
    analysis: Analysis,
}

/// Each month, audited once.
fn year() -> &'static [Year] {
    static YEAR: OnceLock<Vec<Year>> = OnceLock::new();
    YEAR.get_or_init(|| {
        let (rules, options) = (RuleSet::embedded().unwrap(), config::defaults());
        let audited = |month: &String| {
            let dataset = load(&folder().join(month)).unwrap_or_else(|error| panic!("{month}: {error}"));
            let analysis = analyze(&dataset, &rules, PriceBook::embedded(), &options).unwrap();
            Year { dataset, analysis }
        };
        months().iter().map(audited).collect()
    })
}

/// The months of the year, as two digits, in which a rule finds a resource.
fn found(rule: &str, name: &str) -> Vec<String> {
    let of = |analysis: &Analysis| {
        let mut all = analysis.recommendations.iter();
        all.any(|it| it.rule == rule && it.name.as_ref().unwrap_or(&it.resource_id) == name)
    };
    let there = year().iter().zip(months()).filter(|(it, _)| of(&it.analysis));
    there.map(|(_, month)| month[2..].to_owned()).collect()
}

#[test]
fn findings_come_and_go_as_the_page_says() {
    let cases: &[(&str, &str, &str)] = &[
        ("ebs-volume-unattached", "old-import", "25-11"),
        ("ec2-instance-stopped", "etl", "25-11 25-12"),
        ("ebs-volume-gp2", "catalog-data", "25-11 25-12"),
        ("ec2-address-unassociated", "old-vpn", "25-11 25-12 26-01"),
        ("ec2-instance-idle", "reports-old", "25-11 25-12 26-01"),
        ("ec2-instance-underutilized", "search-1", "25-11 25-12 26-01 26-02 26-03"),
        ("ebs-snapshot-orphaned", "pre-migration", "25-11 25-12 26-01 26-02 26-04"),
        ("s3-bucket-incomplete-uploads", "tidemark-uploads", "25-11 25-12 26-01 26-02 26-03 26-04 26-05"),
        // It comes back.
        ("logs-group-without-retention", "/ecs/storefront", "25-11 25-12 26-01 26-02 26-09 26-10 26-11"),
        ("ec2-instance-idle", "import-batch", "26-06 26-10 26-11"),
        ("ec2-instance-stopped", "import-batch", "26-09"),
        ("ebs-volume-unattached", "import-2026", "26-06 26-08 26-09 26-10 26-11"),
        ("ec2-address-unassociated", "spare", "26-08 26-09 26-10 26-11"),
    ];
    for (rule, name, expected) in cases {
        assert_eq!(found(rule, name).join(" "), *expected, "{rule} {name}");
    }
    for (rule, name) in [
        ("ec2-instance-previous-generation", "legacy-ftp"),
        ("ebs-volume-gp2", "search-index"),
        ("s3-bucket-without-lifecycle", "tidemark-covers"),
    ] {
        assert_eq!(found(rule, name).len(), 13, "{rule} {name}");
    }
}

#[test]
fn snapshots_are_unread_in_march_and_europe_in_july() {
    let regions = |month: usize| year()[month].dataset.manifest.regions.len();
    assert_eq!((months()[4].as_str(), months()[8].as_str()), ("2026-03", "2026-07"));
    assert_eq!((regions(7), regions(8), regions(9)), (2, 1, 2));
    let march = &year()[4].analysis;
    assert!(march.gaps.iter().any(|gap| gap.operation.as_deref() == Some("DescribeSnapshots")), "{:#?}", march.gaps);
}

fn spends() -> Vec<Spend> {
    year().iter().map(|it| it.dataset.spend().unwrap()).collect()
}

#[test]
fn cuts_of_every_month_add_up_to_its_services() {
    for (spend, taken) in spends().iter().zip(months()) {
        let mut sums: BTreeMap<(Month, CutName), Usd> = BTreeMap::new();
        for row in &spend.months {
            *sums.entry((row.month, row.cut.name())).or_default() += row.billed_cost_usd;
        }
        for row in &spend.days {
            *sums.entry((Month::of(row.day), CutName::ServiceByDay)).or_default() += row.billed_cost_usd;
        }
        let mut compared = BTreeSet::new();
        for ((month, cut), sum) in &sums {
            assert_eq!(sums.get(&(*month, CutName::Service)), Some(sum), "{taken}: {month} {cut:?}");
            compared.insert(cut.clone());
        }
        assert_eq!(compared.len(), 6, "{taken}: {compared:?}");
    }
}

/// What was billed of a service in each month, from the newest dataset.
fn billed(service: &str) -> BTreeMap<String, f64> {
    let newest = &spends()[12];
    let rows = newest.months.iter().filter(|row| row.cut == Cut::Service && row.service_name == service);
    rows.map(|row| (row.month.to_string(), row.billed_cost_usd.to_f64())).collect()
}

#[test]
fn the_bill_is_the_list_price_less_five_percent() {
    // `old-import` (800 GiB of gp3, $64) is gone after 17 days of December, and January's bill is without it and more.
    let other = billed("EC2 - Other");
    assert!(other["2025-11"] - other["2026-01"] > 50.0, "{other:?}");
    // `search-1` became half as large: $0.192 an hour less, from April the tenth on.
    let spends = spends();
    let usage = |month: &str, kind: &str| {
        let mut rows = spends[12].months.iter();
        let row = rows.find(|row| row.month.to_string() == month && row.cut == Cut::UsageType(kind.to_owned()));
        row.map(|row| row.quantity.unwrap().to_string())
    };
    assert_eq!(usage("2026-03", "BoxUsage:m5.2xlarge").as_deref(), Some("744"));
    assert_eq!(usage("2026-04", "BoxUsage:m5.2xlarge").as_deref(), Some("216"));
    assert_eq!(usage("2026-04", "BoxUsage:m5.xlarge").as_deref(), Some("504"));
    assert_eq!(usage("2026-05", "BoxUsage:m5.2xlarge"), None);
    let unit = |month: &str| {
        let mut rows = spends[12].months.iter();
        let kind = Cut::UsageType("BoxUsage:m6i.large".to_owned());
        let row = rows.find(|row| row.month.to_string() == month && row.cut == kind).unwrap();
        row.billed_cost_usd.to_f64() / row.quantity.unwrap()
    };
    assert!((unit("2026-05") - 0.096 * 0.95).abs() < 1e-6);
}

#[test]
fn october_has_a_changed_rate_an_anomaly_and_a_budget_that_is_over() {
    let spends = spends();
    let newest = &spends[12];
    let rate = |month: &str| {
        let mut rows = newest.months.iter();
        let kind = Cut::UsageType("InstanceUsage:db.r6g.large".to_owned());
        let row = rows.find(|row| row.month.to_string() == month && row.cut == kind).unwrap();
        row.billed_cost_usd.to_f64() / row.quantity.unwrap()
    };
    assert!((rate("2026-09") - 0.239).abs() < 1e-6 && (rate("2026-10") - 0.215).abs() < 1e-6);
    let day = |text: &str| {
        let day: NaiveDate = text.parse().unwrap();
        let row = newest.days.iter().find(|row| row.day == day && row.service_name == "AWS Lambda").unwrap();
        row.billed_cost_usd.to_f64()
    };
    assert!(day("2026-10-14") > 5.0 * day("2026-10-07"), "{} {}", day("2026-10-14"), day("2026-10-07"));
    assert!(day("2026-10-10") < 0.8 * day("2026-10-09"), "Saturdays are quiet");
    let over = |month: usize| {
        let budget = spends[month].budgets.iter().find(|budget| budget.name == "everything").unwrap();
        (budget.spent_usd > budget.limit_usd, budget.forecast_usd > budget.limit_usd)
    };
    assert_eq!(months()[11], "2026-10");
    assert_eq!(over(11), (true, true));
    assert_eq!(over(12), (false, true));
    assert_eq!(over(5), (false, false));
}

#[test]
fn the_newest_dataset_reaches_back_a_year_and_says_how_far() {
    let spends = spends();
    let (newest, before) = (&spends[12], &spends[11]);
    let today = year()[12].dataset.manifest.as_of.date_naive();
    let month = |text: &str| text.parse::<Month>().unwrap();
    for cut in [CutName::ServiceByDay, CutName::Account, CutName::Region, CutName::UsageType] {
        assert!(
            newest.covers(&cut, month("2025-10"), today) && newest.covers(&cut, month("2026-11"), today),
            "{cut:?}"
        );
        assert!(!newest.covers(&cut, month("2025-09"), today), "{cut:?}");
        assert!(!before.covers(&cut, month("2026-08"), today), "{cut:?}");
    }
    let settings = config::load_report(&folder().join("cloudtrim.yml")).unwrap();
    assert_eq!(settings.unit_counts[0].months.len(), 14);
}
