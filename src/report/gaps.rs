//! Many gaps in few lines: `3 volumes in us-east-1: DescribeVolumes denied`.

use std::collections::{BTreeMap, BTreeSet};

use super::change::noun;
use super::text::{count, grouped, one_line};
use crate::model::gap::{Gap, GapReason};
use crate::model::ids::ResourceKind;

/// Gaps that differ only in the resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapLine {
    pub gaps: usize,
    /// A call failed: something exists that was not read. What rules could not judge for it are lines of their own.
    pub call_failed: bool,
    /// `3 volumes in us-east-1: DescribeVolumes denied`.
    pub text: String,
    /// The detail, where all of them tell the same; else the first.
    pub detail: String,
}

/// One line for each place, question and reason; failed calls first, then the most frequent.
pub fn collapse_gaps(gaps: &[Gap]) -> Vec<GapLine> {
    let mut groups: BTreeMap<_, Vec<&Gap>> = BTreeMap::new();
    for gap in gaps {
        let place = (&gap.service, &gap.account, &gap.region);
        groups.entry((place, &gap.operation, &gap.rule, gap.reason)).or_default().push(gap);
    }
    let several_accounts = gaps.iter().filter_map(|gap| gap.account.as_ref()).collect::<BTreeSet<_>>().len() > 1;
    let mut lines: Vec<_> = groups.values().map(|members| line(members, several_accounts)).collect();
    lines.sort_by(|one, other| {
        (other.call_failed, other.gaps, &one.text).cmp(&(one.call_failed, one.gaps, &other.text))
    });
    lines
}

/// `41 not assessed: 20 too young, …` without its head: how many of each reason, the most frequent first.
pub(super) fn by_reason(gaps: &[Gap]) -> String {
    let mut reasons: BTreeMap<GapReason, usize> = BTreeMap::new();
    for gap in gaps {
        let number = reasons.entry(gap.reason).or_default();
        *number = number.saturating_add(1);
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(reason, number)| (std::cmp::Reverse(*number), *reason));
    let parts: Vec<_> =
        reasons.into_iter().map(|(reason, number)| format!("{} {}", grouped(number), words(reason))).collect();
    parts.join(", ")
}

/// A reason within a sentence.
const fn words(reason: GapReason) -> &'static str {
    match reason {
        GapReason::Denied => "denied",
        GapReason::Throttled => "throttled",
        GapReason::TimedOut => "timed out",
        GapReason::Unavailable => "unavailable",
        GapReason::NotEnabled => "not enabled",
        GapReason::BadAnswer => "answered unintelligibly",
        GapReason::Truncated => "read in part",
        GapReason::NotCollected => "not collected",
        GapReason::NoData => "no data",
        GapReason::LowCoverage => "too few metric points",
        GapReason::LookbackTooShort => "too short a lookback",
        GapReason::TooYoung => "too young",
        GapReason::PriceMissing => "price missing",
        GapReason::NotSupported => "not supported",
    }
}

fn line(members: &[&Gap], several_accounts: bool) -> GapLine {
    let Some(first) = members.first() else {
        return GapLine { gaps: 0, call_failed: false, text: String::new(), detail: String::new() };
    };
    let resources: BTreeSet<_> = members.iter().filter_map(|gap| gap.resource_id.as_deref()).collect();
    let mut text = match (resources.len(), resources.first()) {
        (0, _) | (_, None) => first.service.clone(),
        (1, Some(only)) => format!("{} {only}", resource_noun(first)),
        (several, Some(_)) => count(several, resource_noun(first)),
    };
    if let Some(region) = &first.region {
        text.push_str(&format!(" in {region}"));
    }
    if let (true, Some(account)) = (several_accounts, &first.account) {
        text.push_str(&format!(" of account {account}"));
    }
    text.push_str(": ");
    if let Some(asked) = first.operation.as_deref().or(first.rule.as_deref()) {
        text.push_str(asked);
        text.push(' ');
    }
    text.push_str(words(first.reason));
    if let (Some(_), Some(rule)) = (&first.operation, &first.rule) {
        text.push_str(&format!(", for {rule}"));
    }
    GapLine {
        gaps: members.len(),
        call_failed: first.operation.is_some() && first.rule.is_none(),
        text: one_line(&text),
        detail: one_line(&first.detail),
    }
}

/// What the resources of a gap are called, from the id's prefix, the rule's name or the service.
fn resource_noun(gap: &Gap) -> &'static str {
    let by_id = |id: &str| {
        let prefixes = [
            ("i-", ResourceKind::Ec2Instance),
            ("vol-", ResourceKind::EbsVolume),
            ("snap-", ResourceKind::EbsSnapshot),
            ("eipalloc-", ResourceKind::Ec2Address),
            ("ami-", ResourceKind::Ec2Image),
        ];
        prefixes.into_iter().find(|(prefix, _)| id.starts_with(prefix)).map(|(_, kind)| kind)
    };
    let by_rule = |rule: &str| {
        ResourceKind::ALL.into_iter().filter(|kind| rule.starts_with(kind.name())).max_by_key(|kind| kind.name().len())
    };
    if let Some(kind) = gap.rule.as_deref().and_then(by_rule).or_else(|| gap.resource_id.as_deref().and_then(by_id)) {
        return noun(kind);
    }
    match gap.service.as_str() {
        "DynamoDB" => noun(ResourceKind::DynamodbTable),
        "Lambda" => noun(ResourceKind::LambdaFunction),
        "CloudWatch Logs" => noun(ResourceKind::LogsGroup),
        "S3" => noun(ResourceKind::S3Bucket),
        "RDS" => noun(ResourceKind::RdsInstance),
        "ElastiCache" => noun(ResourceKind::ElasticacheCluster),
        _ => "resource",
    }
}
