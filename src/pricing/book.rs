//! Typed lookups.

use crate::model::cost::{PriceMissing, PriceSource};
use crate::model::ids::Region;
use crate::model::vocabulary::{LogClass, Platform, SnapshotTier, StorageClass, Tenancy, VolumeType};
use crate::units::{
    Gb, GbMonth, Hour, IopsMonth, MetricMonth, MibpsMonth, ObjectMonth, Quantity, Request, Unit, UnitPrice, VcpuHour,
};

/// A unit price and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price<U: Unit> {
    pub unit_price: UnitPrice<U>,
    pub source: PriceSource,
}

/// Prices that step with the quantity: each holds from its start until the next one's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieredPrice<U: Unit> {
    /// Ascending; the first starts at zero.
    pub tiers: Vec<(Quantity<U>, Price<U>)>,
}

/// S3 request price groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestTier {
    /// PUT, COPY, POST, LIST.
    Tier1,
    /// GET and the rest.
    Tier2,
}

/// What an instance type is, from the embedded table `pricing/AmazonEC2/instance-types.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceSpec {
    pub instance_type: String,
    pub family: String,
    pub size: String,
    pub architecture: String,
    /// `Intel`, `AMD`, `AWS`.
    pub cpu_manufacturer: String,
    pub vcpus: u32,
    pub memory_gib: f64,
    /// `nitro`, `xen`; empty for bare metal.
    pub hypervisor: String,
    /// `None` where the sources contradict each other (T8i).
    pub burstable: Option<bool>,
    /// Baseline share of each vCPU, in percent; burstable types only.
    pub cpu_baseline_percent_per_vcpu: Option<f64>,
    pub cpu_credits_per_hour: Option<f64>,
    pub gpus: u32,
    pub local_disk_gb: f64,
    pub network_baseline_gbps: Option<f64>,
    pub ebs_baseline_throughput_mibps: Option<f64>,
    pub ebs_baseline_iops: Option<u32>,
    pub max_network_interfaces: Option<u32>,
    pub max_ebs_attachments: Option<u32>,
    pub current_generation: bool,
    pub bare_metal: bool,
    /// `YYYY-MM-DD`.
    pub as_of: String,
}

/// All embedded prices. Files are parsed when first asked for.
#[derive(Debug)]
pub struct PriceBook {
    _private: (),
}

#[expect(unused_variables, clippy::unused_self, reason = "not written yet")]
impl PriceBook {
    /// The book this version ships.
    pub fn embedded() -> &'static Self {
        todo!()
    }
    pub fn instance_spec(&self, instance_type: &str) -> Option<&InstanceSpec> {
        todo!()
    }
    /// All known types, sorted by name.
    pub fn instance_specs(&self) -> &[InstanceSpec] {
        todo!()
    }
    /// On-demand compute by the hour.
    pub fn ec2_on_demand(
        &self,
        region: &Region,
        instance_type: &str,
        platform: &Platform,
        tenancy: &Tenancy,
    ) -> Result<Price<Hour>, PriceMissing> {
        todo!()
    }
    /// Surplus CPU credits, dollars a vCPU-hour; `family` is `t3`, `t3a`, `t4g`, …
    pub fn cpu_credits(
        &self,
        region: &Region,
        family: &str,
        platform: &Platform,
    ) -> Result<Price<VcpuHour>, PriceMissing> {
        todo!()
    }
    /// One metric of detailed monitoring for a month (an instance has seven).
    pub fn detailed_monitoring_metric(&self, region: &Region) -> Result<Price<MetricMonth>, PriceMissing> {
        todo!()
    }
    pub fn public_ipv4(&self, region: &Region, in_use: bool) -> Result<Price<Hour>, PriceMissing> {
        todo!()
    }
    pub fn ebs_storage(&self, region: &Region, volume_type: &VolumeType) -> Result<Price<GbMonth>, PriceMissing> {
        todo!()
    }
    /// io1, io2 (tiered) and gp3 (above what is included).
    pub fn ebs_iops(&self, region: &Region, volume_type: &VolumeType) -> Result<TieredPrice<IopsMonth>, PriceMissing> {
        todo!()
    }
    pub fn ebs_throughput(&self, region: &Region, volume_type: &VolumeType) -> Result<Price<MibpsMonth>, PriceMissing> {
        todo!()
    }
    pub fn ebs_snapshot(&self, region: &Region, tier: &SnapshotTier) -> Result<Price<GbMonth>, PriceMissing> {
        todo!()
    }
    pub fn logs_ingestion(&self, region: &Region, class: &LogClass) -> Result<Price<Gb>, PriceMissing> {
        todo!()
    }
    pub fn logs_storage(&self, region: &Region) -> Result<Price<GbMonth>, PriceMissing> {
        todo!()
    }
    pub fn s3_storage(&self, region: &Region, class: &StorageClass) -> Result<TieredPrice<GbMonth>, PriceMissing> {
        todo!()
    }
    pub fn s3_request(
        &self,
        region: &Region,
        class: &StorageClass,
        tier: RequestTier,
    ) -> Result<Price<Request>, PriceMissing> {
        todo!()
    }
    /// A lifecycle transition request into `class`.
    pub fn s3_transition(&self, region: &Region, class: &StorageClass) -> Result<Price<Request>, PriceMissing> {
        todo!()
    }
    /// Intelligent-Tiering monitoring and automation, by object.
    pub fn s3_intelligent_tiering_monitoring(&self, region: &Region) -> Result<Price<ObjectMonth>, PriceMissing> {
        todo!()
    }
}
