//! RDS database instances: hours, storage, extended support, surplus CPU credits (Amazon RDS and Amazon Aurora pricing).

pub mod engine;
pub mod storage;

use rust_decimal::Decimal;

use super::lines::Lines;
use crate::model::configuration::DbInstanceConfiguration;
use crate::model::engine_support::ExtendedSupport;
use crate::units::{HOURS_PER_MONTH, Quantity, VcpuHour};
use engine::{Engine, SERVICE};
use storage::Part;

/// The item of the fee of extended support, by the vCPU-hour.
pub const fn extended_support_item(support: ExtendedSupport) -> &'static str {
    match support {
        ExtendedSupport::YearsOneAndTwo => "rds.extended_support.year1",
        ExtendedSupport::YearThree => "rds.extended_support.year3",
    }
}

/// vCPU-hours a month that extended support is charged for, those of the standby too (RDS User Guide, Extended Support
/// charges).
pub fn extended_support_hours(vcpus: Decimal, engine: &Engine<'_>) -> Quantity<VcpuHour> {
    Quantity::new(HOURS_PER_MONTH.amount().saturating_mul(vcpus).saturating_mul(engine.copies()))
}

/// The item of surplus CPU credits.
pub fn cpu_credits_item(engine: &Engine<'_>) -> &'static str {
    if engine.is_aurora() { "rds.aurora.cpu_credits" } else { "rds.cpu_credits" }
}

pub(super) fn price(database: &DbInstanceConfiguration, lines: &mut Lines<'_>) {
    let engine = Engine::new(&database.engine, database.license_model.as_deref(), database.multi_az);
    if database.running {
        running(database, &engine, lines);
    }
    if !engine.is_aurora() {
        volume(database, &engine, lines);
    }
}

fn running(database: &DbInstanceConfiguration, engine: &Engine<'_>, lines: &mut Lines<'_>) {
    let class = database.instance_class.as_str();
    if class == "db.serverless" {
        return lines.unmeasured("the capacity that Aurora Serverless v2 used (ACUs) was not measured");
    }
    let suffix = engine::storage_suffix(database.storage_type.as_deref());
    let price = engine.on_demand(lines.prices, lines.region, class, suffix);
    lines.add_tiered("Instance", Quantity::ZERO, HOURS_PER_MONTH, price);
    if let Some(support) = database.extended_support {
        let name = format!("Extended support ({})", support.words());
        match engine::vcpus(class, lines.prices) {
            Some(vcpus) => {
                let price = lines.prices.rate(SERVICE, lines.region, extended_support_item(support));
                lines.add_tiered(&name, Quantity::ZERO, extended_support_hours(vcpus, engine), price);
            }
            None => lines.unmeasured(format!("{name}: how many vCPUs {class} has is not known")),
        }
    }
    surplus_credits(database, engine, lines);
}

fn surplus_credits(database: &DbInstanceConfiguration, engine: &Engine<'_>, lines: &mut Lines<'_>) {
    if !engine::is_burstable(&database.instance_class) {
        return;
    }
    match database.surplus_vcpu_hours_per_month {
        Some(hours) => {
            let quantity = lines.amount("surplus CPU credits", hours);
            let price = lines.prices.rate(SERVICE, lines.region, cpu_credits_item(engine));
            lines.add_tiered("Surplus CPU credits", Quantity::<VcpuHour>::ZERO, quantity, price);
        }
        None => lines.unmeasured("surplus CPU credits were not measured"),
    }
}

fn volume(database: &DbInstanceConfiguration, engine: &Engine<'_>, lines: &mut Lines<'_>) {
    let (Some(kind), Some(gib)) = (database.storage_type.as_deref(), database.allocated_gib) else {
        return lines.unmeasured("the storage type or size of the database is not known");
    };
    if storage::least_gb(kind).is_none() {
        return lines.missing(format!("RDS storage {kind}"));
    }
    let volume = storage::Volume {
        kind,
        gb: Decimal::from(gib),
        iops: database.iops.map(Decimal::from),
        throughput: database.throughput_mibps.map(Decimal::from),
    };
    for part in storage::parts(&volume, engine) {
        match part {
            Part::Storage { name, item, quantity } => {
                lines.add_tiered(&name, Quantity::ZERO, quantity, lines.prices.rate(SERVICE, lines.region, &item));
            }
            Part::Iops { name, item, quantity } => {
                lines.add_tiered(&name, Quantity::ZERO, quantity, lines.prices.rate(SERVICE, lines.region, &item));
            }
            Part::Throughput { name, item, quantity } => {
                lines.add_tiered(&name, Quantity::ZERO, quantity, lines.prices.rate(SERVICE, lines.region, &item));
            }
        }
    }
    if kind == "standard" {
        lines.unmeasured("I/O requests of the magnetic volume were not measured");
    }
}
