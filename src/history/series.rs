//! Analyses that belong together: those whose accounts overlap, directly or through others.
//!
//! Two teams may keep their accounts in one store; the newest analysis of one says nothing of the other's.

use std::collections::BTreeMap;

use crate::model::history::PastAnalysis;
use crate::model::ids::AccountId;

/// By `as_of`, then name: the order of everything here, whatever order the store or a clock gave.
pub(super) fn sorted<'a>(past: impl IntoIterator<Item = &'a PastAnalysis>) -> Vec<&'a PastAnalysis> {
    let mut sorted: Vec<&PastAnalysis> = past.into_iter().collect();
    sorted.sort_by(|one, other| (one.analysis.as_of, &one.name).cmp(&(other.analysis.as_of, &other.name)));
    sorted
}

/// Each series in order; the series by their first accounts.
pub(super) fn series(past: &[PastAnalysis]) -> Vec<Vec<&PastAnalysis>> {
    let mut groups: Vec<(Vec<&AccountId>, Vec<&PastAnalysis>)> = Vec::new();
    for analysis in sorted(past) {
        let mut accounts: Vec<&AccountId> = analysis.analysis.accounts.iter().collect();
        let mut members = vec![analysis];
        // All groups that share an account with this analysis become one.
        let overlaps = |group: &[&AccountId]| {
            group.iter().any(|account| accounts.contains(account)) || (group.is_empty() && accounts.is_empty())
        };
        let (joined, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(group, _)| overlaps(group));
        groups = apart;
        for (more_accounts, more_members) in joined {
            accounts.extend(more_accounts);
            members.extend(more_members);
        }
        accounts.sort();
        accounts.dedup();
        groups.push((accounts, members));
    }
    let by_accounts: BTreeMap<Vec<&AccountId>, Vec<&PastAnalysis>> = groups.into_iter().collect();
    by_accounts.into_values().map(sorted).collect()
}
