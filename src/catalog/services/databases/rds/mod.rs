//! RDS and Aurora (Amazon RDS and Amazon Aurora pricing).

mod aurora_cluster;
mod aurora_instance;
mod engine;
mod extended_support;
mod instance;
mod monitoring;
mod storage;

pub(super) use aurora_cluster::CLUSTER;
pub(super) use aurora_instance::CLUSTER_INSTANCE;
pub(super) use instance::INSTANCE;

use crate::estimate::databases::engine::SERVICE;
