//! Answers recorded from AWS, served in their wire format: what they list becomes resources or gaps, never a panic.
//!
//! `c7n-recorded` holds answers of live accounts, `aws-cli-doc-examples` documented ones, `demo-account` those of one
//! account. Each round serves one answer of every operation that the collectors call.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cloudtrim::collect::operations;
use serde_json::{Value, json};

use crate::e2e::server::Server;

/// Where each operation's resources are: the file of the dataset, and the field of the answer that names them.
const LISTINGS: &[(&str, &str, &str)] = &[
    ("DescribeInstances", "ec2-instance", "InstanceId"),
    ("DescribeVolumes", "ebs-volume", "VolumeId"),
    ("DescribeSnapshots", "ebs-snapshot", "SnapshotId"),
    ("DescribeImages", "ec2-image", "ImageId"),
    ("DescribeAddresses", "ec2-address", "AllocationId"),
    ("DescribeLogGroups", "logs-group", "logGroupName"),
];

/// One answer: which service and operation, and what it said.
struct Recorded {
    service: String,
    operation: String,
    status: u64,
    data: Value,
    source: String,
}

fn folder() -> PathBuf {
    let shared =
        std::env::var_os("CLOUDTRIM_SHARED_DATA").expect("CLOUDTRIM_SHARED_DATA names the folder of shared data");
    Path::new(&shared).join("api-responses")
}

fn lines(path: &Path) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// `describe-log-groups` is `DescribeLogGroups`.
fn operation_of(command: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..];
    command.split('-').filter(|part| !part.is_empty()).map(word).collect()
}

/// Every recorded answer of an operation that a collector calls.
fn recorded() -> Vec<Recorded> {
    let called: BTreeSet<&str> = operations().iter().map(|operation| operation.name).collect();
    let mut found = Vec::new();
    for file in fs::read_dir(folder().join("c7n-recorded")).unwrap() {
        let path = file.unwrap().path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".jsonl")) else { continue };
        let Some((service, operation)) = name.rsplit_once('.') else { continue };
        if !called.contains(operation) || !["ec2", "logs", "monitoring", "s3", "ce", "sts"].contains(&service) {
            continue;
        }
        for line in lines(&path) {
            let source = format!("c7n {operation} {} {}", line["case"], line["seq"]);
            let (service, operation) = (service.to_owned(), operation.to_owned());
            found.push(Recorded {
                service,
                operation,
                status: line["status"].as_u64().unwrap(),
                data: line["data"].clone(),
                source,
            });
        }
    }
    for (file, service) in
        [("ec2", "ec2"), ("logs", "logs"), ("cloudwatch", "monitoring"), ("s3api", "s3"), ("ce", "ce")]
    {
        for line in lines(&folder().join(format!("aws-cli-doc-examples/{file}.jsonl"))) {
            let operation = operation_of(line["operation"].as_str().unwrap());
            // Some examples show what `--query` makes of an answer; that is none.
            if called.contains(operation.as_str()) && line["output"].is_object() {
                let source = format!("aws-cli {operation} {}", line["example"]);
                found.push(Recorded {
                    service: service.to_owned(),
                    operation,
                    status: 200,
                    data: line["output"].clone(),
                    source,
                });
            }
        }
    }
    for (file, service) in
        [("ec2-describe-instances", "ec2"), ("ec2-describe-snapshots", "ec2"), ("s3-list-buckets", "s3")]
    {
        let path = folder().join(format!("demo-account/us-east-1__{file}.json"));
        let operation = operation_of(file.split_once('-').unwrap().1);
        let data = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let source = format!("demo-account {file}");
        found.push(Recorded { service: service.to_owned(), operation, status: 200, data, source });
    }
    found.sort_by(|a, b| a.source.cmp(&b.source));
    found
}

/// An answer as the server's `answers` command takes it; a token of a page that is not there would ask for ever.
fn posted(answer: &Recorded) -> Value {
    let mut data = answer.data.clone();
    let whole = ["NextToken", "nextToken", "NextPageToken", "NextMarker", "NextContinuationToken"];
    if let Value::Object(fields) = &mut data {
        whole.iter().for_each(|token| drop(fields.shift_remove(*token)));
        fields.insert("IsTruncated".to_owned(), json!(false));
        fields.shift_remove("ResponseMetadata");
    }
    let (service, operation) = (&answer.service, &answer.operation);
    if answer.status >= 300 {
        return json!({"service": service, "operation": operation, "status": answer.status, "error": data["Error"]});
    }
    json!({"service": service, "operation": operation, "response": data})
}

/// The rounds: the n-th answer of each operation.
fn rounds() -> Vec<Vec<Recorded>> {
    let mut rounds: Vec<Vec<Recorded>> = Vec::new();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for answer in recorded() {
        let round = taken.entry(answer.operation.clone()).or_default();
        if rounds.len() <= *round {
            rounds.push(Vec::new());
        }
        rounds[*round].push(answer);
        *round += 1;
    }
    rounds
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn recorded_answers_become_resources_or_gaps() {
    let server = Server::start(&["--replay"]);
    let (mut answers, mut resources, mut lost) = (0, 0, Vec::new());
    for (number, round) in rounds().iter().enumerate() {
        server.post("answers", &Value::from(round.iter().map(posted).collect::<Vec<_>>()));
        let out = server.folder().join(format!("round-{number}"));
        let run = server.run(&["collect", "--out", out.to_str().unwrap(), "--region", "us-east-1"]);
        let sources: Vec<_> = round.iter().map(|answer| answer.source.as_str()).collect();
        assert_eq!(run.code, Some(0), "{sources:#?}\n{}", run.stderr);
        let audit = server.run(&["audit", out.to_str().unwrap(), "--format", "json"]);
        assert_eq!(audit.code, Some(0), "{sources:#?}\n{}", audit.stderr);
        answers += round.len();
        let gaps = fs::read_to_string(out.join("gaps.jsonl")).unwrap_or_default();
        for answer in round {
            let listing = LISTINGS.iter().find(|(operation, ..)| *operation == answer.operation);
            let Some((operation, kind, field)) = listing.filter(|_| answer.status < 300) else { continue };
            let read = fs::read_to_string(out.join(format!("resources/{kind}.jsonl"))).unwrap_or_default();
            for id in ids_of(operation, field, &answer.data) {
                let quoted = format!("\"{id}\"");
                if read.contains(&quoted) {
                    resources += 1;
                } else if !gaps.contains(&quoted) {
                    lost.push(format!("{id} of {}", answer.source));
                }
            }
        }
    }
    println!("{answers} recorded answers became {resources} resources");
    assert!(answers > 150 && resources > 150, "{answers} answers, {resources} resources");
    assert!(lost.is_empty(), "neither resources nor gaps: {lost:#?}");
}

/// The ids that an answer lists; instances that are gone are none.
fn ids_of(operation: &str, field: &str, data: &Value) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    if operation == "DescribeInstances" {
        let reservations = data["Reservations"].as_array().into_iter().flatten();
        for instance in reservations.flat_map(|reservation| reservation["Instances"].as_array().into_iter().flatten()) {
            let gone = ["terminated", "shutting-down"].iter().any(|state| instance["State"]["Name"] == *state);
            ids.extend(instance[field].as_str().filter(|_| !gone).map(str::to_owned));
        }
        return ids;
    }
    let list = match operation {
        "DescribeVolumes" => "Volumes",
        "DescribeSnapshots" => "Snapshots",
        "DescribeImages" => "Images",
        "DescribeAddresses" => "Addresses",
        _ => "logGroups",
    };
    for item in data[list].as_array().into_iter().flatten() {
        ids.extend(item[field].as_str().map(str::to_owned));
    }
    ids
}
