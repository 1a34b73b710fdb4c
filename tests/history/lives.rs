//! The life of one finding, told by what each month says of it.

use std::fmt::Write;

use cloudtrim::history::lives;
use cloudtrim::model::history::PastAnalysis;

use super::builder::{ACCOUNT, ACCOUNT_BESIDE, LETTERS, analysis};

/// One analysis a month from January 2026, one letter each.
pub(super) fn year(letters: &str) -> Vec<PastAnalysis> {
    let months = letters.chars().zip(1..);
    months
        .map(|(letter, month): (char, u32)| {
            let day = format!("{}-{:02}-01", 2026 + (month - 1) / 12, (month - 1) % 12 + 1);
            let mut made = analysis(&day, 3);
            made.0.analysis.accounts = vec![ACCOUNT.into(), ACCOUNT_BESIDE.into()];
            made.says(letter, 0).past(&day)
        })
        .collect()
}

const YEARS: &[&str] = &[
    "F", "FF", "FFF", "Ff", "F?F", "FC", "FG", "FCC", "FFCF", "FFCFF", "FCFCF", "FCH", "H", "HF", "HC", "FHF", "FHH",
    "C", "CF", "CA", "FA", "FAF", "FAA", "FCA", "FCAF", "FR", "FX", "FK", "FD", "FDG", "FS", "FW", "FU", "FN", "FE",
    "FM", "fM", "FP", "FPF", "PFP", "FPG", "HA",
];

#[test]
fn lives_of_a_finding() {
    let mut text = String::new();
    for (letter, meaning) in LETTERS {
        writeln!(text, "{letter}  {meaning}").unwrap();
    }
    text.push('\n');
    for letters in YEARS {
        let lives = lives(&year(letters));
        match lives.as_slice() {
            [] => writeln!(text, "{letters:<6} no life").unwrap(),
            [life] => {
                let by = life.resolved_by.map(|by| format!("{by:?}").to_lowercase()).unwrap_or_default();
                let cost = life.cost_of_delay_usd.map_or("unknown".to_owned(), |cost| cost.to_string());
                let told = format!(
                    "{letters:<6} {:<13}{by:<8} since {} seen {} {:>3} days, back {}, delay {cost:<8} {}",
                    life.state,
                    life.open_since.format("%m"),
                    life.last_seen.format("%m"),
                    life.age_days,
                    life.regressions,
                    life.reason.as_deref().unwrap_or_default()
                );
                writeln!(text, "{}", told.trim_end()).unwrap();
            }
            several => panic!("{letters}: {several:#?}"),
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn accounts_that_never_meet_are_series_of_their_own() {
    let other = |day: &str| {
        let mut made = analysis(day, 3);
        made.0.analysis.accounts = vec!["222222222222".into()];
        made.0.inventory.groups.clear();
        made.past(&format!("b {day}"))
    };
    let past = [
        analysis("2026-01-01", 3).found(0, "10").past("a"),
        other("2026-01-02"),
        analysis("2026-02-01", 3).found(0, "10").past("a"),
        other("2026-02-02"),
    ];
    let lives = lives(&past);
    assert_eq!(lives.len(), 1);
    assert_eq!(lives[0].state.name(), "open", "what another account's analysis says is nothing to it");
}

#[test]
fn a_clock_that_jumps_back_is_sorted_out() {
    let found = |day: &str| analysis(day, 3).found(0, "10");
    // Written in this order; the second run's clock was a year behind.
    let past = [found("2026-03-01").past("c"), found("2025-03-01").past("a"), found("2026-04-01").past("d")];
    let lives = lives(&past);
    assert_eq!(lives[0].first_seen.to_string(), "2025-03-01 06:00:00 UTC");
    assert_eq!(lives[0].state.name(), "open");
    // Two of one moment: the name decides, always alike.
    let past = [found("2026-03-01").past("a"), analysis("2026-03-01", 3).past("b")];
    assert_eq!(cloudtrim::history::lives(&past)[0].state.name(), "resolved");
    let past = [found("2026-03-01").past("b"), analysis("2026-03-01", 3).past("a")];
    assert_eq!(cloudtrim::history::lives(&past)[0].state.name(), "new");
}
