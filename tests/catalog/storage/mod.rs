//! Buckets, file systems, backups, delivery, transfer, Glue and Athena: costs computed by hand.

mod cases;

use std::collections::BTreeMap;

use cloudtrim::catalog::{Neighbourhood, Priced, price};
use cloudtrim::model::blueprint::Blueprint;
use cloudtrim::pricing::PriceBook;
use cloudtrim::units::Usd;
use proptest::prelude::*;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

use cases::{Case, cases};

const UNUSED: &str = "its usage is not given";

fn object(value: Value) -> Map<String, Value> {
    let Value::Object(fields) = value else { panic!("not an object: {value}") };
    fields
}

fn blueprint(type_name: &str, region: &str, attributes: Value, usage: Value) -> Blueprint {
    Blueprint {
        address: format!("{type_name}.it"),
        type_name: type_name.to_owned(),
        region: Some(region.into()),
        attributes: object(attributes),
        usage: object(usage),
        ..Blueprint::default()
    }
}

fn priced(all: &[Blueprint]) -> Priced {
    price(&all[0], &Neighbourhood::new(all), PriceBook::embedded(), None).unwrap()
}

fn total(priced: &Priced) -> f64 {
    priced.lines.iter().filter_map(|line| line.monthly).map(|monthly| monthly.amount().to_f64().unwrap()).sum()
}

/// What is not known, but for lines whose usage is not given.
fn gaps(priced: &Priced) -> Vec<String> {
    let of_lines = priced.lines.iter().map(|line| &line.gap).filter(|gap| !gap.is_empty() && *gap != UNUSED);
    of_lines.chain(&priced.gaps).cloned().collect()
}

#[test]
fn declared_resources_cost_what_is_computed_by_hand() {
    for Case(type_name, region, attributes, usage, cost, expected) in cases() {
        let described = format!("{type_name} in {region}: {attributes} {usage}");
        let found = priced(&[blueprint(type_name, region, attributes, usage)]);
        assert!((total(&found) - cost).abs() < 1e-6, "{described}: {} is not {cost}", total(&found));
        let select = |gap: &String| !(gap.contains("s3.select") && expected.is_empty());
        assert_eq!(gaps(&found).into_iter().filter(select).collect::<Vec<_>>(), expected, "{described}");
    }
}

#[test]
fn what_is_known_only_after_apply_is_a_gap() {
    for (type_name, attribute, known) in [
        ("aws_fsx_windows_file_system", "storage_capacity", json!({ "throughput_capacity": 8 })),
        ("aws_fsx_windows_file_system", "deployment_type", json!({ "throughput_capacity": 8, "storage_capacity": 9 })),
        (
            "aws_fsx_ontap_file_system",
            "throughput_capacity_per_ha_pair",
            json!({ "deployment_type": "SINGLE_AZ_1", "storage_capacity": 9 }),
        ),
        (
            "aws_fsx_lustre_file_system",
            "per_unit_storage_throughput",
            json!({ "deployment_type": "PERSISTENT_1", "storage_capacity": 9 }),
        ),
        ("aws_efs_file_system", "throughput_mode", json!({})),
        ("aws_transfer_server", "protocols", json!({})),
        ("aws_glue_job", "number_of_workers", json!({})),
        ("aws_glue_job", "max_capacity", json!({})),
        ("aws_globalaccelerator_endpoint_group", "endpoint_group_region", json!({})),
    ] {
        let mut resource = blueprint(type_name, "us-east-1", known, json!({ "monthly_hours": 1 }));
        resource.unknown.insert(attribute.to_owned());
        let expected = format!("`{attribute}` is known only after apply");
        assert!(gaps(&priced(&[resource])).contains(&expected), "{type_name} {attribute}");
    }
}

/// Lines as a person reads them: part, name, quantity, unit, cost.
fn table(priced: &Priced) -> String {
    let text = |line: &cloudtrim::model::estimate_line::EstimateLine| {
        let quantity = line.quantity.map_or("?".to_owned(), |quantity| quantity.normalize().to_string());
        let cost = line.monthly.map_or_else(|| format!("({})", line.gap), Usd::cents);
        format!("{:28} {:40} {quantity:>8} {:10} {cost}", line.part, line.name, line.unit)
    };
    priced.lines.iter().map(text).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_bucket_has_the_classes_that_its_lifecycle_moves_objects_into() {
    let bucket = blueprint("aws_s3_bucket", "us-east-1", json!({}), json!({ "standard": { "storage_gb": 100 } }));
    let rules = json!({ "rule": [
        { "status": "Enabled", "filter": [{ "tag": [{ "key": "a", "value": "b" }] }],
            "noncurrent_version_transition": [{ "storage_class": "STANDARD_IA" }] },
        { "status": "Disabled", "transition": [{ "storage_class": "DEEP_ARCHIVE" }] },
    ] });
    let mut lifecycle = blueprint("aws_s3_bucket_lifecycle_configuration", "us-east-1", rules, json!({}));
    lifecycle.references = BTreeMap::from([("bucket".to_owned(), vec![bucket.address.clone()])]);
    insta::assert_snapshot!(table(&priced(&[bucket, lifecycle])));
}

const GROWING: [(&str, &str); 12] = [
    ("aws_s3_bucket", "standard.storage_gb"),
    ("aws_s3_bucket", "glacier_deep_archive.monthly_bulk_data_retrieval_gb"),
    ("aws_efs_file_system", "storage_gb"),
    ("aws_fsx_windows_file_system", "backup_storage_gb"),
    ("aws_cloudfront_distribution", "monthly_data_transfer_to_internet_gb.europe"),
    ("aws_cloudfront_distribution", "monthly_invalidation_requests"),
    ("aws_data_transfer", "monthly_outbound_internet_gb"),
    ("aws_globalaccelerator_endpoint_group", "monthly_inbound_data_transfer_gb.us"),
    ("aws_transfer_server", "monthly_data_downloaded_gb"),
    ("aws_glue_job", "monthly_hours"),
    ("aws_athena_workgroup", "monthly_data_scanned_tb"),
    ("aws_backup_vault", "monthly_rds_snapshot_gb"),
];

fn used(type_name: &str, path: &str, amount: f64) -> f64 {
    let usage = path.rsplit('.').fold(json!(amount), |value, step| json!({ step: value }));
    let attributes = json!({ "throughput_mode": "provisioned", "provisioned_throughput_in_mibps": 100 });
    total(&priced(&[blueprint(type_name, "eu-west-1", attributes, usage)]))
}

proptest! {
    #[test]
    fn more_use_never_costs_less(
        (type_name, path) in prop::sample::select(GROWING.to_vec()),
        less in 0.0..10_000_000.0_f64,
        more in 0.0..10_000_000.0_f64,
    ) {
        prop_assert!(used(type_name, path, less) <= used(type_name, path, less + more) + 1e-6);
    }

    /// Whatever stands in the attributes and the usage.
    #[test]
    fn nothing_panics(
        type_name in prop::sample::select(cases().into_iter().map(|case| case.0).collect::<Vec<_>>()),
        keys in prop::collection::vec(prop::sample::select(vec![
            "storage_capacity", "throughput_capacity", "deployment_type", "number_of_workers", "max_capacity",
            "provisioned_throughput_in_mibps", "throughput_mode", "protocols", "lifecycle_rule", "origin", "standard",
            "storage_gb", "monthly_hours", "ha_pairs", "disk_iops_configuration", "region",
        ]), 0..6),
        values in prop::collection::vec(prop::sample::select(vec![
            json!(null), json!(-1), json!(1e300), json!(79_228_162_514_264_337_593_543_950_335_u128 as f64), json!("provisioned"),
            json!([[[]]]), json!([null, { "x": 1 }]), json!({ "storage_gb": "79228162514264337593543950335" }), json!("é"),
            json!(1e-300), json!([{ "origin_shield": [{ "enabled": true }] }]),
        ]), 6),
    ) {
        let fields: Map<String, Value> = keys.into_iter().map(str::to_owned).zip(values).collect();
        let fields = Value::Object(fields);
        priced(&[blueprint(type_name, "us-east-1", fields.clone(), fields)]);
    }
}
