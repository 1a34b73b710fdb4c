//! Athena workgroups: data scanned, reserved capacity, Spark sessions (Amazon Athena pricing).

use super::usage_line::{Charge, UsageLine, fields};
use crate::catalog::{Field, Kind, Resource, Sheet};

const SCANNED: UsageLine = UsageLine::new(
    Field::number("monthly_data_scanned_tb", "TiB a month", "Data that queries scan; each at least 10 MB."),
    "Data scanned",
    Charge::Scanned("athena.query.scanned"),
);
const RESERVED: UsageLine = UsageLine::new(
    Field::number("monthly_provisioned_dpu_hours", "DPU-hours a month", "Reserved capacity for queries."),
    "Provisioned capacity",
    Charge::DpuHours("athena.query.dpu"),
);
const SPARK: UsageLine = UsageLine::new(
    Field::number("monthly_spark_dpu_hours", "DPU-hours a month", "Apache Spark sessions."),
    "Spark sessions",
    Charge::DpuHours("athena.spark.dpu"),
);
const ENGINE: &str = "configuration.engine_version.selected_engine_version";

pub(super) const WORKGROUP: Kind = Kind {
    type_name: "aws_athena_workgroup",
    kind: "athena-workgroup",
    service: "AmazonAthena",
    attributes: &[Field::block(
        "configuration",
        &[Field::block(
            "engine_version",
            &[Field::text("selected_engine_version", "`PySpark engine version 3` for Spark; SQL without it.")],
            "The engine.",
        )],
        "Settings of the workgroup.",
    )],
    usage: &fields(&[SCANNED, RESERVED, SPARK]),
    price,
};

/// A workgroup runs SQL or Spark; what else is given is priced too.
fn price(workgroup: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let spark = workgroup.text(ENGINE).is_some_and(|engine| engine.starts_with("PySpark"));
    let reserved = workgroup.usage(RESERVED.field.name).is_some();
    for (line, shown) in [(SCANNED, !spark && !reserved), (RESERVED, false), (SPARK, spark)] {
        if shown || workgroup.usage(line.field.name).is_some() {
            line.write(workgroup, line.field.name, sheet);
        }
    }
}
