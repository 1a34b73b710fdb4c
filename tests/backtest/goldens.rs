//! The report of a back-test: table, JSON, chart.

use cloudtrim::model::backtest::Backtest;
use cloudtrim::report::{BacktestFormat, Paint, render_backtest};

use super::fleet::{fleet, result};

/// The fleet's result with a handful of its thousand plain policies.
pub(super) fn few() -> Backtest {
    let mut backtest = result(&fleet());
    let kept = [
        "max of hourly peaks at 100 %",
        "max of hourly peaks at 50 %",
        "p99 of hourly averages at 80 % with max at 100 %",
    ];
    backtest.policies.retain(|policy| !policy.name.contains(" at ") || kept.contains(&policy.name.as_str()));
    backtest
}

fn rendered(format: BacktestFormat) -> String {
    render_backtest(&few(), format, Paint::Plain).unwrap()
}

#[test]
fn table() {
    insta::assert_snapshot!("table", rendered(BacktestFormat::Table));
}

#[test]
fn json() {
    insta::assert_snapshot!("json", rendered(BacktestFormat::Json));
}

#[test]
fn chart() {
    insta::assert_snapshot!("chart", rendered(BacktestFormat::Svg));
}

#[test]
fn nothing_is_rendered_as_well() {
    let nothing = result(&[]);
    for format in [BacktestFormat::Table, BacktestFormat::Json, BacktestFormat::Svg] {
        let text = render_backtest(&nothing, format, Paint::Plain).unwrap();
        assert!(text.ends_with('\n'));
    }
}

#[test]
fn json_is_read_back() {
    let backtest = few();
    let read: Backtest = serde_json::from_str(&rendered(BacktestFormat::Json)).unwrap();
    assert_eq!(read, backtest);
}
