//! Monthly list costs that AWS's price pages and infracost's goldens state for us-east-1, at 730 hours.

use cloudtrim::model::configuration::{Configuration, FunctionConfiguration, InstanceConfiguration};
use cloudtrim::model::vocabulary::{
    Architecture, Lifecycle, LogClass, Platform, SnapshotTier, StorageClass, Tenancy, VolumeType,
};

use super::{address, bucket, estimate, instance, log_group, snapshot, volume};

/// In cents, with everything priced.
#[track_caller]
fn costs(region: &str, configuration: Configuration, dollars: &str) {
    let shown = format!("{configuration:?}");
    let estimate = estimate(region, configuration);
    assert!(estimate.is_complete(), "{shown}: {:?}", estimate.missing);
    assert_eq!(estimate.known().cents(), dollars, "{shown}: {:#?}", estimate.components);
}

#[track_caller]
fn misses(region: &str, configuration: Configuration, item: &str) {
    let shown = format!("{configuration:?}");
    let estimate = estimate(region, configuration);
    let items: Vec<&str> = estimate.missing.iter().map(|missing| missing.item.as_str()).collect();
    assert_eq!(items, [item], "{shown}");
    assert_eq!(estimate.missing[0].region.as_str(), region);
}

#[test]
fn instances_by_type() {
    let cases = [
        ("t3.medium", "30.37"),
        ("t3.large", "60.74"),
        ("t2.medium", "33.87"),
        ("m3.medium", "48.91"),
        ("m3.large", "97.09"),
        ("r3.xlarge", "243.09"),
        ("m5.large", "70.08"),
    ];
    for (instance_type, dollars) in cases {
        costs("us-east-1", Configuration::Ec2Instance(instance(instance_type)), dollars);
    }
}

#[test]
fn instances_by_region_and_platform() {
    let on = |platform| InstanceConfiguration { platform, ..instance("m5.large") };
    costs("eu-west-1", Configuration::Ec2Instance(on(Platform::Linux)), "78.11");
    // m5.large: $0.096 + $0.046 for each of two vCPUs.
    costs("us-east-1", Configuration::Ec2Instance(on(Platform::Windows)), "137.24");
    misses("eu-central-1", Configuration::Ec2Instance(on(Platform::Windows)), "EC2 on-demand m5.large windows shared");
    misses("nowhere-1", Configuration::Ec2Instance(on(Platform::Linux)), "EC2 on-demand m5.large linux shared");
    let dedicated = InstanceConfiguration { tenancy: Tenancy::Dedicated, ..instance("t3.medium") };
    misses("us-east-1", Configuration::Ec2Instance(dedicated), "EC2 on-demand t3.medium linux dedicated");
    let sql = InstanceConfiguration { platform: Platform::Other("windows-sql".to_owned()), ..instance("m5.large") };
    misses("us-east-1", Configuration::Ec2Instance(sql), "EC2 on-demand m5.large windows-sql shared");
}

#[test]
fn spot_is_missing_and_never_on_demand() {
    let spot = InstanceConfiguration { lifecycle: Lifecycle::Spot, ..instance("m5.large") };
    misses("us-east-1", Configuration::Ec2Instance(spot.clone()), "EC2 spot m5.large linux shared");
    assert!(estimate("us-east-1", Configuration::Ec2Instance(spot)).components.is_empty());
}

#[test]
fn what_hangs_on_a_running_instance() {
    let bare = instance("t3.medium");
    let monitored = InstanceConfiguration { detailed_monitoring: true, ..bare.clone() };
    costs("us-east-1", Configuration::Ec2Instance(monitored), "32.47");
    let public = InstanceConfiguration { auto_assigned_public_ipv4: true, ..bare.clone() };
    costs("us-east-1", Configuration::Ec2Instance(public.clone()), "34.02");
    let surplus = InstanceConfiguration { surplus_vcpu_hours_per_month: Some(100.0), ..bare.clone() };
    costs("us-east-1", Configuration::Ec2Instance(surplus.clone()), "35.37");
    misses("us-west-2", Configuration::Ec2Instance(surplus), "EC2 CPU credits t3 linux");
    let windows = InstanceConfiguration {
        platform: Platform::Windows,
        surplus_vcpu_hours_per_month: Some(100.0),
        ..bare.clone()
    };
    let eu = estimate("eu-west-1", Configuration::Ec2Instance(windows));
    assert!(eu.components.iter().any(|line| line.name == "Surplus CPU credits" && line.monthly.cents() == "9.60"));
    // Half of the hours: compute, seven metrics and the address cost half, surplus credits were charged while it worked.
    let half = InstanceConfiguration {
        detailed_monitoring: true,
        running_hours_per_month: Some(365.0),
        surplus_vcpu_hours_per_month: Some(100.0),
        ..public.clone()
    };
    costs("us-east-1", Configuration::Ec2Instance(half.clone()), "23.06");
    let wrong = InstanceConfiguration { running_hours_per_month: Some(f64::NAN), ..half.clone() };
    assert!(estimate("us-east-1", Configuration::Ec2Instance(wrong)).unmeasured[0].contains("running hours"));
    let more = InstanceConfiguration { running_hours_per_month: Some(1e9), ..public.clone() };
    costs("us-east-1", Configuration::Ec2Instance(more), "34.02");
    let stopped = InstanceConfiguration { running: false, detailed_monitoring: true, ..public };
    costs("us-east-1", Configuration::Ec2Instance(stopped), "0.00");
    let unmeasured = InstanceConfiguration { surplus_vcpu_hours_per_month: None, ..bare };
    let unmeasured = estimate("us-east-1", Configuration::Ec2Instance(unmeasured));
    assert_eq!(unmeasured.unmeasured, ["surplus CPU credits were not measured"]);
    let fixed = InstanceConfiguration { surplus_vcpu_hours_per_month: None, ..instance("m5.large") };
    assert!(estimate("us-east-1", Configuration::Ec2Instance(fixed)).unmeasured.is_empty());
}

#[test]
fn volumes() {
    let cases = [
        (volume(VolumeType::Gp2, 100, Some(300), None), "10.00"),
        (volume(VolumeType::Gp3, 100, Some(3_000), Some(125)), "8.00"),
        (volume(VolumeType::Gp3, 100, Some(4_000), Some(125)), "13.00"),
        (volume(VolumeType::Gp3, 100, Some(3_000), Some(225)), "12.00"),
        (volume(VolumeType::Io1, 30, Some(300), None), "23.25"),
        (volume(VolumeType::Io2, 30, Some(300), None), "23.25"),
        (volume(VolumeType::St1, 500, None, None), "22.50"),
        (volume(VolumeType::Sc1, 500, None, None), "7.50"),
        (volume(VolumeType::Standard, 40, None, None), "2.00"),
    ];
    for (configuration, dollars) in cases {
        costs("us-east-1", configuration, dollars);
    }
    misses("us-east-1", volume(VolumeType::Other("gp4".to_owned()), 1, None, None), "EBS gp4 storage");
}

#[test]
fn io2_tiers_where_the_book_has_them() {
    // eu-west-1: 32,000 at $0.072, 32,000 at $0.0504, the rest at $0.03528.
    let tiers = estimate("eu-west-1", volume(VolumeType::Io2, 0, Some(70_000), None));
    let lines: Vec<(String, String)> =
        tiers.components.iter().map(|line| (line.name.clone(), line.monthly.cents())).collect();
    assert_eq!(
        lines,
        [
            ("Provisioned IOPS".to_owned(), "2304.00".to_owned()),
            ("Provisioned IOPS above 32000 IOPS-Mo".to_owned(), "1612.80".to_owned()),
            ("Provisioned IOPS above 64000 IOPS-Mo".to_owned(), "211.68".to_owned()),
        ]
    );
    assert_eq!(tiers.components[1].price.sku.as_deref(), Some("FVSCZFYXY7RHFESB"));
    // us-east-1 has a dated price for the first tier only: the rest is missing, not priced like the first.
    let first_only = estimate("us-east-1", volume(VolumeType::Io2, 0, Some(40_000), None));
    assert_eq!(first_only.known().cents(), "2080.00");
    assert_eq!(first_only.missing[0].item, "Provisioned IOPS above 32000 IOPS-Mo");
}

#[test]
fn unknown_performance_is_said() {
    let gp3 = estimate("us-east-1", volume(VolumeType::Gp3, 100, None, None));
    assert_eq!((gp3.known().cents(), gp3.unmeasured.len()), ("8.00".to_owned(), 2));
    let io1 = estimate("us-east-1", volume(VolumeType::Io1, 100, None, None));
    assert_eq!(io1.unmeasured, ["provisioned IOPS of the io1 volume are not known"]);
    let magnetic = estimate("us-east-1", volume(VolumeType::Standard, 40, None, None));
    assert_eq!(magnetic.unmeasured, ["I/O requests of the magnetic volume were not measured"]);
}

#[test]
fn snapshots_and_addresses() {
    costs("us-east-1", snapshot(SnapshotTier::Standard, 100.0), "5.00");
    costs("us-east-1", snapshot(SnapshotTier::Archive, 100.0), "1.25");
    costs("us-east-1", address(false, true), "3.65");
    costs("us-east-1", address(true, true), "3.65");
    costs("us-east-1", address(false, false), "0.00");
    misses("us-east-1", snapshot(SnapshotTier::Other("cold".to_owned()), 1.0), "EBS snapshot storage cold");
    let absurd = estimate("us-east-1", snapshot(SnapshotTier::Standard, f64::NAN));
    assert_eq!((absurd.components.len(), absurd.unmeasured.len()), (0, 1));
    let negative = estimate("us-east-1", snapshot(SnapshotTier::Standard, -1.0));
    assert_eq!((negative.components.len(), negative.unmeasured.len()), (0, 1));
}

/// The cases of the declared types, in `tests/catalog`, use the same charges.
#[test]
fn functions() {
    let function = |memory_mb: u32, architecture: Architecture, kept: u32| {
        Configuration::LambdaFunction(FunctionConfiguration {
            memory_mb,
            architecture,
            ephemeral_storage_mb: 512,
            provisioned_concurrency: Some(kept),
            invocations_per_month: Some(1_000_000.0),
            duration_ms_per_month: Some(400_000_000.0),
        })
    };
    // A million requests, $0.20, and 400,000 seconds.
    costs("us-east-1", function(1024, Architecture::X8664, 0), "6.87");
    costs("us-east-1", function(512, Architecture::X8664, 0), "3.53");
    costs("us-east-1", function(1024, Architecture::Arm64, 0), "5.53");
    // Two of a gigabyte kept all month, $21.90, at the lower price of what runs on them, $3.89.
    costs("us-east-1", function(1024, Architecture::X8664, 2), "25.99");
    misses("us-east-1", function(1024, Architecture::I386, 0), "Lambda i386");
}

#[test]
fn log_groups() {
    costs("us-east-1", log_group(LogClass::Standard, 100.0, Some(10.0)), "8.00");
    costs("us-east-1", log_group(LogClass::InfrequentAccess, 100.0, Some(10.0)), "5.50");
    costs("eu-west-1", log_group(LogClass::Standard, 100.0, Some(10.0)), "8.70");
    let unmeasured = estimate("us-east-1", log_group(LogClass::Standard, 100.0, None));
    assert_eq!(
        (unmeasured.known().cents(), unmeasured.unmeasured[0].as_str()),
        ("3.00".to_owned(), "log ingestion was not measured")
    );
    let delivery = estimate("us-east-1", log_group(LogClass::Delivery, 1.0, Some(1.0)));
    assert_eq!((delivery.components.len(), delivery.missing.len()), (0, 2));
}

#[test]
fn buckets_by_class() {
    let cases = [
        (StorageClass::Standard, "23.00"),
        (StorageClass::StandardIa, "12.50"),
        (StorageClass::OneZoneIa, "10.00"),
        (StorageClass::Glacier, "3.60"),
        (StorageClass::GlacierInstantRetrieval, "4.00"),
        (StorageClass::DeepArchive, "0.99"),
        (StorageClass::IntelligentTieringFrequent, "23.00"),
        (StorageClass::IntelligentTieringArchive, "3.60"),
        (StorageClass::IntelligentTieringDeepArchive, "0.99"),
    ];
    for (class, dollars) in cases {
        costs("us-east-1", Configuration::S3Bucket(bucket(&[(class, 1_000.0)])), dollars);
    }
    let reduced = bucket(&[(StorageClass::ReducedRedundancy, 1.0)]);
    misses("us-east-1", Configuration::S3Bucket(reduced), "S3 storage REDUCED_REDUNDANCY");
    let deep = bucket(&[(StorageClass::DeepArchive, 1.0)]);
    misses("eu-west-1", Configuration::S3Bucket(deep), "S3 storage DEEP_ARCHIVE");
}

#[test]
fn bucket_tiers_monitoring_and_uploads() {
    // 50 TB at $0.023, 450 TB at $0.022, the rest at $0.021.
    let large = bucket(&[(StorageClass::Standard, 600_000.0)]);
    costs("us-east-1", Configuration::S3Bucket(large), "13163.20");
    let mut monitored = bucket(&[(StorageClass::IntelligentTieringFrequent, 100.0)]);
    monitored.monitored_objects = Some(1_000_000);
    costs("us-east-1", Configuration::S3Bucket(monitored.clone()), "4.80");
    monitored.monitored_objects = None;
    let uncounted = estimate("us-east-1", Configuration::S3Bucket(monitored));
    assert!(uncounted.unmeasured.iter().any(|sentence| sentence.contains("were not counted")));

    // Parts lie above the objects: 100 GiB below the edge at $0.023, 100 GiB above it at $0.022.
    let mut uploads = bucket(&[(StorageClass::Standard, 51_100.0)]);
    uploads.incomplete_upload_gib_by_class.insert(StorageClass::Standard, 200.0);
    let lines = estimate("us-east-1", Configuration::S3Bucket(uploads)).components;
    let parts: Vec<String> = lines
        .iter()
        .filter(|line| line.name.starts_with("Incomplete uploads"))
        .map(|line| line.monthly.cents())
        .collect();
    assert_eq!(parts, ["2.30", "2.20"]);

    let mut archive = bucket(&[]);
    archive.incomplete_upload_gib_by_class.insert(StorageClass::Glacier, 100.0);
    costs("us-east-1", Configuration::S3Bucket(archive), "2.10");
}

#[test]
fn what_classes_bill_by_the_object_is_said() {
    let said = |class: StorageClass| {
        let sentences = estimate("us-east-1", Configuration::S3Bucket(bucket(&[(class, 1.0)]))).unmeasured;
        sentences.iter().filter(|sentence| sentence.starts_with("what ")).cloned().collect::<Vec<_>>().join("; ")
    };
    let cases = [
        (StorageClass::Standard, ""),
        (StorageClass::IntelligentTieringFrequent, ""),
        (StorageClass::StandardIa, "what STANDARD_IA bills for objects below its minimum size was not measured"),
        (StorageClass::Glacier, "what GLACIER adds to each archived object was not measured"),
        (
            StorageClass::IntelligentTieringDeepArchive,
            "what INTELLIGENT_TIERING_DAA adds to each archived object was not measured",
        ),
    ];
    for (class, sentence) in cases {
        assert_eq!(said(class.clone()), sentence, "{class}");
    }
}
