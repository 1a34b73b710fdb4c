//! A what-if comparison → table, json, csv, markdown and a comment for a pull request.
//!
//! `answers` and `sections` hold the words, once for all formats for people.

mod answers;
mod comment;
mod components;
mod declared;
mod resources;
mod sections;

use super::grid::{Column, GUTTER, grid};
use super::text::{markdown_sentence, markdown_text, one_line};
use super::{Layout, RenderError};
use crate::model::comparison::Comparison;
use sections::{Section, sections};

/// The formats of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparisonFormat {
    Table,
    Json,
    Csv,
    Markdown,
    /// Short Markdown for a pull request.
    Comment,
}

/// The whole report as text that ends in a line feed. `details` lists every cost component for people.
pub fn render_comparison(
    comparison: &Comparison,
    format: ComparisonFormat,
    details: bool,
    layout: &Layout,
) -> Result<String, RenderError> {
    match format {
        ComparisonFormat::Table => Ok(table(comparison, details, layout)),
        ComparisonFormat::Json => {
            let text = serde_json::to_string_pretty(comparison).map_err(RenderError::Json)?;
            Ok(text + "\n")
        }
        ComparisonFormat::Csv => components::csv(comparison).map_err(RenderError::Csv),
        ComparisonFormat::Markdown => Ok(markdown(comparison, details)),
        ComparisonFormat::Comment => Ok(comment::comment(comparison)),
    }
}

fn table(comparison: &Comparison, details: bool, layout: &Layout) -> String {
    let width = layout.width.max(Layout::NARROWEST);
    let mut text = layout.paint.bold(&one_line(&format!("cloudtrim: {}", answers::title(comparison))));
    text.push('\n');
    if let Some(summary) = &comparison.summary {
        text.push_str(&grid(&[Column::text(width)], &[vec![one_line(summary)]]));
    }
    text.push('\n');
    let rows: Vec<Vec<String>> =
        answers::answers(comparison).into_iter().map(|(label, answer)| vec![label, one_line(&answer)]).collect();
    let label = rows.iter().filter_map(|row| row.first()).map(|label| label.chars().count()).max().unwrap_or(0);
    let columns = [Column::text(label), Column::text(width.saturating_sub(label + GUTTER).max(20))];
    text.push_str(&grid(&columns, &rows));
    for section in sections(comparison, details) {
        text.push('\n');
        text.push_str(&layout.paint.bold(&one_line(&section.heading)));
        text.push('\n');
        let rows: Vec<Vec<String>> = std::iter::once(section.header.iter().map(|cell| (*cell).clone()).collect())
            .chain(section.rows.iter().cloned())
            .map(|row: Vec<String>| row.iter().map(|cell| lines(cell, one_line)).collect())
            .collect();
        text.push_str(&layout.paint.header(&grid(&widths(&section, width), &rows)));
    }
    text
}

/// Each line of a cell made harmless by itself.
fn lines(cell: &str, harmless: fn(&str) -> String) -> String {
    cell.split('\n').map(harmless).collect::<Vec<_>>().join("\n")
}

/// Numbers take what they need; texts that want no more than their share get it, the others share what is left.
fn widths(section: &Section, width: usize) -> Vec<Column> {
    let longest = |position: usize| {
        let cells = section.rows.iter().filter_map(|row| row.get(position)).chain(section.header.get(position));
        cells.flat_map(|cell| cell.split('\n')).map(|line| line.chars().count()).max().unwrap_or(0)
    };
    let wants: Vec<usize> = (0..section.header.len()).map(longest).collect();
    let gutters = GUTTER * section.header.len().saturating_sub(1);
    let is_number = |position: usize| section.numbers.contains(&position);
    let numbers: usize = wants.iter().enumerate().filter(|(at, _)| is_number(*at)).map(|(_, want)| want).sum();
    let mut texts: Vec<usize> =
        wants.iter().enumerate().filter(|(at, _)| !is_number(*at)).map(|(_, want)| *want).collect();
    texts.sort_unstable();
    let share = share_of_wider(&texts, width.saturating_sub(numbers + gutters).max(20));
    let column = |(at, want): (usize, &usize)| {
        if is_number(at) { Column::money(*want) } else { Column::text((*want).min(share).max(1)) }
    };
    wants.iter().enumerate().map(column).collect()
}

/// What each column gets that wants more than its share; `wants` ascend.
fn share_of_wider(wants: &[usize], mut left: usize) -> usize {
    for (at, want) in wants.iter().enumerate() {
        let share = left / (wants.len() - at);
        if *want > share {
            return share;
        }
        left -= want;
    }
    usize::MAX
}

fn markdown(comparison: &Comparison, details: bool) -> String {
    let mut text = format!("## cloudtrim: {}\n\n", markdown_text(&answers::title(comparison)));
    if let Some(summary) = &comparison.summary {
        text.push_str(&format!("{}\n\n", markdown_text(summary)));
    }
    text.push_str("| | |\n|---|---|\n");
    for (label, answer) in answers::answers(comparison) {
        text.push_str(&format!("| **{label}** | {} |\n", markdown_sentence(&answer, true)));
    }
    for section in sections(comparison, details) {
        text.push_str(&format!("\n### {}\n\n", markdown_text(&section.heading)));
        text.push_str(&markdown_table(&section));
    }
    text
}

fn markdown_table(section: &Section) -> String {
    let cell =
        |cell: &String| cell.split('\n').map(|line| markdown_sentence(line, true)).collect::<Vec<_>>().join("<br>");
    let row = |cells: &[String]| format!("| {} |\n", cells.iter().map(cell).collect::<Vec<_>>().join(" | "));
    let rule = |at: usize| if section.numbers.contains(&at) { "---:" } else { "---" };
    let rules: Vec<&str> = (0..section.header.len()).map(rule).collect();
    let mut text = row(&section.header);
    text.push_str(&format!("|{}|\n", rules.join("|")));
    section.rows.iter().for_each(|cells| text.push_str(&row(cells)));
    text
}
