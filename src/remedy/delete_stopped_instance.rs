//! Terminate a stopped instance with its attached volumes and addresses; compute is not billed already.

use super::Case;
use crate::estate::Resource;
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::edit::Edit;
use crate::model::finding::{Effect, Proposal, Remedy};
use crate::model::ids::ResourceKey;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::Instance(instance) = case.entry.resource else { return case.wrong_kind() };
    if instance.auto_scaling_group.is_some() {
        return Remedy::Nothing;
    }
    let exempt = |key: &ResourceKey| case.context.exempt.contains(key);
    let hanging = case.context.estate.hanging_on(case.key());
    let mut edits = vec![(case.key().clone(), Edit::Delete)];
    let mut caveats = Vec::new();
    let mut gib = 0_u64;
    for volume in &hanging.volumes {
        let key = volume.key();
        if exempt(&key) {
            caveats.push(format!("{} is exempted and stays", volume.id));
        } else if volume.attachments.iter().any(|attachment| attachment.instance_id != instance.id) {
            caveats.push(format!("{} is attached to another instance too and stays", volume.id));
        } else {
            gib = gib.saturating_add(u64::from(volume.size_gib));
            edits.push((key, Edit::Delete));
        }
    }
    let unread =
        instance.volume_ids.iter().filter(|id| !hanging.volumes.iter().any(|volume| volume.id == **id)).count();
    if unread > 0 && unread < instance.volume_ids.len() {
        caveats.push(format!("at least: {unread} attached volume(s) could not be read"));
    }
    for address in &hanging.addresses {
        let key = address.key();
        if exempt(&key) {
            caveats.push(format!("{} is exempted and stays", address.id));
        } else if address.service_managed.is_some() {
            caveats.push(format!("{} is managed by an AWS service and stays", address.id));
        } else if address.pool.as_deref().is_some_and(|pool| pool != "amazon") {
            caveats.push(format!("{} is of the customer's own pool and stays", address.id));
        } else {
            edits.push((key, Edit::Delete));
        }
    }
    caveats.push(
        "the data on its volumes goes with them; last snapshots keep it and are billed for their size".to_owned(),
    );
    let evidence = [
        Evidence::fact("attached volumes", format!("{} ({gib} GiB to delete)", instance.volume_ids.len())),
        Evidence::fact("Elastic IP addresses", hanging.addresses.len().to_string()),
    ];
    // Nothing was read of what hangs on it, which is not that nothing hangs on it.
    let effect = if unread > 0 && edits.len() == 1 {
        Effect::Unknown { reason: "none of its attached volumes could be read".to_owned() }
    } else {
        Effect::Exact(edits)
    };
    Proposal::of(Action::Delete, effect).with_evidence(evidence).with_caveats(caveats).into_remedy()
}
