#![allow(clippy::float_cmp, reason = "figures pass through unchanged")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use cloudtrim::report::metric_names;
use insta::assert_snapshot;

use super::{demo, export, store};

/// One sample: name, labels as written, value.
type Sample = (String, String, f64);

/// A strict reading of the part of OpenMetrics 1.0 that gauges need.
fn read(text: &str) -> Vec<Sample> {
    assert!(text.ends_with("# EOF\n"), "no end");
    let mut families = BTreeSet::new();
    let mut current = (String::new(), Vec::new());
    let mut samples: Vec<Sample> = Vec::new();
    for line in text.strip_suffix("# EOF\n").unwrap().lines() {
        if let Some(rest) = line.strip_prefix("# ") {
            let (word, rest) = rest.split_once(' ').unwrap();
            let (name, value) = rest.split_once(' ').unwrap();
            if name != current.0 {
                assert!(families.insert(name.to_owned()), "{name} is there twice");
                current = (name.to_owned(), Vec::new());
            }
            match word {
                "TYPE" => assert_eq!(value, "gauge", "{line}"),
                "UNIT" => assert!(name.ends_with(&format!("_{value}")), "{line}"),
                "HELP" => assert!(!value.ends_with('.') && !value.is_empty(), "{line}"),
                other => panic!("{other}"),
            }
            current.1.push(word.to_owned());
            continue;
        }
        let (series, value) = line.rsplit_once(' ').unwrap();
        let (name, labels) =
            series.split_once('{').map_or((series, ""), |(name, rest)| (name, rest.strip_suffix('}').unwrap()));
        assert_eq!(name, current.0, "{line}");
        assert!(current.1.contains(&"TYPE".to_owned()) && current.1.contains(&"HELP".to_owned()), "{line}");
        assert!(!samples.iter().any(|(one, other, _)| one == name && other == labels), "twice: {line}");
        samples.push((name.to_owned(), labels.to_owned(), value.parse().unwrap()));
    }
    samples
}

fn sum(samples: &[Sample], name: &str, part: &str) -> f64 {
    samples.iter().filter(|(one, labels, _)| one == name && labels.contains(part)).map(|(.., value)| value).sum()
}

#[test]
fn the_demo() {
    assert_snapshot!(demo());
}

#[test]
fn names_and_units_follow_the_conventions() {
    let samples = read(&demo());
    let known = metric_names();
    for (name, labels, value) in &samples {
        assert!(known.contains(name), "{name}");
        assert!(value.is_finite(), "{name}{{{labels}}}");
    }
    for name in &known {
        assert!(name.starts_with("infrastructure_") || name.starts_with("cloudtrim_"), "{name}");
        assert!(!name.ends_with("_total") && !name.contains("__"), "{name}");
    }
    assert!(samples.len() < 500, "{} series", samples.len());
}

/// The same figures as the audit's.
#[test]
fn totals_are_those_of_the_audit() {
    let (_, audit, _) = crate::cli::run(&super::root(), &["audit", "fixtures/datasets/demo", "--format", "json"]);
    let audit: serde_json::Value = serde_json::from_str(&audit).unwrap();
    let samples = read(&demo());
    let totals = &audit["totals"];
    assert_eq!(sum(&samples, "cloudtrim_net_savings_usd", ""), totals["net_savings_monthly_usd"].as_f64().unwrap());
    assert_eq!(sum(&samples, "cloudtrim_list_cost_usd", ""), totals["list_cost_monthly_usd"].as_f64().unwrap());
    assert_eq!(sum(&samples, "cloudtrim_gaps", ""), audit["gaps"].as_array().unwrap().len() as f64);
    let found = audit["recommendations"].as_array().unwrap().len();
    assert_eq!(sum(&samples, "cloudtrim_findings", "state=\"found\""), found as f64);
}

#[test]
fn a_store_tells_states() {
    let folder = tempfile::tempdir().unwrap();
    store(folder.path());
    let (code, text, said) = export(&["--store", folder.path().to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    let samples = read(&text);
    assert!(sum(&samples, "cloudtrim_findings", "state=\"open\"") > 0.0, "{text}");
    assert_eq!(sum(&samples, "cloudtrim_findings", "state=\"found\""), 0.0);
    assert_eq!(sum(&samples, "cloudtrim_store_skipped_entries", ""), 0.0);
    assert!(text.contains("cloudtrim_realized_savings_usd{verdict=\"claimed\"}"), "{text}");
}

#[test]
fn a_file_is_replaced_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cloudtrim.prom");
    fs::write(&file, "old").unwrap();
    let (code, text, said) = export(&["fixtures/datasets/demo", "--output", file.to_str().unwrap()]);
    assert_eq!((code, text.as_str()), (0, ""), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), demo());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn nothing_to_export_is_told() {
    let cases: [(&[&str], &str); 4] = [
        (&[], "required"),
        (&["--store", "gs://x"], "is not supported"),
        (&["--store", "/nowhere/at/all"], "there is no store"),
        (&["fixtures/datasets/demo", "--push", "http://x", "--job", "a/b", "--output", "y"], "use letters"),
    ];
    for (words, message) in cases {
        let (code, _, said) = export(words);
        assert!(code == 2 && said.contains(message), "{words:?}: {said}");
    }
}

/// Whatever services are called, the text is read, and no more than fifty are named.
#[test]
fn labels_are_escaped_and_bounded() {
    let folder = tempfile::tempdir().unwrap();
    store(folder.path());
    let mut report = report_of_many_services();
    let text = cloudtrim::report::openmetrics(&report, "1").unwrap();
    let samples = read(&text);
    let costs: BTreeMap<_, _> = samples
        .iter()
        .filter(|(name, ..)| name == "infrastructure_cost_usd")
        .map(|(_, labels, value)| (labels.as_str(), *value))
        .collect();
    assert_eq!(costs.len(), 51, "{costs:?}");
    assert_eq!(costs["service=\"other\",period=\"last_month\""], 10.0);
    assert!(text.contains(r#"service="a\"b\\c d""#), "{text}");
    report.months.clear();
    let text = cloudtrim::report::openmetrics(&report, "1").unwrap();
    assert!(!text.contains("infrastructure_cost_usd{"), "no bill is no zero: {text}");
}

fn report_of_many_services() -> cloudtrim::model::monthly::MonthlyReport {
    use cloudtrim::model::monthly::{MonthState, MonthTotal, ServiceCost};
    use cloudtrim::monthly::settings::ReportSettings;
    use cloudtrim::monthly::{Inputs, monthly_report};
    let (_, text, _) = crate::cli::run(&super::root(), &["audit", "fixtures/datasets/demo", "--format", "json"]);
    let analysis: cloudtrim::model::analysis::Analysis = serde_json::from_str(&text).unwrap();
    let mut report = monthly_report(&Inputs {
        month: "2026-10".parse().unwrap(),
        analysis: &analysis,
        spend: None,
        history: None,
        settings: &ReportSettings::default(),
        until: analysis.as_of,
    });
    let name = |number: usize| if number == 0 { "a\"b\\c\nd".to_owned() } else { format!("Service {number}") };
    let services = (0..60)
        .map(|number| ServiceCost {
            service_name: name(number),
            billed_cost_usd: "1".parse().unwrap(),
            effective_cost_usd: None,
        })
        .collect();
    report.month = "2026-10".parse().unwrap();
    report.month_state = MonthState::Closed;
    report.months = vec![MonthTotal {
        month: report.month,
        state: MonthState::Closed,
        estimated: false,
        services,
        billed_cost_usd: "60".parse().unwrap(),
        effective_cost_usd: None,
    }];
    report
}

/// The reference parser's reading.
#[cfg(feature = "aws")]
#[test]
fn the_reference_parser_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let many = cloudtrim::report::openmetrics(&report_of_many_services(), "1").unwrap();
    for text in [demo(), many] {
        let file = folder.path().join("metrics.txt");
        fs::write(&file, &text).unwrap();
        let program = "import sys\nfrom prometheus_client.openmetrics.parser import text_string_to_metric_families as read\n\
                       print(sum(len(f.samples) for f in read(open(sys.argv[1]).read())))";
        let output =
            std::process::Command::new(crate::e2e::python()).args(["-c", program]).arg(&file).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let number: usize = String::from_utf8(output.stdout).unwrap().trim().parse().unwrap();
        assert_eq!(number, read(&text).len());
    }
}
