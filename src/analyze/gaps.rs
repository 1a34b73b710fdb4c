//! All that could not be read, judged or priced: merged where many resources share one reason, never lost.

use std::collections::BTreeMap;

use super::commitments::is_commitment_service;
use super::list_cost::ListCost;
use crate::model::gap::{Gap, GapReason};

/// So many resources with one reason become one line that says how many there are.
const MERGED_ABOVE: usize = 10;
/// Resources that a merged line names.
const NAMED: usize = 3;

pub(super) struct Gaps {
    read: Vec<Gap>,
    unjudged: Vec<Gap>,
    unpriced: Vec<Gap>,
}

impl Gaps {
    /// Starting with what the collectors could not read.
    pub(super) fn of(read: &[Gap]) -> Self {
        Self { read: read.to_vec(), unjudged: Vec::new(), unpriced: Vec::new() }
    }

    /// Resources that a rule could not judge.
    pub(super) fn unknown(&mut self, gaps: impl IntoIterator<Item = Gap>) {
        self.unjudged.extend(gaps);
    }

    /// One gap for each resource without a price.
    pub(super) fn unpriced(&mut self, list: &ListCost) {
        self.unpriced.extend(list.gaps());
    }

    /// What bears on no verdict: rates of commitments that are missing.
    pub(super) fn beside(&mut self, gaps: Vec<Gap>) {
        self.unpriced.extend(gaps);
    }

    /// Whether a rule could not judge, or something that rules judge by was not read.
    pub(super) fn any_unjudged(&self) -> bool {
        !self.unjudged.is_empty() || self.read.iter().any(|gap| !is_money_alone(gap))
    }

    /// Whether something that has a price was not read.
    pub(super) fn any_unread(&self) -> bool {
        self.read.iter().any(|gap| !is_money_alone(gap) && gap.service != "CloudWatch")
    }

    /// Sorted, without duplicates, floods merged.
    pub(super) fn into_collapsed(self) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = self.read;
        gaps.extend(merged(self.unjudged));
        gaps.extend(merged(self.unpriced));
        gaps.sort();
        gaps.dedup();
        gaps
    }
}

/// Bills and commitments: no resource is judged or priced by them.
fn is_money_alone(gap: &Gap) -> bool {
    gap.service == "Cost Explorer" || is_commitment_service(&gap.service)
}

/// Gaps that differ in the resource alone become one, where there are many.
fn merged(gaps: Vec<Gap>) -> Vec<Gap> {
    let mut by_reason: BTreeMap<Gap, Vec<String>> = BTreeMap::new();
    for mut gap in gaps {
        let resource = gap.resource_id.take();
        by_reason.entry(gap).or_default().extend(resource);
    }
    let mut found = Vec::new();
    for (gap, mut resources) in by_reason {
        resources.sort();
        resources.dedup();
        if resources.is_empty() {
            found.push(gap);
        } else if resources.len() <= MERGED_ABOVE {
            found.extend(resources.into_iter().map(|id| Gap { resource_id: Some(id), ..gap.clone() }));
        } else {
            let named = resources.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
            let detail = format!("{} resources: {} ({named}, …)", resources.len(), gap.detail);
            found.push(Gap { detail, ..gap });
        }
    }
    found
}

/// A resource without a price.
pub(super) fn price_missing(gap: Gap, detail: String) -> Gap {
    Gap { reason: GapReason::PriceMissing, detail, ..gap }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(id: usize, detail: &str) -> Gap {
        Gap {
            service: "EC2".to_owned(),
            account: Some("123456789012".into()),
            region: Some("eu-west-1".into()),
            operation: None,
            rule: Some("ec2-instance-idle".to_owned()),
            resource_id: Some(format!("i-{id:02}")),
            reason: GapReason::TooYoung,
            detail: detail.to_owned(),
        }
    }

    #[test]
    fn ten_stay_apart_and_eleven_become_one_that_says_so() {
        let many = |count| (0..count).map(|id| gap(id, "younger than 14 days")).collect::<Vec<_>>();
        assert_eq!(merged(many(10)).len(), 10);
        let one = merged(many(11));
        assert_eq!(one.len(), 1);
        assert_eq!(one[0].resource_id, None);
        assert_eq!(one[0].detail, "11 resources: younger than 14 days (i-00, i-01, i-02, …)");
    }

    #[test]
    fn different_reasons_stay_apart() {
        let mut gaps: Vec<Gap> = (0..8).map(|id| gap(id, "younger than 14 days")).collect();
        gaps.extend((0..8).map(|id| gap(id, "no point")));
        assert_eq!(merged(gaps).len(), 16);
    }
}
