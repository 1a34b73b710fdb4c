//! Basic monitoring instead of detailed.

use super::Case;
use crate::estate::Resource;
use crate::model::action::Action;
use crate::model::edit::Edit;
use crate::model::finding::{Proposal, Remedy};

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::Instance(instance) = case.entry.resource else { return case.wrong_kind() };
    let mut caveats = vec!["dashboards and scaling policies that use one-minute points were not looked at".to_owned()];
    if instance.auto_scaling_group.is_some() {
        caveats.push("change the group's launch template, or the next instance has it again".to_owned());
    }
    Proposal::exact(Action::Configure, case.key(), Edit::DetailedMonitoring { enabled: false })
        .with_caveats(caveats)
        .into_remedy()
}
