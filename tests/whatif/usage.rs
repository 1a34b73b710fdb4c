//! Usage files: what applies to which resource, what applies to none, and every mistake at once.

use std::fmt::Write as _;
use std::path::Path;

use cloudtrim::whatif::terraform::{UsageFile, read_plan};
use proptest::prelude::*;

use super::terraform::plans;

const GOOD: &str = include_str!("../../fixtures/usage/sample.yml");

fn file() -> &'static Path {
    Path::new("usage.yml")
}

fn sample() -> UsageFile {
    UsageFile::parse(file(), GOOD).unwrap()
}

#[test]
fn a_resource_gets_default_wildcard_and_its_own() {
    let usage = sample();
    let cases = [
        ("module.web[\"blue\"].aws_autoscaling_group.app", "aws_autoscaling_group"),
        ("module.web[\"green\"].aws_autoscaling_group.app", "aws_autoscaling_group"),
        ("module.web[\"green\"].module.x[\"a\"].aws_autoscaling_group.app", "aws_autoscaling_group"),
        ("aws_ebs_volume.disk[\"a.b\"]", "aws_ebs_volume"),
        ("aws_ebs_volume.disk[\"]\"]", "aws_ebs_volume"),
        ("aws_ebs_volume.disk", "aws_ebs_volume"),
        ("aws_s3_bucket.any", "aws_s3_bucket"),
        ("aws_sqs_queue.any", "aws_sqs_queue"),
    ];
    let mut golden = String::new();
    for (address, type_name) in cases {
        let merged = serde_json::to_string(&usage.for_resource(address, type_name)).unwrap();
        writeln!(golden, "{address}\n    {merged}").unwrap();
    }
    insta::assert_snapshot!("usage_of_resources", golden);
}

#[test]
fn nested_usage_is_merged_and_the_narrower_wins() {
    let text = "\
version: 0.1
resource_type_default_usage:
  aws_s3_bucket: {standard: {storage_gb: 1, monthly_tier_1_requests: 1}, object_tags: 7}
resource_usage:
  module.a[*].aws_s3_bucket.b[*]: {standard: {storage_gb: 2}}
  module.a[*].aws_s3_bucket.b[0]: {standard: {storage_gb: 3}}
  module.a[0].aws_s3_bucket.b[0]: {standard_infrequent_access: {storage_gb: 4}}
";
    let usage = UsageFile::parse(file(), text).unwrap();
    let merged = serde_json::to_value(usage.for_resource("module.a[0].aws_s3_bucket.b[0]", "aws_s3_bucket")).unwrap();
    let expected = serde_json::json!({
        "standard": {"storage_gb": 3, "monthly_tier_1_requests": 1},
        "object_tags": 7,
        "standard_infrequent_access": {"storage_gb": 4},
    });
    assert_eq!(merged, expected);
}

#[test]
fn a_plan_takes_its_usage_and_the_rest_is_told() {
    let mut plan = read_plan(&plans().join("modules-and-counts.json")).unwrap();
    let usage = sample();
    let unmatched = plan.apply_usage(&usage);
    let mut golden = String::new();
    for resource in
        plan.resources.iter().filter_map(|resource| resource.after.as_ref()).filter(|after| !after.usage.is_empty())
    {
        writeln!(golden, "{}\n    {}", resource.address, serde_json::to_string(&resource.usage).unwrap()).unwrap();
    }
    for entry in unmatched {
        let mistake = usage.absent(entry, plan.addresses());
        writeln!(golden, "\n{} {}\n{mistake}", entry.type_name(), serde_json::to_string(&entry.usage).unwrap())
            .unwrap();
    }
    insta::assert_snapshot!("usage_of_a_plan", golden);
}

#[test]
fn a_key_is_found_where_it_is_given() {
    let usage = sample();
    let own = "module.web[\"blue\"].aws_autoscaling_group.app";
    let told = [
        usage.mistake_at(own, "operating_system", "unknown", ""),
        usage.mistake_at(own, "vcpu_count", "unknown", ""),
        usage.mistake_at("aws_s3_bucket.b", "standard.storage_gb", "unknown", "did you mean another?"),
        usage.mistake_at("aws_s3_bucket.b", "standard.nothing", "unknown", ""),
    ];
    insta::assert_snapshot!("usage_places", told.map(|mistake| mistake.to_string()).join("\n"));
}

/// What is wrong, the text, and what it becomes.
const CASES: &[(&str, &str, &str)] = &[
    ("not a mapping", GOOD, "just words\n"),
    ("empty", GOOD, ""),
    ("a list", GOOD, "- version: 0.1\n"),
    ("truncated", "operating_system: linux", "operating_system: \"linux"),
    ("no version", "version: 0.1\n", ""),
    ("version mistyped", "version: 0.1", "versoin: 0.1"),
    ("another version", "version: 0.1", "version: 0.2"),
    ("version as list", "version: 0.1", "version: [0.1]"),
    ("section mistyped", "resource_usage:", "resources_usage:"),
    ("projects", "resource_usage:", "projects: []\n\nresource_usage:"),
    ("address at the top", "resource_usage:", "aws_lb.top: {}\n\nresource_usage:"),
    ("words among addresses", "  aws_lb.edgy:", "  the load balancer:"),
    ("a type with usage twice", "  aws_lb.edgy:", "  aws_ebs_volume:"),
    ("an address among types", "  aws_ebs_volume:", "  aws_ebs_volume.disk:"),
    ("a wildcard in a name", "  aws_lb.edgy:", "  aws_lb.*:"),
    ("usage not a mapping", "  aws_lb.edgy:\n    new_connections:", "  aws_lb.edgy: 5"),
    ("negative", "instances: 6", "instances: -6"),
    ("negative in quotes", "instances: 6", "instances: \"-6\""),
    ("thousands", "storage_gb: 100", "storage_gb: \"1,000\""),
    ("with unit", "storage_gb: 100", "storage_gb: 10GB"),
    ("with unit and space", "storage_gb: 100", "storage_gb: 1.5 TB"),
    ("words", "storage_gb: 100", "storage_gb: plenty"),
    ("monthly words", "monthly_cpu_credit_hrs: 350", "monthly_cpu_credit_hrs: some"),
    ("empty text", "operating_system: linux", "operating_system: \"\""),
    ("a flag", "instances: 6", "instances: true"),
    ("a list of numbers", "instances: 6", "instances: [6]"),
    ("infinite", "instances: 6", "instances: .inf"),
    ("beyond any number", "instances: 6", "instances: 1e999"),
    ("not a number", "instances: 6", "instances: .nan"),
    ("twice", "    instances: 6\n", "    instances: 6\n    instances: 7\n"),
];

#[test]
fn each_is_one_clear_error() {
    let (mut golden, mut wrong) = (String::new(), Vec::new());
    for (name, from, to) in CASES {
        assert!(GOOD.contains(from), "{name}: nothing to change");
        match UsageFile::parse(file(), &GOOD.replacen(from, to, 1)) {
            Ok(_) => wrong.push(format!("{name}: accepted")),
            Err(mistakes) if mistakes.len() == 1 => {
                writeln!(golden, "{name}\n    {}\n", mistakes[0].to_string().replace('\n', "\n    ")).unwrap();
            }
            Err(mistakes) => wrong.push(format!("{name}: {} errors\n{mistakes:#?}", mistakes.len())),
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
    insta::assert_snapshot!("usage_files", golden);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let spoilt = GOOD.replace("version: 0.1", "version: 2").replace("storage_gb: 100", "storage_gb: 10GB");
    let spoilt = spoilt.replace("instances: 3", "instances: -3").replace("aws_lb.edgy", "aws_lb.");
    let mistakes = UsageFile::parse(file(), &spoilt).unwrap_err();
    let lines: Vec<u64> = mistakes.iter().map(|mistake| mistake.line).collect();
    assert_eq!(lines, [2, 9, 17, 26]);
}

#[test]
fn words_of_choices_are_kept() {
    let text = "version: \"0.1\"\nresource_usage:\n  aws_db_instance.a:\n    reserved_instance_term: 1_year\n    reserved_instance_payment_option: no_upfront\n";
    let usage = UsageFile::parse(file(), text).unwrap().for_resource("aws_db_instance.a", "aws_db_instance");
    let expected =
        serde_json::json!({"reserved_instance_term": "1_year", "reserved_instance_payment_option": "no_upfront"});
    assert_eq!(serde_json::to_value(usage).unwrap(), expected);
}

#[test]
fn a_type_among_addresses_is_its_default() {
    let text = "version: 0.1\nresource_usage:\n  aws_cloudfront_function:\n    monthly_requests: 5\n";
    let usage = UsageFile::parse(file(), text).unwrap();
    let merged = usage.for_resource("aws_cloudfront_function.any", "aws_cloudfront_function");
    assert_eq!(serde_json::to_value(merged).unwrap(), serde_json::json!({"monthly_requests": 5}));
    assert!(usage.unmatched(std::iter::empty()).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_never_panic(at in any::<prop::sample::Index>(), text in "\\PC{0,6}", cut in any::<bool>()) {
        let letters: Vec<char> = GOOD.chars().collect();
        let at = at.index(letters.len());
        let (before, after) = letters.split_at(at);
        let rest = if cut { "" } else { &after.iter().collect::<String>() };
        let _ = UsageFile::parse(file(), &format!("{}{text}{rest}", before.iter().collect::<String>()));
    }

    #[test]
    fn any_address_is_answered(address in "\\PC{0,30}", pattern in "(module\\.[a\\[\\]*\"]{1,6}\\.)?aws_a\\.[b\\[\\]*\"0]{1,6}") {
        let quoted = serde_json::to_string(&pattern).unwrap();
        let text = format!("version: 0.1\nresource_usage:\n  {quoted}: {{instances: 1}}\n");
        if let Ok(usage) = UsageFile::parse(file(), &text) {
            let _ = usage.for_resource(&address, "aws_a");
            let unmatched = usage.unmatched([address.as_str()].into_iter());
            let told: Vec<String> = unmatched.iter().map(|entry| usage.absent(entry, [address.as_str()].into_iter()).to_string()).collect();
            prop_assert!(told.len() <= 1);
        }
    }
}
