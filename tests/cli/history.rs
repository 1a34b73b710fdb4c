//! `cloudtrim audit --store` and `cloudtrim history`.

use std::fmt::Write as _;
use std::path::Path;

use super::datasets::small;
use super::run;

/// Ids hold a checksum of prices and rules, which change with them.
fn without_ids(text: &str) -> String {
    let mut filtered = String::new();
    let mut digits = String::new();
    for letter in text.chars().chain(['\n']) {
        if letter.is_ascii_digit() || ('a'..='f').contains(&letter) {
            digits.push(letter);
            continue;
        }
        // Account ids have digits alone.
        let is_id = matches!(digits.len(), 12 | 64) && digits.bytes().any(|digit| digit.is_ascii_lowercase());
        filtered.push_str(if is_id { "<checksum>  " } else { &digits });
        digits.clear();
        filtered.push(letter);
    }
    filtered.pop();
    filtered
}

/// September as `small` has it, October without the address, November with it again and without the volume.
fn three_months() -> tempfile::TempDir {
    let folder = small();
    let dataset = folder.path().join("dataset");
    let write = |file: &str, text: &str| std::fs::write(dataset.join(file), text).unwrap();
    let read = |file: &str| std::fs::read_to_string(dataset.join(file)).unwrap();
    let (manifest, address) = (read("manifest.json"), read("resources/ec2-address.jsonl"));
    let collectors = ["ec2-volumes", "ec2-addresses"].map(|name| {
        format!("{{\"collector\": \"{name}\", \"account\": \"123456789012\", \"region\": \"us-east-1\", \"state\": \"complete\"}}")
    });
    let manifest = manifest.replace(
        "\"regions\": [\"us-east-1\"]",
        &format!("\"regions\": [\"us-east-1\"], \"collectors\": [{}]", collectors.join(", ")),
    );
    for (month, address, keep_volume) in
        [("09", address.as_str(), true), ("10", "", true), ("11", address.as_str(), false)]
    {
        write("manifest.json", &manifest.replace("2026-11-20", &format!("2026-{month}-20")));
        write("resources/ec2-address.jsonl", address);
        if !keep_volume {
            write("resources/ebs-volume.jsonl", "");
        }
        let (code, _, stderr) = run(folder.path(), &["audit", "dataset", "--store", "store"]);
        assert_eq!(code, 0, "{stderr}");
        assert!(stderr.starts_with(&format!("added to `store`: `123456789012/2026-{month}-20/060000Z-")), "{stderr}");
    }
    folder
}

fn history(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let all: Vec<&str> = ["history"].iter().chain(arguments).chain(&["--store", "store"]).copied().collect();
    let (code, stdout, stderr) = run(folder, &all);
    (code, without_ids(&stdout), without_ids(&stderr))
}

#[test]
fn a_store_of_three_months() {
    let folder = three_months();
    let mut pages = String::new();
    for arguments in [
        &["list"][..],
        &["list", "--findings"],
        &["diff"],
        &["diff", "2026-09-20", "2026-10-20"],
        &["prune", "--keep-months", "1", "--dry-run"],
    ] {
        let (code, stdout, stderr) = history(folder.path(), arguments);
        assert_eq!(code, 0, "{stderr}");
        writeln!(pages, "$ cloudtrim history {}\n{stdout}{stderr}", arguments.join(" ")).unwrap();
    }
    insta::assert_snapshot!("history_three_months", pages);
}

#[test]
fn show_prints_what_audit_printed() {
    let folder = three_months();
    for format in ["table", "json", "csv", "markdown"] {
        let (_, audited, _) = run(folder.path(), &["audit", "dataset", "--format", format]);
        let (code, shown, _) = run(folder.path(), &["history", "show", "--store", "store", "--format", format]);
        assert_eq!((code, shown), (0, audited), "{format}");
    }
    let (code, _, stderr) = history(folder.path(), &["show", "2026-08-20"]);
    assert_eq!(code, 2);
    assert!(stderr.starts_with("error: the store `store` has no entry `2026-08-20`\nhint: "), "{stderr}");
}

#[test]
fn json_says_everything() {
    let folder = three_months();
    let (_, stdout, _) = run(folder.path(), &["history", "list", "--store", "store", "--format", "json"]);
    let listed: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(listed["schema"], "cloudtrim.history-list/1");
    assert_eq!(listed["entries"].as_array().unwrap().len(), 3);
    let states: Vec<_> =
        listed["lives"].as_array().unwrap().iter().map(|life| life["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["resolved", "regressed"]);
    assert_eq!(listed["realized"][0]["verdict"], "claimed");
    let (_, stdout, _) = run(folder.path(), &["history", "diff", "--store", "store", "--format", "json"]);
    let diff: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(diff["schema"], "cloudtrim.history-diff/1");
    assert_eq!(diff["findings"].as_array().unwrap().len(), 2);
}

#[test]
fn prune_needs_to_be_told_and_keeps_what_it_cannot_read() {
    let folder = three_months();
    assert_eq!(history(folder.path(), &["prune"]).0, 2);
    assert_eq!(history(folder.path(), &["prune", "--keep-months", "0"]).0, 2);
    let september = folder.path().join("store/analyses/123456789012/2026-09-20");
    let damaged = std::fs::read_dir(&september).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&damaged, "broken").unwrap();
    let (code, stdout, stderr) = history(folder.path(), &["prune", "--keep-months", "1"]);
    // October is a month before the newest, to the day.
    assert_eq!((code, stdout.as_str()), (0, ""));
    assert!(stderr.contains("it is damaged") && stderr.ends_with("removed 0 analyses, kept 2 analyses\n"), "{stderr}");
    assert!(damaged.exists());
}

#[test]
fn a_store_that_cannot_be_written_is_a_failure_after_the_report() {
    let folder = small();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let (_, whole, _) = run(folder.path(), &["audit", "dataset"]);
    let (code, stdout, stderr) = run(folder.path(), &["audit", "dataset", "--store", "file"]);
    assert_eq!((code, stdout), (2, whole));
    assert!(stderr.starts_with("error: cannot add to the store `file`: "), "{stderr}");
    let (code, stdout, stderr) = run(folder.path(), &["audit", "dataset", "--store", "gs://bucket"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("`gs://` is not supported: give a folder, or `s3://bucket/prefix`"), "{stderr}");
    let (code, _, stderr) = run(folder.path(), &["history", "list", "--store", "nothing"]);
    assert_eq!((code, stderr.lines().next()), (2, Some("error: there is no store at `nothing`")));
}

#[test]
fn what_a_store_needs_of_iam() {
    let folder = tempfile::tempdir().unwrap();
    let (code, stdout, _) = run(folder.path(), &["permissions", "--store", "s3://reports/cost/2026", "--prune"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("permissions_store", stdout);
    let (_, stdout, _) = run(folder.path(), &["permissions", "--store", "s3://reports"]);
    assert!(stdout.contains("arn:aws:s3:::reports/analyses/*") && !stdout.contains("Delete"), "{stdout}");
    let (code, _, stderr) = run(folder.path(), &["permissions", "--store", "store"]);
    assert_eq!(code, 2);
    assert!(stderr.starts_with("error: `store` is a folder: it needs no AWS permission\n"), "{stderr}");
}

#[cfg(not(feature = "aws"))]
#[test]
fn a_store_in_s3_needs_a_build_with_aws() {
    let folder = small();
    let (code, stdout, stderr) = run(folder.path(), &["audit", "dataset", "--store", "s3://reports/cost"]);
    assert_eq!(code, 2);
    assert!(!stdout.is_empty(), "the report was made");
    assert_eq!(
        stderr,
        "error: `s3://reports/cost` is in S3, and this build of cloudtrim cannot reach AWS: it was built without the \
         feature `aws`\nhint: name a folder, or build it with its default features\n"
    );
}
