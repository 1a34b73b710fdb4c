//! How many resources of each kind were read, priced and judged.

use std::collections::{BTreeMap, BTreeSet};

use super::list_cost::ListCost;
use crate::dataset::Dataset;
use crate::estate::{Estate, PRICED_KINDS};
use crate::model::analysis::KindCoverage;
use crate::model::ids::{ResourceKey, ResourceKind};

pub(super) struct Coverage(BTreeMap<ResourceKind, KindCoverage>);

impl Coverage {
    pub(super) fn of(dataset: &Dataset, estate: &Estate<'_>, list: &ListCost, exempt: &BTreeSet<ResourceKey>) -> Self {
        let mut resources: BTreeMap<ResourceKind, usize> = BTreeMap::new();
        for (key, _) in estate.iter() {
            *resources.entry(key.kind).or_default() += 1;
        }
        resources.insert(ResourceKind::Ec2Image, dataset.resources.images.len());
        resources.insert(ResourceKind::CloudwatchAlarm, dataset.resources.alarms.len());
        let kinds = ResourceKind::ALL
            .into_iter()
            .filter(|kind| PRICED_KINDS.contains(kind) || resources.get(kind).is_some_and(|count| *count > 0));
        Self(
            kinds
                .map(|kind| {
                    let cost = list.of_kind(kind);
                    let coverage = KindCoverage {
                        resource_kind: kind,
                        resources: resources.get(&kind).copied().unwrap_or(0),
                        priced: cost.priced,
                        exempted: exempt.iter().filter(|key| key.kind == kind).count(),
                        list_cost_monthly_usd: cost.list_cost_monthly,
                        flagged: 0,
                        passed: 0,
                        unknown: 0,
                    };
                    (kind, coverage)
                })
                .collect(),
        )
    }

    /// The verdicts of one rule.
    pub(super) fn judged(&mut self, kind: ResourceKind, flagged: usize, passed: usize, unknown: usize) {
        if let Some(coverage) = self.0.get_mut(&kind) {
            coverage.flagged += flagged;
            coverage.passed += passed;
            coverage.unknown += unknown;
        }
    }

    /// A flagged resource for which nothing better exists.
    pub(super) fn passed_after_all(&mut self, kind: ResourceKind) {
        if let Some(coverage) = self.0.get_mut(&kind) {
            coverage.flagged = coverage.flagged.saturating_sub(1);
            coverage.passed += 1;
        }
    }

    /// A flagged resource whose change could not be judged.
    pub(super) fn unknown_after_all(&mut self, kind: ResourceKind) {
        if let Some(coverage) = self.0.get_mut(&kind) {
            coverage.flagged = coverage.flagged.saturating_sub(1);
            coverage.unknown += 1;
        }
    }

    pub(super) fn into_kinds(self) -> Vec<KindCoverage> {
        self.0.into_values().collect()
    }
}
