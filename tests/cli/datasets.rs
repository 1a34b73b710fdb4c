//! Audits of a small dataset written by hand.

use std::path::Path;

use super::run;

/// A folder whose `dataset/` has one gp2 volume in use, an unassociated address and a denied call.
pub(crate) fn small() -> tempfile::TempDir {
    small_of("2026-11-20T06:00:00Z")
}

/// The first moment of today: what a run of a schedule has just read.
pub(crate) fn this_day() -> String {
    format!("{}T00:00:00Z", chrono::Utc::now().format("%Y-%m-%d"))
}

/// The month whose report is due today.
pub(crate) fn last_month() -> String {
    cloudtrim::units::month::Month::of(chrono::Utc::now().date_naive()).previous().to_string()
}

/// The same, collected at another moment.
pub(crate) fn small_of(as_of: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let dataset = folder.path().join("dataset");
    let manifest = r#"{
  "schema": "cloudtrim.dataset/1",
  "tool_version": "0.1.0",
  "as_of": "2026-11-20T06:00:00Z",
  "lookback_days": 14,
  "accounts": ["123456789012"],
  "regions": ["us-east-1"]
}
"#;
    let place = r#""account": "123456789012", "region": "us-east-1""#;
    let volume = format!(
        "{{{place}, \"id\": \"vol-0fedcba9876543210\", \"volume_type\": \"gp2\", \"size_gib\": 500, \"iops\": 1500, \
         \"state\": \"in-use\", \"created_at\": \"2025-01-01T00:00:00Z\", \"attachments\": [{{\"instance_id\": \
         \"i-0123456789abcdef0\"}}], \"tags\": {{\"Name\": \"db data\"}}}}\n"
    );
    let address = format!(
        "{{{place}, \"id\": \"eipalloc-0a1b2c3d4e5f60718\", \"public_ip\": \"192.0.2.7\", \"pool\": \"amazon\", \"tags\": {{}}}}\n"
    );
    let gap = concat!(
        "{\"service\": \"S3\", \"account\": \"123456789012\", \"region\": null, \"operation\": \"ListBuckets\", ",
        "\"reason\": \"denied\", \"detail\": \"ListBuckets was denied\"}\n"
    );
    let write = |path: &str, text: &str| {
        let path = dataset.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("manifest.json", &manifest.replace("2026-11-20T06:00:00Z", as_of));
    write("resources/ebs-volume.jsonl", &volume);
    write("resources/ec2-address.jsonl", &address);
    write("gaps.jsonl", gap);
    folder
}

fn audit(folder: &Path, more: &[&str]) -> (i32, String, String) {
    let arguments: Vec<_> = ["audit", "dataset"].into_iter().chain(more.iter().copied()).collect();
    run(folder, &arguments)
}

#[test]
fn the_report_is_on_stdout_and_nothing_else() {
    let folder = small();
    let (code, stdout, stderr) = audit(folder.path(), &[]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    insta::assert_snapshot!("audit_small", stdout);
    assert_eq!(audit(folder.path(), &[]).1, stdout, "the same dataset gives the same report");
}

#[test]
fn gates_give_exit_code_one_and_the_whole_report() {
    let folder = small();
    let (_, whole, _) = audit(folder.path(), &[]);
    let (code, stdout, stderr) = audit(folder.path(), &["--fail-on", "net_savings > 5"]);
    assert_eq!((code, stdout.as_str()), (1, whole.as_str()));
    assert!(stderr.starts_with("`--fail-on 'net_savings > 5'` is met: net savings are $"), "{stderr}");
    let (code, _, stderr) = audit(folder.path(), &["--fail-on", "net_savings > 5000", "--fail-on", "count > 99"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let (code, _, stderr) = audit(folder.path(), &["--quiet", "--fail-on", "count >= 1"]);
    assert_eq!((code, stderr.as_str()), (1, ""));
}

#[test]
fn an_output_file_is_replaced_whole() {
    let folder = small();
    let file = folder.path().join("report.json");
    std::fs::write(&file, "old").unwrap();
    let (code, stdout, stderr) = audit(folder.path(), &["--format", "json", "--output", "report.json"]);
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (0, "", "wrote `report.json`\n"));
    let written: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(written["schema"], "cloudtrim.analysis/1");
    let schema = serde_json::from_str(include_str!("../../docs/cloudtrim.analysis-1.schema.json")).unwrap();
    let errors: Vec<_> = jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(&written)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "no temporary file stays: {left:?}");
    let (code, _, stderr) = audit(folder.path(), &["--output", "no/such/folder/report"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("hint: create its folder first"), "{stderr}");
}

#[test]
fn the_least_saving_drops_recommendations() {
    let folder = small();
    let (_, all, _) = audit(folder.path(), &["--format", "csv", "--quiet"]);
    let (_, none, _) = audit(folder.path(), &["--format", "csv", "--quiet", "--min-savings", "5000"]);
    assert!(all.lines().count() > 1, "{all}");
    assert_eq!(none.lines().count(), 1, "{none}");
}

#[test]
fn mistakes_are_all_told_with_their_place() {
    let folder = small();
    let file = folder.path().join("dataset/resources/ebs-volume.jsonl");
    std::fs::write(file, "{\"account\": 5}\nnot json\n").unwrap();
    let (code, stdout, stderr) = audit(folder.path(), &[]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("ebs-volume.jsonl:1:") && stderr.contains("ebs-volume.jsonl:2:"), "{stderr}");
    let (code, _, stderr) = run(folder.path(), &["audit", "nowhere"]);
    assert_eq!(code, 2);
    assert!(stderr.starts_with("error: ") && stderr.contains("nowhere"), "{stderr}");
}
