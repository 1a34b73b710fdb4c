//! Database engines and instance classes in the words of the price book.

use crate::model::cost::PriceMissing;
use crate::model::ids::Region;
use crate::pricing::{PriceBook, TieredPrice};
use crate::units::Hour;
use rust_decimal::Decimal;

/// The code of the service in the AWS Price List.
pub const SERVICE: &str = "AmazonRDS";

/// What an instance's price depends on beside its class.
#[derive(Clone, Copy, Debug)]
pub struct Engine<'a> {
    /// As the book names it: `oracle-se2` also for its multitenant form `oracle-se2-cdb`.
    pub name: &'a str,
    pub license: &'a str,
    pub multi_az: bool,
}

impl<'a> Engine<'a> {
    /// `license` is `license_model` as declared.
    pub fn new(engine: &'a str, license: Option<&'a str>, multi_az: bool) -> Self {
        let name = match engine {
            "aurora" => "aurora-mysql",
            other => other.strip_suffix("-cdb").unwrap_or(other),
        };
        // Aurora has no Multi-AZ instances: its cluster's storage spans three zones, each instance is billed by itself.
        let multi_az = multi_az && !name.starts_with("aurora");
        Self { name, license: license_of(name, license), multi_az }
    }

    pub fn is_aurora(&self) -> bool {
        self.name.starts_with("aurora")
    }

    pub const fn deployment(&self) -> &'static str {
        if self.multi_az { "multi-az" } else { "single-az" }
    }

    /// `Multi-AZ` or `Single-AZ`.
    pub const fn shown_deployment(&self) -> &'static str {
        if self.multi_az { "Multi-AZ" } else { "Single-AZ" }
    }

    /// The instances that are billed for one declared: the standby of a Multi-AZ deployment is one more.
    pub fn copies(&self) -> Decimal {
        if self.multi_az { Decimal::TWO } else { Decimal::ONE }
    }

    /// `mysql.none.db.t3.large.multi-az`; `storage` is a suffix of deployments whose instances cost more:
    /// `-io-optimized`.
    pub fn item(&self, class: &str, storage: &str) -> String {
        format!("{}.{}.{class}.{}{storage}", self.name, self.license, self.deployment())
    }

    /// An hour of an instance, both of a Multi-AZ pair together.
    pub fn on_demand(
        &self,
        prices: &PriceBook,
        region: &Region,
        class: &str,
        storage: &str,
    ) -> Result<TieredPrice<Hour>, PriceMissing> {
        let key = format!("{class} {} {} {}{storage}", self.name, self.license, self.deployment());
        prices.hourly("AmazonRDS/on-demand", region, &key).map(TieredPrice::from).or_else(|missing| {
            prices.rate(SERVICE, region, &format!("rds.instance.{}", self.item(class, storage))).map_err(|_| missing)
        })
    }
}

/// Where no license model is declared: Oracle Standard Edition One and Two and SQL Server include it, Oracle Enterprise
/// and Standard Edition and Db2 are brought along (RDS User Guide, licensing options); other engines have none.
fn license_of<'a>(engine: &str, declared: Option<&'a str>) -> &'a str {
    let default = match engine {
        "oracle-se1" | "oracle-se2" => "license-included",
        name if name.starts_with("sqlserver") => "license-included",
        name if name.starts_with("oracle") || name.starts_with("db2") => "bring-your-own-license",
        _ => return "none",
    };
    declared.unwrap_or(default)
}

/// The instances of an I/O-Optimized Aurora cluster cost more: the suffix of their deployment.
pub fn storage_suffix(storage_type: Option<&str>) -> &'static str {
    if storage_type == Some("aurora-iopt1") { "-io-optimized" } else { "" }
}

/// `t3` of `db.t3.large`.
pub fn family(class: &str) -> Option<&str> {
    class.strip_prefix("db.")?.split('.').next()
}

/// The EC2 type of a class's name: a class has its vCPUs. `m5.large` of `db.m5.large.tpc1.mem2x`.
pub fn instance_type(class: &str) -> String {
    let parts: Vec<&str> = class.strip_prefix("db.").unwrap_or(class).split('.').take(2).collect();
    parts.join(".")
}

/// vCPUs of a class: those of the EC2 type of its name.
pub fn vcpus(class: &str, prices: &PriceBook) -> Option<Decimal> {
    prices.instance_spec(&instance_type(class)).map(|spec| Decimal::from(spec.vcpus))
}

/// Whether a class is charged for surplus credits.
pub fn is_burstable(class: &str) -> bool {
    family(class).is_some_and(|family| matches!(family, "t3" | "t4g"))
}
