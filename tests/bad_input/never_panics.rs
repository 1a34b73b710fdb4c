//! Whatever is done to datasets, rules and configurations, there is an error or a report, never a panic.
//!
//! The changes are random but the same in every run; a failing one is printed, shrunk. `CLOUDTRIM_CHAOS_CASES` asks for
//! more of them.

use std::path::Path;

use cloudtrim::config;
use cloudtrim::rules::{EMBEDDED_RULES, RuleSet, parse_rule};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use tempfile::TempDir;

use super::pipeline::{audit, audit_by_default, minimal, render_all, repository};

/// What strangers, bugs and other programs write where a number, a word or a time belongs.
const NASTY: &[&str] = &[
    "0",
    "-0",
    "-1",
    "1",
    "0.1",
    "1e308",
    "-1e308",
    "1e-308",
    "5e-324",
    "NaN",
    "inf",
    "null",
    "true",
    "\"\"",
    "\"",
    "{}",
    "[]",
    "{",
    "]",
    ",",
    ":",
    "'",
    "#",
    "|",
    "- ",
    "&a [*a]",
    "*a",
    "!!binary x",
    "? ",
    "\t",
    "\r\n",
    "\n",
    "\n\n\n",
    "4294967295",
    "4294967296",
    "2147483648",
    "18446744073709551615",
    "18446744073709551616",
    "9223372036854775808",
    "79228162514264337593543950335",
    "79228162514264337593543950336",
    "100000000000000000000000000000000000000",
    "\"0000-01-01T00:00:00Z\"",
    "\"0001-01-01T00:00:00Z\"",
    "\"9999-12-31T23:59:59Z\"",
    "\"1970-01-01T00:00:00Z\"",
    "\"-262143-01-01T00:00:00Z\"",
    "\"+262142-12-31T23:59:59Z\"",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "9999-12-31",
    "0000-01-01",
    "-9999-01-01",
    "2026-02-30",
    "36500 days",
    "0 days",
    "100 %",
    "1e300 TiB",
    "-5 %",
    "\"\\u0000\"",
    "\"\\u001b[31mred\\u001b[0m\"",
    "\"\\u202egnp\"",
    "\u{0}",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{feff}",
    "🦀",
    "\"=cmd|' /C calc'!A0\"",
    "\"</script><script>alert(1)</script>\"",
    "| a | b |",
    "../../../../etc/passwd",
    "gp2",
    "gp3",
    "io2",
    "sc1",
    "stopped",
    "running",
    "available",
    "in-use",
    "Sum",
    "Maximum",
    "windows",
    "t3.nano",
    "u-24tb1.metal",
    "mars-north-1",
    "cn-north-1",
    "STANDARD",
    "DEEP_ARCHIVE",
    "archive",
    "spot",
    "INFREQUENT_ACCESS",
];

#[derive(Clone, Debug)]
enum Chaos {
    /// A token (number, word, text) becomes something nasty.
    Token(Index, &'static str),
    /// A token becomes another of the same file.
    Swap(Index, Index),
    /// Something nasty in the middle of anything.
    Insert(Index, &'static str),
    Flip(Index, u8),
    Cut(Index, Index),
    /// A token a hundred thousand characters long.
    Swell(Index),
    RepeatLine(Index),
    DropLine(Index),
}

fn chaos() -> impl Strategy<Value = Chaos> {
    prop_oneof![
        8 => (any::<Index>(), select(NASTY)).prop_map(|(at, nasty)| Chaos::Token(at, nasty)),
        4 => (any::<Index>(), any::<Index>()).prop_map(|(at, from)| Chaos::Swap(at, from)),
        2 => (any::<Index>(), select(NASTY)).prop_map(|(at, nasty)| Chaos::Insert(at, nasty)),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Chaos::Flip(at, byte)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Chaos::Cut(from, to)),
        1 => any::<Index>().prop_map(Chaos::Swell),
        1 => any::<Index>().prop_map(Chaos::RepeatLine),
        1 => any::<Index>().prop_map(Chaos::DropLine),
    ]
}

/// The spans between JSON's, CSV's and YAML's punctuation: numbers, words, quoted texts without their quotes.
fn tokens(text: &[u8]) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut start = None;
    for (at, byte) in text.iter().enumerate() {
        if b"{}[],:\"\n ".contains(byte) {
            spans.extend(start.take().map(|begun| (begun, at)));
        } else if start.is_none() {
            start = Some(at);
        }
    }
    spans
}

impl Chaos {
    fn apply(&self, text: &mut Vec<u8>) {
        if text.is_empty() {
            return;
        }
        let spans = tokens(text);
        let span = |at: &Index| (!spans.is_empty()).then(|| spans[at.index(spans.len())]);
        match self {
            Self::Token(at, nasty) => {
                let Some((start, end)) = span(at) else { return };
                // A quoted nasty text takes the place of the quotes, too.
                let quoted = nasty.starts_with('"') && nasty.len() > 1 && start > 0 && text[start - 1] == b'"';
                let (start, end) =
                    if quoted && text.get(end) == Some(&b'"') { (start - 1, end + 1) } else { (start, end) };
                text.splice(start..end, nasty.bytes());
            }
            Self::Swap(at, from) => {
                if let (Some((start, end)), Some((from, to))) = (span(at), span(from)) {
                    let other = text[from..to].to_vec();
                    text.splice(start..end, other);
                }
            }
            Self::Insert(at, nasty) => {
                let at = at.index(text.len());
                text.splice(at..at, nasty.bytes());
            }
            Self::Flip(at, byte) => {
                let at = at.index(text.len());
                text[at] = *byte;
            }
            Self::Cut(one, other) => {
                let (one, other) = (one.index(text.len()), other.index(text.len()));
                text.drain(one.min(other)..one.max(other));
            }
            Self::Swell(at) => {
                if let Some((start, _)) = span(at) {
                    text.splice(start..start, std::iter::repeat_n(b'9', 100_000));
                }
            }
            Self::RepeatLine(at) => {
                let lines: Vec<_> = text.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
                text.extend_from_slice(&lines[at.index(lines.len())]);
            }
            Self::DropLine(at) => {
                let mut lines: Vec<_> = text.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
                lines.remove(at.index(lines.len()));
                *text = lines.concat();
            }
        }
    }
}

/// The minimal dataset with a few resources of every other kind.
fn one_of_each_kind() -> TempDir {
    let folder = minimal();
    for entry in std::fs::read_dir(repository("fixtures/datasets/demo/resources")).unwrap() {
        let path = entry.unwrap().path();
        let target = folder.path().join("resources").join(path.file_name().unwrap());
        if target.exists() {
            continue;
        }
        let lines = std::fs::read_to_string(&path).unwrap();
        let few: Vec<_> = lines.lines().filter(|line| line.contains("us-east-1")).take(3).collect();
        std::fs::write(target, few.join("\n")).unwrap();
    }
    folder
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// The same cases in every run.
fn runner(cases: u32) -> TestRunner {
    let asked = std::env::var("CLOUDTRIM_CHAOS_CASES").ok().and_then(|text| text.parse().ok());
    let config = Config { cases: asked.unwrap_or(cases), failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[test]
fn datasets() {
    let base = one_of_each_kind();
    render_all(&audit_by_default(base.path()).unwrap());
    let files = files_below(base.path());
    let (rules, options) = (RuleSet::embedded().unwrap(), config::defaults());
    let strategy = prop::collection::vec((any::<Index>(), chaos()), 1..4);
    runner(200)
        .run(&strategy, |changes| {
            let mut spoilt = Vec::new();
            for (file, chaos) in changes {
                let file = &files[file.index(files.len())];
                let good = std::fs::read(file).unwrap();
                let mut text = good.clone();
                chaos.apply(&mut text);
                std::fs::write(file, text).unwrap();
                spoilt.push((file, good));
            }
            let outcome = audit(base.path(), &rules, &options);
            for (file, good) in spoilt.into_iter().rev() {
                std::fs::write(file, good).unwrap();
            }
            match outcome {
                Ok(analysis) => render_all(&analysis),
                Err(mistakes) => prop_assert!(!mistakes.is_empty()),
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn rules() {
    let base = one_of_each_kind();
    let options = config::defaults();
    let strategy = (any::<Index>(), prop::collection::vec(chaos(), 1..4));
    runner(200)
        .run(&strategy, |(which, changes)| {
            let (path, good) = EMBEDDED_RULES[which.index(EMBEDDED_RULES.len())];
            let mut text = good.as_bytes().to_vec();
            for chaos in &changes {
                chaos.apply(&mut text);
            }
            let text = String::from_utf8_lossy(&text);
            match parse_rule(Path::new(path), &text) {
                Ok(rule) => {
                    if let Ok(analysis) = audit(base.path(), &RuleSet { rules: vec![rule] }, &options) {
                        render_all(&analysis);
                    }
                }
                Err(mistakes) => prop_assert!(!mistakes.is_empty()),
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn configurations() {
    let base = minimal();
    let good = std::fs::read_to_string(repository("fixtures/cloudtrim.yml")).unwrap();
    let embedded = RuleSet::embedded().unwrap();
    runner(200)
        .run(&prop::collection::vec(chaos(), 1..4), |changes| {
            let mut text = good.as_bytes().to_vec();
            for chaos in &changes {
                chaos.apply(&mut text);
            }
            let mut rules = embedded.clone();
            match config::read(Path::new("cloudtrim.yml"), &String::from_utf8_lossy(&text), &mut rules) {
                Ok(options) => {
                    if let Ok(analysis) = audit(base.path(), &rules, &options) {
                        render_all(&analysis);
                    }
                }
                Err(mistakes) => prop_assert!(!mistakes.is_empty()),
            }
            Ok(())
        })
        .unwrap();
}
