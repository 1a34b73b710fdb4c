//! A store in S3.

use std::process::Stdio;

use serde_json::{Value, json};

use super::server::{Run, Server};
use crate::cli::datasets::small_of;

pub(super) const STORE: &str = "s3://reports/cost/monthly";

/// A server with a bucket, and a dataset for each day in its folder.
pub(super) fn server(days: &[&str]) -> Server {
    let server = Server::start(&[]);
    server.put("/reports", "");
    for day in days {
        collected(&server, day, &format!("{day}T06:00:00Z"));
    }
    server
}

/// A dataset of that moment in the server's folder.
pub(super) fn collected(server: &Server, name: &str, as_of: &str) {
    std::fs::rename(small_of(as_of).path().join("dataset"), server.folder().join(name)).unwrap();
}

pub(super) fn store(server: &Server, day: &str) -> Run {
    server.run(&["audit", day, "--store", STORE])
}

pub(super) fn listed(server: &Server) -> Value {
    let run = server.run(&["history", "list", "--store", STORE, "--format", "json"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

fn days(listed: &Value) -> Vec<String> {
    let entries = listed["entries"].as_array().unwrap();
    entries.iter().map(|entry| entry["as_of"].as_str().unwrap()[..10].to_owned()).collect()
}

#[test]
fn analyses_are_added_listed_compared_and_pruned() {
    let server = server(&["2026-09-20", "2026-10-20", "2026-11-20"]);
    for day in ["2026-09-20", "2026-10-20", "2026-11-20"] {
        let run = store(&server, day);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.stderr.contains(&format!("added to `{STORE}`: `123456789012/{day}/060000Z-")), "{}", run.stderr);
    }
    // Again: it is there, and stays as it is.
    let run = store(&server, "2026-10-20");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stderr.contains(&format!("`{STORE}` has this analysis already")), "{}", run.stderr);
    let list = listed(&server);
    assert_eq!(days(&list), ["2026-09-20", "2026-10-20", "2026-11-20"]);
    assert!(list["lives"].as_array().unwrap().iter().all(|life| life["state"] == "open"));

    let run = server.run(&["history", "diff", "--store", STORE]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let shown = server.run(&["history", "show", "2026-10-20", "--store", STORE, "--format", "json"]);
    let audited = server.run(&["audit", "2026-10-20", "--format", "json"]);
    assert_eq!(shown.stdout, audited.stdout);

    let run = server.run(&["history", "prune", "--keep-months", "1", "--store", STORE]);
    assert_eq!((run.code, run.stdout.lines().count()), (Some(0), 1), "{}", run.stderr);
    assert_eq!(days(&listed(&server)), ["2026-10-20", "2026-11-20"]);
}

#[test]
fn strangers_fill_pages_and_nothing_is_lost() {
    let server = server(&["2026-11-20"]);
    assert_eq!(store(&server, "2026-11-20").code, Some(0));
    // A page of a listing holds 1,000 keys; these come before the entry's.
    for number in 0..1_005 {
        server.put(&format!("/reports/cost/monthly/analyses/000-{number:04}"), "x");
    }
    server.put("/reports/cost/monthly-other/analyses/x", "of another store");
    let list = listed(&server);
    assert_eq!(days(&list), ["2026-11-20"]);
    assert_eq!(list["skipped"].as_array().unwrap().len(), 1_005);
}

#[test]
fn a_damaged_object_is_skipped_and_its_analysis_stored_beside_it() {
    let server = server(&["2026-10-20", "2026-11-20"]);
    assert_eq!(store(&server, "2026-10-20").code, Some(0));
    let name = listed(&server)["entries"][0]["name"].as_str().unwrap().to_owned();
    server.put(&format!("/reports/cost/monthly/analyses/{name}"), "broken");
    assert_eq!(store(&server, "2026-11-20").code, Some(0));
    let list = listed(&server);
    assert_eq!(days(&list), ["2026-11-20"]);
    assert_eq!(list["skipped"][0]["name"], *name);
    assert_eq!(store(&server, "2026-10-20").code, Some(0));
    assert_eq!(days(&listed(&server)), ["2026-10-20", "2026-11-20"]);
}

#[test]
fn writers_at_once_lose_nothing() {
    let days_of = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"];
    let server = server(&days_of);
    let start = |day: &&str| {
        let mut command = server.cloudtrim(&["audit", day, "--store", STORE]);
        command.stdout(Stdio::null()).spawn().unwrap()
    };
    // Each twice, so that two put the same object.
    let running: Vec<_> = days_of.iter().chain(&days_of).map(start).collect();
    for mut child in running {
        assert!(child.wait().unwrap().success());
    }
    let list = listed(&server);
    assert_eq!(days(&list), days_of);
    assert_eq!(list["skipped"].as_array().unwrap().len(), 0);
}

#[test]
fn a_store_that_fails_is_named_after_the_report() {
    let server = server(&["2026-11-20"]);
    let whole = server.run(&["audit", "2026-11-20"]).stdout;
    let cases = [
        ("s3://nowhere-at-all/x", json!([]), "there is no bucket `nowhere-at-all`"),
        (
            STORE,
            json!([{"operation": "PutObject", "kind": "deny"}]),
            "AWS denied PutObject (AccessDenied); allow s3:PutObject",
        ),
    ];
    for (url, faults, said) in cases {
        server.post("faults", &faults);
        let run = server.run(&["audit", "2026-11-20", "--store", url]);
        assert_eq!((run.code, &run.stdout), (Some(2), &whole));
        assert!(run.stderr.contains(url) && run.stderr.contains(said), "{}", run.stderr);
    }
    // What comes back after a moment is tried again.
    server.post("faults", &json!([{"operation": "PutObject", "kind": "error", "first": 1}]));
    assert_eq!(store(&server, "2026-11-20").code, Some(0));
    // A history without an entry that could not be fetched would tell something else.
    server.post("faults", &json!([{"operation": "GetObject", "kind": "drop"}]));
    let run = server.run(&["history", "list", "--store", STORE]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{}", run.stderr);
    server.post("faults", &json!([{"operation": "ListObjectsV2", "kind": "deny"}]));
    let run = server.run(&["history", "list", "--store", STORE]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("AWS denied ListObjectsV2 (AccessDenied); allow s3:ListBucket"), "{}", run.stderr);
}
