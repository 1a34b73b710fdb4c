//! What was asked and how it went; failures become gaps, and what failed alike throughout becomes one.

use std::collections::{BTreeMap, BTreeSet};

use super::failure::CallFailure;
use super::operation::Operation;
use crate::dataset::{CollectorState, CollectorStatus};
use crate::model::gap::{Gap, GapReason};
use crate::model::ids::{AccountId, Region};

#[derive(Debug)]
pub(super) struct Journal {
    account: AccountId,
    tallies: BTreeMap<(Option<Region>, &'static str), Tally>,
    failures: Vec<Failure>,
    statuses: Vec<CollectorStatus>,
}

#[derive(Debug, Default)]
struct Tally {
    answered: u64,
    failed: u64,
    reasons: BTreeSet<GapReason>,
}

#[derive(Debug)]
struct Failure {
    operation: Operation,
    region: Option<Region>,
    resource_id: Option<String>,
    reason: GapReason,
    detail: String,
}

impl Journal {
    pub(super) fn new(account: AccountId) -> Self {
        Self { account, tallies: BTreeMap::new(), failures: Vec::new(), statuses: Vec::new() }
    }

    pub(super) fn answered(&mut self, operation: &Operation, region: Option<&Region>) {
        self.tally(operation, region).answered += 1;
    }

    pub(super) fn failed(
        &mut self,
        operation: &Operation,
        region: Option<&Region>,
        resource_id: Option<&str>,
        failure: &CallFailure,
    ) {
        let tally = self.tally(operation, region);
        tally.failed += 1;
        tally.reasons.insert(failure.reason);
        let detail = failure.sentence(operation);
        self.push(operation, region, resource_id, failure.reason, detail);
    }

    /// A gap that no failed call made: a cap that was met, a call that was not made.
    pub(super) fn noted(
        &mut self,
        operation: &Operation,
        region: Option<&Region>,
        resource_id: Option<&str>,
        reason: GapReason,
        detail: impl Into<String>,
    ) {
        self.push(operation, region, resource_id, reason, detail.into());
    }

    pub(super) fn status(&mut self, collector: &str, region: Option<&Region>, state: CollectorState) {
        self.statuses.push(CollectorStatus {
            collector: collector.to_owned(),
            account: self.account.clone(),
            region: region.cloned(),
            state,
        });
    }

    fn tally(&mut self, operation: &Operation, region: Option<&Region>) -> &mut Tally {
        self.tallies.entry((region.cloned(), operation.name)).or_default()
    }

    fn push(
        &mut self,
        operation: &Operation,
        region: Option<&Region>,
        resource_id: Option<&str>,
        reason: GapReason,
        detail: String,
    ) {
        self.failures.push(Failure {
            operation: *operation,
            region: region.cloned(),
            resource_id: resource_id.map(str::to_owned),
            reason,
            detail,
        });
    }

    /// Gaps and collector statuses, sorted. A region in which every call failed for one reason is one gap; an
    /// operation that failed for one reason on every resource is one gap.
    pub(super) fn finish(self) -> (Vec<Gap>, Vec<CollectorStatus>) {
        let dark = self.dark_regions();
        let mut gaps = BTreeSet::new();
        for (region, reason) in &dark {
            gaps.insert(Gap {
                service: "AWS".to_owned(),
                account: Some(self.account.clone()),
                region: Some(region.clone()),
                operation: None,
                rule: None,
                resource_id: None,
                reason: *reason,
                detail: format!("every call in {region} failed alike ({reason}); nothing of it was read"),
            });
        }
        for failure in &self.failures {
            if failure.region.as_ref().is_some_and(|region| dark.contains_key(region)) {
                continue;
            }
            let everywhere = self.tallies.get(&(failure.region.clone(), failure.operation.name)).is_some_and(|tally| {
                tally.answered == 0
                    && tally.failed > 1
                    && tally.reasons.len() == 1
                    && tally.reasons.contains(&failure.reason)
            });
            gaps.insert(Gap {
                service: failure.operation.service.to_owned(),
                account: Some(self.account.clone()),
                region: failure.region.clone(),
                operation: Some(failure.operation.name.to_owned()),
                rule: None,
                resource_id: if everywhere { None } else { failure.resource_id.clone() },
                reason: failure.reason,
                detail: failure.detail.clone(),
            });
        }
        let mut statuses = self.statuses;
        statuses.sort_by(|one, other| (&one.region, &one.collector).cmp(&(&other.region, &other.collector)));
        (gaps.into_iter().collect(), statuses)
    }

    /// Regions in which at least two operations were called and every call failed for the same reason.
    fn dark_regions(&self) -> BTreeMap<Region, GapReason> {
        let mut by_region: BTreeMap<&Region, Vec<&Tally>> = BTreeMap::new();
        for ((region, _), tally) in &self.tallies {
            if let Some(region) = region {
                by_region.entry(region).or_default().push(tally);
            }
        }
        by_region
            .into_iter()
            .filter(|(_, tallies)| tallies.len() > 1 && tallies.iter().all(|tally| tally.answered == 0))
            .filter_map(|(region, tallies)| {
                let reasons: BTreeSet<GapReason> =
                    tallies.iter().flat_map(|tally| tally.reasons.iter().copied()).collect();
                match reasons.len() {
                    1 => reasons.first().map(|reason| (region.clone(), *reason)),
                    _ => None,
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOLUMES: Operation = Operation::free("EBS", "DescribeVolumes", &["ec2:DescribeVolumes"]);
    const ALARMS: Operation = Operation::free("CloudWatch", "DescribeAlarms", &["cloudwatch:DescribeAlarms"]);

    fn denied() -> CallFailure {
        CallFailure::of_reason(GapReason::Denied)
    }

    #[test]
    fn a_region_denied_whole_is_one_gap() {
        let mut journal = Journal::new("111111111111".into());
        let (dark, lit) = (Region::from("eu-north-1"), Region::from("eu-west-1"));
        journal.failed(&VOLUMES, Some(&dark), None, &denied());
        journal.failed(&ALARMS, Some(&dark), None, &denied());
        journal.failed(&VOLUMES, Some(&lit), None, &denied());
        journal.answered(&ALARMS, Some(&lit));
        let (gaps, _) = journal.finish();
        let seen: Vec<_> = gaps.iter().map(|gap| (gap.region.clone(), gap.operation.as_deref())).collect();
        assert_eq!(seen, [(Some(dark), None), (Some(lit), Some("DescribeVolumes"))]);
    }

    #[test]
    fn what_failed_on_every_resource_is_one_gap_and_what_failed_on_some_names_them() {
        let region = Region::from("eu-west-1");
        for (answered, expected) in [(false, 1), (true, 3)] {
            let mut journal = Journal::new("111111111111".into());
            journal.answered(&ALARMS, Some(&region));
            for resource in ["a", "b", "c"] {
                journal.failed(&VOLUMES, Some(&region), Some(resource), &denied());
            }
            if answered {
                journal.answered(&VOLUMES, Some(&region));
            }
            assert_eq!(journal.finish().0.len(), expected);
        }
    }
}
