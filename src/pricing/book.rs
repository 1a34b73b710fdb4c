//! Typed lookups.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::file::{self, PriceFile, PriceRow};
use super::instance_types::SPECS;
use super::listing::{ListedPrice, PriceFilter};
use super::manifest::{MANIFEST, PriceManifest};
use super::storage_class_rules::{self, StorageClassRule};
use super::{InstanceSpec, Price, SpotAdvice, TieredPrice, s3_items, spot_advisor};
use crate::model::cost::{PriceMissing, PriceSource};
use crate::model::ids::Region;
use crate::model::vocabulary::{LogClass, Platform, SnapshotTier, StorageClass, Tenancy, VolumeType};
use crate::units::{
    Gb, GbMonth, Hour, IopsMonth, MetricMonth, MibpsMonth, ObjectMonth, Quantity, Request, Unit, UnitPrice, VcpuHour,
};

const CPU_CREDITS: &str = "AmazonEC2/cpu-credits.csv";
const EBS: &str = "AmazonEC2/ebs.csv";
const LOGS: &str = "AmazonCloudWatch/logs.csv";
const METRICS: &str = "AmazonCloudWatch/metrics.csv";
const PUBLIC_IPV4: &str = "AmazonVPC/public-ipv4.csv";
const S3_REQUESTS: &str = "AmazonS3/requests.csv";
const S3_STORAGE: &str = "AmazonS3/storage.csv";

/// S3 request price groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestTier {
    /// PUT, COPY, POST, LIST.
    Tier1,
    /// GET and the rest.
    Tier2,
}

/// All embedded prices. Files are parsed when first asked for.
#[derive(Debug)]
pub struct PriceBook {
    _private: (),
}

static EMBEDDED: LazyLock<PriceBook> = LazyLock::new(|| PriceBook { _private: () });

impl PriceBook {
    /// The book this version ships.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    pub fn instance_spec(&self, instance_type: &str) -> Option<&InstanceSpec> {
        let specs = self.instance_specs();
        specs.binary_search_by(|spec| spec.instance_type.as_str().cmp(instance_type)).ok().and_then(|at| specs.get(at))
    }

    /// All known types, sorted by name.
    pub fn instance_specs(&self) -> &[InstanceSpec] {
        &SPECS
    }

    /// On-demand compute by the hour.
    pub fn ec2_on_demand(
        &self,
        region: &Region,
        instance_type: &str,
        platform: &Platform,
        tenancy: &Tenancy,
    ) -> Result<Price<Hour>, PriceMissing> {
        let item = format!("{instance_type} {platform} {tenancy}");
        flat(file::on_demand(region.as_str()), region, &item, || format!("EC2 on-demand {item}"))
    }

    /// How far spot ran below on-demand, in percent, on the day of the advice.
    pub fn spot_savings_percent(
        &self,
        region: &Region,
        instance_type: &str,
        platform: &Platform,
    ) -> Result<SpotAdvice, PriceMissing> {
        spot_advisor::advice(region.as_str(), instance_type, platform.word()).ok_or_else(|| PriceMissing {
            region: region.clone(),
            item: format!("EC2 spot {instance_type} {platform}"),
        })
    }

    /// An estimate of what spot costs by the hour: on-demand less the advised percentage.
    pub fn ec2_spot_estimate(
        &self,
        region: &Region,
        instance_type: &str,
        platform: &Platform,
    ) -> Result<Price<Hour>, PriceMissing> {
        let advice = self.spot_savings_percent(region, instance_type, platform)?;
        let on_demand = self.ec2_on_demand(region, instance_type, platform, &Tenancy::Shared)?;
        let paid = Decimal::from(100_u8.saturating_sub(advice.savings_percent)) / Decimal::ONE_HUNDRED;
        let source = PriceSource {
            file: spot_advisor::PATH.to_owned(),
            key: format!("AmazonEC2 {region} {instance_type} {platform} spot estimate"),
            sku: None,
            source: format!("{}; on-demand: {}", advice.source, on_demand.source.source),
            as_of: advice.as_of.to_owned(),
        };
        Ok(Price { unit_price: UnitPrice::new(on_demand.unit_price.usd_per_unit().saturating_mul(paid)), source })
    }

    /// Surplus CPU credits, dollars a vCPU-hour; `family` is `t3`, `t3a`, `t4g`, …
    pub fn cpu_credits(
        &self,
        region: &Region,
        family: &str,
        platform: &Platform,
    ) -> Result<Price<VcpuHour>, PriceMissing> {
        let item = format!("ec2.cpu_credits.{family}.{platform}");
        flat(file::file(CPU_CREDITS), region, &item, || format!("EC2 CPU credits {family} {platform}"))
    }

    /// One metric of detailed monitoring for a month (an instance has seven).
    ///
    /// AWS bills detailed monitoring as custom metrics; this is the price of the first 10,000 metrics of an account in a
    /// region (Amazon CloudWatch pricing, *EC2 detailed monitoring*).
    pub fn detailed_monitoring_metric(&self, region: &Region) -> Result<Price<MetricMonth>, PriceMissing> {
        flat(file::file(METRICS), region, "cloudwatch.metrics.custom", || "CloudWatch custom metric".to_owned())
    }

    pub fn public_ipv4(&self, region: &Region, in_use: bool) -> Result<Price<Hour>, PriceMissing> {
        let state = if in_use { "in_use" } else { "idle" };
        let item = format!("vpc.public_ipv4.{state}");
        flat(file::file(PUBLIC_IPV4), region, &item, || format!("public IPv4 address {state}"))
    }

    pub fn ebs_storage(&self, region: &Region, volume_type: &VolumeType) -> Result<Price<GbMonth>, PriceMissing> {
        let item = format!("ebs.{volume_type}.storage");
        flat(file::file(EBS), region, &item, || format!("EBS {volume_type} storage"))
    }

    /// io1, io2 (tiered) and gp3 (above the 3,000 that are included).
    pub fn ebs_iops(&self, region: &Region, volume_type: &VolumeType) -> Result<TieredPrice<IopsMonth>, PriceMissing> {
        let item = format!("ebs.{volume_type}.provisioned_iops");
        tiered(file::file(EBS), region, &item, || format!("EBS {volume_type} provisioned IOPS"))
    }

    /// gp3, above the 125 MiB/s that are included.
    pub fn ebs_throughput(&self, region: &Region, volume_type: &VolumeType) -> Result<Price<MibpsMonth>, PriceMissing> {
        let item = format!("ebs.{volume_type}.provisioned_throughput");
        flat(file::file(EBS), region, &item, || format!("EBS {volume_type} provisioned throughput"))
    }

    pub fn ebs_snapshot(&self, region: &Region, tier: &SnapshotTier) -> Result<Price<GbMonth>, PriceMissing> {
        let item = format!("ebs.snapshot.storage_{tier}");
        flat(file::file(EBS), region, &item, || format!("EBS snapshot storage {tier}"))
    }

    /// By the uncompressed GiB.
    pub fn logs_ingestion(&self, region: &Region, class: &LogClass) -> Result<Price<Gb>, PriceMissing> {
        let item = match class {
            LogClass::Standard => "cloudwatch.logs.ingest.standard",
            LogClass::InfrequentAccess => "cloudwatch.logs.ingest.infrequent_access",
            LogClass::Delivery | LogClass::Other(_) => "",
        };
        flat(file::file(LOGS), region, item, || format!("CloudWatch Logs ingestion {class}"))
    }

    /// By the compressed GiB held; the Standard and Infrequent Access classes share it.
    pub fn logs_storage(&self, region: &Region) -> Result<Price<GbMonth>, PriceMissing> {
        flat(file::file(LOGS), region, "cloudwatch.logs.storage", || "CloudWatch Logs storage".to_owned())
    }

    /// AWS counts a tier's bytes over all buckets of an account in a region.
    pub fn s3_storage(&self, region: &Region, class: &StorageClass) -> Result<TieredPrice<GbMonth>, PriceMissing> {
        let item = s3_items::storage(class).unwrap_or_default();
        tiered(file::file(S3_STORAGE), region, item, || format!("S3 storage {class}"))
    }

    /// Parts of incomplete multipart uploads into `class`.
    pub fn s3_upload_parts(&self, region: &Region, class: &StorageClass) -> Result<TieredPrice<GbMonth>, PriceMissing> {
        let item = s3_items::upload_parts(class).unwrap_or_default();
        tiered(file::file(S3_STORAGE), region, item, || format!("S3 incomplete uploads {class}"))
    }

    pub fn s3_request(
        &self,
        region: &Region,
        class: &StorageClass,
        tier: RequestTier,
    ) -> Result<Price<Request>, PriceMissing> {
        let item = s3_items::request(class, tier).unwrap_or_default();
        flat(file::file(S3_REQUESTS), region, &item, || format!("S3 requests {tier:?} {class}"))
    }

    /// A lifecycle transition request into `class`.
    pub fn s3_transition(&self, region: &Region, class: &StorageClass) -> Result<Price<Request>, PriceMissing> {
        let item = s3_items::transition(class).unwrap_or_default();
        flat(file::file(S3_REQUESTS), region, &item, || format!("S3 lifecycle transition into {class}"))
    }

    /// Intelligent-Tiering monitoring and automation, by object.
    pub fn s3_intelligent_tiering_monitoring(&self, region: &Region) -> Result<Price<ObjectMonth>, PriceMissing> {
        let shown = || "S3 Intelligent-Tiering monitoring".to_owned();
        flat(file::file(S3_STORAGE), region, "s3.int.monitoring", shown)
    }

    /// What a storage class bills beyond bytes; `None` for classes the table does not hold.
    pub fn storage_class_rule(&self, class: &StorageClass) -> Option<&StorageClassRule> {
        storage_class_rules::rule(class)
    }

    /// The tiers of any item of a service (its code in the AWS Price List), looked up by the names of `pricing/`:
    /// `rate::<Request>("AWSQueueService", region, "sqs.request.standard")`.
    pub fn rate<U: Unit>(&self, service: &str, region: &Region, item: &str) -> Result<TieredPrice<U>, PriceMissing> {
        let shown = || format!("{service} {item}");
        let holds = |file: &&PriceFile| !file.tiers(region.as_str(), item).is_empty();
        tiered(file::of_service(service).find(holds), region, item, shown)
    }

    /// A price by the hour from a table that is split by region; `item` is its columns, parted by spaces:
    /// `hourly("AmazonRDS/on-demand", region, "db.t3.large mysql multi-az")`.
    pub fn hourly(&self, table: &str, region: &Region, item: &str) -> Result<Price<Hour>, PriceMissing> {
        flat(file::hourly(table, region.as_str()), region, item, || {
            format!("{} {item}", table.split('/').next().unwrap_or(table))
        })
    }

    /// Every price that passes `filter`, sorted by service, file, region and item.
    pub fn list<'a>(&'a self, filter: &'a PriceFilter) -> impl Iterator<Item = ListedPrice> + 'a {
        filter.list()
    }

    /// The files of the book: how many rows, from which days.
    pub fn manifest(&self) -> &PriceManifest {
        &MANIFEST
    }
}

/// The tiers of an item.
fn tiered<U: Unit>(
    file: Option<&'static PriceFile>,
    region: &Region,
    item: &str,
    shown: impl FnOnce() -> String,
) -> Result<TieredPrice<U>, PriceMissing> {
    let missing = |item| PriceMissing { region: region.clone(), item };
    let Some(file) = file else { return Err(missing(shown())) };
    let rows = file.tiers(region.as_str(), item);
    let Some(last) = rows.last() else { return Err(missing(shown())) };
    if rows.iter().any(|row| row.unit != U::NAME) {
        return Err(missing(shown()));
    }
    let tiers = rows.iter().map(|row| (Quantity::new(row.tier_from), price(file, row))).collect();
    Ok(TieredPrice { tiers, ends_at: last.tier_to.map(Quantity::new) })
}

/// The price of an item's first unit.
fn flat<U: Unit>(
    file: Option<&'static PriceFile>,
    region: &Region,
    item: &str,
    shown: impl Fn() -> String,
) -> Result<Price<U>, PriceMissing> {
    let tiered = tiered(file, region, item, &shown)?;
    let first = tiered.tiers.into_iter().next();
    first.map(|(_, price)| price).ok_or_else(|| PriceMissing { region: region.clone(), item: shown() })
}

fn price<U: Unit>(file: &PriceFile, row: &PriceRow) -> Price<U> {
    let from =
        if row.tier_from == Decimal::ZERO { String::new() } else { format!(" from {} {}", row.tier_from, row.unit) };
    Price {
        unit_price: UnitPrice::new(row.usd_per_unit),
        source: PriceSource {
            file: file.path.to_owned(),
            key: format!("{} {} {}{from}", file.service(), row.region, row.item),
            sku: row.sku.map(str::to_owned),
            source: row.source.text.to_owned(),
            as_of: row.source.as_of.to_owned(),
        },
    }
}
