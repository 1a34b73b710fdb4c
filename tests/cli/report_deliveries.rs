//! `cloudtrim report --deliver` and `--catch-up`: what is due is sent once, and a failed target is the run's failure.

use std::path::Path;

use tempfile::TempDir;

use super::datasets::{last_month, small_of, this_day};
use super::{cloudtrim, run};

/// A store with one analysis, of today: what is due follows the clock.
fn with_store() -> TempDir {
    read_at(&this_day())
}

fn read_at(as_of: &str) -> TempDir {
    let folder = small_of(as_of);
    let (code, _, stderr) = run(folder.path(), &["audit", "dataset", "--store", "past", "--output", "/dev/null"]);
    assert_eq!(code, 0, "{stderr}");
    folder
}

fn report(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    run(folder, &[&["report", "--store", "past"], arguments].concat())
}

#[test]
fn what_is_due_is_delivered_once() {
    let folder = with_store();
    let month = last_month();
    let due = ["--catch-up", "--deliver", "file:sent/{month}/"];
    let (code, stdout, stderr) = report(folder.path(), &[&due[..], &["--dry-run"]].concat());
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains(&format!("sent/{month}")), "{stdout}");
    assert!(!folder.path().join("sent").exists());
    let (code, stdout, stderr) = report(folder.path(), &due);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    let mut sent: Vec<_> = std::fs::read_dir(folder.path().join("sent").join(&month))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    sent.sort();
    assert_eq!(sent, ["csv", "html", "json", "md", "xlsx"].map(|end| format!("cloudtrim-{month}.{end}")));
    std::fs::remove_dir_all(folder.path().join("sent")).unwrap();
    let (code, _, stderr) = report(folder.path(), &due);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("no report is due"), "{stderr}");
    assert!(!folder.path().join("sent").exists());
}

/// A half month is not reported as a whole one, and not noted as reported.
#[test]
fn a_month_that_was_not_read_since_it_was_over_stays_due() {
    let month = last_month();
    let folder = read_at(&format!("{month}-15T00:00:00Z"));
    // A report of the month before went out.
    let earlier = month.parse::<cloudtrim::units::month::Month>().unwrap().previous().to_string();
    std::fs::create_dir_all(folder.path().join("past/reports")).unwrap();
    std::fs::write(folder.path().join("past/reports").join(earlier), "").unwrap();
    for _ in 0..2 {
        let (code, _, stderr) = report(folder.path(), &["--catch-up", "--deliver", "file:sent/{month}/"]);
        assert_eq!(code, 2, "{stderr}");
        let said = format!("the report of {month} is due, and the store has no analysis made since it was over");
        assert!(stderr.contains(&said) && stderr.contains("cloudtrim audit --store"), "{stderr}");
        assert!(!folder.path().join("sent").exists());
    }
}

#[test]
fn a_failed_target_fails_alone_and_the_month_stays_due() {
    let folder = with_store();
    std::fs::write(folder.path().join("wall"), "").unwrap();
    let targets = ["--catch-up", "--deliver", "file:wall/report.html", "--deliver", "file:report.html"];
    let (code, _, stderr) = report(folder.path(), &targets);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("1 of 2 deliveries failed"), "{stderr}");
    assert!(folder.path().join("report.html").exists());
    std::fs::remove_file(folder.path().join("wall")).unwrap();
    let (code, _, stderr) = report(folder.path(), &targets);
    assert_eq!(code, 0, "{stderr}");
    assert!(folder.path().join("wall/report.html").exists());
}

#[test]
fn what_is_written_and_what_is_delivered_are_the_same() {
    let folder = with_store();
    let (code, _, stderr) =
        report(folder.path(), &["--month", &last_month(), "--output", "one.html", "--deliver", "file:other.html"]);
    assert_eq!(code, 0, "{stderr}");
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert!(read("one.html") == read("other.html"));
}

#[test]
fn flags_that_do_not_go_together_are_refused() {
    let folder = with_store();
    let cases: [(&[&str], &str); 4] = [
        (&["report", "dataset", "--catch-up"], "--store"),
        (&["report", "--store", "past", "--catch-up", "--month", "2026-10"], "cannot be used with"),
        (&["report", "dataset", "--dry-run"], "--deliver"),
        (&["report", "dataset", "--due", "5 06:00 UTC"], "--catch-up"),
    ];
    for (arguments, said) in cases {
        let output = cloudtrim(folder.path()).args(arguments).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains(said), "{arguments:?}: {stderr}");
    }
}
