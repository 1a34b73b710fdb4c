//! What the bill says of resolved findings.

use std::fmt::Write;

use cloudtrim::history::history;
use cloudtrim::model::history::PastAnalysis;

use super::builder::{Made, analysis};

/// Volume 0 ($10) and, where two are claimed, volume 1 ($20) found in March and gone in April.
fn resolved(claims: usize, newest: impl FnOnce(Made) -> Made) -> Vec<PastAnalysis> {
    let march = (0..claims)
        .fold(analysis("2026-03-15", 3), |made, volume| made.found(volume, if volume == 0 { "10" } else { "20" }));
    let gone = |day: &str| (0..claims).fold(analysis(day, 3), Made::gone);
    vec![march.past("march"), gone("2026-04-15").past("april"), newest(gone("2026-06-15")).past("june")]
}

#[test]
fn the_last_full_month_before_is_held_against_the_first_after() {
    let cases: Vec<(&str, Vec<PastAnalysis>)> = vec![
        ("no bill", resolved(1, |made| made)),
        ("no closed month after", resolved(1, |made| made.billed(&[("2026-02", "100"), ("2026-04", "80")]))),
        (
            "the month after is estimated",
            resolved(1, |made| {
                made.billed(&[("2026-02", "100"), ("2026-05", "80")]).change(|stored| {
                    stored.analysis.billing.as_mut().unwrap().months[1].estimated = true;
                })
            }),
        ),
        ("the service fell by more", resolved(1, |made| made.billed(&[("2026-02", "100"), ("2026-05", "80")]))),
        ("the service fell by less", resolved(1, |made| made.billed(&[("2026-02", "100"), ("2026-05", "95")]))),
        ("the service rose", resolved(1, |made| made.billed(&[("2026-02", "100"), ("2026-05", "180")]))),
        ("two claims, enough for one", resolved(2, |made| made.billed(&[("2026-02", "100"), ("2026-05", "75")]))),
        ("two claims, enough for both", resolved(2, |made| made.billed(&[("2026-02", "100"), ("2026-05", "70")]))),
        (
            "the resource fell by more",
            resolved(1, |made| {
                made.billed(&[("2026-02", "100"), ("2026-05", "180")]).billed_by_resource(&[("2026-02", 0, "11")])
            }),
        ),
        (
            "the resource fell by less",
            resolved(1, |made| {
                made.billed(&[("2026-02", "1"), ("2026-05", "1")])
                    .billed_by_resource(&[("2026-02", 0, "11"), ("2026-05", 0, "8")])
            }),
        ),
        (
            "the resource did not fall",
            resolved(1, |made| {
                made.billed(&[("2026-02", "1"), ("2026-05", "1")])
                    .billed_by_resource(&[("2026-02", 0, "8"), ("2026-05", 0, "8")])
            }),
        ),
    ];
    let mut text = String::new();
    for (case, past) in cases {
        writeln!(text, "{case}").unwrap();
        for saving in history(&past, Vec::new()).realized {
            let confirmed = saving.confirmed_monthly_usd.map_or("-".to_owned(), |usd| usd.to_string());
            let claimed = saving.claimed_monthly_usd.unwrap();
            writeln!(text, "  {:<9} {claimed} {confirmed:<7} {}", saving.verdict.name(), saving.reason).unwrap();
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn of_changes_that_exclude_each_other_one_is_claimed() {
    let past = |selected: [bool; 2]| {
        let march = analysis("2026-03-15", 3).found(0, "10").found(0, "25").change(|stored| {
            for (one, selected) in stored.analysis.recommendations.iter_mut().zip(selected) {
                one.selected = selected;
                one.id = format!("{selected}{}", one.monthly_savings_usd.unwrap());
            }
        });
        [march.past("march"), analysis("2026-04-15", 3).gone(0).past("april")]
    };
    for (selected, claimed) in [([true, false], "$10.00"), ([false, false], "$25.00")] {
        let realized = history(&past(selected), Vec::new()).realized;
        assert_eq!(realized.len(), 1);
        assert_eq!(realized[0].claimed_monthly_usd.unwrap().to_string(), claimed);
    }
}
