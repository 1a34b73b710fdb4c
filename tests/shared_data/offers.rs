//! Real offer files, whole or in slices, give the prices that others read from them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use cloudtrim::pricing::{FolderRow, ServiceOffers, Source};
use cloudtrim::refresh::{Collected, Counts, read_csv, read_json};
use rust_decimal::Decimal;

fn pricing() -> PathBuf {
    Path::new(&std::env::var_os("CLOUDTRIM_SHARED_DATA").expect("names the folder of shared data")).join("pricing")
}

fn read(service: &str, file: &str) -> (Vec<FolderRow>, Counts) {
    let path = pricing().join("offer-samples").join(file);
    let offers = ServiceOffers::of(service).unwrap();
    let mut collected = Collected::default();
    if path.extension().is_some_and(|extension| extension == "json") {
        read_json(&path, &offers, &mut collected).unwrap();
    } else {
        read_csv(File::open(&path).unwrap(), &offers, &mut collected).unwrap();
    }
    let source = Source { id: "sample".into(), text: "sample".into(), as_of: "2026-11-21".into() };
    collected.into_rows(&Arc::new(source))
}

/// `(region, item, tier_from)` → price, of the rows that were taken from a real offer file.
fn known(service: &str) -> BTreeMap<(String, String, Decimal), Decimal> {
    let mut reader = csv::Reader::from_path(pricing().join("service_prices.csv")).unwrap();
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let rows = rows.into_iter().filter(|row| row["service"] == service && row["source"].contains("mooncitizen/togen"));
    let decimal = |text: &str| Decimal::from_str(text).unwrap();
    rows.map(|row| {
        ((row["region"].clone(), row["item"].clone(), decimal(&row["tier_from"])), decimal(&row["usd_per_unit"]))
    })
    .collect()
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn real_offers_give_the_prices_that_others_read_from_them() {
    let cases = [
        ("AWSELB", "AWSELB-us-east-1.csv"),
        ("AWSLambda", "AWSLambda-eu-west-2.slice.csv"),
        ("AmazonS3", "AmazonS3-eu-west-2.slice.csv"),
        ("AWSDataTransfer", "AWSDataTransfer-eu-west-2.slice.csv"),
    ];
    for (service, file) in cases {
        let (rows, counts) = read(service, file);
        assert!(counts.refused.is_empty(), "{service}: {:?}", counts.refused);
        let found: BTreeMap<_, _> = rows
            .iter()
            .map(|row| ((row.region.to_string(), row.item.to_string(), row.tier_from), row.usd_per_unit))
            .collect();
        let regions: BTreeSet<&str> = found.keys().map(|(region, ..)| region.as_str()).collect();
        let mut known = known(service);
        known.retain(|(region, ..), _| regions.contains(region.as_str()));
        println!("{service}: {} prices, {} known, unmapped {:?}", found.len(), known.len(), counts.unmapped);
        assert!(known.len() > 3, "{service}: {known:?}");
        for (key, usd) in &known {
            assert_eq!(found.get(key), Some(usd), "{service}: {key:?} of {found:#?}");
        }
    }
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn of_ec2_only_on_demand_compute_without_extras_is_taken() {
    let (rows, counts) = read("AmazonEC2", "AmazonEC2-us-east-2.trimmed.json");
    let items: Vec<_> = rows.iter().map(|row| (row.item.as_ref(), row.usd_per_unit.to_string())).collect();
    assert_eq!(items, [("ebs.gp3.storage", "0.08".to_owned())], "BYOL Windows stays out");
    // The trimmed file has a reservation's upfront fee among its on-demand terms.
    assert_eq!(counts.unmapped.get("Compute Instance"), Some(&2));

    let (rows, counts) = read("AmazonEC2", "AmazonEC2-global.sample.csv");
    println!("{counts:#?}");
    for row in &rows {
        println!("{} {} {}", row.region, row.item, row.usd_per_unit);
        assert!(row.file.starts_with("AmazonEC2/on-demand/"), "{row:?}");
        assert!(row.usd_per_unit > Decimal::ZERO, "{row:?}");
    }
    let metal = rows.iter().find(|row| &*row.region == "us-east-1-nyc-1").unwrap();
    assert_eq!((&*metal.item, metal.usd_per_unit.to_string()), ("c7i.metal-24xl rhel dedicated", "6.92717".to_owned()));
    assert!(counts.not_on_demand > 10 && counts.unmapped.values().sum::<u64>() > 0, "{counts:?}");
}
