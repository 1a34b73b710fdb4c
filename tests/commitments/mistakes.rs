//! Commitments written by hand: every mistake at once, where it stands and what was meant.

use std::path::Path;

fn written(root: &Path, file: &str, text: &str) {
    let path = root.join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

const MANIFEST: &str = r#"{"schema":"cloudtrim.dataset/1","tool_version":"0.1.0","as_of":"2026-11-15T00:00:00Z",
"lookback_days":14,"accounts":["123456789012"],"regions":["us-east-1"]}"#;

const RESERVED: &str = r#"{"account":"123456789012","region":"us-east-1","id":"ri-1","instance_type":"m5large","platform":"linx","tenancy":"default","scope":"Regional","instance_count":0,"start":"2026-03-01T00:00:00Z","end":"2025-03-01T00:00:00Z","recurring_hourly_usd":-1}
{"account":"123456789012","region":"us-east-1","id":"ri-2","instance_type":"m5.large","platform":"linux","tenancy":"shared","scope":"Availability Zone","instance_count":1,"fixed_price_usd":1e12}
{"account":"123456789012","region":"us-east-1","id":"ri-3","instance_type":"m5.large","platform":"linux","tenancy":"shared","scope":"Region","availability_zone":"us-east-1a","instance_count":"two","ends":"2027-03-01T00:00:00Z"}
{"account":"123456789012","region":"us-east-1","id":"ri-4","instance_type":"m5.large","platform":"linux","tenancy":"shared","scope":"Region","instance_count":1,"start":"1999-03-01T00:00:00Z"}
"#;

const PLANS: &str = r#"{"account":"123456789012","region":"global","id":"sp-1","plan_type":"EC2Instance","commitment_hourly_usd":1,"state":"activ"}
{"account":"123456789012","region":"global","id":"sp-2","plan_type":"EC2Instances","commitment_hourly_usd":0,"state":"active"}
{"account":"123456789012","region":"eu-west-1","id":"sp-3","plan_type":"Compute","instance_family":"m5","commitment_hourly_usd":null,"state":"active"}
"#;

const MEASURED: &str = "SubAccountId,ChargePeriodStart,ChargePeriodEnd,CommitmentType,CoveragePercent,CoveredCost,\
OnDemandCost,UtilizationPercent,CommittedCost,UnusedCost
123456789012,2026-10-01,2026-11-01,Savings Plan,50,1,1,50,1,1
123456789012,2026-10-01,2026-11-01,Savings Plans,500,1,1,50,1,1
123456789012,2026-10-01,2026-11-01,Savings Plans,NaN,1,1,50,1,1
123456789012,2026-10-01,2026-11-01,Reserved Instances,50,-1,1,fifty,1,1
123456789012,2026-10-01,2026-10-01,Reserved Instances,50,,,,,
";

#[test]
fn every_mistake_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), "manifest.json", MANIFEST);
    written(folder.path(), "resources/ec2-reserved-instances.jsonl", RESERVED);
    written(folder.path(), "resources/savings-plan.jsonl", PLANS);
    written(folder.path(), "billing/commitments.csv", MEASURED);
    let error = cloudtrim::dataset::load(folder.path()).unwrap_err();
    insta::assert_snapshot!("mistakes", error.to_string());
}
