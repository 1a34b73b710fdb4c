//! Fargate tasks on Graviton: the same size on arm64.

use super::Case;
use crate::estate::Resource;
use crate::estimate::estimate;
use crate::model::action::Action;
use crate::model::configuration::{Configuration, Placed};
use crate::model::edit::Edit;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::vocabulary::Architecture;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::EcsService(_) = case.entry.resource else { return case.wrong_kind() };
    let Some(placed) = &case.entry.placed else { return Remedy::Nothing };
    let Configuration::EcsService(service) = &placed.configuration else { return Remedy::Nothing };
    match &service.task {
        None => return case.unknown(GapReason::NoData, "the size of its tasks is not known"),
        Some(task) if task.architecture == Architecture::Arm64 || task.windows => return Remedy::Nothing,
        Some(_) => {}
    }
    let edit = Edit::EcsArchitecture { architecture: Architecture::Arm64 };
    let after = Placed { configuration: edit.apply(&placed.configuration), region: placed.region.clone() };
    let cost = estimate(&after, case.context.prices);
    if let Some(missing) = cost.missing.first() {
        return case.unknown(GapReason::PriceMissing, format!("no price for {}", missing.item));
    }
    Proposal::exact(Action::MigrateToGraviton, case.key(), edit)
        .with_caveats([
            "every container image of the task, sidecars too, must be built for arm64",
            "a vCPU of Graviton is not a vCPU of x86: measure a task before all are moved",
        ])
        .into_remedy()
}
