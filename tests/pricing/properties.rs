//! What must hold of any configuration's list cost.

use cloudtrim::model::configuration::Configuration;
use cloudtrim::model::cost::Estimate;
use cloudtrim::model::edit::Edit;
use cloudtrim::model::vocabulary::{LogClass, SnapshotTier, StorageClass, VolumeType};
use cloudtrim::units::{HOURS_PER_MONTH, Usd};
use proptest::prelude::*;

use super::{address, bucket, estimate, instance, log_group, service, snapshot, volume};

const REGIONS: [&str; 4] = ["us-east-1", "eu-west-1", "ap-northeast-1", "nowhere-1"];

fn words(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
}

fn volume_type() -> impl Strategy<Value = VolumeType> {
    words(VolumeType::WORDS).prop_map(|word| VolumeType::from_word(&word))
}

fn storage_class() -> impl Strategy<Value = StorageClass> {
    words(StorageClass::WORDS).prop_map(|word| StorageClass::from_word(&word))
}

fn configuration() -> impl Strategy<Value = Configuration> {
    let size = 0.0..2_000_000.0_f64;
    prop_oneof![
        (words(&["m5.large", "t3.micro", "c7g.xlarge", "t99.huge"]), any::<bool>(), any::<bool>(), 0.0..5_000.0_f64)
            .prop_map(|(instance_type, running, extras, surplus)| {
                let mut instance = instance(&instance_type);
                instance.running = running;
                instance.detailed_monitoring = extras;
                instance.auto_assigned_public_ipv4 = extras;
                instance.surplus_vcpu_hours_per_month = extras.then_some(surplus);
                instance.running_hours_per_month = extras.then_some(surplus / 6.0);
                Configuration::Ec2Instance(instance)
            }),
        (volume_type(), any::<u32>(), any::<Option<u32>>(), any::<Option<u32>>())
            .prop_map(|(kind, size, iops, throughput)| volume(kind, size, iops, throughput)),
        (any::<bool>(), size.clone()).prop_map(|(archive, size)| {
            snapshot(if archive { SnapshotTier::Archive } else { SnapshotTier::Standard }, size)
        }),
        (any::<bool>(), any::<bool>()).prop_map(|(in_use, amazon_owned)| address(in_use, amazon_owned)),
        (
            prop::collection::btree_map(words(&["FARGATE", "FARGATE_SPOT", "EC2"]), 0.0..500.0_f64, 0..3),
            any::<bool>(),
            1_u32..16_384
        )
            .prop_map(|(tasks, extras, units)| service(tasks, units, extras)),
        (words(LogClass::WORDS), size.clone(), prop::option::of(size.clone()))
            .prop_map(|(class, stored, ingested)| log_group(LogClass::from_word(&class), stored, ingested)),
        (
            prop::collection::btree_map(storage_class(), size.clone(), 0..6),
            prop::collection::btree_map(storage_class(), size, 0..3),
            any::<Option<u64>>()
        )
            .prop_map(|(stored, parts, objects)| {
                let mut bucket = bucket(&[]);
                bucket.gib_by_class = stored;
                bucket.incomplete_upload_gib_by_class = parts;
                bucket.monitored_objects = objects;
                Configuration::S3Bucket(bucket)
            }),
    ]
}

/// The sum of the lines, each recomputed from its quantity and unit price.
fn recomputed(estimate: &Estimate) -> Usd {
    estimate.components.iter().map(|line| Usd::new(line.quantity.saturating_mul(line.unit_price))).sum()
}

proptest! {
    #[test]
    fn components_sum_to_the_total(region in prop::sample::select(&REGIONS[..]), configuration in configuration()) {
        let estimate = estimate(region, configuration);
        prop_assert_eq!(estimate.known(), recomputed(&estimate));
        prop_assert!(estimate.components.iter().all(|line| !line.monthly.is_negative() && !line.monthly.is_zero()));
        prop_assert!(estimate.components.iter().all(|line| line.price.key.contains(region)), "a price was borrowed");
    }

    #[test]
    fn no_change_saves_nothing_and_deleting_costs_nothing(
        region in prop::sample::select(&REGIONS[..]), configuration in configuration()
    ) {
        prop_assert_eq!(estimate(region, configuration.clone()), estimate(region, configuration.clone()));
        let absent = estimate(region, Edit::Delete.apply(&configuration));
        prop_assert_eq!(absent, Estimate::default());
    }

    #[test]
    fn a_larger_volume_never_costs_less(
        kind in volume_type(), size in 1_u32..60_000, iops in 0_u32..200_000, throughput in 0_u32..2_000,
        more in 0_u32..5_000
    ) {
        let cost = |size, iops, throughput| {
            estimate("eu-west-1", volume(kind.clone(), size, Some(iops), Some(throughput))).known()
        };
        let before = cost(size, iops, throughput);
        prop_assert!(cost(size + more, iops, throughput) >= before);
        prop_assert!(cost(size, iops + more, throughput) >= before);
        prop_assert!(cost(size, iops, throughput + more) >= before);
    }

    #[test]
    fn more_bytes_never_cost_less(class in storage_class(), gib in 0.0..2_000_000.0_f64, more in 0.0..100_000.0_f64) {
        let cost = |gib| estimate("us-east-1", Configuration::S3Bucket(bucket(&[(class.clone(), gib)]))).known();
        prop_assert!(cost(gib + more) >= cost(gib));
        let kept = |gib| estimate("us-east-1", log_group(LogClass::Standard, gib, Some(gib))).known();
        prop_assert!(kept(gib + more) >= kept(gib));
        let snapshots = |gib| estimate("us-east-1", snapshot(SnapshotTier::Standard, gib)).known();
        prop_assert!(snapshots(gib + more) >= snapshots(gib));
    }

    /// Objects and parts of one class fill the same tiers: apart they cost what they cost together.
    #[test]
    fn parts_cost_what_as_many_objects_would(stored in 0_u32..1_000_000, parts in 0_u32..1_000_000) {
        let mut apart = bucket(&[(StorageClass::Standard, f64::from(stored))]);
        apart.incomplete_upload_gib_by_class.insert(StorageClass::Standard, f64::from(parts));
        let together = bucket(&[(StorageClass::Standard, f64::from(stored) + f64::from(parts))]);
        prop_assert_eq!(
            estimate("us-east-1", Configuration::S3Bucket(apart)).known(),
            estimate("us-east-1", Configuration::S3Bucket(together)).known()
        );
    }
}

/// Just below, at and just above an edge the cost has no step.
#[test]
fn tiers_meet_at_their_edges() {
    let s3 = |gib: f64| {
        estimate("us-east-1", Configuration::S3Bucket(bucket(&[(StorageClass::Standard, gib)]))).known().to_f64()
    };
    for edge in [51_200.0, 512_000.0] {
        assert!((s3(edge) - s3(edge - 0.001)).abs() < 0.0001, "{edge}");
        assert!((s3(edge + 0.001) - s3(edge)).abs() < 0.0001, "{edge}");
    }
    let io2 = |iops| estimate("eu-west-1", volume(VolumeType::Io2, 100, Some(iops), None)).known().to_f64();
    for (edge, below, above) in [(32_000, 0.072, 0.0504), (64_000, 0.0504, 0.03528)] {
        assert!((io2(edge) - io2(edge - 1) - below).abs() < 1e-6, "{edge}");
        assert!((io2(edge + 1) - io2(edge) - above).abs() < 1e-6, "{edge}");
    }
}

#[test]
fn every_type_of_a_region_is_priced_by_the_month() {
    let book = cloudtrim::pricing::PriceBook::embedded();
    let region = "us-east-1".into();
    let mut priced = 0;
    for spec in book.instance_specs() {
        let linux = cloudtrim::model::vocabulary::Platform::Linux;
        let shared = cloudtrim::model::vocabulary::Tenancy::Shared;
        if let Ok(price) = book.ec2_on_demand(&region, &spec.instance_type, &linux, &shared) {
            priced += 1;
            let estimate = estimate("us-east-1", Configuration::Ec2Instance(instance(&spec.instance_type)));
            assert_eq!(estimate.known(), HOURS_PER_MONTH * price.unit_price, "{}", spec.instance_type);
        }
    }
    assert!(priced > 1_200, "only {priced} types have a price");
}
