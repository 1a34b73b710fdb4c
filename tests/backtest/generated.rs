//! The generated traces: each shape gets what it needs, and they are what their generator writes.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use cloudtrim::model::backtest::Backtest;
use cloudtrim::rightsize::backtest::backtest;
use cloudtrim::traces;
use cloudtrim::units::Window;
use flate2::read::GzDecoder;

pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/traces/generated")
}

fn result() -> Backtest {
    let read = traces::read(&folder(), None).unwrap_or_else(|error| panic!("{error}"));
    let decide = Window { start: read.recorded.start, end: read.last_file.start };
    backtest("generated", &read.machines, decide, read.last_file)
}

#[derive(Debug, serde::Deserialize)]
struct Label {
    vm_id: String,
    least_vcpus: u32,
    most_vcpus: u32,
    idle: u8,
    why: String,
}

#[test]
fn every_shape_gets_what_it_needs() {
    let labels: Vec<Label> =
        csv::Reader::from_path(folder().join("labels.csv")).unwrap().deserialize().map(Result::unwrap).collect();
    let found = result();
    let recorded = traces::read(&folder(), None).unwrap();
    assert_eq!(found.machines.len(), labels.len());
    let mut wrong = Vec::new();
    for label in &labels {
        let machine = found.machines.iter().find(|machine| machine.id == label.vm_id).unwrap();
        let said = format!("{machine:?}: {}", label.why);
        if !(label.least_vcpus..=label.most_vcpus).contains(&machine.recommended_vcpus) {
            wrong.push(format!("not {} to {} vCPUs: {said}", label.least_vcpus, label.most_vcpus));
        }
        if machine.idle != (label.idle == 1) {
            wrong.push(format!("idle: {said}"));
        }
        let trace = recorded.machines.iter().find(|trace| trace.id == label.vm_id).unwrap();
        let used = trace.memory.as_ref().unwrap().within(found.decide);
        let most = used.peaks().iter().copied().fold(0.0, f32::max);
        if machine.recommended_memory_mb.unwrap() < f64::from(most) {
            wrong.push(format!("{most} MiB were in use: {said}"));
        }
        if machine.too_small {
            wrong.push(format!("too small afterwards: {said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let default = found.policies.iter().find(|policy| policy.name == "default").unwrap();
    assert_eq!((default.too_small, default.idle_woke), (0, 0));
    insta::assert_snapshot!(
        "generated_sizes",
        found
            .machines
            .iter()
            .map(|it| format!("{}: {} of {} vCPUs, sized on {}", it.id, it.recommended_vcpus, it.vcpus, it.sized_on))
            .collect::<Vec<_>>()
            .join("\n")
    );
}

/// The traces can tell a careless policy from a careful one.
#[test]
fn plain_percentiles_fall_for_the_decoys() {
    let found = result();
    for name in
        ["p95 of hourly averages at 80 %", "OptScale: p99 within 80 %", "Kosty: average below 20 %, one size down"]
    {
        let policy = found.policies.iter().find(|policy| policy.name == name).unwrap();
        assert!(policy.too_small > 0, "{name}");
    }
}

fn unpacked(file: &Path) -> String {
    let bytes = std::fs::read(file).unwrap();
    let mut text = String::new();
    if file.extension().is_some_and(|extension| extension == "gz") {
        GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
    } else {
        text = String::from_utf8(bytes).unwrap();
    }
    text
}

#[test]
fn they_are_their_generator_s() {
    let fresh = tempfile::tempdir().unwrap();
    let script = folder().with_file_name("generate.py");
    let output = Command::new("python3").arg("-B").arg(script).arg(fresh.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = |folder: &Path| {
        let mut names: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(fresh.path()), names(&folder()));
    for name in names(&folder()) {
        let (kept, fresh) = (unpacked(&folder().join(&name)), unpacked(&fresh.path().join(&name)));
        assert!(kept == fresh, "{} is not what the generator writes", name.display());
    }
}

#[test]
fn they_are_light() {
    let bytes: u64 = folder().read_dir().unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
    assert!(bytes < 600_000, "{bytes} bytes");
}
