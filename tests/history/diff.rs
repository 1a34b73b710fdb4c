//! Two analyses beside each other.

use std::fmt::Write;

use cloudtrim::history::diff;

use super::builder::analysis;

#[test]
fn what_changed_between_two_analyses() {
    let letters =
        [('F', 'F'), ('F', 'f'), ('C', 'F'), ('F', 'G'), ('F', 'H'), ('H', 'H'), ('H', 'F'), ('F', 'U'), ('?', 'F')];
    let (mut from, mut to) = (analysis("2026-09-01", letters.len()), analysis("2026-10-01", letters.len()));
    for (volume, (before, after)) in letters.into_iter().enumerate() {
        (from, to) = (from.says(before, volume), to.says(after, volume));
    }
    let one = diff(from.past("a"), to.past("b"));
    // Whichever is given first.
    assert_eq!(one, diff(to.past("b"), from.past("a")));
    assert_eq!((one.from.name.as_str(), one.to.name.as_str(), one.unchanged), ("a", "b", 2));
    let mut text = String::new();
    for change in &one.findings {
        let shown = |usd: Option<cloudtrim::units::Usd>| usd.map_or("-".to_owned(), |usd| usd.to_string());
        let (before, after) = (shown(change.from_monthly_savings_usd), shown(change.to_monthly_savings_usd));
        let reason = change.reason.as_deref().unwrap_or_default();
        let line = format!("{} {:<13}{before:<7} {after:<7} {reason}", change.resource_id, change.state);
        writeln!(text, "{}", line.trim_end()).unwrap();
    }
    insta::assert_snapshot!(text, @"");
}
