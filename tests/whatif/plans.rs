//! `cloudtrim whatif --terraform` as its users run it: what it prints, how it ends.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use super::terraform::plans;

/// stdout, stderr and the exit code.
pub(super) fn whatif(arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_cloudtrim"))
        .args(["whatif", "--prices", "embedded", "--color", "never", "--as-of", "2026-11-21"])
        .args(arguments)
        .env("COLUMNS", "120")
        .env_remove("AWS_REGION")
        .current_dir(plans())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

fn shop(arguments: &[&str]) -> (String, String, Option<i32>) {
    whatif(&[&["--terraform", "shop.json", "--usage", "usage.yml"], arguments].concat())
}

fn estimate(arguments: &[&str]) -> Value {
    serde_json::from_str(&shop(&[arguments, &["--format", "json"]].concat()).0).unwrap()
}

#[test]
fn each_format_reads_well() {
    for format in ["table", "markdown", "comment", "csv", "json"] {
        let (stdout, stderr, code) = shop(&["--format", format]);
        assert_eq!(code, Some(0), "{stderr}");
        insta::assert_snapshot!(format!("shop-{format}"), stdout);
        // What has no place in the report is said beside it.
        assert_eq!(stderr.contains("warning: Terraform forgets"), matches!(format, "comment" | "csv"), "{stderr}");
    }
    insta::assert_snapshot!("shop-details", shop(&["--details"]).0);
    let without_usage = whatif(&["--terraform", "shop.json", "--format", "comment"]).0;
    insta::assert_snapshot!("shop-comment-without-usage", without_usage);
}

#[test]
fn nothing_of_a_secret_is_printed() {
    for format in ["table", "markdown", "comment", "csv", "json"] {
        assert!(!shop(&["--format", format, "--details"]).0.contains("not-shown-anywhere"), "{format}");
    }
}

#[test]
fn the_schema_holds_and_totals_are_sums() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/cloudtrim.estimate-1.schema.json")).unwrap();
    let document = estimate(&[]);
    jsonschema::validate(&schema, &document).unwrap();
    totals_are_sums(&document).unwrap();
}

/// 2^96 − 1: amounts are decimals of 96 bits.
const LARGEST_USD: f64 = 7.922_816_251_426_434e28;

/// Totals against the sums of resources, resources against those of their components: to a millionth of a dollar a line,
/// or to what a floating-point number holds. The largest amount that there is stands for all that are larger.
pub(crate) fn totals_are_sums(document: &Value) -> Result<(), String> {
    let largest = rust_decimal::Decimal::MAX.to_string().parse::<f64>().unwrap();
    let near = |sum: f64, total: f64, lines: usize| {
        (sum.min(largest) - total).abs() < 1e-6 * (lines + 1) as f64 + total.abs() * 1e-9
    };
    let resources = document["resources"].as_array().unwrap();
    for side in ["before", "after"] {
        let costs: Vec<&Value> = resources.iter().map(|resource| &resource[side]).collect();
        let known: Vec<f64> = costs.iter().filter_map(|cost| cost["monthly_usd"].as_f64()).collect();
        let total = document["totals"][format!("{side}_monthly_usd")].as_f64();
        if !near(known.iter().sum(), total.unwrap_or(0.0), known.len()) {
            return Err(format!("{side}: {known:?} are not {total:?}"));
        }
        for cost in costs.into_iter().filter(|cost| !cost.is_null()) {
            let components = cost["components"].as_array().unwrap();
            let sum: f64 = components.iter().filter_map(|component| component["monthly_usd"].as_f64()).sum();
            // No amount is above the largest that money holds.
            let sum = sum.clamp(-LARGEST_USD, LARGEST_USD);
            if !near(sum, cost["monthly_usd"].as_f64().unwrap_or(0.0), components.len()) {
                return Err(format!("{side}: {cost} is not the sum of its components"));
            }
        }
    }
    let total = |name: &str| document["totals"][name].as_f64();
    if let (Some(before), Some(after)) = (total("before_monthly_usd"), total("after_monthly_usd")) {
        let change = total("change_monthly_usd").ok_or("both sides are known and the change is not")?;
        // The difference of large amounts is as exact as these are.
        if (after - before - change).abs() >= 3e-6 + (after.abs() + before.abs()) * 1e-12 {
            return Err(format!("{after} - {before} is not {change}"));
        }
    }
    Ok(())
}

#[test]
fn resources_are_those_of_the_plan_and_of_usage_alone() {
    let document = estimate(&[]);
    let resource = |address: &str| {
        let found = document["resources"].as_array().unwrap().iter().find(|resource| resource["address"] == address);
        found.unwrap_or_else(|| panic!("no {address}")).clone()
    };
    let cases = [
        ("module.network.aws_nat_gateway.this[1]", "create", "us-east-1"),
        ("aws_instance.web", "update", "us-east-1"),
        ("aws_instance.worker[2]", "delete", "us-east-1"),
        ("aws_instance.standby", "create", "eu-central-1"),
        ("aws_instance.legacy", "forget", "us-east-1"),
        ("aws_db_instance.report", "replace", "us-east-1"),
        ("module.audit.aws_sqs_queue.events", "no-op", "us-east-1"),
        ("aws_data_transfer.out", "no-op", "us-east-1"),
    ];
    for (address, action, region) in cases {
        let found = resource(address);
        assert_eq!((found["action"].as_str(), found["region"].as_str()), (Some(action), Some(region)), "{address}");
    }
    let addresses = document["resources"].as_array().unwrap().iter().map(|resource| resource["address"].as_str());
    assert!(addresses.into_iter().all(|address| !address.unwrap().starts_with("data.")));
    assert_eq!(resource("aws_instance.bastion")["after"]["at_least"], true);
    assert_eq!(resource("random_password.db")["supported"], true);
    assert_eq!(document["unsupported"], serde_json::json!({"aws_lightsail_distribution": 1}));
    // The wildcard reaches both gateways, the default of the type every queue but the one with usage of its own.
    let quantity = |address: &str, component: usize| {
        resource(address)["after"]["components"][component]["quantity"].as_f64().unwrap()
    };
    assert!((quantity("module.network.aws_nat_gateway.this[0]", 1) - 400.0).abs() < 1e-9);
    assert!((quantity("module.network.aws_nat_gateway.this[1]", 1) - 400.0).abs() < 1e-9);
    assert!((quantity("module.queue[\"mail\"].aws_sqs_queue.this", 0) - 1e6).abs() < 1e-9);
    assert!((quantity("module.queue[\"orders\"].aws_sqs_queue.this", 0) - 3e7).abs() < 1e-9);
}

#[test]
fn gates_decide_the_exit_code() {
    // The change is between +$150 and +$200 a month, a sixth of what it was.
    let cases = [
        ("monthly_change > 100", 1),
        ("monthly_change > $1,000", 0),
        ("monthly_change <= 100", 0),
        ("yearly_change > 1500", 1),
        ("monthly_cost > 5000", 0),
        ("change_share > 10 %", 1),
        ("change_share > 50 %", 0),
        ("gaps > 0", 1),
        ("unsupported > 1", 0),
        ("unsupported = 1", 1),
        ("monthly_change >", 2),
        ("montly_change > 100", 2),
        ("monthly_change > a lot", 2),
        ("monthly_change is 100", 2),
    ];
    let mut told = String::new();
    for (gate, expected) in cases {
        let (stdout, stderr, code) = shop(&["--format", "comment", "--fail-on", gate]);
        assert_eq!(code, Some(expected), "{gate}: {stderr}");
        assert_eq!(stdout.is_empty(), expected == 2, "{gate}: the report is written whether or not the gate is met");
        let said = stderr.lines().filter(|line| !line.starts_with("warning:"));
        writeln!(told, "{gate}: {expected}\n  {}", said.collect::<Vec<_>>().join("\n  ")).unwrap();
    }
    let (_, stderr, code) = shop(&["--quiet", "--fail-on", "gaps > 0", "--fail-on", "monthly_change > 1000"]);
    assert_eq!((stderr.as_str(), code), ("", Some(1)), "any of several gates decides");
    insta::assert_snapshot!("gates", told);
}

#[test]
fn an_unknown_change_meets_its_gate() {
    let unsupported = r#"{"format_version":"1.2","resource_changes":[{"address":"aws_lightsail_disk.a","mode":"managed",
        "type":"aws_lightsail_disk","name":"a","change":{"actions":["create"],"before":null,"after":{}}}]}"#;
    let file = scratch("unknown_change.json", unsupported.as_bytes());
    let file = file.to_str().unwrap();
    let (stdout, stderr, code) =
        whatif(&["--terraform", file, "--format", "comment", "--fail-on", "monthly_change > 100"]);
    assert_eq!(code, Some(1));
    assert!(stdout.starts_with("### cloudtrim: the change of the monthly cost is not known\n"), "{stdout}");
    assert!(stderr.contains("the change is not known"), "{stderr}");
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    for format in ["table", "json", "comment"] {
        assert_eq!(shop(&["--format", format]).0, shop(&["--format", format]).0, "{format}");
    }
}

/// A file of these bytes below `target/tmp`.
pub(super) fn scratch(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("whatif_plans");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name);
    std::fs::write(&file, bytes).unwrap();
    file
}
