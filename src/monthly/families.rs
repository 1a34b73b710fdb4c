//! Which findings belong to what: services as Cost Explorer bills them, families as people call them, owners by tag.

use std::collections::BTreeMap;

use crate::model::analysis::{Analysis, Recommendation};
use crate::model::history::FindingLife;
use crate::model::ids::ResourceKind;
use crate::model::monthly::{FamilySavings, OwnerWaste, SavingsByFamily};
use crate::units::Usd;
use crate::units::month::Month;

/// The kinds whose cost a Cost Explorer service holds.
pub(super) fn family_of_service(service: &str) -> &'static [ResourceKind] {
    match service {
        "Amazon Elastic Compute Cloud - Compute" => &[ResourceKind::Ec2Instance, ResourceKind::AutoscalingGroup],
        "EC2 - Other" => &[ResourceKind::EbsVolume, ResourceKind::EbsSnapshot],
        "Amazon Virtual Private Cloud" => &[ResourceKind::Ec2Address],
        "AmazonCloudWatch" => &[ResourceKind::LogsGroup, ResourceKind::CloudwatchAlarm],
        "Amazon Simple Storage Service" => &[ResourceKind::S3Bucket],
        "AWS Lambda" => &[ResourceKind::LambdaFunction],
        "Amazon DynamoDB" => &[ResourceKind::DynamodbTable],
        "Amazon Elastic Container Service" => &[ResourceKind::EcsService],
        _ => &[],
    }
}

pub(super) fn is_resolved_in(life: &FindingLife, month: Month) -> bool {
    life.resolved_at.is_some_and(|at| month.contains(at.date_naive()))
}

/// Findings, their known savings, and how many are unknown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    pub(super) findings: usize,
    pub(super) savings: Usd,
    pub(super) unknown: usize,
}

impl Sum {
    pub(super) fn add(&mut self, savings: Option<Usd>) {
        self.findings += 1;
        self.savings += savings.unwrap_or_default();
        self.unknown += usize::from(savings.is_none());
    }
}

/// What the recommendation counts for, where it does: selected ones alone add up to the net total.
fn counted(analysis: &Analysis) -> impl Iterator<Item = &Recommendation> {
    analysis.recommendations.iter().filter(|recommendation| recommendation.selected)
}

/// Of the selected recommendations; what stacks on one resource is counted twice and taken off again.
pub(super) fn savings(analysis: &Analysis) -> SavingsByFamily {
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    for recommendation in counted(analysis) {
        let family = recommendation.resource_kind.service();
        sums.entry(family).or_default().add(recommendation.monthly_savings_usd);
    }
    let mut families: Vec<FamilySavings> = sums
        .into_iter()
        .map(|(family, sum)| FamilySavings {
            family: family.to_owned(),
            findings: sum.findings,
            monthly_savings_usd: sum.savings,
            unknown: sum.unknown,
        })
        .collect();
    families.sort_by(|one, other| {
        other.monthly_savings_usd.cmp(&one.monthly_savings_usd).then_with(|| one.family.cmp(&other.family))
    });
    let gross: Usd = families.iter().map(|family| family.monthly_savings_usd).sum();
    let net = analysis.totals.net_savings_monthly_usd;
    SavingsByFamily {
        families,
        overlap_monthly_usd: gross - net,
        net_savings_monthly_usd: net,
        at_least: analysis.totals.savings_at_least,
    }
}

/// Of the selected recommendations, by the first of the keys that the resource bears.
pub(super) fn owners(analysis: &Analysis, keys: &[String]) -> Vec<OwnerWaste> {
    let mut sums: BTreeMap<Option<(&str, &str)>, Sum> = BTreeMap::new();
    for recommendation in counted(analysis) {
        let owner = keys.iter().find_map(|key| {
            let value = recommendation.tags.get(key).map(|value| value.trim()).filter(|value| !value.is_empty())?;
            Some((value, key.as_str()))
        });
        sums.entry(owner).or_default().add(recommendation.monthly_savings_usd);
    }
    let mut owners: Vec<OwnerWaste> = sums
        .into_iter()
        .map(|(owner, sum)| OwnerWaste {
            owner: owner.map(|(value, _)| value.to_owned()),
            tag_key: owner.map(|(_, key)| key.to_owned()),
            findings: sum.findings,
            monthly_savings_usd: sum.savings,
            unknown: sum.unknown,
        })
        .collect();
    owners.sort_by(|one, other| {
        let key = |owner: &OwnerWaste| (owner.owner.clone(), owner.tag_key.clone());
        other.monthly_savings_usd.cmp(&one.monthly_savings_usd).then_with(|| key(one).cmp(&key(other)))
    });
    owners
}
