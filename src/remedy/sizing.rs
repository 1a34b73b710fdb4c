//! What the words that look for another type of an instance share: demand, offers, priced candidates, options.

use std::collections::BTreeMap;

use super::Case;
use super::instance_type_change::Changeable;
use super::proposal::one;
use crate::model::action::Effort;
use crate::model::analysis::Evidence;
use crate::model::finding::{ProposedSize, Remedy};
use crate::model::gap::GapReason;
use crate::model::metric::Statistic;
use crate::model::rightsizing::{PerformanceRisk, ProjectedUse, SizeOption};
use crate::pricing::InstanceSpec;
use crate::rightsize::burstable::sustained_vcpus;
use crate::rightsize::candidates::{Candidate, Candidates, candidates, options};
use crate::rightsize::demand::{Demand, Dimension};
use crate::rightsize::fit::Needs;
use crate::rightsize::generation::common_architecture;
use crate::rightsize::market::Offer;
use crate::rightsize::risk::{RiskScale, projected, worst};
use crate::rightsize::{Driver, Preset};
use crate::tables::Answered;
use crate::units::{Usd, Window};

/// A running instance with what it was measured to need.
#[derive(Debug)]
pub(super) struct Sizing<'a> {
    pub(super) case: Case<'a>,
    pub(super) changeable: Changeable<'a>,
    pub(super) demand: Demand<'a>,
    pub(super) needs: Needs,
    pub(super) preset: &'a Preset,
    /// What it costs a month as it is.
    pub(super) now: Usd,
}

/// A candidate with its list cost a month, credits and all.
#[derive(Clone, Debug)]
pub(super) struct Priced<'a> {
    pub(super) candidate: Candidate<'a>,
    pub(super) list_cost: Usd,
}

impl<'a> Sizing<'a> {
    /// Or what is to be said instead.
    pub(super) fn of(case: Case<'a>) -> Result<Self, Box<Remedy>> {
        let changeable = Changeable::of(case)?;
        let spec = changeable.spec;
        let context = case.context;
        let mut demand = Demand::measure(&context.tables.usage, case.key(), spec)
            .map_err(|short| Box::new(case.unknown(GapReason::LowCoverage, format!("`CPUUtilization`: {short}"))))?;
        demand.volumes = u32::try_from(changeable.instance.volume_ids.len()).unwrap_or(u32::MAX);
        demand.network_interfaces = changeable.instance.network_interfaces;
        demand.cpu_maximum_percent = highest_cpu(case);
        let preset = case.preset();
        let Some(now) = changeable.list_cost(case, spec) else {
            let detail = format!("no list price for {}", spec.instance_type);
            return Err(Box::new(case.unknown(GapReason::PriceMissing, detail)));
        };
        let needs = Needs::of(&demand, preset);
        Ok(Self { case, changeable, demand, needs, preset, now })
    }

    /// Types that carry `needs` and that `eligible` lets through, cheapest compute first.
    pub(super) fn candidates(&self, needs: &Needs, eligible: &dyn Fn(&Offer<'a>) -> bool) -> Candidates<'a> {
        let configuration = self.changeable.configuration;
        let sizing = self.case.context.sizing;
        let offers = sizing.market.offers(&self.case.key().region, &configuration.platform, &configuration.tenancy);
        let may = |offer: &Offer<'a>| {
            Changeable::offered(self.case, &offer.spec.instance_type)
                && self.changeable.volumes_fit(offer.spec)
                && eligible(offer)
        };
        candidates(offers, self.changeable.spec, &self.demand, needs, &sizing.settings.families, &may)
    }

    /// Whether it starts as that type without being built anew.
    pub(super) fn starts_as(&self, offer: &Offer<'_>) -> bool {
        common_architecture(offer.spec, self.changeable.spec) && self.changeable.image_starts_on(offer.spec)
    }

    /// The compute price a month of the type it is now; `None` without a price.
    pub(super) fn compute_now(&self) -> Option<Usd> {
        let configuration = self.changeable.configuration;
        let offers = self.case.context.sizing.market.offers(
            &self.case.key().region,
            &configuration.platform,
            &configuration.tenancy,
        );
        let own = offers.iter().find(|offer| offer.spec.instance_type == configuration.instance_type)?;
        Some(own.compute_monthly)
    }

    /// The candidates in the order of what they cost with their credits. Those beyond the cheapest few of each family are
    /// not priced: nobody would be shown them.
    pub(super) fn priced(&self, candidates: Vec<Candidate<'a>>) -> Vec<Priced<'a>> {
        const OF_A_FAMILY: usize = 2;
        let mut of_family: BTreeMap<&str, usize> = BTreeMap::new();
        let mut priced = Vec::new();
        for candidate in candidates {
            let before = of_family.entry(candidate.offer.spec.family.as_str()).or_insert(0);
            *before += 1;
            if *before > OF_A_FAMILY {
                continue;
            }
            let surplus = candidate.fit.credits.map(|credits| credits.surplus_vcpu_hours_per_month);
            if let Some(list_cost) = self.changeable.with_surplus(surplus).list_cost(self.case, candidate.offer.spec) {
                priced.push(Priced { candidate, list_cost });
            }
        }
        priced.sort_by(|one, other| {
            one.list_cost
                .cmp(&other.list_cost)
                .then_with(|| one.candidate.offer.spec.instance_type.cmp(&other.candidate.offer.spec.instance_type))
        });
        priced
    }

    /// Up to three of them, the first being the one that is proposed.
    pub(super) fn options(&self, priced: &[Priced<'a>]) -> Vec<ProposedSize> {
        let scale = RiskScale::of(&self.demand);
        let carrying: Vec<Candidate<'a>> = priced.iter().map(|priced| priced.candidate.clone()).collect();
        options(&carrying, self.changeable.spec).into_iter().map(|candidate| self.option(candidate, &scale)).collect()
    }

    fn option(&self, candidate: &Candidate<'a>, scale: &RiskScale) -> ProposedSize {
        let target = candidate.offer.spec;
        let current = self.changeable.spec;
        let mut projected = projected(&self.demand, scale, self.preset, current, target);
        projected.extend(credits_projected(&self.demand, candidate, target));
        let surplus = candidate.fit.credits.map(|credits| credits.surplus_vcpu_hours_per_month);
        let mut caveats = candidate.fit.caveats.clone();
        if let Some(credits) = candidate.fit.credits.filter(|credits| !credits.is_carried_by_credits()) {
            caveats.push(format!(
                "bursts outlast its CPU credits in {:.1} % of the hours; surplus credits of {:.1} vCPU-hours a month are in its cost",
                credits.hours_without_credit_percent, credits.surplus_vcpu_hours_per_month
            ));
        }
        ProposedSize {
            edits: one(self.case.key(), self.changeable.with_surplus(surplus).edit_to(target)),
            option: SizeOption {
                target: target.instance_type.clone(),
                list_cost_monthly_usd: None,
                monthly_savings_usd: None,
                performance_risk: worst(&projected),
                projected,
                migration_effort: effort(current, target),
                differences: differences(current, target),
                caveats,
            },
        }
    }

    /// The demand, and what other than the percentile decided.
    pub(super) fn evidence(&self) -> Vec<Evidence> {
        let manifest = &self.case.context.dataset.manifest;
        let window = Window::before(manifest.as_of, manifest.lookback_days);
        let mut evidence = self.demand.evidence(self.preset, self.changeable.spec, window);
        evidence.push(Evidence::fact("rightsizing preset", self.preset.name));
        for (dimension, need) in self.needs.iter() {
            if need.driver != Driver::Percentile || matches!(dimension, Dimension::Cpu | Dimension::Memory) {
                evidence.push(Evidence::fact(
                    format!("{} takes", dimension.name()),
                    format!("{}, sized on {}", dimension.shown(need.capacity), need.driver),
                ));
            }
        }
        evidence
    }

    /// What a longer history could tell.
    pub(super) fn lookback_caveat(&self) -> Option<String> {
        let drivers: Vec<&str> = self
            .needs
            .iter()
            .filter(|(_, need)| need.driver.needs_longer_lookback())
            .map(|(dimension, _)| dimension.name())
            .collect();
        (!drivers.is_empty()).then(|| {
            format!("{} needs a longer lookback to size closer; collect with `--lookback 63d`", drivers.join(" and "))
        })
    }
}

/// What the average load takes of the credits that a burstable target earns; never without risk, since a load that stays
/// high spends them.
fn credits_projected(demand: &Demand<'_>, candidate: &Candidate<'_>, target: &InstanceSpec) -> Option<ProjectedUse> {
    let sustained = sustained_vcpus(target).filter(|_| target.burstable == Some(true))?;
    let average = demand.profile(Dimension::Cpu)?.average;
    let suffice = candidate.fit.credits.map(|credits| credits.is_carried_by_credits());
    Some(ProjectedUse {
        dimension: "CPU credits".to_owned(),
        statistic: "average of the baseline".to_owned(),
        percent: Some((1000.0 * average / sustained).round() / 10.0),
        percent_now: None,
        risk: suffice.map(|suffice| if suffice { PerformanceRisk::Low } else { PerformanceRisk::Medium }),
    })
}

/// The highest `CPUUtilization` Maximum of the lookback, percent.
fn highest_cpu(case: Case<'_>) -> Option<f64> {
    let window = case.context.dataset.manifest.lookback_days;
    match case.context.tables.statistics.get(case.key(), "CPUUtilization", Statistic::Maximum, window) {
        Answered::Points(points) => Some(points.maximum),
        _ => None,
    }
}

/// As AWS Compute Optimizer rates it: an architecture of its own is the most work
/// (<https://docs.aws.amazon.com/compute-optimizer/latest/ug/view-ec2-recommendations.html>).
fn effort(current: &InstanceSpec, target: &InstanceSpec) -> Effort {
    if target.family == current.family {
        Effort::VeryLow
    } else if !common_architecture(target, current) {
        Effort::High
    } else if differences(current, target).is_empty() {
        Effort::Low
    } else {
        Effort::Medium
    }
}

/// What differs from the platform of now.
fn differences(current: &InstanceSpec, target: &InstanceSpec) -> Vec<String> {
    let mut differences = Vec::new();
    if !common_architecture(target, current) {
        differences.push(format!("architecture {} instead of {}", target.architecture, current.architecture));
    }
    if target.cpu_manufacturer != current.cpu_manufacturer {
        differences.push(format!("processor by {} instead of {}", target.cpu_manufacturer, current.cpu_manufacturer));
    }
    if target.hypervisor != current.hypervisor {
        differences.push(format!(
            "hypervisor {} instead of {}: needs ENA and NVMe drivers",
            target.hypervisor, current.hypervisor
        ));
    }
    if target.burstable == Some(true) && current.burstable == Some(false) {
        differences.push("burstable: sustained load above its baseline draws CPU credits".to_owned());
    }
    if (target.local_disk_gb > 0.0) != (current.local_disk_gb > 0.0) {
        differences
            .push(if target.local_disk_gb > 0.0 { "has instance store" } else { "has no instance store" }.to_owned());
    }
    differences
}
