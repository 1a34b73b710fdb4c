//! `cloudtrim explain`.

use super::datasets::small;
use super::run;

#[test]
fn a_rule_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let (code, stdout, stderr) = run(folder.path(), &["explain", "ebs-volume-gp2"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    insta::assert_snapshot!("explain_rule", stdout);
    assert_eq!(run(folder.path(), &["explain", "ebs-volume-gp"]).1, stdout, "a unique beginning will do");
}

#[test]
fn overridden_parameters_are_marked() {
    let folder = tempfile::tempdir().unwrap();
    let config =
        "rules:\n  ec2-instance-idle:\n    parameters:\n      cpu_below: 3 %\n  ebs-volume-gp2:\n    enabled: false\n";
    std::fs::write(folder.path().join("cloudtrim.yml"), config).unwrap();
    let (_, stdout, _) = run(folder.path(), &["explain", "ec2-instance-idle"]);
    assert!(stdout.contains("3 % (overridden,"), "{stdout}");
    assert!(stdout.contains("is below 3 % (cpu_below)"), "{stdout}");
    let (_, stdout, _) = run(folder.path(), &["explain", "ebs-volume-gp2"]);
    assert!(stdout.starts_with("ebs-volume-gp2 (disabled by the configuration)"), "{stdout}");
}

#[test]
fn what_is_not_known_gets_a_suggestion() {
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        ("ebs-volume-gpp2", "error: there is no rule `ebs-volume-gpp2`\nhint: did you mean `ebs-volume-gp2`?\n"),
        (
            "0123456789abcdef",
            "error: there is no rule `0123456789abcdef`\nhint: to explain a recommendation, name its dataset with \
             `--dataset DIR`\n",
        ),
        ("ec2-address", ""),
    ];
    for (subject, message) in cases {
        let (code, stdout, stderr) = run(folder.path(), &["explain", subject]);
        if message.is_empty() {
            assert_eq!(code, 0, "{stderr}");
            continue;
        }
        assert_eq!((code, stdout.as_str(), stderr.as_str()), (2, "", message));
    }
    let (code, _, stderr) = run(folder.path(), &["explain", "ebs-volume"]);
    assert_eq!(code, 2);
    assert!(stderr.starts_with("error: several rules begin with `ebs-volume`: `ebs-volume-gp2`"), "{stderr}");
}

#[test]
fn a_recommendation_is_explained_by_the_beginning_of_its_id() {
    let folder = small();
    let (_, json, _) = run(folder.path(), &["audit", "dataset", "--format", "json"]);
    let analysis: serde_json::Value = serde_json::from_str(&json).unwrap();
    let id = analysis["recommendations"][0]["id"].as_str().unwrap();
    let (code, whole, stderr) = run(folder.path(), &["explain", id, "--dataset", "dataset"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    insta::assert_snapshot!("explain_recommendation", whole);
    let (_, by_beginning, _) = run(folder.path(), &["explain", &id[..6], "--dataset", "dataset"]);
    assert_eq!(by_beginning, whole);
    let (code, _, stderr) = run(folder.path(), &["explain", "ffffffffffff", "--dataset", "dataset"]);
    assert_eq!(code, 2);
    assert!(stderr.starts_with("error: no recommendation's id begins with `ffffffffffff`\nhint: "), "{stderr}");
}
