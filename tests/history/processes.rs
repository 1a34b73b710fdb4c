//! Whole processes that write the store at once, and such as are killed.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::store::{files, open};
use crate::cli::datasets::small;

/// The dataset as of another moment.
fn at(folder: &Path, name: &str, as_of: &str) {
    let (from, to) = (folder.join("dataset"), folder.join(name));
    std::fs::create_dir_all(to.join("resources")).unwrap();
    for file in ["manifest.json", "gaps.jsonl", "resources/ebs-volume.jsonl", "resources/ec2-address.jsonl"] {
        let text = std::fs::read_to_string(from.join(file)).unwrap();
        std::fs::write(to.join(file), text.replace("2026-11-20T06:00:00Z", as_of)).unwrap();
    }
}

fn audit(folder: &Path, dataset: &str) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("cloudtrim"));
    let arguments = ["audit", dataset, "--store", "store", "--output"];
    command.args(arguments).arg(format!("{dataset}.txt")).current_dir(folder).env_clear().stderr(Stdio::null());
    command
}

#[test]
fn processes_at_once_lose_nothing() {
    let folder = small();
    let days: Vec<String> = (1..=6).map(|day| format!("2026-11-{day:02}")).collect();
    for day in &days {
        at(folder.path(), day, &format!("{day}T06:00:00Z"));
    }
    // Each day twice: the same analysis at the same time.
    let running: Vec<_> = days.iter().chain(&days).map(|day| audit(folder.path(), day).spawn().unwrap()).collect();
    for mut child in running {
        assert!(child.wait().unwrap().success());
    }
    let past = open(&folder.path().join("store")).past().unwrap();
    assert_eq!((past.analyses.len(), past.skipped.len()), (days.len(), 0), "{:?}", past.skipped);
}

#[test]
fn a_killed_process_leaves_the_store_whole() {
    let folder = small();
    assert!(audit(folder.path(), "dataset").status().unwrap().success());
    let store = folder.path().join("store");
    let before = files(&store);
    for step in 0..12_u32 {
        let name = format!("at-{step}");
        at(folder.path(), &name, &format!("2026-10-{:02}T06:00:00Z", step + 1));
        let mut child = audit(folder.path(), &name).spawn().unwrap();
        // From before it reads anything to after it ended.
        std::thread::sleep(Duration::from_millis(u64::from(step) * 40));
        let _ = child.kill();
        child.wait().unwrap();
        let past = open(&store).past().unwrap();
        assert!(past.skipped.iter().all(|skipped| skipped.reason.starts_with("it is partial")), "{:?}", past.skipped);
        let now = files(&store);
        assert!(before.iter().all(|file| now.contains(file)));
    }
}
