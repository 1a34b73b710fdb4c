//! A store in S3 that several machines use: what it needs of IAM, and that a message is sent once.

use std::process::{Child, Stdio};

use serde_json::{Value, json};

use super::server::{Run, Server};
use super::store::{STORE, collected, listed, server, store};
use crate::cli::datasets::{last_month, this_day};

const TOPIC: &str = "sns:arn:aws:sns:us-east-1:123456789012:reports";

/// With a topic, a queue that it fills, and an analysis of today: what is due follows the clock.
fn shared() -> Server {
    let server = server(&["2025-01-20"]);
    server.python("seed.delivery", &["prepare"]);
    collected(&server, "today", &this_day());
    let run = store(&server, "today");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    server
}

/// Those that arrived since they were asked for last.
fn messages(server: &Server) -> usize {
    let found: Value = serde_json::from_str(&server.python("seed.delivery", &["messages"])).unwrap();
    found.as_array().unwrap().len()
}

/// Without the line breaks of a table.
fn words(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Enforced by the server, the printed policy allows all that a schedule does, and no more than is said.
#[test]
fn the_printed_policy_is_enough() {
    let server = shared();
    let targets = ["--deliver", "s3://reports/sent/{month}.html", "--deliver", TOPIC];
    let enforce = |more: &[&str]| {
        let printed = server.run(&[&["permissions", "--store", STORE], more].concat());
        assert_eq!(printed.code, Some(0), "{}", printed.stderr);
        server.post("policy", &serde_json::from_str(&printed.stdout).unwrap());
    };
    let deliver = |targets: &[&str]| server.run(&[&["report", "--store", STORE, "--catch-up"], targets].concat());
    let denied = |run: &Run, action: &str| {
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert!(words(&run.stderr).contains(&format!("allow {action}")), "{}", run.stderr);
    };

    enforce(&targets);
    assert_eq!(store(&server, "today").code, Some(0));
    denied(
        &deliver(&["--deliver", "s3://reports/elsewhere/{month}.html"]),
        "s3:PutObject on arn:aws:s3:::reports/else",
    );
    let run = deliver(&targets);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let run = deliver(&targets);
    assert!(run.code == Some(0) && run.stderr.contains("no report is due"), "{}", run.stderr);
    assert_eq!(listed(&server)["entries"].as_array().unwrap().len(), 1);
    assert_eq!(messages(&server), 1);

    // An older analysis, so that there is something to prune.
    assert_eq!(store(&server, "2025-01-20").code, Some(0));
    let prune = || server.run(&["history", "prune", "--keep-months", "1", "--store", STORE]);
    enforce(&[]);
    denied(&prune(), "s3:DeleteObject");
    enforce(&["--prune"]);
    let run = prune();
    assert_eq!((run.code, run.stdout.lines().count()), (Some(0), 1), "{}", run.stderr);
}

/// Each has a home of its own, so that no lock of a machine keeps them apart.
#[test]
fn two_machines_send_a_message_once() {
    let server = shared();
    let deliver = |machine: &str| -> Child {
        let home = server.folder().join(machine);
        std::fs::create_dir_all(&home).unwrap();
        let mut command = server.cloudtrim(&["report", "--store", STORE, "--catch-up", "--deliver", TOPIC]);
        command.env("HOME", home).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    // Long enough for each to ask before either has an answer.
    server.post("faults", &json!([{"operation": "PutObject", "kind": "delay", "ms": 500}]));
    let running = ["one", "two", "three"].map(deliver);
    let ended = running.map(|child| child.wait_with_output().unwrap());
    assert_eq!(messages(&server), 1);
    for output in &ended {
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        assert!(said.contains("sent") || said.contains("no report is due"), "{said}");
    }
    let later = deliver("four").wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&later.stderr);
    assert!(later.status.success() && said.contains("no report is due"), "{said}");
}

/// A message that fails is left to whoever comes next.
#[test]
fn a_message_that_failed_is_sent_by_another_machine() {
    let server = shared();
    let deliver = || server.run(&["report", "--store", STORE, "--catch-up", "--deliver", TOPIC]);
    server.post("faults", &json!([{"service": "sns", "operation": "Publish", "kind": "deny"}]));
    for _ in 0..2 {
        let run = deliver();
        assert_eq!((run.code, messages(&server)), (Some(2), 0), "{}", run.stderr);
        assert!(run.stderr.contains("allow sns:Publish"), "{}", run.stderr);
    }
    server.post("faults", &json!([]));
    let run = deliver();
    assert_eq!((run.code, messages(&server)), (Some(0), 1), "{}", run.stderr);
}

/// Nothing goes out that could not be noted.
#[test]
fn a_store_that_takes_no_notes_sends_nothing() {
    let server = shared();
    server.post("faults", &json!([{"service": "s3", "operation": "PutObject", "kind": "deny"}]));
    let run = server.run(&["report", "--store", STORE, "--deliver", TOPIC]);
    assert_eq!((run.code, messages(&server)), (Some(2), 0), "{}", run.stderr);
    let said = words(&run.stderr);
    assert!(said.contains("allow s3:PutObject") && said.contains("`--deliveries`"), "{said}");
    let list = server.folder().join("sent.jsonl");
    let list = list.to_str().unwrap();
    let elsewhere = ["report", "--store", STORE, "--deliver", TOPIC, "--deliveries", list];
    let run = server.run(&elsewhere);
    assert_eq!((run.code, messages(&server)), (Some(0), 1), "{}", run.stderr);
}

/// A container has no disk that lasts: what was sent is noted in the bucket.
#[test]
fn what_was_delivered_is_noted_in_the_store() {
    let server = shared();
    let targets = ["--deliver", "s3://reports/sent/{month}.html", "--deliver", "s3://nowhere-at-all/{month}.md"];
    let sent = format!("s3://reports/sent/{}.html", last_month());
    let deliver = || server.run(&[&["report", "--store", STORE, "--catch-up"], &targets[..]].concat());
    let first = deliver();
    assert_eq!(first.code, Some(2), "{}", first.stderr);
    assert!(first.stderr.contains("1 of 2 deliveries failed"), "{}", first.stderr);
    // Another container: nothing of the first one's disk is left.
    let again = deliver();
    assert_eq!(again.code, Some(2), "{}", again.stderr);
    let state = again.stderr.lines().find(|line| line.contains(&sent)).unwrap().to_owned();
    assert!(state.contains("sent before"), "{state}");
    server.put("/nowhere-at-all", "");
    let last = deliver();
    assert_eq!(last.code, Some(0), "{}", last.stderr);
    let due = deliver();
    assert!(due.code == Some(0) && due.stderr.contains("no report is due"), "{}", due.stderr);
    assert_eq!(listed(&server)["skipped"].as_array().unwrap().len(), 0);
}
