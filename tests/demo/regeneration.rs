//! The demo dataset is what its generator writes: the same resources, the same points.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;
use std::process::Command;

use cloudtrim::dataset::{Dataset, load};
use polars::prelude::{DataType, ParquetReader, SerReader, TimeUnit};
use sha2::{Digest, Sha256};

use super::estate::folder;

/// What the generator prints; Python 3 and nothing else is needed.
fn generate(arguments: &[&Path]) -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/datasets/generate.py");
    let output = Command::new("python3")
        .args(["-B", script])
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("cannot run python3: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn read(folder: &Path) -> Dataset {
    load(folder).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn resources_billing_and_gaps_are_the_generator_s() {
    let fresh = tempfile::tempdir().unwrap();
    generate(&[fresh.path(), Path::new("--no-metrics")]);
    let (fresh, kept) = (read(fresh.path()), read(&folder()));
    assert_eq!(fresh.resources, kept.resources);
    assert_eq!(fresh.billing, kept.billing);
    assert_eq!(fresh.forecast, kept.forecast);
    assert_eq!(fresh.gaps, kept.gaps);
    assert_eq!(fresh.manifest, kept.manifest);
}

/// Series → number of points and SHA-256 of (unix seconds, value) as little-endian i64 and f64, as the generator has it;
/// a series is its kind and these columns.
pub(super) fn digests_of(folder: &Path, kinds: &[&str], columns: &[&str]) -> BTreeMap<String, String> {
    let mut digests: BTreeMap<String, (usize, Sha256)> = BTreeMap::new();
    for kind in kinds {
        let file = File::open(folder.join(format!("metrics/{kind}.parquet"))).unwrap();
        let frame = ParquetReader::new(file).finish().unwrap();
        let text = |name: &&str| frame.column(name).unwrap().cast(&DataType::String).unwrap();
        let texts: Vec<_> = columns.iter().map(text).collect();
        let texts: Vec<_> = texts.iter().map(|column| column.str().unwrap()).collect();
        let time = DataType::Datetime(TimeUnit::Milliseconds, None);
        let seconds = frame.column("timestamp").unwrap().cast(&time).unwrap().cast(&DataType::Int64).unwrap();
        let values = frame.column("value").unwrap().cast(&DataType::Float64).unwrap();
        let (seconds, values) = (seconds.i64().unwrap(), values.f64().unwrap());
        let mut current: Option<(Vec<&str>, usize, Sha256)> = None;
        let mut keep = |series: Option<(Vec<&str>, usize, Sha256)>| {
            if let Some((names, count, digest)) = series {
                let again = digests.insert(format!("{kind}\t{}", names.join("\t")), (count, digest));
                assert!(again.is_none(), "the rows of {names:?} do not stand together");
            }
        };
        for row in 0..frame.height() {
            let names: Vec<&str> = texts.iter().map(|column| column.get(row).unwrap()).collect();
            if current.as_ref().is_none_or(|(now, ..)| *now != names) {
                keep(current.replace((names, 0, Sha256::new())));
            }
            let (_, count, digest) = current.as_mut().unwrap();
            *count += 1;
            digest.update((seconds.get(row).unwrap() / 1_000).to_le_bytes());
            digest.update(values.get(row).unwrap().to_le_bytes());
        }
        keep(current);
    }
    let hex = |digest: Sha256| {
        digest.finalize().iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
    };
    digests.into_iter().map(|(name, (count, digest))| (name, format!("{count}\t{}", hex(digest)))).collect()
}

#[test]
fn points_are_the_generator_s() {
    let printed = generate(&[Path::new("--digests")]);
    let fresh: BTreeMap<String, String> = printed
        .lines()
        .map(|line| {
            let cut = line.match_indices('\t').nth(5).unwrap().0;
            (line[..cut].to_owned(), line[cut + 1..].to_owned())
        })
        .collect();
    assert!(fresh.len() > 250, "{} series", fresh.len());
    let columns = ["region", "resource", "metric", "statistic", "period_s"];
    assert_eq!(
        digests_of(
            &folder(),
            &["ec2-instance", "ebs-volume", "logs-group", "rds-instance", "elasticache-cluster"],
            &columns
        ),
        fresh
    );
}

#[test]
fn the_repository_stays_light() {
    let size = |path: &Path| std::fs::metadata(path).unwrap().len();
    let metrics = ["ec2-instance", "ebs-volume", "logs-group", "rds-instance", "elasticache-cluster"];
    let bytes: u64 = metrics.iter().map(|kind| size(&folder().join(format!("metrics/{kind}.parquet")))).sum();
    assert!(bytes < 3_000_000, "{bytes} bytes of metrics");
}
