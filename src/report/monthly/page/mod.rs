//! What the report says, in order and in words: HTML and Markdown are two looks of the same [`Content`].

mod ahead;
mod changes;
mod commitments;
mod evidence;
mod followup;
mod notes;
mod recommendations;
mod savings;
mod spend;
mod summary;
mod table;
mod totals;
mod unknown;
mod words;

use serde::Serialize;

use super::chart::Figure;
use crate::model::monthly::{MonthlyReport, Part};
use crate::report::RenderError;
use crate::report::text::{count, listed, one_line};

pub(super) use recommendations::RecommendationList;
pub(super) use summary::{Summary, figures};
pub(super) use table::Table;

/// The whole report. Texts are plain; the template escapes them.
#[derive(Debug, Serialize)]
pub(super) struct Content {
    /// Of the browser's tab.
    pub title: String,
    pub heading: String,
    /// Accounts and regions.
    pub scope: String,
    /// When it was read, and the days of its prices.
    pub dates: String,
    pub summary: Summary,
    pub sections: Vec<Section>,
    pub recommendations: RecommendationList,
    pub footer: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Section {
    pub id: &'static str,
    pub title: &'static str,
    /// Beside the title in the navigation: how many gaps.
    pub badge: Option<String>,
    pub lead: Option<String>,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Block {
    Heading(String),
    Paragraph(String),
    /// Side by side where there is room.
    Figures(Vec<FigureBlock>),
    Table(Table),
    List(Vec<String>),
    /// What cannot be told here, why, and how to get it.
    Missing(String),
    Gaps(Vec<GapBlock>),
    Folded(Folded),
}

/// A chart with the figures that it draws.
#[derive(Debug, Serialize)]
pub(super) struct FigureBlock {
    pub figure: Figure,
    pub table: Option<Table>,
}

#[derive(Debug, Serialize)]
pub(super) struct GapBlock {
    pub text: String,
    pub detail: String,
    /// A call failed: something exists that was not read.
    pub severe: bool,
}

/// Shut until it is asked for.
#[derive(Debug, Serialize)]
pub(super) struct Folded {
    pub summary: String,
    pub blocks: Vec<Block>,
}

impl Section {
    fn new(id: &'static str, title: &'static str, blocks: Vec<Block>) -> Self {
        Self { id, title, badge: None, lead: None, blocks }
    }
}

pub(super) fn content(report: &MonthlyReport) -> Result<Content, RenderError> {
    let month = report.month.in_words();
    let accounts: Vec<_> = report.accounts.iter().map(ToString::to_string).collect();
    let regions: Vec<_> = report.regions.iter().map(ToString::to_string).collect();
    let sections = vec![
        spend::section(report),
        changes::section(report),
        ahead::section(report)?,
        savings::section(report)?,
        followup::section(report)?,
        unknown::section(report),
        totals::section(report),
    ];
    Ok(Content {
        title: one_line(&format!("AWS costs, {month}")),
        heading: format!("AWS costs in {month}"),
        scope: one_line(&format!("{}; {}", few(&accounts, "account"), few(&regions, "region"))),
        dates: dates(report),
        summary: summary::summary(report)?,
        sections,
        recommendations: recommendations::list(report),
        footer: one_line(&format!(
            "Made by cloudtrim from what AWS answered until {}. Amounts are US dollars. List prices are before \
             commitments and discounts; billed amounts are as AWS bills them.",
            words::moment(report.as_of)
        )),
    })
}

fn few(names: &[String], noun: &str) -> String {
    match names.len() {
        0 => format!("no {noun}"),
        1 => format!("{noun} {}", names.concat()),
        2..=4 => format!("{noun}s {}", listed(names)),
        more => count(more, noun),
    }
}

fn dates(report: &MonthlyReport) -> String {
    let prices = match (&report.oldest_price_as_of, &report.prices_as_of) {
        (Some(oldest), Some(newest)) if oldest == newest => format!("list prices of {oldest}"),
        (Some(oldest), Some(newest)) => format!("list prices of {oldest} to {newest}"),
        _ => "no list price was used".to_owned(),
    };
    one_line(&format!("Read {}; {prices}", words::moment(report.as_of)))
}

/// A note for each thing that the report cannot tell about `part`.
fn missing(report: &MonthlyReport, part: Part) -> impl Iterator<Item = Block> {
    report.missing.iter().filter(move |one| one.part == part).map(|one| Block::Missing(words::missing(one)))
}
