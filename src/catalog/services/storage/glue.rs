//! Glue: the data catalog by object and request, crawlers and jobs by the DPU-hour (AWS Glue pricing).

use rust_decimal::Decimal;

use super::declared::{choice, required};
use super::usage_line::{self, Charge, UsageLine, fields};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::DpuHour;

const CATALOG: [UsageLine; 2] = [
    UsageLine::new(
        Field::number("monthly_objects", "objects", "Tables, partitions and databases held."),
        "Catalog objects",
        Charge::Objects("glue.catalog.object"),
    ),
    UsageLine::new(
        Field::number("monthly_requests", "requests a month", "Requests to the catalog."),
        "Catalog requests",
        Charge::Requests("glue.catalog.request"),
    ),
];
const CRAWLS: [UsageLine; 1] = [UsageLine::new(
    Field::number("monthly_hours", "DPU-hours a month", "Hours of crawling, each on one DPU."),
    "Crawling",
    Charge::DpuHours("glue.crawler.dpu"),
)];

pub(super) const CATALOG_DATABASE: Kind = Kind {
    type_name: "aws_glue_catalog_database",
    kind: "glue-catalog-database",
    service: "AWSGlue",
    attributes: &[],
    usage: &fields(&CATALOG),
    price: catalog,
};

pub(super) const CRAWLER: Kind = Kind {
    type_name: "aws_glue_crawler",
    kind: "glue-crawler",
    service: "AWSGlue",
    attributes: &[],
    usage: &fields(&CRAWLS),
    price: crawler,
};

pub(super) const JOB: Kind = Kind {
    type_name: "aws_glue_job",
    kind: "glue-job",
    service: "AWSGlue",
    attributes: &[
        Field::number("max_capacity", "DPUs", "DPUs of a run, instead of workers; 10, of a Python shell 0.0625."),
        Field::number("number_of_workers", "workers", "Workers of a run."),
        Field::text("worker_type", "`Standard`, also without it, `G.1X`, `G.2X`, …"),
        Field::text("execution_class", "`STANDARD` (also without it) or `FLEX`."),
        Field::block(
            "command",
            &[Field::text("name", "`glueetl` (also without it), `pythonshell`, `gluestreaming` or `glueray`.")],
            "What is run.",
        ),
    ],
    usage: &[Field::number("monthly_hours", "hours a month", "Hours that the job runs.")],
    price: job,
};

fn catalog(database: &Resource<'_>, sheet: &mut Sheet<'_>) {
    usage_line::write(&CATALOG, database, sheet);
}

fn crawler(crawler: &Resource<'_>, sheet: &mut Sheet<'_>) {
    usage_line::write(&CRAWLS, crawler, sheet);
}

fn job(job: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let Some(dpus) = dpus(job, sheet) else { return };
    let Some(class) = choice(job, "execution_class", "STANDARD", sheet) else { return };
    let worker = job.text("worker_type").unwrap_or_default();
    let item = if job.text("command.name") == Some("glueray") {
        "glue.job.dpu.ray"
    } else if worker.starts_with("R.") {
        "glue.job.dpu.memory_optimized"
    } else if class == "FLEX" {
        "glue.job.dpu.flex"
    } else {
        "glue.job.dpu"
    };
    let hours = job.usage("monthly_hours").map(|hours| hours.saturating_mul(dpus));
    let name = format!("Run time ({} DPUs)", dpus.normalize());
    sheet.usage::<DpuHour>(&name, hours, sheet.rate(item));
}

/// DPUs of a run: as told, workers × DPUs of a worker, or the default of the command (AWS Glue API, *MaxCapacity*).
fn dpus(job: &Resource<'_>, sheet: &mut Sheet<'_>) -> Option<Decimal> {
    if let Some(capacity) = job.number("max_capacity").filter(|capacity| *capacity > Decimal::ZERO) {
        return Some(capacity);
    }
    let by_workers = ["worker_type", "number_of_workers"];
    if by_workers.iter().any(|name| job.attributes().value(name).is_some() || job.is_unknown(name)) {
        let worker = choice(job, "worker_type", "Standard", sheet)?;
        let workers = required(job, "number_of_workers", sheet)?;
        let Some(each) = dpus_of_worker(worker) else {
            sheet.gap(format!("the DPUs of a worker of type `{worker}` are not known"));
            return None;
        };
        return Some(workers.saturating_mul(each));
    }
    if job.is_unknown("max_capacity") {
        return required(job, "max_capacity", sheet);
    }
    match job.text("command.name").unwrap_or("glueetl") {
        "pythonshell" => Some(Decimal::new(625, 4)),
        "glueetl" | "gluestreaming" => Some(Decimal::TEN),
        _ => required(job, "number_of_workers", sheet),
    }
}

/// AWS Glue API, *WorkerType*; a worker of Ray counts M-DPUs.
fn dpus_of_worker(worker: &str) -> Option<Decimal> {
    Some(match worker {
        "G.025X" => Decimal::new(25, 2),
        "Standard" | "G.1X" | "R.1X" => Decimal::ONE,
        "G.2X" | "R.2X" | "Z.2X" => Decimal::TWO,
        "G.4X" | "R.4X" => Decimal::from(4),
        "G.8X" | "R.8X" => Decimal::from(8),
        "G.12X" => Decimal::from(12),
        "G.16X" => Decimal::from(16),
        _ => return None,
    })
}
