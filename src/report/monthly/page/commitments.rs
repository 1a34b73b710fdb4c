//! What commitments leave of the savings, what is held, and what is worth committing to.

use super::Block;
use super::table::Table;
use super::words::sentence;
use crate::model::monthly::MonthlyReport;
use crate::report::commitments::{Committed, HELD_HEADER, PURCHASE_HEADER, is_shown, notes, purchases, reservations};
use crate::report::money::money;
use crate::report::text::one_line;

pub(super) fn blocks(report: &MonthlyReport) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(answer) = answer(report) {
        blocks.push(Block::Heading("Commitments".to_owned()));
        blocks.push(Block::Paragraph(answer));
    }
    let Some(held) = &report.commitments else { return blocks };
    if is_shown(held) {
        let rows = reservations(held);
        if !rows.is_empty() {
            let [commitment, what, ends, used, after] = HELD_HEADER;
            let table =
                Table::new("Commitments in force").text(commitment).text(what).text(ends).aside(used).aside(after);
            blocks.push(Block::Table(table.filled(rows.into_iter().map(Vec::from))));
        }
        let notes: Vec<_> = notes(held).iter().map(|one| one_line(one)).collect();
        if !notes.is_empty() {
            blocks.push(Block::List(notes));
        }
    }
    let rows = purchases(held);
    if !rows.is_empty() {
        let sum = money(held.purchase_savings_monthly_usd);
        let title = format!("Worth committing to, not in the totals: {sum} a month by the first terms");
        let [saves, what, terms, why] = PURCHASE_HEADER;
        let table = Table::new(title).number(saves).text(what).text(terms).aside(why);
        blocks.push(Block::Table(table.filled(rows.into_iter().map(|row| row.map(|cell| one_line(&cell)).to_vec()))));
    }
    blocks
}

/// Nothing where no commitment bears on what is counted.
fn answer(report: &MonthlyReport) -> Option<String> {
    let all = report.recommendations.iter().map(|one| &one.recommendation);
    let answer = Committed::among(report.commitments.as_ref(), &report.totals, all).answer()?;
    Some(sentence(&answer))
}
