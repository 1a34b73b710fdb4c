//! The analyses of a store → its history.

use std::collections::{BTreeMap, BTreeSet};

use super::entry_name::EntryName;
use super::life::lives;
use super::realized::realized;
use super::series::{series, sorted};
use crate::model::history::{History, HistoryEntry, PastAnalysis, PastBill, SkippedEntry};
use crate::model::ids::AccountId;
use crate::units::month::Month;

/// All that follows from these analyses; their order does not matter.
pub fn history(past: &[PastAnalysis], skipped: Vec<SkippedEntry>) -> History {
    let sorted = sorted(past);
    let lives = lives(past);
    let mut warnings = same_moments(&sorted);
    for series in series(past) {
        warnings.extend(vanished(&series));
        warnings.extend(without_data(&series));
    }
    History {
        entries: sorted.iter().map(|past| entry(past)).collect(),
        realized: realized(past, &lives),
        lives,
        bills: sorted.iter().map(|past| bill(past)).collect(),
        skipped,
        warnings,
    }
}

/// One analysis in a line.
pub fn entry(past: &PastAnalysis) -> HistoryEntry {
    let analysis = &past.analysis;
    HistoryEntry {
        name: past.name.clone(),
        id: EntryName::parse(&past.name).map_or_else(String::new, |name| name.short().to_owned()),
        as_of: analysis.as_of,
        tool_version: past.tool_version.clone(),
        accounts: analysis.accounts.clone(),
        regions: analysis.regions.clone(),
        prices_as_of: analysis.prices_as_of.clone(),
        totals: analysis.totals.clone(),
        recommendations: analysis.recommendations.len(),
        suppressed: analysis.suppressed.len(),
        exempted: analysis.exempted.len(),
        gaps: analysis.gaps.len(),
        resources: analysis.coverage.iter().map(|kind| kind.resources).sum(),
    }
}

fn bill(past: &PastAnalysis) -> PastBill {
    PastBill {
        as_of: past.analysis.as_of,
        accounts: past.analysis.accounts.clone(),
        billing: past.analysis.billing.clone(),
        spend: past.spend.clone(),
    }
}

fn same_moments(sorted: &[&PastAnalysis]) -> Vec<String> {
    let pairs = sorted.windows(2).filter_map(|pair| match pair {
        [one, other] if one.analysis.as_of == other.analysis.as_of && shares_account(one, other) => Some(format!(
            "two analyses are as of {}: `{}` is taken for the earlier, `{}` for the later",
            one.analysis.as_of.format("%Y-%m-%d %H:%M:%S UTC"),
            one.name,
            other.name
        )),
        _ => None,
    });
    pairs.collect()
}

fn shares_account(one: &PastAnalysis, other: &PastAnalysis) -> bool {
    one.analysis.accounts.iter().any(|account| other.analysis.accounts.contains(account))
}

/// Accounts that the newest analysis of their series does not read any more.
fn vanished(series: &[&PastAnalysis]) -> Vec<String> {
    let Some(newest) = series.last() else { return Vec::new() };
    let mut last_read: BTreeMap<&AccountId, &PastAnalysis> = BTreeMap::new();
    for past in series {
        last_read.extend(past.analysis.accounts.iter().map(|account| (account, *past)));
    }
    let gone = last_read.into_iter().filter(|(account, _)| !newest.analysis.accounts.contains(account));
    gone.map(|(account, past)| {
        format!(
            "account {account} was read last on {}; the analysis of {} does not read it, so nothing is known of its findings",
            past.analysis.as_of.date_naive(),
            newest.analysis.as_of.date_naive()
        )
    })
    .collect()
}

/// Months without an analysis between the first and the newest, and analyses that read nothing.
fn without_data(series: &[&PastAnalysis]) -> Vec<String> {
    let (Some(first), Some(newest)) = (series.first(), series.last()) else { return Vec::new() };
    let month = |past: &PastAnalysis| Month::of(past.analysis.as_of.date_naive());
    let with: BTreeSet<Month> = series.iter().map(|past| month(past)).collect();
    let names: Vec<&str> = newest.analysis.accounts.iter().map(AccountId::as_str).collect();
    let mut warnings = Vec::new();
    let mut missing = Vec::new();
    let mut at = month(first).next();
    while at < month(newest) && missing.len() < MOST_MONTHS {
        if !with.contains(&at) {
            missing.push(at.to_string());
        }
        at = at.next();
    }
    if !missing.is_empty() {
        warnings.push(format!("no analysis of {} is stored for {}", names.join(", "), missing.join(", ")));
    }
    for past in series {
        if past.inventory.groups.iter().all(|group| group.resource_ids.is_empty()) {
            warnings.push(format!("the analysis of {} read no resource", past.analysis.as_of.date_naive()));
        }
    }
    warnings
}

/// More months than this without an analysis are a wrong date, not a gap.
const MOST_MONTHS: usize = 120;
