//! Every shipped scenario, as its reader sees it.

use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios")
}

fn shipped() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yml"))
        .collect();
    files.sort();
    files
}

fn whatif(arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_cloudtrim"))
        .args(["whatif", "--prices", "embedded", "--color", "never"])
        .args(arguments)
        .env("COLUMNS", "120")
        .env_remove("AWS_REGION")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn shipped_scenarios_read_well() {
    for file in shipped() {
        let (stdout, stderr, code) = whatif(&[file.to_str().unwrap(), "--details"]);
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{}", file.display());
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        insta::assert_snapshot!(format!("scenario-{name}"), stdout);
    }
}

#[test]
fn a_scenario_has_all_formats_and_the_schema_holds() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../docs/cloudtrim.estimate-1.schema.json")).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for file in shipped() {
        let file = file.to_str().unwrap();
        let (json, ..) = whatif(&[file, "--format", "json"]);
        let document: serde_json::Value = serde_json::from_str(&json).unwrap();
        let faults: Vec<String> = validator.iter_errors(&document).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{file}: {faults:#?}");
        let (again, ..) = whatif(&[file, "--format", "json"]);
        assert_eq!(json, again, "{file} is not the same twice");
        let (csv, ..) = whatif(&[file, "--format", "csv"]);
        let rows = csv::Reader::from_reader(csv.as_bytes()).into_records().map(Result::unwrap).count();
        assert!(rows > 0, "{file}");
    }
}

#[test]
fn markdown_and_comment_read_well() {
    let file = folder().join("scan-to-index.yml");
    let file = file.to_str().unwrap();
    insta::assert_snapshot!("scan-to-index-markdown", whatif(&[file, "--format", "markdown"]).0);
    insta::assert_snapshot!("scan-to-index-comment", whatif(&[file, "--format", "comment"]).0);
}

#[test]
fn gates_decide_the_exit_code() {
    let file = folder().join("scan-to-index.yml");
    let file = file.to_str().unwrap();
    assert_eq!(whatif(&[file, "--fail-on", "monthly_change > 100"]).2, Some(0));
    let (_, stderr, code) = whatif(&[file, "--fail-on", "monthly_change < 0"]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("the change is -$"), "{stderr}");
    let (_, stderr, code) = whatif(&[file, "--fail-on", "montly_change < 0"]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("did you mean `monthly_change`?"), "{stderr}");
}

#[test]
fn a_command_without_input_says_what_it_takes() {
    let (_, stderr, code) = whatif(&[]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("SCENARIO"), "{stderr}");
}

/// Days at both ends of the calendar are days; a price that the usage states is of no list and has no age.
#[test]
fn the_age_of_prices_is_told_of_lists_alone() {
    let text = "region: us-east-1\nconfigurations:\n  before:\n    resources:\n      - { name: t, kind: sns-topic, usage: \
                { monthly_requests: 1000, sms_subscriptions: 1, sms_notification_price: 0.01 } }\n";
    let scenario = cloudtrim::whatif::scenario::read(Path::new("s.yml"), text).unwrap();
    let run = |day: chrono::NaiveDate| {
        cloudtrim::whatif::scenario::run(&scenario, cloudtrim::pricing::PriceBook::embedded(), day).unwrap()
    };
    assert_eq!(run(chrono::NaiveDate::MIN).prices.stale_components, 0);
    let used = run(chrono::NaiveDate::MAX).prices;
    assert_eq!(used.stale_components, used.components);
    assert!(used.oldest_as_of.is_some_and(|day| day.len() == 10));
}
