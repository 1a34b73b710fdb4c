//! What could not be read, judged or priced, as visible as what was found.

use super::{Block, Folded, GapBlock, Section, words};
use crate::model::monthly::MonthlyReport;
use crate::report::gaps::{by_reason, collapse_gaps};
use crate::report::text::{count, one_line};

/// More lines than this are folded away.
const LINES_SHOWN: usize = 25;

pub(super) fn section(report: &MonthlyReport) -> Section {
    let mut lines = gap_blocks(report);
    let number = lines.len();
    let mut blocks = Vec::new();
    if lines.is_empty() {
        blocks.push(Block::Paragraph("Nothing: all that was asked for was read, judged and priced.".to_owned()));
    } else {
        let rest = lines.split_off(LINES_SHOWN.min(lines.len()));
        blocks.push(Block::Gaps(lines));
        if !rest.is_empty() {
            let summary = format!("{} more", count(rest.len(), "line"));
            blocks.push(Block::Folded(Folded { summary, blocks: vec![Block::Gaps(rest)] }));
        }
    }
    if !report.warnings.is_empty() {
        blocks.push(Block::Heading("Warnings".to_owned()));
        blocks.push(Block::List(report.warnings.iter().map(|one| one_line(one)).collect()));
    }
    let mut section = Section::new("unknown", "Not known", blocks);
    section.badge = (number > 0).then(|| number.to_string());
    if !report.gaps.is_empty() {
        let gaps = count(report.gaps.len(), "gap");
        section.lead =
            Some(format!("{gaps}: {}. Totals are “at least” where a gap touches them.", by_reason(&report.gaps)));
    }
    section
}

/// Parts of the report, stored analyses, then gaps; failed calls first.
pub(super) fn gap_blocks(report: &MonthlyReport) -> Vec<GapBlock> {
    let part = |one: &crate::model::monthly::MissingPart| GapBlock {
        text: words::sentence(&one_line(&one.reason)),
        detail: one_line(&one.hint),
        severe: false,
    };
    let skipped = report.skipped.iter().map(|one| GapBlock {
        text: one_line(&format!("Stored analysis {} could not be read.", one.name)),
        detail: words::sentence(&one_line(&one.reason)),
        severe: true,
    });
    let gaps = collapse_gaps(&report.gaps).into_iter().map(|line| GapBlock {
        text: words::sentence(&line.text),
        detail: words::sentence(&line.detail),
        severe: line.call_failed,
    });
    let mut all: Vec<_> = skipped.chain(gaps).chain(report.missing.iter().map(part)).collect();
    // Severe ones first, otherwise as they stand.
    all.sort_by_key(|one| !one.severe);
    all
}
