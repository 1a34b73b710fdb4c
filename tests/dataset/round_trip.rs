//! What is saved is what loads.

use chrono::{DateTime, TimeDelta, Utc};
use cloudtrim::dataset::{Dataset, DatasetWriter, MetricPoints, load, scan_metrics};
use cloudtrim::model::gap::{Gap, GapReason};
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::model::metric::Statistic;
use cloudtrim::model::resource::Volume;
use proptest::prelude::*;

use super::estate;

fn base() -> Dataset {
    let folder = tempfile::tempdir().unwrap();
    estate::write(folder.path(), &estate::files());
    load(folder.path()).unwrap()
}

fn save(dataset: &Dataset, series: &[(ResourceKind, Vec<MetricPoints>)], destination: &std::path::Path) {
    let mut writer = DatasetWriter::create(destination).unwrap();
    for (kind, batch) in series {
        writer.append_metrics(*kind, batch).unwrap();
    }
    writer.add_billing_detail(&dataset.billing_detail).unwrap();
    writer.finish(&dataset.manifest, &dataset.resources, &dataset.billing, &dataset.forecast, &dataset.gaps).unwrap();
}

fn series(resource: &str, metric: &str, values: &[f64]) -> MetricPoints {
    let start: DateTime<Utc> = "2026-10-20T00:00:00Z".parse().unwrap();
    let moment = |index: usize| start + TimeDelta::seconds(300 * i64::try_from(index).unwrap());
    MetricPoints {
        account: "111122223333".into(),
        region: "eu-west-1".into(),
        resource: resource.to_owned(),
        metric: metric.to_owned(),
        statistic: Statistic::Sum,
        period_s: 300,
        points: values.iter().enumerate().map(|(index, value)| (moment(index), *value)).collect(),
    }
}

/// Every row of every metrics file, as text.
fn rows(dataset: &Dataset) -> Vec<String> {
    let mut rows = Vec::new();
    for file in &dataset.metrics {
        let found = scan_metrics(file, dataset.manifest.as_of, &mut |run| {
            rows.extend(run.points().map(|(timestamp, value, _)| {
                format!("{} {} {} {} {timestamp} {value}", file.kind, run.resource, run.metric, run.statistic)
            }));
        });
        assert_eq!(found.unwrap(), []);
    }
    rows
}

#[test]
fn saving_over_a_dataset_replaces_it_whole() {
    let folder = tempfile::tempdir().unwrap();
    let destination = folder.path().join("account");
    estate::write(&destination, &estate::files());
    let mut dataset = load(&destination).unwrap();
    dataset.resources.volumes.clear();
    save(&dataset, &[], &destination);
    let loaded = load(&destination).unwrap();
    assert!(loaded.resources.volumes.is_empty());
    assert!(loaded.metrics.is_empty(), "the old metrics are gone");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn gaps_are_saved_sorted_and_once() {
    let folder = tempfile::tempdir().unwrap();
    let destination = folder.path().join("account");
    let gap = |service: &str| Gap {
        service: service.to_owned(),
        account: Some("111122223333".into()),
        region: None,
        operation: Some("ListBuckets".to_owned()),
        rule: None,
        resource_id: None,
        reason: GapReason::Denied,
        detail: "the caller may not make the call".to_owned(),
    };
    let mut dataset = base();
    dataset.gaps = vec![gap("S3"), gap("EC2"), gap("S3")];
    save(&dataset, &[], &destination);
    assert_eq!(load(&destination).unwrap().gaps, [gap("EC2"), gap("S3")]);
}

#[test]
fn series_in_any_order_come_out_sorted_even_when_spilled() {
    let folder = tempfile::tempdir().unwrap();
    let destination = folder.path().join("account");
    let long: Vec<f64> = (0..3000).map(f64::from).collect();
    let resources: Vec<String> = (0..250).map(|number| format!("vol-{number:03}")).collect();
    let scrambled: Vec<MetricPoints> =
        (0..250_usize).map(|index| series(&resources[index * 97 % 250], "VolumeReadOps", &long)).collect();
    save(&base(), &[(ResourceKind::EbsVolume, scrambled)], &destination);
    let rows = rows(&load(&destination).unwrap());
    assert_eq!(rows.len(), 750_000);
    let order: Vec<&str> = rows.iter().step_by(3000).map(|row| row.split(' ').nth(1).unwrap()).collect();
    assert_eq!(order, resources.iter().map(String::as_str).collect::<Vec<_>>());
}

fn text() -> impl Strategy<Value = String> {
    "[ -~äß\\n\"\\\\]{0,12}"
}

fn volumes() -> impl Strategy<Value = Vec<Volume>> {
    let volume = (
        prop_oneof!["gp2", "gp3", "io9", "ultra"],
        1_u32..=65_536,
        proptest::option::of(0_u32..300_000),
        proptest::option::of(proptest::collection::btree_map(text(), text(), 0..3)),
        proptest::option::of(0_i64..700_000_000),
    );
    proptest::collection::vec(volume, 0..8).prop_map(|volumes| {
        let base = base().resources.volumes.remove(0);
        let each = volumes.into_iter().enumerate();
        each.map(|(index, (kind, size_gib, iops, tags, seconds))| Volume {
            id: format!("vol-{index}"),
            volume_type: cloudtrim::model::vocabulary::VolumeType::from_word(&kind),
            size_gib,
            iops,
            tags,
            created_at: seconds.and_then(|seconds| DateTime::from_timestamp(1_150_000_000 + seconds / 2, 0)),
            ..base.clone()
        })
        .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_saved_dataset_loads_equal(
        volumes in volumes(),
        values in proptest::collection::vec(proptest::collection::vec(0.0_f64..1e12, 0..40), 0..6),
    ) {
        let mut dataset = base();
        dataset.resources.volumes = volumes;
        let batches: Vec<(ResourceKind, Vec<MetricPoints>)> = values
            .iter()
            .enumerate()
            .map(|(index, values)| (ResourceKind::EbsVolume, vec![series(&format!("vol-{}", 9 - index), "VolumeReadOps", values)]))
            .collect();
        let folder = tempfile::tempdir().unwrap();
        let destination = folder.path().join("account");
        save(&dataset, &batches, &destination);
        let loaded = load(&destination).unwrap();
        prop_assert_eq!(&loaded.manifest, &dataset.manifest);
        prop_assert_eq!(&loaded.resources, &dataset.resources);
        prop_assert_eq!(&loaded.billing, &dataset.billing);
        prop_assert_eq!(&loaded.billing_detail, &dataset.billing_detail);
        let mut expected: Vec<String> = Vec::new();
        for (_, batch) in batches.iter().rev() {
            for one in batch {
                for (moment, value) in &one.points {
                    expected.push(format!("ebs-volume {} {} Sum {} {}", one.resource, one.metric, moment.timestamp(), value));
                }
            }
        }
        prop_assert_eq!(rows(&loaded), expected);

        // Saving again gives the same bytes.
        let again = folder.path().join("again");
        save(&loaded, &batches, &again);
        for name in ["manifest.json", "resources/ebs-volume.jsonl", "metrics/ebs-volume.parquet"] {
            prop_assert_eq!(std::fs::read(again.join(name)).ok(), std::fs::read(destination.join(name)).ok());
        }
    }

    /// Whatever the bytes: mistakes, never a panic.
    #[test]
    fn no_line_panics(line in proptest::collection::vec(any::<u8>(), 0..80), cut in 0_usize..400) {
        let mut files = estate::files();
        let mut volume = estate::VOLUME.as_bytes().to_vec();
        volume.truncate(cut);
        volume.extend(line);
        files.insert("resources/ebs-volume.jsonl", volume.clone());
        files.insert("gaps.jsonl", volume);
        let folder = tempfile::tempdir().unwrap();
        estate::write(folder.path(), &files);
        let _ = load(folder.path());
    }
}
