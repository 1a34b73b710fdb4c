//! The committed price book is what the build script makes of the collected facts, and answers them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use cloudtrim::model::vocabulary::{Platform, SnapshotTier, Tenancy, VolumeType};
use cloudtrim::pricing::PriceBook;
use rust_decimal::Decimal;

fn shared_data() -> PathBuf {
    PathBuf::from(
        std::env::var_os("CLOUDTRIM_SHARED_DATA").expect("CLOUDTRIM_SHARED_DATA names the folder of shared data"),
    )
}

/// Every file below `folder`, by path relative to it.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(now) = open.pop() {
        for entry in std::fs::read_dir(&now).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_path_buf(), std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn rebuilding_gives_the_committed_bytes() {
    let pricing = Path::new(env!("CARGO_MANIFEST_DIR")).join("pricing");
    let out = tempfile::tempdir().unwrap();
    let status = Command::new("python3")
        .arg(pricing.join("build.py"))
        .arg(out.path())
        .env("CLOUDTRIM_SHARED_DATA", shared_data())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .status()
        .unwrap();
    assert!(status.success());
    let mut committed = files(&pricing);
    for by_hand in ["build.py", "selected.py", "README.md", "offers.csv"] {
        committed.remove(Path::new(by_hand)).unwrap();
    }
    committed.retain(|path, _| {
        !path.starts_with("found") && !path.starts_with("selection") && !path.starts_with("__pycache__")
    });
    let rebuilt = files(out.path());
    assert_eq!(rebuilt.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (path, bytes) in &rebuilt {
        assert!(bytes == &committed[path], "{} differs from what the script makes", path.display());
    }
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn every_on_demand_fact_is_answered() {
    let book = PriceBook::embedded();
    let mut reader = csv::Reader::from_path(shared_data().join("pricing/ec2_prices.csv")).unwrap();
    let mut rows = 0;
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        let (platform, tenancy) = (Platform::from_word(&row["os"]), Tenancy::from_word(&row["tenancy"]));
        let region = row["region"].as_str().into();
        let price = book.ec2_on_demand(&region, &row["instance_type"], &platform, &tenancy).unwrap();
        assert_eq!(price.unit_price.usd_per_unit(), row["usd_per_hour"].parse::<Decimal>().unwrap(), "{row:?}");
        assert_eq!((price.source.source, price.source.as_of), (row["source"].clone(), row["as_of"].clone()));
        rows += 1;
    }
    assert_eq!(rows, 29_297);
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn every_dated_ebs_storage_fact_is_answered() {
    let book = PriceBook::embedded();
    let mut reader = csv::Reader::from_path(shared_data().join("pricing/ebs_prices.csv")).unwrap();
    let mut rows = 0;
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        let region = row["region"].as_str().into();
        let price = match (row["volume_type"].as_str(), row["charge"].as_str()) {
            ("snapshot", charge) => {
                let Some(tier) = charge.strip_prefix("storage_") else { continue };
                book.ebs_snapshot(&region, &SnapshotTier::from_word(tier))
            }
            (volume_type, "storage") => book.ebs_storage(&region, &VolumeType::from_word(volume_type)),
            _ => continue,
        };
        let price = price.unwrap().unit_price.usd_per_unit();
        assert_eq!(price, row["usd_per_unit"].parse::<Decimal>().unwrap(), "{row:?}");
        rows += 1;
    }
    assert_eq!(rows, 36 * 9);
}
