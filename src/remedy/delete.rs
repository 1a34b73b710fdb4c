//! Delete: the resource goes.

use super::Case;
use crate::estate::Resource;
use crate::model::action::Action;
use crate::model::edit::Edit;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    if case.entry.placed.is_none() {
        return case.unknown(GapReason::NoData, case.entry.unmeasured.join("; "));
    }
    let caveats: &[&str] = match case.entry.resource {
        Resource::Snapshot(_) => &[
            "at most: snapshots are incremental, and blocks that another snapshot of the volume refers to stay billed",
        ],
        Resource::Volume(_) => &["the data goes with the volume; a last snapshot keeps it and is billed for its size"],
        Resource::Instance(it) if it.auto_scaling_group.is_some() => return Remedy::Nothing,
        Resource::Instance(_) => &["volumes and Elastic IP addresses that stay are billed on"],
        Resource::Address(_) => &["the address itself is given up"],
        Resource::Database(_) => {
            &["take a final snapshot: it is billed as backup storage, and the data goes without one"]
        }
        Resource::Cache(_) => &["what the cache holds goes with it"],
        Resource::Table(_) => {
            &["the items go with the table; a last on-demand backup keeps them and is billed for its size"]
        }
        Resource::Function(_) => &["its log group stays and is billed on"],
        Resource::LogGroup(_) => &["the stored log events go with the group"],
        // S3 deletes no bucket that holds objects; groups and services go with what they run.
        Resource::Bucket(_) | Resource::AutoScalingGroup(_) | Resource::EcsService(_) => return case.wrong_kind(),
    };
    Proposal::exact(Action::Delete, case.key(), Edit::Delete).with_caveats(caveats.iter().copied()).into_remedy()
}
