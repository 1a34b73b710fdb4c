//! Calls that fail become gaps with service, region, operation and reason; all else goes on, and the run succeeds.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use serde_json::{Value, json};

use super::fleet::{Fleet, found_in};

/// One server for all, since faults are the server's; a test holds it while it uses it.
fn fleet() -> MutexGuard<'static, Fleet> {
    static FLEET: OnceLock<Mutex<Fleet>> = OnceLock::new();
    FLEET.get_or_init(|| Mutex::new(Fleet::start(&["--replay"]))).lock().unwrap_or_else(PoisonError::into_inner)
}

/// Audit with faults; the analysis, and the waste that was missed or wrongly found.
fn audit_with(fleet: &Fleet, faults: &Value) -> (Value, Vec<String>) {
    fleet.server.post("faults", faults);
    let arguments = fleet.live(&["audit", "--format", "json"]);
    let mut command = fleet.server.cloudtrim(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let run = super::server::Run::of(command.env("AWS_MAX_ATTEMPTS", "2"));
    fleet.server.post("faults", &json!([]));
    let analysis = run.analysis();
    let difference = fleet.expected.difference(&found_in(&analysis));
    assert!(difference.iter().all(|line| line.starts_with("missed")), "{difference:#?}");
    (analysis, difference)
}

/// The gap of a call that failed.
fn gap<'a>(analysis: &'a Value, region: Option<&str>, operation: &str, reason: &str) -> &'a Value {
    let gaps = analysis["gaps"].as_array().unwrap();
    let is =
        |gap: &&Value| gap["region"].as_str() == region && gap["operation"] == operation && gap["reason"] == reason;
    gaps.iter().find(is).unwrap_or_else(|| panic!("no gap for {operation} in {region:?} ({reason}): {gaps:#?}"))
}

/// Nothing was missed outside of what `hidden` names.
fn only_missed(difference: &[String], hidden: &[&str]) {
    assert!(!difference.is_empty(), "something must be missed");
    let other: Vec<_> = difference.iter().filter(|line| !hidden.iter().all(|part| line.contains(part))).collect();
    assert!(other.is_empty(), "missed for no reason: {other:#?}");
}

#[test]
fn a_denied_call_hides_its_resources_in_its_region_alone() {
    let fleet = fleet();
    let faults = json!([{"service": "ec2", "operation": "DescribeVolumes", "region": "eu-west-1", "kind": "deny"}]);
    let (analysis, difference) = audit_with(&fleet, &faults);
    let gap = gap(&analysis, Some("eu-west-1"), "DescribeVolumes", "denied");
    assert_eq!(gap["service"], "EBS");
    let detail = gap["detail"].as_str().unwrap();
    assert!(!detail.is_empty());
    // A snapshot is orphaned only where the volumes are known.
    let other: Vec<_> =
        difference.iter().filter(|line| !line.contains("eu-west-1") || !line.contains("ebs-")).collect();
    assert!(other.is_empty() && !difference.is_empty(), "{difference:#?}");
    assert_eq!(analysis["totals"]["list_cost_at_least"], true);
}

#[test]
fn a_region_denied_whole_is_one_gap() {
    let fleet = fleet();
    let (analysis, difference) = audit_with(&fleet, &json!([{"region": "eu-west-1", "kind": "deny"}]));
    let gaps = analysis["gaps"].as_array().unwrap();
    let denied: Vec<_> = gaps.iter().filter(|gap| gap["region"] == "eu-west-1" && gap["reason"] == "denied").collect();
    assert_eq!(denied.len(), 1, "{denied:#?}");
    assert!(!gaps.iter().any(|gap| gap["region"] == "eu-west-1" && !gap["operation"].is_null()), "{gaps:#?}");
    only_missed(&difference, &["eu-west-1"]);
}

#[test]
fn cost_explorer_denied_is_a_gap_and_nothing_else() {
    let fleet = fleet();
    let (analysis, difference) = audit_with(&fleet, &json!([{"service": "ce", "kind": "deny"}]));
    let gap = gap(&analysis, None, "GetCostAndUsage", "denied");
    assert_eq!(gap["service"], "Cost Explorer");
    assert!(difference.is_empty(), "{difference:#?}");
}

#[test]
fn regions_that_cannot_be_listed_are_a_gap_and_those_that_are_named_are_read() {
    let fleet = fleet();
    let (analysis, difference) = audit_with(&fleet, &json!([{"operation": "DescribeRegions", "kind": "deny"}]));
    gap(&analysis, Some("us-east-1"), "DescribeRegions", "denied");
    assert!(difference.is_empty(), "{difference:#?}");
}

#[test]
fn throttled_to_the_end_is_a_gap() {
    let fleet = fleet();
    let faults = json!([{"service": "logs", "region": "us-east-1", "kind": "throttle"}]);
    let (analysis, difference) = audit_with(&fleet, &faults);
    gap(&analysis, Some("us-east-1"), "DescribeLogGroups", "throttled");
    only_missed(&difference, &["logs-", "us-east-1"]);
}

#[test]
fn throttled_once_is_tried_again() {
    let fleet = fleet();
    let faults = json!([{"service": "ec2", "operation": "DescribeInstances", "kind": "throttle", "first": 1}]);
    let (_, difference) = audit_with(&fleet, &faults);
    assert!(difference.is_empty(), "{difference:#?}");
}

#[test]
fn a_service_that_fails_is_a_gap() {
    let fleet = fleet();
    let faults = json!([{"service": "ec2", "operation": "DescribeAddresses", "kind": "error"}]);
    let (analysis, difference) = audit_with(&fleet, &faults);
    gap(&analysis, Some("us-east-1"), "DescribeAddresses", "unavailable");
    gap(&analysis, Some("eu-west-1"), "DescribeAddresses", "unavailable");
    only_missed(&difference, &["ec2-address-unassociated"]);
}

#[test]
fn garbage_is_a_bad_answer_in_every_protocol() {
    let fleet = fleet();
    for (service, operation, hidden) in [
        ("ec2", "DescribeSnapshots", "ebs-snapshot"),
        ("logs", "DescribeLogGroups", "logs-"),
        ("s3", "GetBucketVersioning", "s3-bucket-noncurrent-versions"),
    ] {
        let faults = json!([{"service": service, "operation": operation, "region": "us-east-1", "kind": "garbage"}]);
        let (analysis, difference) = audit_with(&fleet, &faults);
        gap(&analysis, Some("us-east-1"), operation, "bad-answer");
        only_missed(&difference, &[hidden, "us-east-1"]);
    }
}

#[test]
fn metrics_that_fail_make_no_idle_resource() {
    let fleet = fleet();
    for (kind, reason) in [("deny", "denied"), ("garbage", "bad-answer"), ("drop", "unavailable")] {
        let faults =
            json!([{"service": "monitoring", "operation": "GetMetricData", "region": "us-east-1", "kind": kind}]);
        let (analysis, difference) = audit_with(&fleet, &faults);
        gap(&analysis, Some("us-east-1"), "GetMetricData", reason);
        let found = found_in(&analysis);
        for rule in ["ec2-instance-idle", "ebs-volume-unattached", "ebs-volume-idle", "logs-group-unused"] {
            let there = found.iter().any(|(one, region, _)| one == rule && region == "us-east-1");
            assert!(!there, "{rule} was judged without metrics ({kind})");
        }
        only_missed(&difference, &["us-east-1"]);
    }
}

#[test]
fn a_page_that_fails_after_others_is_a_gap_and_the_connection_may_break() {
    let fleet = fleet();
    for kind in ["drop", "cut"] {
        let faults = json!([{"service": "ec2", "operation": "DescribeImages", "region": "us-east-1", "kind": kind}]);
        let (analysis, difference) = audit_with(&fleet, &faults);
        let gaps = analysis["gaps"].as_array().unwrap();
        let broken = gaps.iter().any(|gap| gap["operation"] == "DescribeImages" && gap["region"] == "us-east-1");
        assert!(broken, "{kind}: {gaps:#?}");
        // Without images nobody knows which snapshots back one.
        only_missed(&difference, &["ebs-snapshot-orphaned", "us-east-1"]);
    }
}
