//! Managed Workflows for Apache Airflow: the environment, workers and schedulers beyond what it includes, its database
//! (Amazon MWAA pricing).

use rust_decimal::Decimal;

use super::amounts::{product, size};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{GbMonth, HOURS_PER_MONTH, Hour};

/// What the environment's price includes.
const INCLUDED_WORKERS: u32 = 1;
const INCLUDED_SCHEDULERS: u32 = 2;

pub(super) const ENVIRONMENT: Kind = Kind {
    type_name: "aws_mwaa_environment",
    kind: "mwaa-environment",
    service: "AmazonMWAA",
    attributes: &[
        Field::text("environment_class", "`mw1.micro` to `mw1.2xlarge`; `mw1.small` without it."),
        Field::number("min_workers", "workers", "Workers that always run; 1, which is included, without it."),
        Field::number("schedulers", "schedulers", "Schedulers; 2, which are included, without it."),
    ],
    usage: &[
        Field::number(
            "additional_workers",
            "workers",
            "Average number beyond the one included; `min_workers` without it.",
        ),
        Field::number("additional_schedulers", "schedulers", "Beyond the two included; `schedulers` without it."),
        Field::number("meta_database_gb", "GB", "Size of the metadata database."),
    ],
    price,
};

fn price(environment: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if environment.is_unknown("environment_class") {
        return sheet.gap("its class is known only after apply");
    }
    let class = environment.text("environment_class").unwrap_or("mw1.small").to_ascii_lowercase();
    let Some(size) = class.strip_prefix("mw1.") else {
        return sheet.gap(format!("the environment class `{class}` is not supported"));
    };
    sheet.all_month(&format!("Environment ({size})"), sheet.rate(&format!("mwaa.environment.{size}")));
    let workers = more(environment, "additional_workers", "min_workers", INCLUDED_WORKERS);
    sheet.usage::<Hour>(&format!("Additional workers ({size})"), workers, sheet.rate(&format!("mwaa.worker.{size}")));
    let schedulers = more(environment, "additional_schedulers", "schedulers", INCLUDED_SCHEDULERS);
    sheet.usage::<Hour>(
        &format!("Additional schedulers ({size})"),
        schedulers,
        sheet.rate(&format!("mwaa.scheduler.{size}")),
    );
    let database = environment.usage("meta_database_gb");
    sheet.usage::<GbMonth>("Metadata database", database, sheet.rate("mwaa.storage"));
}

/// Hours of what runs beyond the included: as the usage says, else what is always there.
fn more(environment: &Resource<'_>, usage: &str, attribute: &str, included: u32) -> Option<Decimal> {
    let declared = size(environment, attribute).map(|count| count.saturating_sub(Decimal::from(included)));
    let count = environment.usage(usage).or_else(|| declared.filter(|more| *more > Decimal::ZERO));
    product(count, Some(HOURS_PER_MONTH.amount()))
}
