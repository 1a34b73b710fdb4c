//! Frames hold what `FIELDS` declares; absence is no, or unknown where it could not be read.

use cloudtrim::dataset::load;
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::tables::{FIELDS, FieldType, Tables};
use polars::prelude::{AnyValue, DataType};

use super::estate::{self, MANIFEST, VOLUME};

fn tables(change: impl FnOnce(&mut estate::Files)) -> Tables {
    let mut files = estate::files();
    change(&mut files);
    let folder = tempfile::tempdir().unwrap();
    estate::write(folder.path(), &files);
    Tables::build(&load(folder.path()).unwrap(), &[]).unwrap()
}

fn cell(tables: &Tables, kind: ResourceKind, field: &str) -> String {
    match tables.column(kind, field).unwrap().get(0).unwrap() {
        AnyValue::String(text) => text.to_owned(),
        AnyValue::StringOwned(text) => text.to_string(),
        other => other.to_string(),
    }
}

#[test]
fn every_field_is_a_column_of_its_type() {
    let tables = tables(|_| {});
    for field in FIELDS {
        let expected = match field.field_type {
            FieldType::Text => DataType::String,
            FieldType::Flag => DataType::Boolean,
            _ => DataType::Float64,
        };
        let column = tables.column(field.kind, field.name).unwrap();
        assert_eq!(*column.dtype(), expected, "{} {}", field.kind, field.name);
    }
    let columns: usize = tables.frames.values().map(polars::prelude::DataFrame::width).sum();
    assert_eq!(columns, FIELDS.len());
}

#[test]
fn joins_reach_across_kinds() {
    let tables = tables(|_| {});
    for (kind, field, expected) in [
        (ResourceKind::Ec2Instance, "age", "303.5"),
        (ResourceKind::Ec2Instance, "stopped_age", "60.0"),
        (ResourceKind::Ec2Instance, "volumes_size", "100.0"),
        (ResourceKind::Ec2Instance, "in_auto_scaling_group", "false"),
        (ResourceKind::Ec2Instance, "burstable", "false"),
        (ResourceKind::EbsVolume, "attached_instance_state", "stopped"),
        (ResourceKind::EbsVolume, "all_instances_stopped", "true"),
        (ResourceKind::EbsVolume, "instance_stopped_age", "60.0"),
        (ResourceKind::EbsVolume, "tag:Name", "data"),
        (ResourceKind::EbsVolume, "tag:owner", ""),
    ] {
        assert_eq!(cell(&tables, kind, field), expected, "{kind} {field}");
    }
}

#[test]
fn a_snapshot_is_orphaned_only_where_volumes_and_images_were_read_whole() {
    let snapshot = r#"{"account":"111122223333","region":"eu-west-1","id":"snap-1","volume_id":"vol-9","volume_size_gib":8,"tier":"standard","state":"completed","tags":{"aws:dlm:lifecycle-policy-id":"p"}}"#;
    let statuses = |state: &str| {
        let status = |collector: &str| {
            format!(r#"{{"collector":"{collector}","account":"111122223333","region":"eu-west-1","state":"{state}"}}"#)
        };
        let both = format!("\"collectors\": [{}, {}],\n\"regions\"", status("ec2-volumes"), status("ec2-images"));
        MANIFEST.replace("\"regions\"", &both)
    };
    let denied =
        r#"{"service":"EC2","region":"eu-west-1","operation":"DescribeVolumes","reason":"denied","detail":"d"}"#;
    let complete = statuses("complete");
    let partial = statuses("partial");
    for (name, manifest, gaps, snapshot, exists, backs) in [
        ("all read", complete.as_str(), "", snapshot.to_owned(), "false", "false"),
        ("its volume is there", &complete, "", snapshot.replace("vol-9", "vol-1"), "true", "false"),
        ("some read", &partial, "", snapshot.to_owned(), "null", "null"),
        ("volumes denied", &complete, denied, snapshot.to_owned(), "null", "false"),
        ("a copy", &complete, "", snapshot.replace("vol-9", "vol-ffffffff"), "null", "false"),
        ("written by hand, volumes given", MANIFEST, "", snapshot.to_owned(), "false", "null"),
    ] {
        let tables = tables(|files| {
            files.insert("manifest.json", manifest.into());
            files.insert("gaps.jsonl", gaps.into());
            files.insert("resources/ebs-snapshot.jsonl", snapshot.into());
        });
        assert_eq!(cell(&tables, ResourceKind::EbsSnapshot, "volume_exists"), exists, "{name}");
        assert_eq!(cell(&tables, ResourceKind::EbsSnapshot, "backs_image"), backs, "{name}");
        assert_eq!(cell(&tables, ResourceKind::EbsSnapshot, "service_managed"), "true", "{name}");
    }
}

#[test]
fn a_volume_of_an_unread_instance_is_unknown() {
    let tables = tables(|files| {
        files.insert("resources/ebs-volume.jsonl", VOLUME.replace("i-1", "i-7").into());
        files.remove("metrics/ec2-instance.csv");
    });
    for field in ["any_instance_running", "all_instances_stopped", "instance_stopped_age", "attached_instance_state"] {
        assert_eq!(cell(&tables, ResourceKind::EbsVolume, field), "null", "{field}");
    }
}
