//! Stop: the instance no longer runs; its volumes and Elastic IP addresses stay and are billed on. So it is with a
//! database and its storage.

use super::Case;
use crate::estate::Resource;
use crate::model::action::Action;
use crate::model::edit::Edit;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::resource::DbInstance;
use crate::model::vocabulary::Lifecycle;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let instance = match case.entry.resource {
        Resource::Instance(instance) => instance,
        Resource::Database(database) => return stop_database(case, database),
        _ => return case.wrong_kind(),
    };
    // An Auto Scaling group replaces a member that was stopped on its own.
    if instance.auto_scaling_group.is_some() {
        return Remedy::Nothing;
    }
    let mut caveats = vec!["its volumes and Elastic IP addresses are billed on".to_owned()];
    if case.context.prices.instance_spec(&instance.instance_type).is_some_and(|spec| spec.local_disk_gb > 0.0) {
        caveats.push("data on instance store volumes is lost".to_owned());
    }
    if instance.lifecycle == Lifecycle::Spot {
        caveats.push("only persistent Spot requests can be stopped; others are terminated".to_owned());
    }
    if let Some(owner) = &instance.managed_by {
        caveats.push(format!("managed by {owner}: change it there"));
    }
    Proposal::exact(Action::Stop, case.key(), Edit::Stop).with_caveats(caveats).into_remedy()
}

/// Members of a cluster are stopped with it, replicas and their sources not at all
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html>).
fn stop_database(case: Case<'_>, database: &DbInstance) -> Remedy {
    if database.cluster_id.is_some() || database.replica_of.is_some() || !database.replica_ids.is_empty() {
        return Remedy::Nothing;
    }
    if case.entry.placed.is_none() {
        return case.unknown(GapReason::NoData, case.entry.unmeasured.join("; "));
    }
    let caveats = [
        "its storage and backups are billed on",
        "RDS starts it again after seven days: stop it again by a schedule, or keep a final snapshot and delete it",
        "work that runs inside the database without a connection (events, scheduled jobs) stops too",
    ];
    Proposal::exact(Action::Stop, case.key(), Edit::Stop).with_caveats(caveats).into_remedy()
}
