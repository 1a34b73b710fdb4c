//! RDS Extended Support: a price by the vCPU-hour for major versions past their standard support.

use rust_decimal::Decimal;

use super::engine::vcpus;
use crate::catalog::{Field, Resource, Sheet};
use crate::estimate::databases::engine::{Engine, is_burstable};
use crate::estimate::databases::{cpu_credits_item, extended_support_hours, extended_support_item};
use crate::model::engine_support::{DISABLED, ExtendedSupport, major};
use crate::units::VcpuHour;

/// The day that is meant where none is said: the book's prices are of then, when no version was in its third year.
const PRICED_ON: &str = "2026-01-01";

/// One line for each vCPU, also of the standby.
pub(super) fn write(resource: &Resource<'_>, sheet: &mut Sheet<'_>, class: &str, engine: Engine<'_>, version: &str) {
    if resource.text("engine_lifecycle_support") == Some(DISABLED) {
        return;
    }
    let day = resource.as_of().unwrap_or_else(|| PRICED_ON.to_owned());
    let Some(support) = ExtendedSupport::on(engine.name, version, &day) else { return };
    if class == "db.serverless" {
        let name = format!("{} {}", engine.name, major(engine.name, version));
        return sheet.gap(format!("extended support of {name} by the ACU-hour has no price"));
    }
    if let Some(vcpus) = vcpus(class, sheet) {
        let price = sheet.rate(extended_support_item(support));
        let hours = extended_support_hours(vcpus, &engine);
        sheet.fixed::<VcpuHour>(&format!("Extended support ({})", support.words()), hours, price);
    }
}

pub(super) const CREDIT_HOURS: Field =
    Field::number("monthly_cpu_credit_hrs", "hours a month", "Hours in which a T3 or T4g bursts above its credits.");

/// Surplus CPU credits of burstable classes, where the usage names them: hours × vCPUs.
pub(super) fn cpu_credits(resource: &Resource<'_>, sheet: &mut Sheet<'_>, class: &str, engine: Engine<'_>) {
    let Some(hours) = resource.usage(CREDIT_HOURS.name) else { return };
    if !is_burstable(class) || hours == Decimal::ZERO {
        return;
    }
    if let Some(vcpus) = vcpus(class, sheet) {
        let price = sheet.rate(cpu_credits_item(&engine));
        sheet.usage::<VcpuHour>("CPU credits", Some(hours.saturating_mul(vcpus)), price);
    }
}
