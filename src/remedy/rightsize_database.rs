//! A cheaper class that carries a database; provisioned IOPS and throughput down to what is used. Storage never shrinks.

use super::Case;
use super::database::Measured;
use super::proposal::one;
use crate::estimate::databases::engine::Engine;
use crate::estimate::databases::storage::{included_of_gib, least_iops};
use crate::model::action::Action;
use crate::model::edit::Edit;
use crate::model::finding::{Effect, Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::rightsize::database::{ClassSearch, ClassTarget, carrying};
use crate::rightsize::lineage::is_graviton;

/// One operation moves at most 256 KiB, so that many are one MiB/s
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html>).
const IOPS_PER_MIBPS: f64 = 4.0;
/// IOPS are rounded up to hundreds.
const IOPS_STEP: f64 = 100.0;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let measured = match Measured::of(case) {
        Ok(measured) => measured,
        Err(remedy) => return *remedy,
    };
    let storage = storage_edit(&measured);
    let specs = case.context.prices.instance_specs();
    let list_cost = |class: &str| measured.cost_as(case, class);
    match (carrying(specs, measured.database, &measured.demand, Some(measured.cost), &list_cost), storage) {
        (ClassSearch::Found(targets), storage) => propose(case, &measured, &targets, storage.as_ref()),
        (_, Some(edit)) => Proposal::of(Action::Rightsize, Effect::Exact(one(case.key(), edit)))
            .with_evidence(measured.demand.evidence())
            .with_caveats([STORAGE])
            .into_remedy(),
        (ClassSearch::WaitsForMemory(spec), None) => case.unknown(
            GapReason::NoData,
            format!(
                "FreeableMemory was not measured, so its {} GiB are not shrunk; all that was measured fits db.{} ({} GiB)",
                measured.database.spec.memory_gib, spec.instance_type, spec.memory_gib
            ),
        ),
        (ClassSearch::Nothing, None) => Remedy::Nothing,
    }
}

const STORAGE: &str =
    "the volume is optimized for hours after its IOPS change, and takes the next change six hours later";

fn propose(case: Case<'_>, measured: &Measured<'_>, targets: &[ClassTarget<'_>], storage: Option<&Edit>) -> Remedy {
    let Some(best) = targets.first() else { return Remedy::Nothing };
    let mut caveats = measured.caveats_to(best.spec);
    caveats.extend(storage.is_some().then(|| STORAGE.to_owned()));
    let options = targets.iter().map(|target| {
        let mut option = measured.option(case.key(), target);
        option.edits.extend(storage.map(|edit| (case.key().clone(), edit.clone())));
        option
    });
    let proposal = Proposal::sized(action(measured, best), options.collect());
    proposal.with_evidence(measured.demand.evidence()).with_caveats(caveats).into_remedy()
}

/// Another architecture is a migration, a newer family of the same size an upgrade.
pub(super) fn action(measured: &Measured<'_>, target: &ClassTarget<'_>) -> Action {
    let current = measured.database.spec;
    if is_graviton(&target.spec.family) && !is_graviton(&current.family) {
        Action::MigrateToGraviton
    } else if target.spec.family != current.family && target.spec.size == current.size {
        Action::Upgrade
    } else {
        Action::Rightsize
    }
}

/// `None` where nothing is provisioned beyond what is used and included, or use was not measured.
fn storage_edit(measured: &Measured<'_>) -> Option<Edit> {
    let configuration = measured.configuration;
    let (gib, iops) = (configuration.allocated_gib?, configuration.iops?);
    let demand = &measured.demand;
    let mibps = demand.mibps.as_ref()?.need.capacity;
    let used = demand.iops.as_ref()?.need.capacity.max(mibps * IOPS_PER_MIBPS);
    let (iops, throughput_mibps) = match configuration.storage_type.as_deref()? {
        "io1" | "io2" => (stepped(used).max(least_iops(gib)).min(iops), configuration.throughput_mibps),
        "gp3" => {
            let engine = Engine::new(&configuration.engine, configuration.license_model.as_deref(), false);
            let (included_iops, included_mibps) = included_of_gib(&engine, gib);
            let lowered = |provisioned: u32| provisioned.min(whole(mibps).max(included_mibps));
            (stepped(used).max(included_iops).min(iops), configuration.throughput_mibps.map(lowered))
        }
        _ => return None,
    };
    let lower = Some(iops) != configuration.iops || throughput_mibps != configuration.throughput_mibps;
    lower.then_some(Edit::DbStoragePerformance { iops: Some(iops), throughput_mibps })
}

fn stepped(iops: f64) -> u32 {
    whole((iops / IOPS_STEP).ceil() * IOPS_STEP)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates; negative becomes zero")]
fn whole(value: f64) -> u32 {
    value.ceil() as u32
}
