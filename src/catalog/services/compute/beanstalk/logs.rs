//! The streamed logs of an environment (Amazon CloudWatch pricing, *Logs*).

use super::Settings;
use crate::catalog::{Field, Resource, Sheet};
use crate::units::{Gb, GbMonth};

pub(super) const FIELDS: &[Field] = &[
    Field::number("storage_gb", "GiB", "Compressed logs kept."),
    Field::number("monthly_data_ingested_gb", "GiB a month", "Logs written."),
    Field::number("monthly_data_scanned_gb", "GiB a month", "Logs scanned by Logs Insights."),
];

const SERVICE: &str = "AmazonCloudWatch";

pub(super) fn price(environment: &Resource<'_>, settings: Settings<'_>, sheet: &mut Sheet<'_>) {
    if settings.flag("aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs") != Some(true) {
        return;
    }
    let usage = |key: &str| environment.usage(&format!("cloudwatch.{key}"));
    let ingestion = sheet.rate_of::<Gb>(SERVICE, "cloudwatch.logs.ingest.standard");
    sheet.usage("Log ingestion", usage("monthly_data_ingested_gb"), ingestion);
    let storage = sheet.rate_of::<GbMonth>(SERVICE, "cloudwatch.logs.storage");
    sheet.usage("Log storage", usage("storage_gb"), storage);
    let scanned = sheet.rate_of::<Gb>(SERVICE, "cloudwatch.logs.insights_scanned");
    sheet.usage("Logs Insights scans", usage("monthly_data_scanned_gb"), scanned);
}
