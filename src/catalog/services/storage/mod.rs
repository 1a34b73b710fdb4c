//! Buckets, file systems, backups, delivery and transfer; data lakes' catalog, jobs and queries.

mod athena;
mod backup;
mod cloudfront;
mod cloudfront_function;
mod data_transfer;
mod declared;
mod efs;
mod fsx;
mod fsx_lustre;
mod fsx_ontap;
mod fsx_openzfs;
mod fsx_windows;
mod global_accelerator;
mod glue;
mod s3;
mod s3_classes;
mod s3_observation;
mod transfer;
mod usage_line;

use crate::catalog::Kind;

pub(super) const KINDS: &[&Kind] = &[
    &athena::WORKGROUP,
    &backup::VAULT,
    &cloudfront::DISTRIBUTION,
    &cloudfront_function::FUNCTION,
    &data_transfer::TRANSFER,
    &efs::FILE_SYSTEM,
    &fsx_lustre::FILE_SYSTEM,
    &fsx_ontap::FILE_SYSTEM,
    &fsx_openzfs::FILE_SYSTEM,
    &fsx_windows::FILE_SYSTEM,
    &global_accelerator::ACCELERATOR,
    &global_accelerator::CUSTOM_ROUTING_ACCELERATOR,
    &global_accelerator::ENDPOINT_GROUP,
    &glue::CATALOG_DATABASE,
    &glue::CRAWLER,
    &glue::JOB,
    &s3::BUCKET,
    &s3_observation::ANALYTICS,
    &s3_observation::INVENTORY,
    &transfer::SERVER,
];
