//! What a message shows of a report: the title, the figures and the month in sentences.

use super::page::figures;
use crate::model::monthly::MonthlyReport;
use crate::report::text::one_line;

/// For mails, chats and notifications; the whole report goes along or stands elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthlyMessage {
    /// One line: `AWS cost, October 2026: $12,345.67 billed`.
    pub title: String,
    /// Labels and what they amount to.
    pub figures: Vec<(String, String)>,
    pub sentences: Vec<String>,
}

/// The same figures as the first page has.
pub fn monthly_message(report: &MonthlyReport) -> MonthlyMessage {
    let billed = report.headline.billed_cost_usd;
    let billed = billed.map_or_else(|| "bill not known".to_owned(), |amount| format!("{amount} billed"));
    let at_least = if report.headline.savings_at_least { "at least " } else { "" };
    let net = report.headline.net_savings_monthly_usd;
    MonthlyMessage {
        title: one_line(&format!("AWS cost, {}: {billed}, {at_least}{net} a month to save", report.month.in_words())),
        figures: figures(report),
        sentences: report.headline.sentences.iter().map(|one| one_line(one)).collect(),
    }
}
