//! What watches a bucket: storage class analysis and inventory, by object.

use super::usage_line::{self, Charge, UsageLine, fields};
use crate::catalog::{Field, Kind, Resource, Sheet};

const MONITORED: [UsageLine; 1] = [UsageLine::new(
    Field::number("monthly_monitored_objects", "objects a month", "Objects that are monitored."),
    "Objects monitored",
    Charge::Objects("s3.analytics"),
)];
const LISTED: [UsageLine; 1] = [UsageLine::new(
    Field::number("monthly_listed_objects", "objects a month", "Objects that the inventories list."),
    "Objects listed",
    Charge::Objects("s3.inventory"),
)];

pub(super) const ANALYTICS: Kind = Kind {
    type_name: "aws_s3_bucket_analytics_configuration",
    kind: "s3-analytics",
    service: "AmazonS3",
    attributes: &[],
    usage: &fields(&MONITORED),
    price: analytics,
};

pub(super) const INVENTORY: Kind = Kind {
    type_name: "aws_s3_bucket_inventory",
    kind: "s3-inventory",
    service: "AmazonS3",
    attributes: &[],
    usage: &fields(&LISTED),
    price: inventory,
};

fn analytics(configuration: &Resource<'_>, sheet: &mut Sheet<'_>) {
    usage_line::write(&MONITORED, configuration, sheet);
}

fn inventory(configuration: &Resource<'_>, sheet: &mut Sheet<'_>) {
    usage_line::write(&LISTED, configuration, sheet);
}
