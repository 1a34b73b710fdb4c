//! The seeded fleet: what was planted, and what cloudtrim reads of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono::{DateTime, NaiveTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::server::{Run, Server};

pub(super) const REGIONS: [&str; 2] = ["us-east-1", "eu-west-1"];

/// (rule, region, resource id).
pub(super) type Found = BTreeSet<(String, String, String)>;

/// What the seeding wrote.
#[derive(Debug, Deserialize)]
pub(super) struct Expected {
    pub(super) planted: Vec<Planted>,
    pub(super) decoys: Vec<Decoy>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Planted {
    pub(super) rule: String,
    pub(super) region: String,
    pub(super) resource_id: String,
    pub(super) name: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Decoy {
    pub(super) region: String,
    pub(super) resource_id: String,
    pub(super) name: String,
    pub(super) why: String,
}

impl Expected {
    pub(super) fn found(&self) -> Found {
        let key = |one: &Planted| (one.rule.clone(), one.region.clone(), one.resource_id.clone());
        self.planted.iter().map(key).collect()
    }

    /// What a person calls a resource, and why it is no waste where it is a decoy.
    pub(super) fn describe(&self, region: &str, id: &str) -> String {
        let decoy = self.decoys.iter().find(|decoy| decoy.region == region && decoy.resource_id == id);
        let planted = self.planted.iter().find(|planted| planted.region == region && planted.resource_id == id);
        match (decoy, planted) {
            (Some(decoy), _) => format!("decoy `{}`: {}", decoy.name, decoy.why),
            (None, Some(planted)) => format!("`{}`, planted for {}", planted.name, planted.rule),
            (None, None) => "not planted".to_owned(),
        }
    }

    /// The lines that differ; empty when exactly what was planted was found.
    pub(super) fn difference(&self, found: &Found) -> Vec<String> {
        let expected = self.found();
        let line = |what: &str, (rule, region, id): &(String, String, String)| {
            format!("{what} {rule} {region} {id}: {}", self.describe(region, id))
        };
        let missed = expected.difference(found).map(|key| line("missed", key));
        missed.chain(found.difference(&expected).map(|key| line("wrongly found", key))).collect()
    }
}

/// A server with the fleet on it.
pub(super) struct Fleet {
    pub(super) server: Server,
    pub(super) as_of: DateTime<Utc>,
    pub(super) expected: Expected,
}

impl Fleet {
    /// As of the last midnight, since CloudWatch's retention goes by the real clock.
    pub(super) fn start(flags: &[&str]) -> Self {
        let server = Server::start(flags);
        let as_of = Utc::now().date_naive().and_time(NaiveTime::MIN).and_utc();
        let out = server.folder().join("expected.json");
        server.python("seed", &["--as-of", &stamp(as_of), "--out", out.to_str().unwrap()]);
        let expected = serde_json::from_slice(&fs::read(out).unwrap()).unwrap();
        server.take_calls();
        Self { server, as_of, expected }
    }

    /// Arguments of a live run over both regions.
    pub(super) fn live(&self, first: &[&str]) -> Vec<String> {
        let mut arguments: Vec<String> = first.iter().map(|&argument| argument.to_owned()).collect();
        for region in REGIONS {
            arguments.extend(["--region".to_owned(), region.to_owned()]);
        }
        arguments.extend(["--as-of".to_owned(), stamp(self.as_of)]);
        arguments
    }

    pub(super) fn run_live(&self, first: &[&str]) -> Run {
        let arguments = self.live(first);
        self.server.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

pub(super) fn stamp(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The fleet without any failure, collected once: nobody may set faults on its server.
pub(super) struct Collected {
    pub(super) fleet: Fleet,
    /// Of `collect --out`.
    pub(super) dataset: PathBuf,
    /// The calls of that collection.
    pub(super) calls: Vec<(String, u64)>,
    /// A live audit's JSON, and what it saved.
    pub(super) live: Run,
    pub(super) saved: PathBuf,
}

/// Shared by the tests of one process.
pub(super) fn collected() -> &'static Collected {
    static COLLECTED: OnceLock<Collected> = OnceLock::new();
    COLLECTED.get_or_init(|| {
        // Small pages, so that every listing has more than one.
        let fleet = Fleet::start(&["--page", "20"]);
        let dataset = fleet.server.folder().join("dataset");
        let run = fleet.run_live(&["collect", "--out", dataset.to_str().unwrap()]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let calls = fleet.server.take_calls();
        let saved = fleet.server.folder().join("saved");
        let live = fleet.run_live(&["audit", "--format", "json", "--save", saved.to_str().unwrap()]);
        Collected { fleet, dataset, calls, live, saved }
    })
}

/// What an analysis recommends, alternatives too.
pub(super) fn found_in(analysis: &Value) -> Found {
    let text = |one: &Value, field: &str| one[field].as_str().unwrap().to_owned();
    let recommendations = analysis["recommendations"].as_array().unwrap().iter();
    recommendations.map(|one| (text(one, "rule"), text(one, "region"), text(one, "resource_id"))).collect()
}

/// Every file below a folder.
pub(super) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}
