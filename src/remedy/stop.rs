//! Stop: the instance no longer runs; its volumes and Elastic IP addresses stay and are billed on.

use super::Case;
use crate::estate::Resource;
use crate::model::action::Action;
use crate::model::edit::Edit;
use crate::model::finding::{Proposal, Remedy};
use crate::model::vocabulary::Lifecycle;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::Instance(instance) = case.entry.resource else { return case.wrong_kind() };
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
