//! RDS database instances: what runs, its own volume, and the surplus CPU credits it was charged.

use super::instance::surplus_vcpu_hours_per_month;
use super::{Measured, Usage};
use crate::model::configuration::{Configuration, DbInstanceConfiguration};
use crate::model::engine_support::{DISABLED, ExtendedSupport};
use crate::model::resource::DbInstance;

pub(super) fn configuration(database: &DbInstance, measured: Measured<'_>) -> Usage {
    if matches!(database.status.as_str(), "deleting" | "failed") {
        return Usage::known(Configuration::Absent);
    }
    let mut unmeasured = Vec::new();
    // Whether there is a standby doubles the price: without it nothing can be said. Aurora's instances have none.
    let aurora = database.engine.starts_with("aurora");
    let Some(multi_az) = database.multi_az.or(aurora.then_some(false)) else {
        return Usage::unknown("whether it has a standby (Multi-AZ) is not known");
    };
    if database.cluster_id.is_some() && !aurora {
        unmeasured.push("instances of Multi-AZ DB clusters have no price: it is priced as an instance".to_owned());
        return Usage { configuration: None, unmeasured };
    }
    let running = !matches!(database.status.as_str(), "stopped" | "stopping");
    if aurora && database.storage_type.is_none() {
        unmeasured.push("whether its cluster is I/O-Optimized, whose instances cost more, is not known".to_owned());
    }
    let surplus =
        if running { surplus_vcpu_hours_per_month(&database.key(), database.created_at, measured) } else { None };
    Usage {
        configuration: Some(Configuration::RdsInstance(DbInstanceConfiguration {
            instance_class: database.instance_class.clone(),
            engine: database.engine.clone(),
            license_model: license(database.license_model.as_deref()),
            multi_az,
            running,
            storage_type: database.storage_type.clone(),
            allocated_gib: database.allocated_gib.filter(|_| !aurora),
            iops: database.iops.filter(|iops| *iops > 0),
            throughput_mibps: database.throughput_mibps.filter(|throughput| *throughput > 0),
            extended_support: extended_support(database, measured),
            surplus_vcpu_hours_per_month: surplus.filter(|_| database.instance_class.starts_with("db.t")),
        })),
        unmeasured,
    }
}

/// `general-public-license` and `postgresql-license` cost nothing and are no word of the price book.
fn license(model: Option<&str>) -> Option<String> {
    model.filter(|word| matches!(*word, "license-included" | "bring-your-own-license")).map(str::to_owned)
}

fn extended_support(database: &DbInstance, measured: Measured<'_>) -> Option<ExtendedSupport> {
    if database.engine_lifecycle_support.as_deref() == Some(DISABLED) {
        return None;
    }
    ExtendedSupport::on_day(&database.engine, database.engine_version.as_deref()?, measured.as_of.date_naive())
}
