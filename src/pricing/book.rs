//! Typed lookups.

use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::file::{self, PriceFile, PriceRow};
use super::folder::{FolderError, PriceFolder};
use super::instance_types::SPECS;
use super::listing::{ListedPrice, PriceFilter};
use super::manifest::{MANIFEST, PriceManifest};
use super::node_types::NODES;
use super::storage_class_rules::{self, StorageClassRule};
use super::{FoundItem, InstanceSpec, NodeSpec, Price, SpotAdvice, TieredPrice, s3_items, search, spot_advisor};
use crate::model::cost::{PriceMissing, PriceSource};
use crate::model::ids::Region;
use crate::model::vocabulary::{LogClass, Platform, SnapshotTier, StorageClass, Tenancy, VolumeType};
use crate::units::{
    Gb, GbMonth, Hour, IopsMonth, MetricMonth, MibpsMonth, ObjectMonth, Quantity, Request, Unit, UnitPrice, VcpuHour,
};

/// A table: one file a region.
const ON_DEMAND: &str = "AmazonEC2/on-demand";
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

/// All embedded prices, parsed when first asked for, and before them those of a folder of the user's.
#[derive(Debug)]
pub struct PriceBook {
    folder: Option<PriceFolder>,
}

static EMBEDDED: LazyLock<PriceBook> = LazyLock::new(|| PriceBook { folder: None });

impl PriceBook {
    /// The book this version ships.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// The embedded book behind the prices of `folder`: an item that the folder has in a region is answered from there
    /// with all its tiers.
    ///
    /// # Errors
    /// When the folder cannot be read, or with every mistake in it.
    pub fn with_folder(folder: &Path) -> Result<Self, FolderError> {
        Ok(Self { folder: Some(PriceFolder::load(folder)?) })
    }

    /// The user's prices, when there are any.
    pub const fn folder(&self) -> Option<&PriceFolder> {
        self.folder.as_ref()
    }

    const fn at(&self, path: &'static str) -> Layers<'_> {
        self.within(Place::File(path))
    }

    const fn within<'a>(&'a self, place: Place<'a>) -> Layers<'a> {
        Layers { folder: self.folder.as_ref(), place }
    }

    pub fn instance_spec(&self, instance_type: &str) -> Option<&InstanceSpec> {
        let specs = self.instance_specs();
        specs.binary_search_by(|spec| spec.instance_type.as_str().cmp(instance_type)).ok().and_then(|at| specs.get(at))
    }

    /// All known types, sorted by name.
    pub fn instance_specs(&self) -> &[InstanceSpec] {
        &SPECS
    }

    pub fn node_spec(&self, node_type: &str) -> Option<&NodeSpec> {
        let specs = self.node_specs();
        specs.binary_search_by(|spec| spec.node_type.as_str().cmp(node_type)).ok().and_then(|at| specs.get(at))
    }

    /// All known cache node types, sorted by name.
    pub fn node_specs(&self) -> &[NodeSpec] {
        &NODES
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
        flat(self.within(Place::Table(ON_DEMAND)), region, &item, || format!("EC2 on-demand {item}"))
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
        flat(self.at(CPU_CREDITS), region, &item, || format!("EC2 CPU credits {family} {platform}"))
    }

    /// One metric of detailed monitoring for a month (an instance has seven).
    ///
    /// AWS bills detailed monitoring as custom metrics; this is the price of the first 10,000 metrics of an account in a
    /// region (Amazon CloudWatch pricing, *EC2 detailed monitoring*).
    pub fn detailed_monitoring_metric(&self, region: &Region) -> Result<Price<MetricMonth>, PriceMissing> {
        flat(self.at(METRICS), region, "cloudwatch.metrics.custom", || "CloudWatch custom metric".to_owned())
    }

    pub fn public_ipv4(&self, region: &Region, in_use: bool) -> Result<Price<Hour>, PriceMissing> {
        let state = if in_use { "in_use" } else { "idle" };
        let item = format!("vpc.public_ipv4.{state}");
        flat(self.at(PUBLIC_IPV4), region, &item, || format!("public IPv4 address {state}"))
    }

    pub fn ebs_storage(&self, region: &Region, volume_type: &VolumeType) -> Result<Price<GbMonth>, PriceMissing> {
        let item = format!("ebs.{volume_type}.storage");
        flat(self.at(EBS), region, &item, || format!("EBS {volume_type} storage"))
    }

    /// io1, io2 (tiered) and gp3 (above the 3,000 that are included).
    pub fn ebs_iops(&self, region: &Region, volume_type: &VolumeType) -> Result<TieredPrice<IopsMonth>, PriceMissing> {
        let item = format!("ebs.{volume_type}.provisioned_iops");
        tiered(self.at(EBS), region, &item, || format!("EBS {volume_type} provisioned IOPS"))
    }

    /// gp3, above the 125 MiB/s that are included.
    pub fn ebs_throughput(&self, region: &Region, volume_type: &VolumeType) -> Result<Price<MibpsMonth>, PriceMissing> {
        let item = format!("ebs.{volume_type}.provisioned_throughput");
        flat(self.at(EBS), region, &item, || format!("EBS {volume_type} provisioned throughput"))
    }

    pub fn ebs_snapshot(&self, region: &Region, tier: &SnapshotTier) -> Result<Price<GbMonth>, PriceMissing> {
        let item = format!("ebs.snapshot.storage_{tier}");
        flat(self.at(EBS), region, &item, || format!("EBS snapshot storage {tier}"))
    }

    /// By the uncompressed GiB.
    pub fn logs_ingestion(&self, region: &Region, class: &LogClass) -> Result<Price<Gb>, PriceMissing> {
        let item = match class {
            LogClass::Standard => "cloudwatch.logs.ingest.standard",
            LogClass::InfrequentAccess => "cloudwatch.logs.ingest.infrequent_access",
            LogClass::Delivery | LogClass::Other(_) => "",
        };
        flat(self.at(LOGS), region, item, || format!("CloudWatch Logs ingestion {class}"))
    }

    /// By the compressed GiB held; the Standard and Infrequent Access classes share it.
    pub fn logs_storage(&self, region: &Region) -> Result<Price<GbMonth>, PriceMissing> {
        flat(self.at(LOGS), region, "cloudwatch.logs.storage", || "CloudWatch Logs storage".to_owned())
    }

    /// AWS counts a tier's bytes over all buckets of an account in a region.
    pub fn s3_storage(&self, region: &Region, class: &StorageClass) -> Result<TieredPrice<GbMonth>, PriceMissing> {
        let item = s3_items::storage(class).unwrap_or_default();
        tiered(self.at(S3_STORAGE), region, item, || format!("S3 storage {class}"))
    }

    /// Parts of incomplete multipart uploads into `class`.
    pub fn s3_upload_parts(&self, region: &Region, class: &StorageClass) -> Result<TieredPrice<GbMonth>, PriceMissing> {
        let item = s3_items::upload_parts(class).unwrap_or_default();
        tiered(self.at(S3_STORAGE), region, item, || format!("S3 incomplete uploads {class}"))
    }

    pub fn s3_request(
        &self,
        region: &Region,
        class: &StorageClass,
        tier: RequestTier,
    ) -> Result<Price<Request>, PriceMissing> {
        let item = s3_items::request(class, tier).unwrap_or_default();
        flat(self.at(S3_REQUESTS), region, &item, || format!("S3 requests {tier:?} {class}"))
    }

    /// A lifecycle transition request into `class`.
    pub fn s3_transition(&self, region: &Region, class: &StorageClass) -> Result<Price<Request>, PriceMissing> {
        let item = s3_items::transition(class).unwrap_or_default();
        flat(self.at(S3_REQUESTS), region, &item, || format!("S3 lifecycle transition into {class}"))
    }

    /// Intelligent-Tiering monitoring and automation, by object.
    pub fn s3_intelligent_tiering_monitoring(&self, region: &Region) -> Result<Price<ObjectMonth>, PriceMissing> {
        let shown = || "S3 Intelligent-Tiering monitoring".to_owned();
        flat(self.at(S3_STORAGE), region, "s3.int.monitoring", shown)
    }

    /// What a storage class bills beyond bytes; `None` for classes the table does not hold.
    pub fn storage_class_rule(&self, class: &StorageClass) -> Option<&StorageClassRule> {
        storage_class_rules::rule(class)
    }

    /// The tiers of any item of a service (its code in the AWS Price List), looked up by the names of `pricing/`:
    /// `rate::<Request>("AWSQueueService", region, "sqs.request.standard")`.
    pub fn rate<U: Unit>(&self, service: &str, region: &Region, item: &str) -> Result<TieredPrice<U>, PriceMissing> {
        let shown = || format!("{service} {item}");
        tiered(self.within(Place::Service(service)), region, item, shown)
    }

    /// A price by the hour from a table that is split by region; `item` is its columns, parted by spaces:
    /// `hourly("AmazonRDS/on-demand", region, "db.t3.large mysql multi-az")`.
    pub fn hourly(&self, table: &str, region: &Region, item: &str) -> Result<Price<Hour>, PriceMissing> {
        flat(self.within(Place::Table(table)), region, item, || {
            format!("{} {item}", table.split('/').next().unwrap_or(table))
        })
    }

    /// Every price that passes `filter`, sorted by service, file, region and item.
    pub fn list<'a>(&'a self, filter: &'a PriceFilter) -> impl Iterator<Item = ListedPrice> + 'a {
        filter.list(self.folder.as_ref())
    }

    /// The items that `words` come close to, in any service and region, the closest first.
    pub fn find(&self, words: &[String]) -> Vec<FoundItem> {
        search::find(self, words)
    }

    /// The files of the book: how many rows, from which days.
    pub fn manifest(&self) -> &PriceManifest {
        &MANIFEST
    }
}

/// Where the embedded book holds an item.
#[derive(Clone, Copy)]
enum Place<'a> {
    /// The path of a file whose rows name their region.
    File(&'static str),
    /// Prices by the hour, a file a region: `AmazonRDS/on-demand`.
    Table(&'a str),
    /// Any file of a service whose rows name their region.
    Service(&'a str),
}

/// What answers: the rows of the service in the folder, then the embedded ones.
#[derive(Clone, Copy)]
struct Layers<'a> {
    folder: Option<&'a PriceFolder>,
    place: Place<'a>,
}

impl Layers<'_> {
    fn embedded(self, region: &str, item: &str) -> Option<&'static PriceFile> {
        match self.place {
            Place::File(path) => file::file(path),
            Place::Table(table) => file::hourly(table, region),
            Place::Service(service) => {
                file::of_service(service).find(|file: &&PriceFile| !file.tiers(region, item).is_empty())
            }
        }
    }

    fn service(&self) -> &str {
        match self.place {
            Place::File(path) | Place::Table(path) => path.split('/').next().unwrap_or(path),
            Place::Service(service) => service,
        }
    }

    fn tiers<U: Unit>(self, region: &str, item: &str) -> Option<TieredPrice<U>> {
        let own = self.folder.map_or(&[][..], |folder| folder.tiers(self.service(), region, item));
        if !own.is_empty() {
            return tiers_of(own.iter().map(|row| (row.file.as_ref(), Cow::Owned(row.view()))));
        }
        let file = self.embedded(region, item)?;
        tiers_of(file.tiers(region, item).iter().map(|row| (file.path, Cow::Borrowed(row))))
    }
}

/// The tiers of an item.
fn tiered<U: Unit>(
    layers: Layers<'_>,
    region: &Region,
    item: &str,
    shown: impl FnOnce() -> String,
) -> Result<TieredPrice<U>, PriceMissing> {
    layers.tiers(region.as_str(), item).ok_or_else(|| PriceMissing { region: region.clone(), item: shown() })
}

/// The price of an item's first unit.
fn flat<U: Unit>(
    layers: Layers<'_>,
    region: &Region,
    item: &str,
    shown: impl Fn() -> String,
) -> Result<Price<U>, PriceMissing> {
    let tiered = tiered(layers, region, item, &shown)?;
    let first = tiered.tiers.into_iter().next();
    first.map(|(_, price)| price).ok_or_else(|| PriceMissing { region: region.clone(), item: shown() })
}

/// `None` without rows, or when one has another unit.
fn tiers_of<'r, U: Unit>(rows: impl Iterator<Item = (&'r str, Cow<'r, PriceRow<'r>>)>) -> Option<TieredPrice<U>> {
    let mut tiers = Vec::new();
    let mut ends_at = None;
    for (path, row) in rows {
        if row.unit != U::NAME {
            return None;
        }
        ends_at = row.tier_to.map(Quantity::new);
        tiers.push((Quantity::new(row.tier_from), price(path, &row)));
    }
    if tiers.is_empty() { None } else { Some(TieredPrice { tiers, ends_at }) }
}

fn price<U: Unit>(path: &str, row: &PriceRow<'_>) -> Price<U> {
    let from =
        if row.tier_from == Decimal::ZERO { String::new() } else { format!(" from {} {}", row.tier_from, row.unit) };
    let service = path.split('/').next().unwrap_or(path);
    Price {
        unit_price: UnitPrice::new(row.usd_per_unit),
        source: PriceSource {
            file: path.to_owned(),
            key: format!("{service} {} {}{from}", row.region, row.item),
            sku: row.sku.map(str::to_owned),
            source: row.source.text.to_string(),
            as_of: row.source.as_of.to_string(),
        },
    }
}
