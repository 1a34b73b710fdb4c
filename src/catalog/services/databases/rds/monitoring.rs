//! Performance Insights and enhanced monitoring.

use rust_decimal::Decimal;

use super::engine::vcpus;
use crate::catalog::{Field, Resource, Sheet};
use crate::estimate::databases::engine::family;
use crate::units::{AcuMonth, Gb, Quantity, Request, VcpuMonth};

pub(super) const ATTRIBUTES: [Field; 4] = [
    Field::flag("performance_insights_enabled", "Performance Insights; off without it."),
    Field::number("performance_insights_retention_period", "days", "7 (free), or 731; 7 without it."),
    Field::text("database_insights_mode", "`standard` or `advanced`; standard without it."),
    Field::number("monitoring_interval", "seconds", "Enhanced monitoring to CloudWatch Logs; 0 (off) without it."),
];
pub(super) const USAGE: [Field; 2] = [
    Field::number(
        "monthly_additional_performance_insights_requests",
        "requests a month",
        "API requests beyond the free million.",
    ),
    Field::number(
        "monthly_enhanced_monitoring_gb",
        "GiB a month",
        "What enhanced monitoring writes to CloudWatch Logs.",
    ),
];

/// Days of history that cost nothing, and those of two years.
const FREE_DAYS: u32 = 7;
const TWO_YEARS_DAYS: u32 = 731;

/// `acus` is the average capacity of a serverless instance, where the usage gives it.
pub(super) fn write(resource: &Resource<'_>, sheet: &mut Sheet<'_>, class: &str, acus: Option<Decimal>) {
    if resource.text("database_insights_mode") == Some("advanced") {
        sheet.gap("the advanced mode of Database Insights has no price");
    }
    if resource.flag("performance_insights_enabled") == Some(true) {
        retention(resource, sheet, class, acus);
        let requests = resource.usage("monthly_additional_performance_insights_requests");
        let price = sheet.rate("rds.performance_insights.api");
        sheet.usage::<Request>("Performance Insights API requests", requests, price);
    }
    if resource.number("monitoring_interval").is_some_and(|seconds| seconds > Decimal::ZERO) {
        let written = resource.usage("monthly_enhanced_monitoring_gb");
        let price = sheet.rate_of("AmazonCloudWatch", "cloudwatch.logs.ingest.standard");
        sheet.usage::<Gb>("Enhanced monitoring (CloudWatch Logs ingestion)", written, price);
    }
}

fn retention(resource: &Resource<'_>, sheet: &mut Sheet<'_>, class: &str, acus: Option<Decimal>) {
    let days = resource.number("performance_insights_retention_period").unwrap_or(Decimal::from(FREE_DAYS));
    if days <= Decimal::from(FREE_DAYS) {
        return;
    }
    if days != Decimal::from(TWO_YEARS_DAYS) {
        return sheet.gap(format!("Performance Insights kept for {days} days has no price"));
    }
    let name = format!("Performance Insights history (731 days, {class})");
    if class == "db.serverless" {
        let price = sheet.rate("rds.performance_insights.ltr.serverless");
        return sheet.usage::<AcuMonth>(&name, acus, price);
    }
    if let (Some(vcpus), Some(family)) = (vcpus(class, sheet), family(class)) {
        let price = sheet.rate(&format!("rds.performance_insights.ltr.db.{family}"));
        sheet.fixed::<VcpuMonth>(&name, Quantity::new(vcpus), price);
    }
}
