//! What a person reads: a whole report of one estate in sentences.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Datelike, Weekday};
use cloudtrim::model::monthly::MonthlyReport;
use cloudtrim::model::spend::{Cut, CutName};
use cloudtrim::monthly::settings::{ALERT_LEVELS, Budget, Scope, UnitCount};

use super::estate::{EC2, Estate, S3, day, month, usd};

/// October 2026, read on the 5th of November: EC2 by day with a spike, S3 that came, support that comes every month.
pub(crate) fn everything() -> Estate {
    let mut estate = Estate::of("2026-10", "2026-11-05");
    let as_of = estate.analysis.as_of;
    estate.analysis = crate::report::analysis::everything();
    estate.analysis.as_of = as_of;
    let mut estate = estate
        .billed("2026-08", &[(EC2, "2600"), ("AWS Support (Business)", "100")])
        .billed("2026-09", &[(EC2, "2520"), ("AWS Support (Business)", "100")])
        .billed("2026-10", &[(EC2, "2740"), (S3, "45"), ("AWS Support (Business)", "100")])
        .billed("2026-11", &[(EC2, "360"), (S3, "20"), ("AWS Support (Business)", "100")])
        .usage("2026-09", EC2, "BoxUsage:m5.large", "2520", 25200.0)
        .usage("2026-10", EC2, "BoxUsage:m5.large", "2740", 27400.0)
        .read(CutName::UsageType, "2026-08-01", "2026-11-05")
        .daily("2026-07-01", "2026-11-05", EC2, |of| {
            let weekend = matches!(of.weekday(), Weekday::Sat | Weekday::Sun);
            Some(if of == day("2026-10-14") {
                260.0
            } else if weekend {
                40.0
            } else {
                100.0
            })
        })
        .daily("2026-07-01", "2026-11-05", S3, |of| (of >= day("2026-10-23")).then_some(5.0))
        .daily("2026-07-01", "2026-11-05", "AWS Support (Business)", |of| (of.day() == 1).then_some(100.0));
    let cut = |value: Option<&str>| Cut::Tag { key: "team".to_owned(), value: value.map(str::to_owned) };
    for (value, dollars) in [(Some("shop"), "2000"), (Some("data"), "600"), (None, "285")] {
        estate = estate.row("2026-10", cut(value), EC2, dollars);
    }
    estate = estate.read(CutName::Tag { key: "team".to_owned() }, "2026-10-01", "2026-11-01");
    estate.settings.budgets = vec![Budget {
        name: "everything".to_owned(),
        monthly: usd("2800"),
        scope: Scope::default(),
        alerts: ALERT_LEVELS.to_vec(),
    }];
    estate.settings.unit_counts = vec![UnitCount {
        name: "orders".to_owned(),
        unit: "order".to_owned(),
        scope: Scope::default(),
        months: BTreeMap::from([(month("2026-09"), 52_400.0), (month("2026-10"), 57_700.0)]),
    }];
    estate
}

/// Everything in words, a heading each.
fn told(report: &MonthlyReport) -> String {
    let mut text = String::new();
    let mut part = |title: &str, lines: Vec<String>| {
        let _ = write!(text, "{title}\n  {}\n", lines.join("\n  "));
    };
    part("headline", report.headline.sentences.clone());
    part("movers", report.movers.iter().map(|mover| mover.sentence.clone()).collect());
    part("anomalies", report.anomalies.iter().map(|anomaly| anomaly.sentence.clone()).collect());
    let new = report.new_services.iter();
    part("new", new.map(|new| format!("{} {} {}", new.service_name, new.first_day, new.billed_cost_usd)).collect());
    part("budgets", report.budgets.iter().map(|budget| budget.sentence.clone()).collect());
    let to_date = report.month_to_date.iter();
    let to_date =
        to_date.map(|to_date| format!("{} through {}: {}", to_date.month, to_date.through, to_date.billed_cost_usd));
    part("to date", to_date.collect());
    let own = report.forecast.own.iter().flat_map(|own| &own.points);
    let own = own.map(|point| format!("{} {} ({} to {})", point.month, point.mean_usd, point.low_usd, point.high_usd));
    part("forecast", own.collect());
    part("how", report.how_totals.clone());
    let missing = report.missing.iter();
    part("missing", missing.map(|part| format!("{}: {} [{}]", part.part.title(), part.reason, part.hint)).collect());
    text
}

#[test]
fn a_month_in_words() {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("month-in-words", told(&everything().report()));
    });
}
