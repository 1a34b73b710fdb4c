//! `cloudtrim report`: of a dataset, of a store, of both.

use super::datasets::small;
use super::{cloudtrim, run};

#[test]
fn every_format_of_a_dataset() {
    let folder = small();
    let begins: [(&str, &[u8]); 5] = [
        ("html", b"<!doctype html>"),
        ("markdown", b"# AWS costs in October 2026"),
        ("json", b"{\n  \"schema\": \"cloudtrim.report/1\""),
        ("csv", b"id,rule,severity,"),
        ("xlsx", b"PK\x03\x04"),
    ];
    for (format, beginning) in begins {
        let output = cloudtrim(folder.path()).args(["report", "dataset", "--format", format]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(output.stdout.starts_with(beginning), "{format}: {}", String::from_utf8_lossy(&output.stdout));
        let file = format!("report.{format}");
        let (code, stdout, stderr) = run(folder.path(), &["report", "dataset", "--format", format, "--output", &file]);
        assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
        assert!(stderr.contains(&format!("wrote `{file}`")), "{stderr}");
        assert!(std::fs::read(folder.path().join(file)).unwrap() == output.stdout, "{format}");
    }
}

#[test]
fn a_page_is_the_default() {
    let folder = small();
    let (code, stdout, _) = run(folder.path(), &["report", "dataset", "--month", "2026-08"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("<h1>AWS costs in August 2026</h1>"), "{stdout}");
}

#[test]
fn of_a_store_with_its_history() {
    let folder = small();
    let (code, _, stderr) = run(folder.path(), &["audit", "dataset", "--store", "past"]);
    assert_eq!(code, 0, "{stderr}");
    let (code, stdout, stderr) = run(folder.path(), &["report", "--store", "past", "--format", "json"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(report["month"], "2026-10");
    assert_eq!(report["recommendations"][0]["life"]["state"], "new");
    // The same analysis once more, as the dataset and from the store.
    let both = ["report", "dataset", "--store", "past", "--format", "json"];
    let (code, again, stderr) = run(folder.path(), &both);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let again: serde_json::Value = serde_json::from_str(&again).unwrap();
    assert_eq!(again["recommendations"], report["recommendations"]);
}

/// The analysis of the month that follows has the whole bill; else a later one, else one before the month was over.
#[test]
fn a_month_is_told_by_the_analysis_that_knows_most_of_it() {
    let folder = small();
    for day in ["2026-03-10", "2026-03-20", "2026-07-05"] {
        let other = super::datasets::small_of(&format!("{day}T06:00:00Z"));
        let from = other.path().join("dataset");
        let (code, _, stderr) = run(folder.path(), &["audit", from.to_str().unwrap(), "--store", "past"]);
        assert_eq!(code, 0, "{stderr}");
    }
    let cases = [
        ("2026-02", "2026-03-20T06:00:00Z"),
        ("2026-03", "2026-07-05T06:00:00Z"),
        ("2026-06", "2026-07-05T06:00:00Z"),
        ("2026-07", "2026-07-05T06:00:00Z"),
        ("2025-06", "2026-03-10T06:00:00Z"),
    ];
    for (month, as_of) in cases {
        let words = ["report", "--store", "past", "--month", month, "--format", "json"];
        let (code, stdout, stderr) = run(folder.path(), &words);
        assert_eq!(code, 0, "{month}: {stderr}");
        let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
        assert_eq!((&report["month"], &report["as_of"]), (&month.into(), &as_of.into()), "{month}");
    }
}

#[test]
fn what_cannot_be_is_said() {
    let folder = small();
    let (code, _, _) = run(folder.path(), &["audit", "dataset", "--store", "past"]);
    assert_eq!(code, 0);
    let cases: [(&[&str], &str); 7] = [
        (
            &["report", "dataset", "--month", "2027-01"],
            "error: the dataset `dataset` was collected before 2027-01 began",
        ),
        (
            &["report", "--store", "past", "--month", "2027-01"],
            "error: the store `past` has no analysis that could tell",
        ),
        (&["report"], "error: "),
        (&["report", "dataset", "--month", "october"], "error: "),
        (
            &["report", "--store", "past", "--month", "2020-01"],
            "error: the store `past` has no analysis that could tell of 2020-01",
        ),
        (&["report", "--store", "elsewhere"], "error: "),
        (&["report", "nothing"], "error: "),
    ];
    for (arguments, said) in cases {
        let (code, stdout, stderr) = run(folder.path(), arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}\n{stderr}");
        assert!(stderr.starts_with(said), "{arguments:?}\n{stderr}");
    }
}
