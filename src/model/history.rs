//! Past analyses as a store keeps them, and what follows from them: the life of each finding, what was really saved.
//!
//! Start with [`StoredAnalysis`], the object that is stored, then [`PastAnalysis`], what is read of it, and [`History`].

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::analysis::{
    Analysis, BillingSummary, ExemptedResource, KindCoverage, Recommendation, SuppressedFinding, Totals,
};
use super::gap::Gap;
use super::ids::{AccountId, Region, ResourceKey, ResourceKind};
use super::spend::Spend;
use crate::units::{Usd, UsdRange};

pub const HISTORY_SCHEMA: &str = "cloudtrim.history/1";
pub const HISTORY_LIST_SCHEMA: &str = "cloudtrim.history-list/1";
pub const HISTORY_DIFF_SCHEMA: &str = "cloudtrim.history-diff/1";

/// One analysis as it is stored: immutable, one object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredAnalysis {
    pub schema: String,
    pub tool_version: String,
    /// The rules that ran: what none of them looks for is not resolved.
    pub rules: Vec<String>,
    /// Every resource that was read.
    pub inventory: Inventory,
    /// `None` where the dataset has no billing rows.
    pub spend: Option<Spend>,
    pub analysis: Analysis,
}

/// The ids of what was read, by kind, account and region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Inventory {
    /// In the order of their fields. A group without ids was read and is empty; one that is missing was not read.
    pub groups: Vec<InventoryGroup>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InventoryGroup {
    pub resource_kind: ResourceKind,
    pub account: AccountId,
    pub region: Region,
    /// Sorted.
    pub resource_ids: Vec<String>,
}

/// Whether a resource was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    There,
    NotThere,
    /// Nothing of its kind, account and region was read.
    NotRead,
}

impl Inventory {
    pub fn presence(&self, key: &ResourceKey) -> Presence {
        let wanted = (key.kind, &key.account, &key.region);
        let found =
            self.groups.binary_search_by(|group| (group.resource_kind, &group.account, &group.region).cmp(&wanted));
        match found.ok().and_then(|index| self.groups.get(index)) {
            None => Presence::NotRead,
            Some(group) if group.resource_ids.binary_search(&key.id).is_ok() => Presence::There,
            Some(_) => Presence::NotThere,
        }
    }
}

/// What the history needs of a stored analysis; the same object, read in part.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PastAnalysis {
    /// Within the store; of the object, not in it.
    #[serde(skip)]
    pub name: String,
    pub schema: String,
    pub tool_version: String,
    pub rules: Vec<String>,
    pub inventory: Inventory,
    pub spend: Option<Spend>,
    pub analysis: AnalysisOutline,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct AnalysisOutline {
    pub as_of: DateTime<Utc>,
    #[serde(default)]
    pub prices_as_of: Option<String>,
    pub accounts: Vec<AccountId>,
    pub regions: Vec<Region>,
    pub min_savings_monthly_usd: Usd,
    pub totals: Totals,
    pub coverage: Vec<KindCoverage>,
    pub recommendations: Vec<FindingOutline>,
    pub gaps: Vec<Gap>,
    pub suppressed: Vec<SuppressedOutline>,
    pub exempted: Vec<ExemptedResource>,
    pub billing: Option<BillingSummary>,
    pub overrides: Vec<String>,
}

/// A recommendation without its evidence and configurations.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct FindingOutline {
    pub id: String,
    pub rule: String,
    pub account: AccountId,
    pub region: Region,
    pub resource_kind: ResourceKind,
    pub resource_id: String,
    pub name: Option<String>,
    pub selected: bool,
    pub monthly_savings_usd: Option<Usd>,
    pub savings_range: Option<UsdRange>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SuppressedOutline {
    pub recommendation: FindingOutline,
}

impl FindingOutline {
    pub fn key(&self) -> ResourceKey {
        ResourceKey {
            kind: self.resource_kind,
            account: self.account.clone(),
            region: self.region.clone(),
            id: self.resource_id.clone(),
        }
    }
}

impl From<&Recommendation> for FindingOutline {
    fn from(recommendation: &Recommendation) -> Self {
        Self {
            id: recommendation.id.clone(),
            rule: recommendation.rule.clone(),
            account: recommendation.account.clone(),
            region: recommendation.region.clone(),
            resource_kind: recommendation.resource_kind,
            resource_id: recommendation.resource_id.clone(),
            name: recommendation.name.clone(),
            selected: recommendation.selected,
            monthly_savings_usd: recommendation.monthly_savings_usd,
            savings_range: recommendation.savings_range,
        }
    }
}

impl From<&SuppressedFinding> for SuppressedOutline {
    fn from(suppressed: &SuppressedFinding) -> Self {
        Self { recommendation: FindingOutline::from(&suppressed.recommendation) }
    }
}

impl From<&Analysis> for AnalysisOutline {
    fn from(analysis: &Analysis) -> Self {
        Self {
            as_of: analysis.as_of,
            prices_as_of: analysis.prices_as_of.clone(),
            accounts: analysis.accounts.clone(),
            regions: analysis.regions.clone(),
            min_savings_monthly_usd: analysis.min_savings_monthly_usd,
            totals: analysis.totals.clone(),
            coverage: analysis.coverage.clone(),
            recommendations: analysis.recommendations.iter().map(FindingOutline::from).collect(),
            gaps: analysis.gaps.clone(),
            suppressed: analysis.suppressed.iter().map(SuppressedOutline::from).collect(),
            exempted: analysis.exempted.clone(),
            billing: analysis.billing.clone(),
            overrides: analysis.overrides.clone(),
        }
    }
}

impl PastAnalysis {
    /// An analysis that need not be stored: of the run itself.
    pub fn of(name: impl Into<String>, stored: &StoredAnalysis) -> Self {
        Self {
            name: name.into(),
            schema: stored.schema.clone(),
            tool_version: stored.tool_version.clone(),
            rules: stored.rules.clone(),
            inventory: stored.inventory.clone(),
            spend: stored.spend.clone(),
            analysis: AnalysisOutline::from(&stored.analysis),
        }
    }
}

/// Where a finding stands at the newest analysis of its series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// Found for the first time.
    New,
    /// Found before, and still.
    Open,
    /// Looked for and not found any more.
    Resolved,
    /// Resolved before, and found again this time.
    Regressed,
    /// Found, and hidden on purpose by a suppression.
    Suppressed,
    /// Not looked at, or not judged as it was found: nothing is known of it. Never read as resolved.
    OutOfScope,
}

impl FindingState {
    pub const ALL: [Self; 6] =
        [Self::New, Self::Open, Self::Regressed, Self::Suppressed, Self::OutOfScope, Self::Resolved];

    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Resolved => "resolved",
            Self::Regressed => "regressed",
            Self::Suppressed => "suppressed",
            Self::OutOfScope => "out-of-scope",
        }
    }

    /// Found this time, and not hidden.
    pub const fn is_found(self) -> bool {
        matches!(self, Self::New | Self::Open | Self::Regressed)
    }
}

impl std::fmt::Display for FindingState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// How a finding went away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// The resource is there and shows it no more.
    Changed,
    /// The resource is gone.
    Gone,
}

/// One finding over all analyses of its series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingLife {
    /// [`Recommendation::id`].
    pub id: String,
    pub rule: String,
    pub account: AccountId,
    pub region: Region,
    pub resource_kind: ResourceKind,
    pub resource_id: String,
    pub name: Option<String>,
    pub state: FindingState,
    /// Why it is out of scope; `None` otherwise.
    pub reason: Option<String>,
    /// `as_of` of the first analysis that found it.
    pub first_seen: DateTime<Utc>,
    /// `as_of` of the newest analysis that found it, suppressed or not.
    pub last_seen: DateTime<Utc>,
    /// Since when it is open without being resolved between: `first_seen`, or when it came back last.
    pub open_since: DateTime<Utc>,
    /// `as_of` of the analysis that found it no more; kept until it is found again.
    pub resolved_at: Option<DateTime<Utc>>,
    pub resolved_by: Option<Resolution>,
    /// How often it came back after it was resolved.
    pub regressions: u32,
    /// Whole days from `open_since` to the newest analysis of the series, or to `resolved_at`.
    pub age_days: i64,
    /// As it was found last.
    pub monthly_savings_usd: Option<Usd>,
    /// What it cost not to do it, from each analysis that found it open to the next that found it, at what the earlier
    /// said; what lies between the last finding and its resolution is not counted. `None` when any part is unknown.
    pub cost_of_delay_usd: Option<Usd>,
    /// In the best compatible set when it was found last: only these may be added up.
    pub selected: bool,
}

impl FindingLife {
    pub fn key(&self) -> ResourceKey {
        ResourceKey {
            kind: self.resource_kind,
            account: self.account.clone(),
            region: self.region.clone(),
            id: self.resource_id.clone(),
        }
    }
}

/// What the bill says of a saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SavingVerdict {
    /// The bill cannot say yet, or was not read: the estimate alone.
    Claimed,
    /// The bill fell.
    Confirmed,
    /// The bill was read and does not show it.
    Unclear,
}

impl SavingVerdict {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Confirmed => "confirmed",
            Self::Unclear => "unclear",
        }
    }
}

/// What a resolved finding saves: what the estimate said, and what the bill shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RealizedSaving {
    pub id: String,
    pub rule: String,
    pub account: AccountId,
    pub region: Region,
    pub resource_kind: ResourceKind,
    pub resource_id: String,
    pub name: Option<String>,
    pub last_seen: DateTime<Utc>,
    pub resolved_at: DateTime<Utc>,
    /// The estimate of the last analysis that found it; `None` when it was unknown.
    pub claimed_monthly_usd: Option<Usd>,
    /// Never more than was billed, nor than was claimed.
    pub confirmed_monthly_usd: Option<Usd>,
    pub verdict: SavingVerdict,
    /// A sentence for people.
    pub reason: String,
}

/// One analysis of the store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryEntry {
    pub name: String,
    /// The beginning of the checksum in the name; empty for an analysis that is not stored.
    pub id: String,
    pub as_of: DateTime<Utc>,
    pub tool_version: String,
    pub accounts: Vec<AccountId>,
    pub regions: Vec<Region>,
    pub prices_as_of: Option<String>,
    pub totals: Totals,
    pub recommendations: usize,
    pub suppressed: usize,
    pub exempted: usize,
    pub gaps: usize,
    /// Over all kinds.
    pub resources: usize,
}

/// An object of the store that is not read as an analysis; it is left as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SkippedEntry {
    pub name: String,
    pub reason: String,
}

/// The bill as an analysis read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PastBill {
    pub as_of: DateTime<Utc>,
    pub accounts: Vec<AccountId>,
    pub billing: Option<BillingSummary>,
    pub spend: Option<Spend>,
}

/// All that follows from the analyses of a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// By `as_of`, then name: the newest last.
    pub entries: Vec<HistoryEntry>,
    /// By rule, account, region, kind, resource.
    pub lives: Vec<FindingLife>,
    /// In the order of `lives`.
    pub realized: Vec<RealizedSaving>,
    /// In the order of `entries`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bills: Vec<PastBill>,
    pub skipped: Vec<SkippedEntry>,
    pub warnings: Vec<String>,
}

/// What one analysis says that another did not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryDiff {
    pub schema: String,
    pub from: HistoryEntry,
    pub to: HistoryEntry,
    /// Without those that did not change.
    pub findings: Vec<FindingChange>,
    /// Found by both, with the same savings.
    pub unchanged: usize,
    pub warnings: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingChange {
    pub id: String,
    pub rule: String,
    pub account: AccountId,
    pub region: Region,
    pub resource_kind: ResourceKind,
    pub resource_id: String,
    pub name: Option<String>,
    /// As of the later analysis; `Open` when only its savings changed.
    pub state: FindingState,
    pub from_monthly_savings_usd: Option<Usd>,
    pub to_monthly_savings_usd: Option<Usd>,
    /// In the best compatible set of the later analysis, or of the earlier where the later does not find it.
    pub selected: bool,
    /// Why it is out of scope.
    pub reason: Option<String>,
}
