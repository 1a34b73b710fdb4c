//! RDS Extended Support: a price by the vCPU-hour for major versions past their standard support.

use rust_decimal::Decimal;

use super::engine::{Engine, vcpus};
use crate::catalog::{Field, Resource, Sheet};
use crate::units::{HOURS_PER_MONTH, Quantity, VcpuHour};

/// A major version that AWS bills, or will bill, extended support for.
struct Version {
    engine: &'static str,
    major: &'static str,
    /// `YYYY-MM-DD`.
    billed_from: &'static str,
    /// When the price of the third year begins; empty where there is none.
    third_year_from: &'static str,
}

const fn version(
    engine: &'static str,
    major: &'static str,
    billed_from: &'static str,
    third_year_from: &'static str,
) -> Version {
    Version { engine, major, billed_from, third_year_from }
}

/// From the release calendars of the RDS and Aurora User Guides.
const VERSIONS: &[Version] = &[
    version("mysql", "5.7", "2024-03-01", "2026-03-01"),
    version("mysql", "8.0", "2026-08-01", ""),
    version("postgres", "11", "2024-04-01", "2026-04-01"),
    version("postgres", "12", "2025-03-01", ""),
    version("postgres", "13", "2026-03-01", ""),
    version("aurora-mysql", "5.7", "2024-12-01", ""),
    version("aurora-postgresql", "11", "2024-04-01", "2026-04-01"),
    version("aurora-postgresql", "12", "2025-03-01", ""),
    version("aurora-postgresql", "13", "2026-03-01", ""),
];

/// The day that is meant where none is said: the book's prices are of then, when no version was in its third year.
const PRICED_ON: &str = "2026-01-01";

/// One line for each vCPU, also of the standby (RDS User Guide, Extended Support charges).
pub(super) fn write(resource: &Resource<'_>, sheet: &mut Sheet<'_>, class: &str, engine: Engine<'_>, version: &str) {
    // Without it a version past standard support is upgraded instead.
    if resource.text("engine_lifecycle_support") == Some("open-source-rds-extended-support-disabled") {
        return;
    }
    let major = major(engine.name, version);
    let Some(old) = VERSIONS.iter().find(|old| old.engine == engine.name && old.major == major) else { return };
    let name = format!("{} {major}", engine.name);
    let day = resource.as_of().unwrap_or_else(|| PRICED_ON.to_owned());
    if day.as_str() < old.billed_from {
        return;
    }
    if class == "db.serverless" {
        return sheet.gap(format!("extended support of {name} by the ACU-hour has no price"));
    }
    if let Some(vcpus) = vcpus(class, sheet) {
        let hours = HOURS_PER_MONTH.amount().saturating_mul(vcpus).saturating_mul(engine.copies());
        let is_third = !old.third_year_from.is_empty() && day.as_str() >= old.third_year_from;
        let (years, item) = if is_third { ("year 3", "year3") } else { ("years 1 and 2", "year1") };
        let price = sheet.rate(&format!("rds.extended_support.{item}"));
        sheet.fixed::<VcpuHour>(&format!("Extended support ({years})"), Quantity::new(hours), price);
    }
}

/// `5.7` of `5.7.44`, `11` of `11.22`; MySQL counts two numbers as the major version.
fn major<'a>(engine: &str, version: &'a str) -> &'a str {
    let numbers = if engine.ends_with("mysql") { 2 } else { 1 };
    let end = version.match_indices('.').nth(numbers - 1).map_or(version.len(), |(at, _)| at);
    version.get(..end).unwrap_or(version)
}

pub(super) const CREDIT_HOURS: Field =
    Field::number("monthly_cpu_credit_hrs", "hours a month", "Hours in which a T3 or T4g bursts above its credits.");

/// Surplus CPU credits of burstable classes, where the usage names them: hours × vCPUs.
pub(super) fn cpu_credits(resource: &Resource<'_>, sheet: &mut Sheet<'_>, class: &str, item: &str) {
    let Some(hours) = resource.usage(CREDIT_HOURS.name) else { return };
    let burstable = super::engine::family(class).is_some_and(|family| matches!(family, "t3" | "t4g"));
    if !burstable || hours == Decimal::ZERO {
        return;
    }
    if let Some(vcpus) = vcpus(class, sheet) {
        let price = sheet.rate(item);
        sheet.usage::<VcpuHour>("CPU credits", Some(hours.saturating_mul(vcpus)), price);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_major_version_is_read_as_the_engine_counts_it() {
        let cases = [
            ("mysql", "5.7.44", "5.7"),
            ("aurora-mysql", "5.7.mysql_aurora.2.11.2", "5.7"),
            ("mysql", "8.0", "8.0"),
            ("postgres", "11.22", "11"),
            ("postgres", "16", "16"),
            ("postgres", "", ""),
        ];
        for (engine, version, expected) in cases {
            assert_eq!(major(engine, version), expected, "{engine} {version}");
        }
    }
}
