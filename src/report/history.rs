//! Stored analyses, the life of their findings and what was saved, for a terminal.

use super::grid::{Column, grid};
use super::money::{at_least, money};
use super::paint::Paint;
use super::text::one_line;
use crate::model::history::{
    FindingChange, FindingLife, FindingState, History, HistoryDiff, HistoryEntry, RealizedSaving, SavingVerdict,
};
use crate::model::ids::AccountId;
use crate::units::Usd;

/// How to lay a history out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryLayout {
    pub width: usize,
    pub paint: Paint,
    /// Findings besides the analyses.
    pub findings: bool,
}

/// Accounts that a line names; more are counted.
const NAMED_ACCOUNTS: usize = 2;

/// The analyses of a store, the newest last; with `findings`, the life of every finding and what was saved.
pub fn render_history(history: &History, layout: &HistoryLayout) -> String {
    if history.entries.is_empty() {
        return "no analysis is stored\n".to_owned();
    }
    if !layout.findings {
        return entries(&history.entries, layout);
    }
    let mut text = states(history, layout);
    text.push_str(&lives(&history.lives, layout));
    text.push_str(&realized(&history.realized, layout));
    text
}

fn entries(entries: &[HistoryEntry], layout: &HistoryLayout) -> String {
    let mut rows = vec![
        ["As of (UTC)", "Id", "Accounts", "List cost", "Savings", "Found", "Suppressed", "Gaps"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(entries.iter().map(|entry| {
        vec![
            entry.as_of.format("%Y-%m-%d %H:%M").to_string(),
            entry.id.clone(),
            accounts(&entry.accounts),
            at_least(entry.totals.list_cost_monthly_usd, entry.totals.list_cost_at_least),
            at_least(entry.totals.net_savings_monthly_usd, entry.totals.savings_at_least),
            entry.recommendations.to_string(),
            entry.suppressed.to_string(),
            entry.gaps.to_string(),
        ]
    }));
    let columns = [
        Column::text(16),
        Column::text(12),
        Column::text(26),
        Column::money(24),
        Column::money(24),
        Column::money(7),
        Column::money(10),
        Column::money(6),
    ];
    layout.paint.header(&grid(&columns, &rows))
}

fn accounts(accounts: &[AccountId]) -> String {
    let named: Vec<&str> = accounts.iter().take(NAMED_ACCOUNTS).map(AccountId::as_str).collect();
    match accounts.len().checked_sub(NAMED_ACCOUNTS) {
        Some(more) if more > 0 => one_line(&format!("{} and {more} more", named.join(", "))),
        _ => one_line(&named.join(", ")),
    }
}

/// One line a state: how many, and what those of the best compatible set save.
fn states(history: &History, layout: &HistoryLayout) -> String {
    let mut rows = vec![["State", "Findings", "Savings a month", "Cost of delay"].map(str::to_owned).to_vec()];
    for state in FindingState::ALL {
        let lives: Vec<&FindingLife> = history.lives.iter().filter(|life| life.state == state).collect();
        if lives.is_empty() {
            continue;
        }
        let counting = || lives.iter().filter(|life| life.selected);
        rows.push(vec![
            state.name().to_owned(),
            lives.len().to_string(),
            sum(counting().map(|life| life.monthly_savings_usd)),
            sum(counting().map(|life| life.cost_of_delay_usd)),
        ]);
    }
    let columns = [Column::text(14), Column::money(9), Column::money(24), Column::money(24)];
    format!("{}\n", layout.paint.header(&grid(&columns, &rows)))
}

/// What is known of it: "at least" where a part is not.
fn sum(amounts: impl Iterator<Item = Option<Usd>>) -> String {
    let (mut known, mut unknown) = (Usd::ZERO, false);
    for amount in amounts {
        match amount {
            Some(amount) => known += amount,
            None => unknown = true,
        }
    }
    at_least(known, unknown)
}

fn known(amount: Option<Usd>) -> String {
    amount.map_or_else(|| "unknown".to_owned(), money)
}

fn resource(id: &str, name: Option<&String>) -> String {
    match name {
        Some(name) => one_line(&format!("{id} ({name})")),
        None => one_line(id),
    }
}

fn lives(lives: &[FindingLife], layout: &HistoryLayout) -> String {
    let mut sorted: Vec<&FindingLife> = lives.iter().collect();
    let place = |state: FindingState| FindingState::ALL.iter().position(|known| *known == state);
    sorted.sort_by(|one, other| {
        place(one.state).cmp(&place(other.state)).then_with(|| other.monthly_savings_usd.cmp(&one.monthly_savings_usd))
    });
    let mut rows = vec![
        ["State", "Rule", "Resource", "Since", "Days", "Savings a month", "Cost of delay"].map(str::to_owned).to_vec(),
    ];
    rows.extend(sorted.into_iter().map(|life| {
        let mut what = resource(&life.resource_id, life.name.as_ref());
        if let Some(reason) = &life.reason {
            what.push_str(&format!("\n{}", one_line(reason)));
        }
        let times = if life.regressions > 0 { format!(" (back {}×)", life.regressions) } else { String::new() };
        vec![
            format!("{}{times}", life.state),
            life.rule.clone(),
            what,
            life.open_since.date_naive().to_string(),
            life.age_days.to_string(),
            known(life.monthly_savings_usd),
            known(life.cost_of_delay_usd),
        ]
    }));
    let left = layout.width.saturating_sub(14 + 30 + 10 + 5 + 12 + 12 + 12).max(20);
    let columns = [
        Column::text(14),
        Column::text(30),
        Column::text(left),
        Column::text(10),
        Column::money(5),
        Column::money(12),
        Column::money(12),
    ];
    layout.paint.header(&grid(&columns, &rows))
}

fn realized(realized: &[RealizedSaving], layout: &HistoryLayout) -> String {
    if realized.is_empty() {
        return String::new();
    }
    let claimed = sum(realized.iter().map(|saving| saving.claimed_monthly_usd));
    let confirmed: Usd = realized.iter().filter_map(|saving| saving.confirmed_monthly_usd).sum();
    let unclear = realized.iter().filter(|saving| saving.verdict == SavingVerdict::Unclear).count();
    let mut text = format!(
        "\n{}\n",
        layout.paint.bold(&format!(
            "Resolved: {claimed} a month claimed, {} confirmed by the bill, {unclear} unclear",
            money(confirmed)
        ))
    );
    let mut rows = vec![["Bill", "Rule", "Resource", "Resolved", "Claimed", "Confirmed"].map(str::to_owned).to_vec()];
    rows.extend(realized.iter().map(|saving| {
        vec![
            saving.verdict.name().to_owned(),
            saving.rule.clone(),
            format!("{}\n{}", resource(&saving.resource_id, saving.name.as_ref()), one_line(&saving.reason)),
            saving.resolved_at.date_naive().to_string(),
            known(saving.claimed_monthly_usd),
            saving.confirmed_monthly_usd.map_or_else(|| "-".to_owned(), money),
        ]
    }));
    let left = layout.width.saturating_sub(9 + 30 + 10 + 12 + 12 + 10).max(20);
    let columns =
        [Column::text(9), Column::text(30), Column::text(left), Column::text(10), Column::money(12), Column::money(12)];
    text.push_str(&layout.paint.header(&grid(&columns, &rows)));
    text
}

/// Two analyses beside each other, then what changed between them.
pub fn render_history_diff(diff: &HistoryDiff, layout: &HistoryLayout) -> String {
    let mut text = entries(&[diff.from.clone(), diff.to.clone()], layout);
    let (from, to) = (&diff.from.totals, &diff.to.totals);
    let change =
        |name: &str, from: Usd, to: Usd| format!("{name}: {} to {} ({})\n", money(from), money(to), signed(from, to));
    text.push('\n');
    text.push_str(&change("list cost a month", from.list_cost_monthly_usd, to.list_cost_monthly_usd));
    text.push_str(&change("savings a month", from.net_savings_monthly_usd, to.net_savings_monthly_usd));
    text.push_str(&format!("{} findings did not change\n", diff.unchanged));
    if diff.findings.is_empty() {
        return text;
    }
    let mut rows = vec![["State", "Rule", "Resource", "Before", "After"].map(str::to_owned).to_vec()];
    rows.extend(diff.findings.iter().map(change_row));
    let left = layout.width.saturating_sub(14 + 30 + 12 + 12 + 8).max(20);
    let columns = [Column::text(14), Column::text(30), Column::text(left), Column::money(12), Column::money(12)];
    text.push('\n');
    text.push_str(&layout.paint.header(&grid(&columns, &rows)));
    text
}

fn change_row(change: &FindingChange) -> Vec<String> {
    let mut what = resource(&change.resource_id, change.name.as_ref());
    if let Some(reason) = &change.reason {
        what.push_str(&format!("\n{}", one_line(reason)));
    }
    let is_found = change.state.is_found();
    let before =
        if change.state == FindingState::New { "-".to_owned() } else { known(change.from_monthly_savings_usd) };
    let after = if is_found { known(change.to_monthly_savings_usd) } else { "-".to_owned() };
    vec![change.state.name().to_owned(), change.rule.clone(), what, before, after]
}

fn signed(from: Usd, to: Usd) -> String {
    let change = to - from;
    if change.is_negative() { money(change) } else { format!("+{}", money(change)) }
}
