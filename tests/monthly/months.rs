//! Months beside each other: comparisons, movers, waterfall, allocation, unit costs, forecast.

use std::collections::BTreeMap;

use cloudtrim::model::monthly::{Cause, Comparison, ComparisonLine, Dimension, MonthState, Part};
use cloudtrim::model::spend::{Cut, CutName};
use cloudtrim::monthly::settings::{Scope, UnitCount};
use cloudtrim::units::Usd;

use super::estate::{EC2, Estate, S3, missing, month, usd};

fn by<'r>(comparisons: &'r [Comparison], wanted: &Dimension) -> &'r Comparison {
    comparisons.iter().find(|comparison| comparison.by == *wanted).unwrap()
}

/// Key, this month, last month, same month last year, change; `-` for unknown.
fn line(line: &ComparisonLine) -> String {
    let amount = |amount: Option<Usd>| amount.map_or_else(|| "-".to_owned(), |amount| amount.to_string());
    let [this, last, year, change] =
        [line.this_month_usd, line.last_month_usd, line.same_month_last_year_usd, line.change_usd].map(amount);
    let percent = line.change_percent.map_or_else(|| "-".to_owned(), |percent| percent.to_string());
    format!("{} {this} {last} {year} {change} {percent}", line.key.as_deref().unwrap_or("(none)"))
}

#[test]
fn no_row_in_a_month_that_was_read_is_nothing_billed_and_no_reading_is_unknown() {
    let estate = Estate::of("2026-10", "2026-11-05")
        .billed("2026-10", &[(EC2, "120"), ("AWS Lambda", "5")])
        .billed("2026-09", &[(EC2, "100"), (S3, "8")]);
    let report = estate.report();
    let services = by(&report.comparisons, &Dimension::Service);
    let lines: Vec<String> = services.lines.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            format!("{EC2} $120.00 $100.00 - $20.00 20"),
            "AWS Lambda $5.00 $0.00 - $5.00 -".to_owned(),
            format!("{S3} $0.00 $8.00 - -$8.00 -100"),
        ]
    );
    assert_eq!(line(&services.total), "(none) $125.00 $108.00 - $17.00 15.741");
    assert_eq!(report.comparisons.len(), 1);
    assert!(missing(&report).contains("Comparisons: 2025-10, the same month last year, was not read."));
    assert!(missing(&report).contains("Comparisons: 2026-10 was not read by account and region."));
    assert_eq!(report.month_state, MonthState::Closed);
}

#[test]
fn a_part_of_a_month_is_not_compared_with_a_whole_one() {
    let estate =
        Estate::of("2026-11", "2026-11-05").billed("2026-11", &[(EC2, "20")]).billed("2026-10", &[(EC2, "120")]);
    let report = estate.report();
    assert_eq!(report.month_state, MonthState::Open);
    let total = &by(&report.comparisons, &Dimension::Service).total;
    assert_eq!((total.this_month_usd, total.last_month_usd), (Some(usd("20")), Some(usd("120"))));
    assert_eq!(total.change_usd, None);
    assert!(report.movers.is_empty() && report.waterfall.is_none());
    let reason = "2026-11 is not over: a part of a month is not compared with a whole one.";
    assert!(missing(&report).contains(&format!("Waterfall: {reason}")), "{}", missing(&report));
}

#[test]
fn a_month_without_a_bill_is_not_a_month_of_nothing() {
    let report = Estate::of("2026-10", "2026-11-05").report();
    assert_eq!((report.month_state, report.headline.billed_cost_usd), (MonthState::NotRead, None));
    assert!(report.months.is_empty() && report.comparisons.is_empty());
    assert_eq!(report.headline.sentences[0], "No bill of October 2026 was read.");
    assert!(missing(&report).contains("Months: No bill of 2026-10 was read."));
}

#[test]
fn what_a_plain_audit_read_is_enough_for_months_by_service() {
    let mut estate = Estate::of("2026-10", "2026-11-20");
    estate.analysis.billing = crate::report::analysis::everything().billing;
    let report = estate.report();
    assert_eq!(report.headline.billed_cost_usd, Some(usd("412.5")));
    assert_eq!(report.months[0].services.len(), 2);
    assert_eq!(report.forecast.cost_explorer.as_ref().unwrap().mean_billed_cost_usd, usd("410"));
    assert_eq!(
        report.forecast.own_missing.as_deref(),
        Some("A forecast takes 3 closed months in a row; 1 of them were read.")
    );
}

#[test]
fn a_later_reading_closes_a_month_and_an_earlier_one_adds_older_months() {
    let newest_of_month = Estate::of("2026-10", "2026-10-28").billed("2026-10", &[(EC2, "90")]);
    let later = Estate::of("2026-10", "2026-11-03").billed("2026-10", &[(EC2, "101")]);
    let older = Estate::of("2026-10", "2026-02-10").billed("2025-10", &[(EC2, "70")]);
    let report = newest_of_month.clone().also_read(&later).also_read(&older).report();
    assert_eq!(report.month_state, MonthState::Closed);
    assert_eq!(report.headline.billed_cost_usd, Some(usd("101")));
    assert_eq!(report.headline.same_month_last_year_billed_cost_usd, Some(usd("70")));
    assert_eq!(report.as_of, later.analysis.as_of);
    // A bill of other accounts does not belong here.
    let mut strangers = newest_of_month.also_read(&later);
    strangers.past().bills[0].accounts = vec!["999999999999".into()];
    assert_eq!(strangers.report().headline.billed_cost_usd, Some(usd("90")));
}

#[test]
fn a_month_is_estimated_as_long_as_aws_says_so() {
    let mut estate = Estate::of("2026-10", "2026-11-02").billed("2026-10", &[(EC2, "120")]);
    estate.spend().months[0].estimated = true;
    let report = estate.report();
    assert_eq!(report.month_state, MonthState::Estimated);
    assert_eq!(report.headline.sentences[0], "October 2026 cost $120.00 by AWS's estimate.");
}

#[test]
fn other_currencies_are_not_dollars() {
    let mut estate = Estate::of("2026-10", "2026-11-05").billed("2026-10", &[(EC2, "120")]);
    estate.spend().currency = "EUR".to_owned();
    assert_eq!(estate.report().headline.billed_cost_usd, None);
}

/// EC2 went from $100 to $150, S3 came, CloudWatch went. By usage type:
/// `BoxUsage:m5.large` 1,000 h for $80 → 1,500 h for $120: 500 h × $0.08 = $40 by usage.
/// `BoxUsage:t3.micro` 1,000 h for $20 → 1,000 h for $18: −$2 by rate.
/// `BoxUsage:c7g.large` is new with $12.
fn explained() -> Estate {
    Estate::of("2026-10", "2026-11-05")
        .billed("2026-10", &[(EC2, "150"), (S3, "9")])
        .billed("2026-09", &[(EC2, "100"), ("AmazonCloudWatch", "30")])
        .usage("2026-09", EC2, "BoxUsage:m5.large", "80", 1000.0)
        .usage("2026-10", EC2, "BoxUsage:m5.large", "120", 1500.0)
        .usage("2026-09", EC2, "BoxUsage:t3.micro", "20", 1000.0)
        .usage("2026-10", EC2, "BoxUsage:t3.micro", "18", 1000.0)
        .usage("2026-10", EC2, "BoxUsage:c7g.large", "12", 160.0)
        .read(CutName::UsageType, "2026-09-01", "2026-11-01")
}

#[test]
fn movers_say_why() {
    let report = explained().report();
    let ec2 = &report.movers[0];
    assert_eq!((ec2.key.as_deref(), ec2.change_usd), (Some(EC2), usd("50")));
    let effects = ec2.effects;
    assert_eq!((effects.usage_usd, effects.rate_usd, effects.new_usd), (usd("40"), usd("-2"), usd("12")));
    assert_eq!((effects.gone_usd, effects.unknown_usd), (Usd::ZERO, Usd::ZERO));
    // $40 of $54 in all are more than 70 %.
    assert_eq!(ec2.cause, Cause::Usage);
    let sentences: Vec<&str> = report.movers.iter().map(|mover| mover.sentence.as_str()).collect();
    assert_eq!(
        sentences,
        [
            "Amazon Elastic Compute Cloud - Compute rose by $50.00 (50 %): +$40.00 by usage, +$12.00 by what is new, \
             -$2.00 by rate; most of all BoxUsage:m5.large (+$40.00, from 1,000 to 1,500 Hrs).",
            "AmazonCloudWatch fell by $30.00 (100 %): this month's bill has it no more.",
            "Amazon Simple Storage Service rose by $9.00: last month's bill does not have it.",
        ]
    );
    assert_eq!(report.movers[1].cause, Cause::Gone);
    assert_eq!(report.movers[2].cause, Cause::NewResource);
}

#[test]
fn what_usage_types_leave_out_is_unexplained() {
    let mut estate = explained();
    // $50 of EC2's rise, of which usage types say only the last $12.
    estate
        .spend()
        .months
        .retain(|row| !matches!(&row.cut, Cut::UsageType(of) if of.contains("m5") || of.contains("t3")));
    let ec2 = &estate.report().movers[0];
    assert_eq!((ec2.effects.new_usd, ec2.effects.unknown_usd), (usd("12"), usd("38")));
    assert_eq!(ec2.cause, Cause::Unknown);
}

#[test]
fn without_usage_types_the_cause_is_unknown_and_says_so() {
    let mut estate = explained();
    estate.spend().read.retain(|read| read.cut != CutName::UsageType);
    let report = estate.report();
    assert_eq!(report.movers[0].cause, Cause::Unknown);
    assert_eq!(
        report.movers[0].sentence,
        "Amazon Elastic Compute Cloud - Compute rose by $50.00 (50 %): the bill was not read by usage type in both \
         months, so the data do not tell why."
    );
    assert!(missing(&report).contains("Movers: Changes are not explained by rate and usage"));
}

#[test]
fn an_account_moves_by_its_services() {
    let account = |id: &str| Cut::Account(id.into());
    let report = Estate::of("2026-10", "2026-11-05")
        .billed("2026-10", &[(EC2, "30"), (S3, "5")])
        .billed("2026-09", &[(EC2, "10"), (S3, "9")])
        .row("2026-09", account("111122223333"), EC2, "10")
        .row("2026-10", account("111122223333"), EC2, "30")
        .row("2026-09", account("111122223333"), S3, "9")
        .row("2026-10", account("111122223333"), S3, "5")
        .read(CutName::Account, "2026-09-01", "2026-11-01")
        .report();
    let mover = report.movers.iter().find(|mover| mover.by == Dimension::Account).unwrap();
    assert_eq!(
        mover.sentence,
        "111122223333 rose by $16.00 (84 %); most of all Amazon Elastic Compute Cloud - Compute (+$20.00)."
    );
    assert_eq!(mover.cause, Cause::Unknown);
    assert_eq!(mover.contributions[1].change_usd, usd("-4"));
}

#[test]
fn the_waterfall_names_eight_services_and_sums_the_rest() {
    let names: Vec<String> = (1..=11).map(|number| format!("Service {number:02}")).collect();
    let now: Vec<(String, String)> =
        names.iter().zip(1..).map(|(name, cost)| (name.clone(), format!("{cost}"))).collect();
    let now: Vec<(&str, &str)> = now.iter().map(|(name, cost)| (name.as_str(), cost.as_str())).collect();
    let then: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "3")).collect();
    let report = Estate::of("2026-10", "2026-11-05").billed("2026-10", &now).billed("2026-09", &then).report();
    let waterfall = report.waterfall.unwrap();
    assert_eq!((waterfall.from_usd, waterfall.to_usd), (usd("33"), usd("66")));
    let steps: Vec<String> = waterfall.steps.iter().map(|step| format!("{} {}", step.label, step.change_usd)).collect();
    // Changes are −2 to 8; the third is zero. The largest eight: 8, 7, 6, 5, 4, 3, −2 and 2; left are −1 and 1.
    assert_eq!(steps[0], "Service 11 $8.00");
    assert_eq!(steps[6..], ["Service 01 -$2.00", "Service 05 $2.00", "2 other services $0.00"]);
}

#[test]
fn what_bears_no_tag_is_told_beside_what_does() {
    let tag = |value: Option<&str>| Cut::Tag { key: "team".to_owned(), value: value.map(str::to_owned) };
    let report = Estate::of("2026-10", "2026-11-05")
        .billed("2026-10", &[(EC2, "100")])
        .row("2026-10", tag(Some("web")), EC2, "60")
        .row("2026-10", tag(Some("data")), EC2, "15")
        .row("2026-10", tag(None), EC2, "25")
        .read(CutName::Tag { key: "team".to_owned() }, "2026-10-01", "2026-11-01")
        .report();
    let team = &report.allocation[0];
    assert_eq!((team.untagged_usd, team.untagged_percent), (usd("25"), Some(25.0)));
    assert_eq!(team.last_month_untagged_usd, None);
    let values: Vec<(&str, Option<f64>)> =
        team.values.iter().map(|value| (value.value.as_str(), value.percent)).collect();
    assert_eq!(values, [("web", Some(60.0)), ("data", Some(15.0))]);
}

#[test]
fn a_tag_that_was_not_read_is_missing() {
    let mut estate = Estate::of("2026-10", "2026-11-05").billed("2026-10", &[(EC2, "100")]);
    estate.settings.allocation_tags = vec!["team".to_owned()];
    let report = estate.report();
    assert!(report.allocation.is_empty());
    assert!(missing(&report).contains("Allocation: 2026-10 was not read by tag team."));
}

#[test]
fn a_unit_costs_the_bill_divided_by_its_count() {
    let count = |name: &str, months: &[(&str, f64)], scope: Scope| UnitCount {
        name: name.to_owned(),
        unit: "request".to_owned(),
        scope,
        months: months.iter().map(|(of, count)| (month(of), *count)).collect::<BTreeMap<_, _>>(),
    };
    let mut estate = Estate::of("2026-10", "2026-11-05")
        .billed("2026-10", &[(EC2, "120"), (S3, "30")])
        .billed("2026-09", &[(EC2, "100")]);
    let s3 = Scope { service: Some(S3.to_owned()), ..Scope::default() };
    estate.settings.unit_counts = vec![
        count("requests", &[("2026-10", 1_500_000.0), ("2026-09", 800_000.0), ("2026-08", 500.0)], Scope::default()),
        count("objects", &[("2026-09", 10.0)], s3),
    ];
    let report = estate.report();
    let [objects, requests] = report.unit_costs.as_slice() else { panic!("{:?}", report.unit_costs) };
    // $150 ÷ 1.5 million; last month $100 ÷ 0.8 million.
    assert_eq!((requests.per_unit_usd, requests.last_month_per_unit_usd), (Some(0.0001), Some(0.000_125)));
    assert_eq!(requests.change_percent, Some(-20.0));
    assert_eq!(requests.months[0].billed_cost_usd, None);
    // Nothing of S3 was billed in September, which was read.
    assert_eq!((objects.months[0].per_unit_usd, objects.per_unit_usd), (Some(0.0), None));
    assert!(missing(&report).contains("UnitCosts: There is no count of objects for 2026-10."));
}

#[test]
fn months_are_forecast_from_closed_ones_alone() {
    let report = Estate::of("2026-10", "2026-11-05")
        .billed("2026-11", &[(EC2, "9000")])
        .billed("2026-10", &[(EC2, "310")])
        .billed("2026-09", &[(EC2, "300")])
        .billed("2026-08", &[(EC2, "310")])
        .report();
    let own = report.forecast.own.unwrap();
    // $10 a day in each of them.
    assert_eq!(own.trained_on, [month("2026-08"), month("2026-09"), month("2026-10")]);
    let points: Vec<(String, Usd)> = own.points.iter().map(|point| (point.month.to_string(), point.mean_usd)).collect();
    assert_eq!(
        points,
        [("2026-11".to_owned(), usd("300")), ("2026-12".to_owned(), usd("310")), ("2027-01".to_owned(), usd("310"))]
    );
    assert!(report.missing.iter().all(|part| part.part != Part::Forecast));
}
