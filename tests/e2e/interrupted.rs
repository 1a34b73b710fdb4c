//! A collection killed in the middle leaves nothing that loads as whole, and an older dataset as it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::fleet::{Fleet, files_below};

/// Start a collection, wait until it reads metrics, and kill it.
fn killed_collection(fleet: &Fleet, out: &Path) {
    fleet.server.post("faults", &json!([{"operation": "GetMetricData", "kind": "delay", "ms": 20_000}]));
    fleet.server.take_calls();
    let arguments = fleet.live(&["collect", "--out", out.to_str().unwrap()]);
    let mut child = fleet.server.cloudtrim(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).spawn().unwrap();
    let began = Instant::now();
    while !fleet.server.take_calls().iter().any(|(call, _)| call.ends_with("/GetMetricData")) {
        assert!(child.try_wait().unwrap().is_none(), "the collection ended before it read metrics");
        assert!(began.elapsed() < Duration::from_mins(1), "the collection never read metrics");
        sleep(Duration::from_millis(50));
    }
    // SIGKILL: no destructor runs.
    child.kill().unwrap();
    child.wait().unwrap();
    fleet.server.post("faults", &Value::Array(Vec::new()));
}

fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files_below(folder).into_iter().map(|file| (file.clone(), fs::read(file).unwrap())).collect()
}

#[test]
fn a_killed_collection_leaves_no_dataset_and_spares_an_older_one() {
    let fleet = Fleet::start(&[]);
    let estates = fleet.server.folder().join("estates");
    fs::create_dir(&estates).unwrap();
    killed_collection(&fleet, &estates.join("fresh"));
    let left: Vec<_> = fs::read_dir(&estates).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!left.is_empty(), "the killed run had begun to write");
    for folder in &left {
        let run = fleet.server.run(&["audit", folder.to_str().unwrap()]);
        assert_eq!(run.code, Some(2), "{} was taken for a dataset:\n{}", folder.display(), run.stdout);
        assert!(run.stdout.is_empty() && !run.stderr.is_empty());
    }
    assert!(!estates.join("fresh").exists());

    let older = estates.join("older");
    let run = fleet.run_live(&["collect", "--out", older.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let before = contents(&older);
    killed_collection(&fleet, &older);
    assert!(before == contents(&older), "the older dataset changed");

    // What was left behind is in nobody's way.
    let run = fleet.run_live(&["collect", "--out", older.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let run = fleet.server.run(&["audit", older.to_str().unwrap(), "--format", "json"]);
    assert!(fleet.expected.difference(&super::fleet::found_in(&run.analysis())).is_empty());
}
