//! Database engines and instance classes in the words of the price book.

use super::super::purchase::{Instances, Reservation, ReservedRate, write};
use crate::catalog::{Resource, Sheet};
use crate::model::cost::PriceMissing;
use crate::pricing::TieredPrice;
use crate::units::Hour;
use rust_decimal::Decimal;

/// What an instance's price depends on beside its class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Engine<'a> {
    /// As the book names it: `oracle-se2` also for its multitenant form `oracle-se2-cdb`.
    pub(super) name: &'a str,
    pub(super) license: &'a str,
    pub(super) multi_az: bool,
}

impl<'a> Engine<'a> {
    /// `license` is `license_model` as declared.
    pub(super) fn new(engine: &'a str, license: Option<&'a str>, multi_az: bool) -> Self {
        let name = match engine {
            "aurora" => "aurora-mysql",
            other => other.strip_suffix("-cdb").unwrap_or(other),
        };
        // Aurora has no Multi-AZ instances: its cluster's storage spans three zones, each instance is billed by itself.
        let multi_az = multi_az && !name.starts_with("aurora");
        Self { name, license: license_of(name, license), multi_az }
    }

    pub(super) fn is_aurora(&self) -> bool {
        self.name.starts_with("aurora")
    }

    pub(super) const fn deployment(&self) -> &'static str {
        if self.multi_az { "multi-az" } else { "single-az" }
    }

    /// The instances that are billed for one declared: the standby of a Multi-AZ deployment is one more.
    pub(super) fn copies(&self) -> Decimal {
        if self.multi_az { Decimal::TWO } else { Decimal::ONE }
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

/// One instance that runs all month. `storage` is a suffix of the deployment whose instances cost more: `-io-optimized`.
pub(super) fn instance_hours(
    resource: &Resource<'_>,
    sheet: &mut Sheet<'_>,
    class: &str,
    engine: Engine<'_>,
    storage: &str,
) {
    let deployment = format!("{}{storage}", engine.deployment());
    let shown = if engine.multi_az { "Multi-AZ" } else { "Single-AZ" };
    let instances = Instances {
        what: "Instance",
        detail: &format!("{}, {shown}{storage}, {class}", engine.name),
        count: Decimal::ONE,
        usage_based: false,
        reserved_rate: ReservedRate::Hourly,
    };
    let item = format!("{}.{}.{class}.{deployment}", engine.name, engine.license);
    let on_demand = |sheet: &Sheet<'_>| on_demand(sheet, class, engine, &deployment, &item);
    let reserved = |sheet: &Sheet<'_>, reservation: Reservation| {
        sheet.rate(&format!("rds.reserved.{item}.{}.{}", reservation.term, reservation.payment))
    };
    write(resource, sheet, instances, on_demand, reserved);
}

fn on_demand(
    sheet: &Sheet<'_>,
    class: &str,
    engine: Engine<'_>,
    deployment: &str,
    item: &str,
) -> Result<TieredPrice<Hour>, PriceMissing> {
    let key = format!("{class} {} {} {deployment}", engine.name, engine.license);
    sheet
        .hourly("AmazonRDS/on-demand", &key)
        .or_else(|missing| sheet.rate(&format!("rds.instance.{item}")).map_err(|_| missing))
}

/// `t3` of `db.t3.large`.
pub(super) fn family(class: &str) -> Option<&str> {
    class.strip_prefix("db.")?.split('.').next()
}

/// vCPUs of a class: those of the EC2 type of its name; a gap where there is none.
pub(super) fn vcpus(class: &str, sheet: &mut Sheet<'_>) -> Option<Decimal> {
    let instance_type: Vec<&str> = class.strip_prefix("db.").unwrap_or(class).split('.').take(2).collect();
    let spec = sheet.prices.instance_spec(&instance_type.join("."));
    if spec.is_none() {
        sheet.gap(format!("how many vCPUs {class} has is not known"));
    }
    spec.map(|spec| Decimal::from(spec.vcpus))
}
