use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use serde_json::Value;

use super::print;
use crate::cli::run;

const IMAGE: [&str; 2] = ["--image", "registry.example.com/cloudtrim@sha256:0123"];
const ROLE: [&str; 2] = ["--role-arn", "arn:aws:iam::123456789012:role/cloudtrim"];
const ZONE: [&str; 2] = ["--time-zone", "Europe/Vienna"];

fn printed(kind: &str, more: &[&str]) -> String {
    let (code, text, said) = print(kind, more);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("it needs:"), "{said}");
    text
}

fn documents(text: &str) -> Vec<Value> {
    serde_saphyr::from_multiple(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn cron() {
    assert_snapshot!(printed("cron", &["--billing", "full"]));
}

#[test]
fn systemd() {
    assert_snapshot!(printed("systemd", &ZONE));
}

#[test]
fn github_actions() {
    let text = printed("github-actions", &[ROLE, ZONE].concat());
    assert_snapshot!(text);
    let workflow = &documents(&text)[0];
    assert_eq!(workflow["on"]["schedule"][0]["cron"], "0 6 5 * *");
    assert_eq!(workflow["on"]["schedule"][0]["timezone"], "Europe/Vienna");
    assert_eq!(workflow["permissions"], serde_json::json!({}));
    let job = &workflow["jobs"]["report"];
    assert_eq!(job["permissions"], serde_json::json!({ "contents": "read", "id-token": "write" }));
    assert_eq!(job["env"]["SLACK_URL"], "${{ secrets.SLACK_URL }}");
    for action in job["steps"].as_array().unwrap().iter().filter_map(|step| step["uses"].as_str()) {
        let commit = action.split_once('@').unwrap().1;
        assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{action}");
    }
    let in_image = documents(&printed("github-actions", &[ROLE, IMAGE].concat())).remove(0);
    assert_eq!(in_image["jobs"]["report"]["container"]["image"], IMAGE[1]);
}

#[test]
fn kubernetes() {
    let more: Vec<_> = [IMAGE, ROLE, ZONE, ["--config", "ours.yml"]].concat();
    let text = printed("kubernetes", &more);
    assert_snapshot!(text);
    let documents = documents(&text);
    let kinds: Vec<_> = documents.iter().map(|document| document["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["ServiceAccount", "CronJob"]);
    let spec = &documents[1]["spec"];
    assert_eq!(spec["concurrencyPolicy"], "Forbid");
    assert_eq!(spec["timeZone"], "Europe/Vienna");
    let pod = &spec["jobTemplate"]["spec"]["template"]["spec"];
    assert_eq!(pod["securityContext"]["runAsNonRoot"], true);
    for container in [&pod["initContainers"][0], &pod["containers"][0]] {
        assert_eq!(container["securityContext"]["readOnlyRootFilesystem"], true);
        assert_eq!(container["securityContext"]["allowPrivilegeEscalation"], false);
        assert_eq!(container["env"][3]["valueFrom"]["secretKeyRef"]["key"], "SLACK_URL");
        assert_eq!(container["command"], serde_json::json!(["cloudtrim"]));
    }
    let words: Vec<_> =
        pod["containers"][0]["args"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    assert_eq!(words[..4], ["report", "--quiet", "--store", "s3://example-reports/costs"]);
    assert!(words.contains(&"s3://example-reports/html/{month}.html"), "{words:?}");
    assert!(words.contains(&"/etc/cloudtrim/cloudtrim.yml"), "{words:?}");
}

#[cfg(feature = "aws")]
#[test]
fn ecs() {
    let topic = ["--deliver", "sns:arn:aws:sns:eu-west-1:123456789012:reports"];
    let text = printed("ecs", &[IMAGE, ZONE, topic].concat());
    assert_snapshot!(text);
    // The policy of collecting is the one that `permissions` prints, word for word.
    let policy: Value = serde_json::from_str(&run(Path::new("/"), &["permissions"]).1).unwrap();
    assert!(text.contains(&policy["Statement"][0].to_string()));
    let statements: Vec<Value> = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- {\"Sid\""))
        .map(|rest| serde_json::from_str(&format!("{{\"Sid\"{rest}")).unwrap())
        .collect();
    let ids: Vec<_> = statements.iter().map(|statement| statement["Sid"].as_str().unwrap()).collect();
    let expected = ["CloudtrimStore", "CloudtrimStoreList", "CloudtrimDeliverObjects", "CloudtrimDeliverMessages"];
    assert!(ids.ends_with(&expected), "{ids:?}");
    let object = statements.iter().find(|statement| statement["Sid"] == "CloudtrimDeliverObjects").unwrap();
    assert_eq!(object["Resource"][0], "arn:aws:s3:::example-reports/html/*.html");
    // So are those of the store.
    let store = ["permissions", "--store", "s3://example-reports/costs"];
    let policy: Value = serde_json::from_str(&run(Path::new("/"), &store).1).unwrap();
    for statement in policy["Statement"].as_array().unwrap() {
        assert!(text.contains(&statement.to_string()), "{statement}");
    }
}

#[cfg(feature = "aws")]
#[test]
fn policies_name_the_partition_of_the_region() {
    let words = ["schedule", "print", "--for", "ecs", "--store", "s3://reports/costs", "--deliver", "s3://reports/x/"];
    for (region, partition) in [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")] {
        let (code, text, said) = run(Path::new("/"), &[&words[..], &IMAGE, &["--region", region]].concat());
        assert_eq!(code, 0, "{said}");
        assert!(text.contains(&format!("\"arn:{partition}:s3:::reports/costs/analyses/*\"")), "{text}");
        assert!(text.contains(&format!("[\"arn:{partition}:s3:::reports/x/*\"]")), "{text}");
    }
}

/// A schedule that names no target goes to those of its configuration, not nowhere.
#[test]
fn a_configuration_alone_says_where_to() {
    let words = ["schedule", "print", "--for", "kubernetes", "--store", "s3://reports/costs", "--config", "ours.yml"];
    let (code, text, said) = run(Path::new("/"), &[&words[..], &IMAGE, &["--region", "eu-west-1"]].concat());
    assert_eq!(code, 0, "{said}");
    let pod = &documents(&text)[1]["spec"]["jobTemplate"]["spec"]["template"]["spec"];
    let words = pod["containers"][0]["args"].as_array().unwrap();
    let at = words.iter().position(|word| word == "--deliver").unwrap();
    assert_eq!(words[at + 1], "configured");
}

#[test]
fn a_target_that_cannot_be_is_told() {
    let (code, text, said) = print("cron", &["--deliver", "s3://Reports"]);
    assert_eq!((code, text.as_str()), (2, ""), "{said}");
    assert!(said.contains("--deliver") && said.contains("the bucket has no name that a bucket can have"), "{said}");
}

#[test]
fn every_mistake_at_once() {
    let (code, text, said) = print("kubernetes", &["--store", "/srv/x"]);
    assert_eq!((code, text.as_str()), (2, ""), "{said}");
    let arguments =
        ["schedule", "print", "--for", "kubernetes", "--store", "/srv/x", "--deliver", "file:x", "--name", "A b"];
    let (code, text, said) = run(Path::new("/"), &arguments);
    assert_eq!((code, text.as_str()), (2, ""));
    assert_snapshot!(said);
}

#[test]
fn each_value_says_what_is_wrong_with_it() {
    let cases = [
        (["--day", "31"], "`31` is no day"),
        (["--at", "25:00"], "`25:00` is no time of day"),
        (["--time-zone", "Europe/Wien"], "did you mean `Europe/Vienna`?"),
        (["--secret", "hunter 2"], "takes the name of a variable"),
        (["--role-arn", "arn:aws:iam::1:role/x"], "no ARN of a role"),
        (["--deliver", "${{ secrets.X }}"], "would expand `${{`"),
    ];
    for (more, message) in cases {
        let (code, text, said) =
            print("github-actions", &[&more[..], &ROLE[..]].concat()[..if more[0] == "--role-arn" { 2 } else { 4 }]);
        assert_eq!((code, text.as_str()), (2, ""), "{more:?}");
        assert!(said.contains(message), "{more:?}: {said}");
    }
}

#[test]
fn a_store_that_cannot_be_is_told() {
    let words = ["schedule", "print", "--for", "cron", "--program", "/bin/cloudtrim", "--deliver", "file:x.html"];
    for (store, message) in [("s3://b/c", "`b` is no name of a bucket"), ("gs://reports", "`gs://` is not supported")] {
        let (code, text, said) = run(Path::new("/"), &[&words[..], &["--store", store]].concat());
        assert_eq!((code, text.as_str()), (2, ""), "{store}");
        assert!(said.contains(message), "{store}: {said}");
    }
}

/// Neither in a text nor in the error that refuses it.
#[test]
fn no_secret_is_ever_printed() {
    let secrets = [
        ["--deliver", "slack:https://hooks.slack.com/services/T0/B0/hunter2"],
        ["--deliver", "smtps://me:hunter2@mail.example.com"],
        ["--deliver", "webhook:https://example.com/?token=hunter2"],
        ["--secret", "xoxb-hunter2-hunter2-hunter2"],
    ];
    for kind in ["cron", "systemd", "github-actions", "kubernetes"] {
        for secret in secrets {
            let (code, text, said) = print(kind, &[secret, IMAGE, ROLE].concat());
            assert_eq!((code, text.as_str()), (2, ""), "{kind} {secret:?}");
            assert!(!said.contains("hunter2"), "{kind}: {said}");
        }
    }
}

/// systemd's own reading, where there is one.
#[test]
fn systemd_reads_its_units() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    for (day, at) in [("5", "06:00"), ("monday", "23:59"), ("daily", "00:00")] {
        let words = ["schedule", "print", "--for", "systemd", "--program", "/bin/true", "--store", "/srv/it's 5 %"];
        let rest = ["--deliver", "file:$HOME \"x\".html", "--day", day, "--at", at, "--out", out];
        let (code, _, said) = run(Path::new("/"), &[&words[..], &rest[..], &ZONE[..]].concat());
        assert_eq!(code, 0, "{said}");
        let verified = Command::new("systemd-analyze")
            .args(["--user", "verify"])
            .args(["cloudtrim.service", "cloudtrim.timer"].map(|name| folder.path().join(name)))
            .env("XDG_RUNTIME_DIR", folder.path())
            .output();
        let Ok(verified) = verified else { return };
        let said = String::from_utf8_lossy(&verified.stderr);
        let about_ours: Vec<_> = said.lines().filter(|line| line.contains("/cloudtrim.")).collect();
        assert!(about_ours.is_empty(), "{said}");
    }
}
