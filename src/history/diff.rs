//! What a later analysis says that an earlier did not.

use std::collections::HashMap;

use super::life::lives;
use super::past::entry;
use super::series::sorted;
use crate::model::history::{FindingChange, FindingLife, FindingState, HISTORY_DIFF_SCHEMA, HistoryDiff, PastAnalysis};
use crate::units::Usd;

/// Findings that changed between two analyses, whichever is given first. What the later did not look at is out of scope.
pub fn diff(one: PastAnalysis, other: PastAnalysis) -> HistoryDiff {
    let both = [one, other];
    let (from, to) = match sorted(&both).as_slice() {
        [from, to] => (*from, *to),
        _ => (&both[0], &both[1]),
    };
    let (before, after) = (savings(from), savings(to));
    let mut unchanged = 0;
    let mut findings = Vec::new();
    for life in lives(&both) {
        let (was, is) = (before.get(life.id.as_str()), after.get(life.id.as_str()));
        if is_unchanged(&life, was, is) {
            unchanged += 1;
        } else {
            findings.push(change(life, was.copied().flatten(), is.copied().flatten()));
        }
    }
    let mut warnings = Vec::new();
    if !from.analysis.accounts.iter().any(|account| to.analysis.accounts.contains(account)) {
        warnings.push("the two analyses have no account in common".to_owned());
    }
    HistoryDiff {
        schema: HISTORY_DIFF_SCHEMA.to_owned(),
        from: entry(from),
        to: entry(to),
        findings,
        unchanged,
        warnings,
    }
}

/// Of what is found and not suppressed.
fn savings(past: &PastAnalysis) -> HashMap<&str, Option<Usd>> {
    past.analysis.recommendations.iter().map(|finding| (finding.id.as_str(), finding.monthly_savings_usd)).collect()
}

fn is_unchanged(life: &FindingLife, was: Option<&Option<Usd>>, is: Option<&Option<Usd>>) -> bool {
    match life.state {
        FindingState::Open => was == is,
        // Suppressed by both.
        FindingState::Suppressed => was.is_none() && life.first_seen < life.last_seen,
        _ => false,
    }
}

fn change(life: FindingLife, from: Option<Usd>, to: Option<Usd>) -> FindingChange {
    FindingChange {
        id: life.id,
        rule: life.rule,
        account: life.account,
        region: life.region,
        resource_kind: life.resource_kind,
        resource_id: life.resource_id,
        name: life.name,
        state: life.state,
        from_monthly_savings_usd: from,
        to_monthly_savings_usd: to,
        selected: life.selected,
        reason: life.reason,
    }
}
