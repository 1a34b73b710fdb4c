//! The benchmark's large report is a whole one.

#[path = "../../benches/big_report.rs"]
mod big_report;

pub(crate) use big_report::{Size, report};

#[test]
fn it_has_a_bit_of_everything() {
    let report = report(Size { months: 24, recommendations: 500 });
    assert_eq!((report.months.len(), report.recommendations.len()), (24, 500));
    assert!(report.recommendations.iter().all(|reported| reported.life.is_some()));
    assert_eq!(report.comparisons.len(), 4);
    assert!(!report.movers.is_empty() && report.waterfall.is_some() && report.forecast.own.is_some());
    assert!(!report.anomalies.is_empty() && report.budgets.len() == 2 && report.allocation.len() == 1);
    assert_eq!((report.owners.len(), report.unit_costs.len(), report.waste_trend.len()), (5, 1, 24));
}
