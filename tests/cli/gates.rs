//! `--fail-on` over a report with every standing.

use cloudtrim::cli::Gate;

use crate::report::analysis::{everything, nothing};

#[test]
fn gates_hold_on_one_side_of_their_threshold() {
    // Net savings $225.26 of a $500 list cost; six listed (one high, one low), one alternative, six gaps.
    let cases = [
        ("net_savings > 225.26", false),
        ("net_savings > 225", true),
        ("net_savings >= 225.26", true),
        ("net_savings < $1,000", true),
        ("gross_savings > 225.26", true),
        ("list_cost = 500", true),
        ("list_cost != 500", false),
        ("savings_share >= 45 %", true),
        ("savings_share > 46 %", false),
        ("count >= 6", true),
        ("count > 6", false),
        ("count(severity >= high) > 0", true),
        ("count(severity >= high) > 1", false),
        ("count(severity < medium) = 1", true),
        ("severity >= high", true),
        ("severity > High", false),
        ("gaps > 5", true),
        ("gaps > 6", false),
    ];
    for (text, met) in cases {
        let gate: Gate = text.parse().unwrap();
        assert_eq!(gate.met(&everything()).is_some(), met, "{text}: {:?}", gate.met(&everything()));
    }
}

#[test]
fn an_empty_account_meets_only_what_asks_for_nothing() {
    for (text, met) in [("net_savings > 0", false), ("count = 0", true), ("savings_share >= 1", false)] {
        assert_eq!(text.parse::<Gate>().unwrap().met(&nothing()).is_some(), met, "{text}");
    }
}
