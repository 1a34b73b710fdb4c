//! gp2 → gp3: as provisioned (parity of IOPS and throughput) and, where measured, as used.

use super::Case;
use super::proposal::one;
use super::volume_demand::{peak, with_headroom};
use crate::estate::Resource;
use crate::estimate::estimate;
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::configuration::{Configuration, Placed, VolumeConfiguration};
use crate::model::edit::Edit;
use crate::model::finding::{Effect, Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::vocabulary::VolumeType;
use crate::units::{Percent, Usd};

/// What a volume can do for long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Performance {
    pub(super) iops: u32,
    pub(super) throughput_mibps: u32,
}

/// gp3 includes this at any size (<https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html>).
pub(super) const GP3_INCLUDED: Performance = Performance { iops: 3000, throughput_mibps: 125 };

/// What a gp2 volume of this size gives: 3 IOPS a GiB, at least 100 and at most 16,000; up to 128 MiB/s to 170 GiB and
/// up to 250 MiB/s above, below 334 GiB on burst credits (same page).
pub(super) fn gp2_performance(size_gib: u32) -> Performance {
    Performance {
        iops: size_gib.saturating_mul(3).clamp(100, 16_000),
        throughput_mibps: if size_gib <= 170 { 128 } else { 250 },
    }
}

/// gp3 that does all that the gp2 volume could.
pub(super) fn parity(size_gib: u32) -> Performance {
    let gp2 = gp2_performance(size_gib);
    Performance {
        iops: gp2.iops.max(GP3_INCLUDED.iops),
        throughput_mibps: gp2.throughput_mibps.max(GP3_INCLUDED.throughput_mibps),
    }
}

/// gp3 for the measured peak with headroom, never more than parity.
pub(super) fn as_used(size_gib: u32, peak_iops: f64, peak_mibps: f64, headroom: Percent) -> Performance {
    let most = parity(size_gib);
    Performance {
        iops: with_headroom(peak_iops, headroom, GP3_INCLUDED.iops).min(most.iops),
        throughput_mibps: with_headroom(peak_mibps, headroom, GP3_INCLUDED.throughput_mibps).min(most.throughput_mibps),
    }
}

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::Volume(volume) = case.entry.resource else { return case.wrong_kind() };
    let Some(before) = case.entry.placed.as_ref().filter(|_| volume.volume_type == VolumeType::Gp2) else {
        return Remedy::Nothing;
    };
    let provisioned = parity(volume.size_gib);
    let Some(now) = list_cost(case, before) else {
        return case.unknown(GapReason::PriceMissing, "no list price for gp2 storage");
    };
    let saves = |performance: Performance| {
        let Some(then) = list_cost(case, &after(before, performance)) else { return Err(()) };
        Ok(then < now)
    };
    let Ok(parity_saves) = saves(provisioned) else {
        return case.unknown(GapReason::PriceMissing, "no list price for gp3");
    };
    let edit = |performance: Performance| one(case.key(), edit(performance));
    let mut caveats = vec!["a volume can be modified once in six hours".to_owned()];
    let parity_fact = Evidence::fact(
        "gp2 performance to keep",
        format!("{} IOPS, {} MiB/s", provisioned.iops, provisioned.throughput_mibps),
    );
    let measured = peak(case).ok();
    let used = measured
        .as_ref()
        .map(|peak| as_used(volume.size_gib, peak.iops, peak.throughput_mibps, case.percent("headroom", 20.0)));
    let evidence = measured.map(|peak| peak.evidence).unwrap_or_default();
    let effect = match used {
        Some(used) if used != provisioned && saves(used) == Ok(true) => {
            caveats
                .push("peaks are averages over a metric's period; shorter bursts need what gp2 gave them".to_owned());
            if parity_saves {
                Effect::Range { one: edit(provisioned), other: edit(used) }
            } else {
                caveats.push("cheaper as used only; with all that gp2 can give, gp3 costs as much or more".to_owned());
                Effect::Exact(edit(used))
            }
        }
        _ if parity_saves => Effect::Exact(edit(provisioned)),
        _ => return Remedy::Nothing,
    };
    Proposal::of(Action::Upgrade, effect)
        .with_evidence([parity_fact])
        .with_evidence(evidence)
        .with_caveats(caveats)
        .into_remedy()
}

fn edit(performance: Performance) -> Edit {
    Edit::VolumePerformance {
        volume_type: VolumeType::Gp3,
        iops: Some(performance.iops),
        throughput_mibps: Some(performance.throughput_mibps),
    }
}

fn after(before: &Placed, performance: Performance) -> Placed {
    let configuration = edit(performance).apply(&before.configuration);
    debug_assert!(matches!(configuration, Configuration::EbsVolume(VolumeConfiguration { .. })));
    Placed { region: before.region.clone(), configuration }
}

fn list_cost(case: Case<'_>, placed: &Placed) -> Option<Usd> {
    let cost = estimate(placed, case.context.prices);
    cost.is_complete().then(|| cost.known())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn performance(iops: u32, throughput_mibps: u32) -> Performance {
        Performance { iops, throughput_mibps }
    }

    #[test]
    fn gp2_by_size() {
        let cases = [
            (1, 100, 128),
            (33, 100, 128),
            (34, 102, 128),
            (170, 510, 128),
            (171, 513, 250),
            (334, 1002, 250),
            (5333, 15_999, 250),
            (5334, 16_000, 250),
            (16_384, 16_000, 250),
            (u32::MAX, 16_000, 250),
        ];
        for (size, iops, throughput) in cases {
            assert_eq!(gp2_performance(size), performance(iops, throughput), "{size} GiB");
        }
    }

    #[test]
    fn parity_is_never_below_what_gp3_includes() {
        assert_eq!(parity(100), performance(3000, 128));
        assert_eq!(parity(1000), performance(3000, 250));
        assert_eq!(parity(1001), performance(3003, 250));
    }

    #[test]
    fn as_used_lies_between_included_and_parity() {
        let headroom = Percent::new(20.0);
        assert_eq!(as_used(2000, 0.0, 0.0, headroom), performance(3000, 125));
        assert_eq!(as_used(2000, 3000.0, 150.0, headroom), performance(3600, 180));
        assert_eq!(as_used(2000, 9000.0, 900.0, headroom), performance(6000, 250));
    }
}
