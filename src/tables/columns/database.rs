//! RDS database instances.

use super::{columns, flag, maybe, maybe_text, text};
use crate::model::resource::DbInstance;

columns! { RdsInstance: DbInstance {
    "instance_class": Text, "the DB instance class: `db.m6g.large`", "never", |d, _| text(&d.instance_class);
    "family": Text, "the family of the class: `m6g`; `serverless` for Aurora Serverless v2", "never",
        |d, _| text(d.instance_class.split('.').nth(1).unwrap_or_default());
    "engine": Text, "`mysql`, `postgres`, `aurora-mysql`, …", "never", |d, _| text(&d.engine);
    "engine_version": Text, "the version of the engine", "AWS did not say", |d, _| maybe_text(d.engine_version.as_deref());
    "status": Text, "`available`, `stopped`, …", "never", |d, _| text(&d.status);
    "multi_az": Flag, "it has a standby in a second zone", "AWS did not say", |d, _| flag(d.multi_az);
    "in_cluster": Flag, "it is a member of a DB cluster, as every Aurora instance is", "never",
        |d, _| flag(d.cluster_id.is_some());
    "is_replica": Flag, "it is a read replica of another instance", "never", |d, _| flag(d.replica_of.is_some());
    "has_replicas": Flag, "other instances are read replicas of it", "never", |d, _| flag(!d.replica_ids.is_empty());
    "storage_type": Text, "`gp2`, `gp3`, `io1`, …", "AWS did not say", |d, _| maybe_text(d.storage_type.as_deref());
    "storage": Gib, "the allocated storage", "AWS did not say", |d, _| maybe(d.allocated_gib);
    "iops": Number, "provisioned IOPS", "none are provisioned, or AWS did not say", |d, _| maybe(d.iops);
    "throughput": Number, "provisioned MiB/s", "none is provisioned, or AWS did not say", |d, _| maybe(d.throughput_mibps);
    "age": Age, "days since creation", "AWS did not say", |d, j| maybe(j.age(d.created_at));
    "deletion_protection": Flag, "it cannot be deleted before that is taken off", "AWS did not say",
        |d, _| flag(d.deletion_protection);
} }
