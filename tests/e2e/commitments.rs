//! Commitments over the wire: reservations, plans, and what Cost Explorer measured; each request of it is counted.

use std::fs;

use serde_json::{Value, json};

use super::server::{Run, Server};

const AS_OF: &str = "2026-11-15T00:00:00Z";

/// What AWS would answer to an account with one reservation and one plan.
fn answers() -> Value {
    let period = |start: &str, end: &str| json!({ "Start": start, "End": end });
    let plans = json!({ "savingsPlans": [{
        "savingsPlanId": "sp-1", "savingsPlanType": "Compute", "state": "active", "commitment": "1.25",
        "paymentOption": "No Upfront", "start": "2026-03-01T00:00:00.000Z", "end": "2027-03-01T00:00:00.000Z",
        "region": "", "currency": "USD",
    }] });
    json!([
        { "service": "ec2", "operation": "DescribeReservedInstances", "region": "us-east-1", "response": {
            "ReservedInstances": [
                { "ReservedInstancesId": "ri-1", "InstanceType": "m5.large", "InstanceCount": 2, "State": "active",
                  "ProductDescription": "Linux/UNIX (Amazon VPC)", "InstanceTenancy": "default", "Scope": "Availability Zone",
                  "AvailabilityZone": "us-east-1a", "OfferingClass": "standard", "OfferingType": "Partial Upfront",
                  "Start": "2026-03-01T00:00:00Z", "End": "2027-03-01T00:00:00Z", "FixedPrice": 250.0,
                  "RecurringCharges": [{ "Amount": 0.029, "Frequency": "Hourly" }] },
                { "ReservedInstancesId": "ri-old", "InstanceType": "m5.large", "InstanceCount": 1, "State": "retired" },
            ] } },
        { "service": "savingsplans", "operation": "DescribeSavingsPlans", "body": plans.to_string() },
        { "service": "ce", "operation": "GetReservationCoverage", "response": { "CoveragesByTime": [
            { "TimePeriod": period("2026-10-01", "2026-11-01"),
              "Total": { "CoverageHours": { "CoverageHoursPercentage": "62.5" }, "CoverageCost": { "OnDemandCost": "300.5" } } },
        ] } },
        { "service": "ce", "operation": "GetReservationUtilization", "response": { "UtilizationsByTime": [
            { "TimePeriod": period("2026-10-01", "2026-11-01"), "Groups": [],
              "Total": { "UtilizationPercentage": "100.00001", "OnDemandCostOfRIHoursUsed": "142.8",
                         "TotalAmortizedFee": "84.2", "RICostForUnusedHours": "0" } },
        ] } },
    ])
}

fn collect(server: &Server, folder: &str, more: &[&str]) -> (Run, std::path::PathBuf) {
    let out = server.folder().join(folder);
    let arguments = ["collect", "--region", "us-east-1", "--as-of", AS_OF, "--out", out.to_str().unwrap()];
    let run = server.run(&[&arguments, more].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    (run, out)
}

fn lines(path: &std::path::Path) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn commitments_are_read_planned_paid_for_and_missed_aloud() {
    let server = Server::start(&[]);
    server.post("answers", &answers());

    let (_, folder) = collect(&server, "whole", &[]);
    assert_eq!(
        lines(&folder.join("resources/ec2-reserved-instances.jsonl")),
        [json!({ "account": "123456789012", "region": "us-east-1", "id": "ri-1", "instance_type": "m5.large",
            "platform": "linux", "tenancy": "shared", "scope": "Availability Zone", "availability_zone": "us-east-1a",
            "offering_class": "standard", "offering_type": "Partial Upfront", "instance_count": 2,
            "start": "2026-03-01T00:00:00Z", "end": "2027-03-01T00:00:00Z", "fixed_price_usd": 250.0,
            "recurring_hourly_usd": 0.029, "tags": {} })]
    );
    let plans = lines(&folder.join("resources/savings-plan.jsonl"));
    assert_eq!(
        (plans.len(), &plans[0]["region"], &plans[0]["commitment_hourly_usd"], &plans[0]["end"]),
        (1, &json!("global"), &json!(1.25), &json!("2027-03-01T00:00:00Z"))
    );
    // Savings Plans answer DataUnavailable: none, and no gap.
    let measured = fs::read_to_string(folder.join("billing/commitments.csv")).unwrap();
    assert_eq!(
        measured.lines().nth(1).unwrap(),
        "123456789012,2026-10-01,2026-11-01,Reserved Instances,62.5,142.8,300.5,100.0,84.2,0.0"
    );
    assert_eq!(measured.lines().count(), 2, "{measured}");
    let gaps = fs::read_to_string(folder.join("gaps.jsonl")).unwrap_or_default();
    assert!(!gaps.contains("Coverage") && !gaps.contains("Utilization"), "{gaps}");
    let audit = server.run(&["audit", folder.to_str().unwrap(), "--format", "json"]).analysis();
    assert_eq!(audit["commitments"]["state"], "known");
    assert_eq!(audit["commitments"]["reservations"][0]["used_percent"], 0.0);

    // The plan names each request; the limit keeps them from being made.
    let plan = server.run(&["collect", "--plan", "--region", "us-east-1", "--as-of", AS_OF]);
    for operation in
        ["GetReservationCoverage", "GetReservationUtilization", "GetSavingsPlansCoverage", "GetSavingsPlansUtilization"]
    {
        let line = plan.stdout.lines().find(|line| line.contains(operation)).unwrap_or_default().to_owned();
        assert!(line.contains("$0.0100"), "{operation}: {}", plan.stdout);
    }
    server.take_calls();
    let (_, folder) = collect(&server, "cheap", &["--max-api-cost", "0.03"]);
    let calls = server.take_calls();
    assert!(!calls.iter().any(|(call, _)| call.contains("Coverage") || call.contains("Utilization")), "{calls:?}");
    assert!(fs::read_to_string(folder.join("gaps.jsonl")).unwrap().contains("max-api-cost"));
    assert_eq!(lines(&folder.join("resources/ec2-reserved-instances.jsonl")).len(), 1, "these are free");

    // What is denied is said.
    server.post("faults", &json!([{ "service": "savingsplans", "kind": "deny" }]));
    let (_, folder) = collect(&server, "denied", &[]);
    let audit = server.run(&["audit", folder.to_str().unwrap(), "--format", "json"]).analysis();
    assert_eq!(audit["commitments"]["state"], "partly-known");
    let said = audit["commitments"]["not_read"].to_string();
    assert!(said.contains("savingsplans:DescribeSavingsPlans"), "{said}");
    let table = server.run(&["audit", folder.to_str().unwrap()]).stdout;
    assert!(table.split("\nRecommendations").next().unwrap().contains("perhaps more"), "{table}");
}
