//! The list of recommendations: rows to sort and filter, each with what stands behind it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::evidence::{facts, money_lines, options, usual_window};
use super::notes::{Note, Notes};
use super::words;
use crate::model::action::Effort;
use crate::model::analysis::Recommendation;
use crate::model::history::FindingLife;
use crate::model::monthly::{MonthlyReport, ReportedRecommendation};
use crate::report::change::change;
use crate::report::money::{money, savings};
use crate::report::standing::{Standing, Standings};
use crate::report::table::{effort, instead_of};
use crate::report::text::{count, one_line};
use crate::units::Usd;

#[derive(Debug, Serialize)]
pub(in crate::report::monthly) struct RecommendationList {
    pub caption: String,
    pub count: String,
    /// With those that are left out.
    pub total: usize,
    /// How many are left out, what they save, and where they are; empty for none.
    pub left_out: String,
    pub facets: Vec<Facet>,
    pub rows: Vec<RecommendationRow>,
    /// Shared sentences, numbered from 1.
    pub notes: Vec<String>,
}

/// A property to filter by.
#[derive(Debug, Serialize)]
pub(in crate::report::monthly) struct Facet {
    pub key: &'static str,
    pub name: &'static str,
    /// Value and words, by words.
    pub options: Vec<(usize, String)>,
}

#[derive(Debug, Serialize)]
pub(in crate::report::monthly) struct RecommendationRow {
    /// Values of the facets, in their order.
    pub keys: String,
    /// Counts nothing in totals.
    pub quiet: bool,
    pub savings: String,
    pub name: String,
    /// Empty where it is the name.
    pub id: String,
    pub change: String,
    pub rule: String,
    pub region: String,
    /// Empty where there is one account.
    pub account: String,
    pub effort: String,
    pub effort_rank: usize,
    pub state: String,
    /// Days; empty when unknown.
    pub age: String,
    /// Why it counts nothing; empty where it counts.
    pub counts: String,
    pub evidence: Vec<String>,
    pub money: Vec<String>,
    pub options: Vec<String>,
    pub notes: Vec<Note>,
    pub life: String,
    pub tags: String,
}

/// A page of more takes seconds to open and is too large for a mail.
const ROWS_OF_A_PAGE: usize = 5_000;

const FACETS: [(&str, &str); 5] =
    [("service", "Service"), ("account", "Account"), ("region", "Region"), ("state", "State"), ("counts", "Counts")];

pub(super) fn list(report: &MonthlyReport) -> RecommendationList {
    let all = || report.recommendations.iter().map(|one| &one.recommendation);
    let standings = Standings::among(all(), Usd::ZERO);
    let (shown, rest) = report.recommendations.split_at(report.recommendations.len().min(ROWS_OF_A_PAGE));
    let notes = Notes::of(&shown.iter().flat_map(|one| sentences(&one.recommendation)).collect::<Vec<_>>());
    let usual = usual_window(all());
    let several_accounts = report.accounts.len() > 1;
    let mut facets = Facets::default();
    let rows = shown
        .iter()
        .map(|one| {
            let counts = counts(&one.recommendation, &standings.of(&one.recommendation));
            let keys = facets.keys(one, counts.is_empty());
            let mut row = row(one, &notes);
            row.evidence = facts(&one.recommendation, usual);
            if !several_accounts {
                row.account.clear();
            }
            RecommendationRow { keys, quiet: !counts.is_empty(), counts, ..row }
        })
        .collect::<Vec<_>>();
    let mut caption = "By savings; open a line for the evidence behind it and how its amounts come about.".to_owned();
    if let Some(usual) = usual {
        let day = |moment: chrono::DateTime<chrono::Utc>| moment.format("%Y-%m-%d").to_string();
        caption.push_str(&format!(
            " Metrics are of {} to {} where no other days are named.",
            day(usual.start),
            day(usual.end)
        ));
    }
    RecommendationList {
        caption,
        count: format!("{}.", count(rows.len(), "recommendation")),
        total: report.recommendations.len(),
        left_out: left_out(rest),
        facets: facets.finished(),
        rows,
        notes: notes.shared(),
    }
}

fn left_out(rest: &[ReportedRecommendation]) -> String {
    if rest.is_empty() {
        return String::new();
    }
    let counted = rest.iter().filter(|one| one.recommendation.selected);
    let counted: Usd = counted.filter_map(|one| one.recommendation.monthly_savings_usd).sum();
    format!(
        "{}, which save least ({} a month of the total), stand in the CSV, JSON and XLSX reports.",
        count(rest.len(), "more recommendation"),
        money(counted)
    )
}

/// What people should know before they do it: caveats, then how to undo it.
fn sentences(one: &Recommendation) -> impl Iterator<Item = String> {
    let restore = Some(&one.restore).filter(|restore| !restore.trim().is_empty());
    let restore = restore.map(|restore| words::sentence(&format!("To undo: {restore}")));
    one.caveats.iter().map(|caveat| words::sentence(caveat)).chain(restore)
}

/// The values of each facet, numbered as they come.
#[derive(Default)]
struct Facets([BTreeMap<String, usize>; FACETS.len()]);

impl Facets {
    fn keys(&mut self, one: &ReportedRecommendation, counts: bool) -> String {
        let it = &one.recommendation;
        let values = [
            it.resource_kind.service().to_owned(),
            it.account.to_string(),
            it.region.to_string(),
            one.life.as_ref().map_or_else(|| words::NOT_KNOWN.to_owned(), |life| words::state(life.state).to_owned()),
            if counts { "counted" } else { "not counted" }.to_owned(),
        ];
        let numbers = self.0.iter_mut().zip(values).map(|(known, value)| {
            let next = known.len();
            known.entry(one_line(&value)).or_insert(next).to_string()
        });
        numbers.collect::<Vec<_>>().join(".")
    }

    /// Facets with one value filter nothing, but their place in the keys stays.
    fn finished(self) -> Vec<Facet> {
        FACETS
            .into_iter()
            .zip(self.0)
            .map(|((key, name), known)| Facet {
                key,
                name,
                options: known.into_iter().map(|(words, number)| (number, words)).collect(),
            })
            .collect()
    }
}

fn row(one: &ReportedRecommendation, notes: &Notes) -> RecommendationRow {
    let it = &one.recommendation;
    let name = it.name.as_deref().filter(|name| !name.is_empty() && *name != it.resource_id);
    RecommendationRow {
        keys: String::new(),
        quiet: false,
        savings: savings(it),
        name: one_line(name.unwrap_or(&it.resource_id)),
        id: name.map(|_| one_line(&it.resource_id)).unwrap_or_default(),
        change: change(it),
        rule: one_line(&it.rule),
        region: one_line(it.region.as_str()),
        account: one_line(it.account.as_str()),
        effort: effort(it),
        effort_rank: Effort::ALL.iter().position(|effort| *effort == it.effort).unwrap_or(0),
        state: one.life.as_ref().map(since).unwrap_or_default(),
        age: one.life.as_ref().map(|life| life.age_days.to_string()).unwrap_or_default(),
        counts: String::new(),
        evidence: Vec::new(),
        money: money_lines(it),
        options: options(it),
        notes: sentences(it).map(|sentence| notes.note(&sentence)).collect(),
        life: one.life.as_ref().map(life).unwrap_or_default(),
        tags: one_line(&it.tags.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(", ")),
    }
}

/// Empty for what counts in the net total.
fn counts(one: &Recommendation, standing: &Standing<'_>) -> String {
    match standing {
        Standing::Counted => String::new(),
        Standing::Uncounted if one.hygiene => "Counts nothing in totals: for order's sake.".to_owned(),
        Standing::Uncounted if one.monthly_savings_usd.is_none() => {
            "Counts nothing in totals: its saving is not known.".to_owned()
        }
        Standing::Uncounted => "Counts nothing in totals: it may be a loss.".to_owned(),
        Standing::IncludedIn(larger) => format!("Counted within {}.", instead_of(larger, one)),
        Standing::InsteadOf(chosen) => {
            let chosen: Vec<_> = chosen.iter().take(2).map(|chosen| instead_of(chosen, one)).collect();
            format!("An alternative to {}, which is counted.", chosen.join(", "))
        }
    }
}

/// `new`, `12 days`, `came back, 3 days`.
fn since(life: &FindingLife) -> String {
    use crate::model::history::FindingState::{New, Open};
    let days = usize::try_from(life.age_days).map_or_else(|_| String::new(), |days| count(days, "day"));
    match life.state {
        New => "new".to_owned(),
        Open => days,
        other => format!("{}, {days}", words::state(other)),
    }
}

fn life(one: &FindingLife) -> String {
    let mut text = format!("First seen {}", one.first_seen.format("%Y-%m-%d"));
    if one.regressions > 0 {
        text.push_str(&format!(", came back {}", count(one.regressions as usize, "time")));
    }
    match one.cost_of_delay_usd {
        Some(cost) if cost.is_zero() => {}
        Some(cost) => text.push_str(&format!("; waiting has cost {}", money(cost))),
        None => text.push_str("; what waiting has cost is not known"),
    }
    text.push('.');
    one_line(&text)
}
