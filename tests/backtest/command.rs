//! `cloudtrim backtest` as a user runs it.

use serde_json::Value;

use super::generated::folder;
use crate::cli::{cloudtrim, run};

fn backtest(arguments: &[&str]) -> (i32, String, String) {
    let empty = tempfile::tempdir().unwrap();
    let traces = folder();
    let mut all = vec!["backtest", "--traces", traces.to_str().unwrap()];
    all.extend(arguments);
    run(empty.path(), &all)
}

#[test]
fn the_table_is_the_default() {
    let (code, stdout, stderr) = backtest(&[]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    insta::assert_snapshot!("command_table", stdout);
    let same =
        backtest(&["--decide", "2026-06-01..2026-08-01", "--judge", "2026-08-01..2026-09-01", "--format", "table"]);
    assert_eq!(same.1, stdout);
}

#[test]
fn json_has_what_the_table_has() {
    let (code, stdout, _) = backtest(&["--format", "json", "--judge", "2026-07-01..2026-08-01"]);
    let document: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((code, &document["schema"]), (0, &Value::from("cloudtrim.backtest/1")));
    assert_eq!(document["decide"]["start"], "2026-06-01T00:00:00Z");
    assert_eq!(document["decide"]["end"], "2026-07-01T00:00:00Z", "all before the judged part");
    assert_eq!(document["source"], "generated");
    let policies = document["policies"].as_array().unwrap();
    assert_eq!(policies.iter().filter(|policy| policy["name"] == "default").count(), 1);
    let names: std::collections::BTreeSet<_> = policies.iter().map(|policy| policy["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), policies.len(), "names are unique");
}

#[test]
fn the_chart_goes_to_a_file() {
    let target = tempfile::tempdir().unwrap();
    let file = target.path().join("chart.svg");
    let (code, stdout, stderr) = backtest(&["--format", "svg", "--output", file.to_str().unwrap()]);
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (0, "", ""));
    let svg = std::fs::read_to_string(file).unwrap();
    assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n"), "{}", &svg[..200]);
    for label in ["max-savings", "balanced", "default", "max-performance", "frontier of plain policies"] {
        assert!(svg.contains(label), "{label}");
    }
}

#[test]
fn what_cannot_be_done_is_said() {
    let cases: [(&[&str], &str); 8] = [
        (
            &["--decide", "2026-06-01..2026-08-02", "--judge", "2026-08-01..2026-09-01"],
            "the decided and the judged part overlap",
        ),
        (&["--decide", "2026-06-01..2026-08-02"], "the decided and the judged part overlap"),
        (&["--judge", "2030-01-01..2030-02-01"], "no machine has points in both parts"),
        (&["--judge", "2026-01-01..2026-09-01"], "no machine has points in both parts"),
        (&["--judge", "2026-08-01"], "give two dates, as in `2013-07-01..2013-09-01`"),
        (&["--decide", "2026-08-01..2026-07-01"], "give a start that is before the end"),
        (&["--format", "pdf"], "invalid value 'pdf'"),
        (&["--output", "/nowhere/at/all.json"], "cannot write"),
    ];
    for (arguments, message) in cases {
        let (code, stdout, stderr) = backtest(arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}\n{stderr}");
        assert!(stderr.starts_with("error: ") && stderr.contains(message), "{arguments:?}\n{stderr}");
    }
}

#[test]
fn a_folder_that_is_none_is_said() {
    let empty = tempfile::tempdir().unwrap();
    let (code, stdout, stderr) = run(empty.path(), &["backtest", "--traces", "nowhere"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    insta::assert_snapshot!("command_nowhere", stderr);
    let (code, _, stderr) = run(empty.path(), &["backtest"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("--traces <DIR>"), "{stderr}");
}

#[test]
fn mistakes_are_listed() {
    let empty = tempfile::tempdir().unwrap();
    std::fs::write(empty.path().join("inventory.csv"), "vm_id,month,vcpus,memory_mb\n1,2026-06,none,1\n").unwrap();
    let hours = "vm_id,hour_utc,cpu_pct_avg,cpu_pct_max,mem_mb_avg,mem_mb_max,net_rx_kbps,net_tx_kbps\n1,2026-06-01T00:00:00Z,-1,2,,,,\n";
    std::fs::write(empty.path().join("hourly-2026-06.csv"), hours).unwrap();
    let (code, stdout, stderr) = run(empty.path(), &["backtest", "--traces", "."]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    insta::assert_snapshot!("command_mistakes", stderr);
}

#[test]
fn the_help_says_how() {
    let empty = tempfile::tempdir().unwrap();
    let output = cloudtrim(empty.path()).env("COLUMNS", "80").args(["backtest", "--help"]).output().unwrap();
    insta::assert_snapshot!("command_help", String::from_utf8(output.stdout).unwrap());
}
