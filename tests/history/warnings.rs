//! What a history says besides: nothing is lost, everything is said.

use cloudtrim::history::history;

use super::builder::{ACCOUNT, ACCOUNT_BESIDE, analysis};

#[test]
fn an_account_that_vanished_keeps_its_findings() {
    let both = analysis("2026-08-01", 3).found(0, "10").change(|stored| {
        stored.analysis.accounts = vec![ACCOUNT.into(), ACCOUNT_BESIDE.into()];
    });
    let without = analysis("2026-09-01", 3).change(|stored| stored.analysis.accounts = vec![ACCOUNT_BESIDE.into()]);
    let history = history(&[both.past("a"), without.past("b")], Vec::new());
    assert_eq!(history.lives[0].state.name(), "out-of-scope");
    assert_eq!(history.lives[0].reason.as_deref(), Some("account 123456789012 was not read"));
    assert_eq!(
        history.warnings,
        [
            "account 123456789012 was read last on 2026-08-01; the analysis of 2026-09-01 does not read it, so nothing is \
             known of its findings"
        ]
    );
}

#[test]
fn a_month_with_no_data_is_said() {
    let empty = analysis("2026-10-01", 0).past("c");
    let past = [analysis("2026-06-01", 3).found(0, "10").past("a"), analysis("2026-08-01", 3).past("b"), empty];
    let history = history(&past, Vec::new());
    assert_eq!(
        history.warnings,
        ["no analysis of 123456789012 is stored for 2026-07, 2026-09", "the analysis of 2026-10-01 read no resource",]
    );
}

#[test]
fn two_analyses_of_one_moment_are_said() {
    let past = [analysis("2026-06-01", 3).past("b"), analysis("2026-06-01", 3).past("a")];
    let history = history(&past, Vec::new());
    assert_eq!(history.entries.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(
        history.warnings,
        ["two analyses are as of 2026-06-01 06:00:00 UTC: `a` is taken for the earlier, `b` for the later"]
    );
}

#[test]
fn a_store_without_an_analysis_is_no_failure() {
    let history = history(&[], Vec::new());
    assert!(history.entries.is_empty() && history.lives.is_empty() && history.warnings.is_empty());
}
