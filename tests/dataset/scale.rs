//! Time and peak memory of loading and scanning; run by name, in release mode, to measure.

use std::time::Instant;

use chrono::{TimeDelta, Utc};
use cloudtrim::dataset::{DatasetWriter, MetricPoints, load};
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::model::metric::Statistic;
use cloudtrim::tables::Tables;
use cloudtrim::units::Days;

use super::estate;

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM unknown").to_owned()
}

#[test]
#[ignore = "measures; it asserts only that all is there"]
fn measure_a_large_dataset() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    estate::write(&source, &estate::files());
    let base = load(&source).unwrap();
    let number = |name: &str, default: usize| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default);
    let (resources, measured) = (number("RESOURCES", 100_000), number("MEASURED", 1_000));
    let mut everything = base.resources.clone();
    let template = everything.volumes.remove(0);
    everything.volumes = (0..resources)
        .map(|n| cloudtrim::model::resource::Volume { id: format!("vol-{n:08}"), ..template.clone() })
        .collect();
    let start = base.manifest.as_of - TimeDelta::days(14);
    let destination = folder.path().join("large");
    let clock = Instant::now();
    let mut writer = DatasetWriter::create(&destination).unwrap();
    for n in 0..measured {
        let series: Vec<MetricPoints> = ["VolumeReadOps", "VolumeWriteOps", "VolumeReadBytes", "VolumeWriteBytes"]
            .into_iter()
            .map(|metric| MetricPoints {
                account: template.account.clone(),
                region: template.region.clone(),
                resource: format!("vol-{n:08}"),
                metric: metric.to_owned(),
                statistic: Statistic::Sum,
                period_s: 300,
                points: (0..4032_i32)
                    .map(|i| {
                        (start.with_timezone(&Utc) + TimeDelta::seconds(300 * i64::from(i)), f64::from(i * 37 % 101))
                    })
                    .collect(),
            })
            .collect();
        writer.append_metrics(ResourceKind::EbsVolume, &series).unwrap();
    }
    writer.finish(&base.manifest, &everything, &[], &[], &[]).unwrap();
    println!("save {:?}, {}", clock.elapsed(), peak_memory());
    let clock = Instant::now();
    let dataset = load(&destination).unwrap();
    println!("load {:?}, {}", clock.elapsed(), peak_memory());
    let clock = Instant::now();
    let tables = Tables::build(&dataset, &[Days::new(14), Days::new(30), Days::new(90)]).unwrap();
    println!("tables {:?}, {}", clock.elapsed(), peak_memory());
    let keys = &tables.keys[&ResourceKind::EbsVolume];
    let clock = Instant::now();
    let column = tables.statistics.column(keys, "VolumeOps", Statistic::Sum, Days::new(14));
    println!("column {:?}", clock.elapsed());
    assert_eq!(column.len(), resources);
}
