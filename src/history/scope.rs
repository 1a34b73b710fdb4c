//! Whether an analysis looked for a finding that it does not have: only then the finding is resolved.

use std::collections::{HashMap, HashSet};

use crate::model::gap::{Gap, GapReason};
use crate::model::history::{FindingOutline, PastAnalysis, Presence, Resolution};
use crate::model::ids::{AccountId, Region, ResourceKey, ResourceKind};

/// What an analysis without the finding says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Absence {
    Resolved(Resolution),
    /// Not looked at, or judged otherwise; the sentence says why.
    NotLookedAt(String),
}

/// What one analysis looked at.
pub(super) struct Scope<'a> {
    past: &'a PastAnalysis,
    rules: HashSet<&'a str>,
    accounts: HashSet<&'a AccountId>,
    regions: HashSet<&'a Region>,
    exempted: HashMap<(ResourceKind, &'a AccountId, &'a Region, &'a str), &'a str>,
    /// What a rule could not judge.
    unjudged: HashMap<&'a str, Vec<&'a Gap>>,
    /// What was not read.
    unread: Vec<&'a Gap>,
    overrides: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Scope<'a> {
    pub(super) fn of(past: &'a PastAnalysis) -> Self {
        let analysis = &past.analysis;
        let mut unjudged: HashMap<&str, Vec<&Gap>> = HashMap::new();
        let mut unread = Vec::new();
        for gap in &analysis.gaps {
            match &gap.rule {
                Some(rule) => unjudged.entry(rule).or_default().push(gap),
                // A missing price leaves a finding without its saving, not out.
                None if gap.operation.is_none()
                    && matches!(gap.reason, GapReason::PriceMissing | GapReason::NoData) => {}
                None => unread.push(gap),
            }
        }
        let mut overrides: HashMap<&str, Vec<&str>> = HashMap::new();
        for line in &analysis.overrides {
            if let Some((rule, parameter)) = line.split_once(": ") {
                overrides.entry(rule).or_default().push(parameter);
            }
        }
        let exempted = analysis.exempted.iter().map(|exempted| {
            let key = (exempted.resource_kind, &exempted.account, &exempted.region, exempted.resource_id.as_str());
            (key, exempted.by.as_str())
        });
        Self {
            past,
            rules: past.rules.iter().map(String::as_str).collect(),
            accounts: analysis.accounts.iter().collect(),
            regions: analysis.regions.iter().collect(),
            exempted: exempted.collect(),
            unjudged,
            unread,
            overrides,
        }
    }

    /// `found_by` is the analysis that found it last.
    pub(super) fn absence(&self, finding: &FindingOutline, found_by: &Scope<'_>) -> Absence {
        match self.not_read(finding) {
            Some(reason) => Absence::NotLookedAt(reason),
            None => self.absence_of_read(finding, found_by),
        }
    }

    /// The account, the region or the rule were left out.
    fn not_read(&self, finding: &FindingOutline) -> Option<String> {
        let FindingOutline { account, region, rule, .. } = finding;
        if !self.accounts.contains(account) {
            Some(format!("account {account} was not read"))
        } else if !self.regions.contains(region) {
            Some(format!("region {region} was not read"))
        } else if !self.rules.contains(rule.as_str()) {
            Some(format!("rule {rule} did not run"))
        } else {
            None
        }
    }

    fn absence_of_read(&self, finding: &FindingOutline, found_by: &Scope<'_>) -> Absence {
        let key = finding.key();
        match self.past.inventory.presence(&key) {
            Presence::NotRead => {
                Absence::NotLookedAt(format!("no {} of account {} in {} was read", key.kind, key.account, key.region))
            }
            Presence::NotThere => match self.listing_gap(&key) {
                Some(gap) => Absence::NotLookedAt(format!("not everything was read: {}", gap.detail)),
                None => Absence::Resolved(Resolution::Gone),
            },
            Presence::There => match self.judged_otherwise(finding, &key, found_by) {
                Some(reason) => Absence::NotLookedAt(reason),
                None => Absence::Resolved(Resolution::Changed),
            },
        }
    }

    /// A call that failed may have left out any resource of its service.
    fn listing_gap(&self, key: &ResourceKey) -> Option<&'a Gap> {
        self.unread.iter().copied().find(|gap| {
            [key.kind.service(), EVERY_SERVICE].contains(&gap.service.as_str())
                && is_here(gap, key)
                && gap.resource_id.as_ref().is_none_or(|id| *id == key.id)
                && gap.operation.as_deref().is_none_or(|operation| may_list(operation, key.kind))
        })
    }

    fn judged_otherwise(&self, finding: &FindingOutline, key: &ResourceKey, found_by: &Scope<'_>) -> Option<String> {
        if let Some(tag) = self.exempted.get(&(key.kind, &key.account, &key.region, key.id.as_str())) {
            return Some(format!("the tag {tag} exempts it"));
        }
        let rule = finding.rule.as_str();
        let unjudged = self.unjudged.get(rule).into_iter().flatten().find(|gap| {
            // One gap may stand for many resources and then names none.
            is_here(gap, key) && gap.resource_id.as_ref().is_none_or(|id| *id == key.id)
        });
        if let Some(gap) = unjudged {
            return Some(format!("the rule could not judge it: {}", gap.detail));
        }
        let least = self.past.analysis.min_savings_monthly_usd;
        if finding.savings_range.is_some_and(|range| range.high < least) {
            return Some(format!("it saves less than the {least} a month that this analysis lists from"));
        }
        if self.overrides.get(rule) != found_by.overrides.get(rule) {
            return Some("the rule had other parameters when it found it".to_owned());
        }
        None
    }
}

fn is_here(gap: &Gap, key: &ResourceKey) -> bool {
    gap.account.as_ref().is_none_or(|account| *account == key.account)
        && gap.region.as_ref().is_none_or(|region| *region == key.region)
}

/// The service of a gap that stands for a whole region.
const EVERY_SERVICE: &str = "AWS";

/// Calls that list one kind of a service that has several; what they miss says nothing of the others.
const LISTINGS: &[(&str, ResourceKind)] = &[
    ("DescribeInstances", ResourceKind::Ec2Instance),
    ("DescribeInstanceTypes", ResourceKind::Ec2InstanceType),
    ("DescribeImages", ResourceKind::Ec2Image),
    ("DescribeAddresses", ResourceKind::Ec2Address),
    ("DescribeVolumes", ResourceKind::EbsVolume),
    ("DescribeSnapshots", ResourceKind::EbsSnapshot),
];

/// Calls that tell more of a resource that was listed already.
const DETAILS: &[&str] = &[
    "DescribeAlarms",
    "DescribeLaunchConfigurations",
    "DescribeLaunchTemplateVersions",
    "DescribeMetricFilters",
    "DescribePolicies",
    "DescribeScalableTargets",
    "DescribeScalingPolicies",
    "DescribeScheduledActions",
    "DescribeSubscriptionFilters",
    "DescribeTaskDefinition",
    "GetBucketIntelligentTieringConfiguration",
    "GetBucketLifecycleConfiguration",
    "GetBucketTagging",
    "GetBucketVersioning",
    "GetMetricData",
    "ListBucketIntelligentTieringConfigurations",
    "ListMetrics",
    "ListMultipartUploads",
    "ListParts",
    "ListProvisionedConcurrencyConfigs",
    "ListTags",
    "ListTagsForResource",
    "ListTagsOfResource",
];

/// Unknown calls may list anything.
fn may_list(operation: &str, kind: ResourceKind) -> bool {
    let other = LISTINGS.iter().find(|(name, _)| *name == operation).is_some_and(|(_, listed)| *listed != kind);
    !other && !DETAILS.contains(&operation)
}
