//! The calculator: a configuration's monthly list cost as named components. One file a service.
//!
//! Pure: prices in, components out. A missing price or usage is said, never zero. Conventions, the same for every
//! configuration: a month has 730 hours; AWS's "GB" is a GiB; tiers and free tiers, which AWS counts over an account and
//! region, are counted for each resource alone and from zero, so a large account's list cost is rather over- than
//! understated; transfer, retrieval and (but for functions and tables) requests are no part of a configuration and are not
//! priced.
//!
//! Start with [`estimate`].

mod addresses;
mod buckets;
mod caches;
mod charge;
pub mod databases;
mod fargate;
mod functions;
mod instances;
mod lines;
mod log_groups;
mod objects;
mod snapshots;
mod tables;
mod transitions;
mod volumes;

pub use caches::cache_node_hour;
pub use charge::Charge;
pub use fargate::{TaskLines, TaskSize};
pub use functions::{
    FREE_EPHEMERAL_STORAGE_MB, FunctionArchitecture, duration, ephemeral_storage, kept_ready, requests,
};
pub use instances::DETAILED_MONITORING_METRICS;
pub use objects::{LARGE_ENOUGH_OBJECT_BYTES, MovableObjects, archive_overhead, billable_bytes, movable_objects};
pub use tables::{Class, break_even_utilization};
pub use transitions::transition_list_cost;
pub use volumes::{GP3_INCLUDED_IOPS, GP3_INCLUDED_THROUGHPUT_MIBPS};

use lines::Lines;

use crate::model::configuration::{Configuration, Placed};
use crate::model::cost::Estimate;
use crate::pricing::PriceBook;

/// The monthly list cost of one configuration, before commitments and discounts.
pub fn estimate(placed: &Placed, prices: &PriceBook) -> Estimate {
    let mut lines = Lines::new(prices, &placed.region);
    match &placed.configuration {
        Configuration::Ec2Instance(instance) => instances::price(instance, &mut lines),
        Configuration::EbsVolume(volume) => volumes::price(volume, &mut lines),
        Configuration::EbsSnapshot(snapshot) => snapshots::price(snapshot, &mut lines),
        Configuration::Ec2Address(address) => addresses::price(address, &mut lines),
        // Its instances cost what it costs.
        Configuration::EcsService(service) => fargate::price(service, &mut lines),
        Configuration::DynamodbTable(table) => tables::price(table, &mut lines),
        Configuration::LambdaFunction(function) => functions::price(function, &mut lines),
        Configuration::LogsGroup(group) => log_groups::price(group, &mut lines),
        Configuration::S3Bucket(bucket) => buckets::price(bucket, &mut lines),
        Configuration::RdsInstance(database) => databases::price(database, &mut lines),
        Configuration::ElasticacheCluster(cluster) => caches::price(cluster, &mut lines),
        // A group costs nothing itself.
        Configuration::AutoscalingGroup(_) | Configuration::Absent => {}
    }
    lines.estimate
}
