//! The report for pull requests and wikis (GitHub-flavored Markdown).

use super::change::{change, noun};
use super::gaps::collapse_gaps;
use super::grouping::Groups;
use super::headline::{headline, title};
use super::money::{money, savings};
use super::standing::{Standing, Standings};
use super::table::{cost_change, effort, instead_of};
use super::text::{count, markdown_text};
use super::{Layout, commitments};
use crate::model::analysis::{Analysis, Recommendation};

pub(super) fn markdown(analysis: &Analysis, layout: &Layout) -> String {
    let mut text = format!("## cloudtrim: {}\n\n", markdown_text(&title(analysis)));
    let answers: Vec<_> = headline(analysis)
        .into_iter()
        .map(|answer| {
            let lines: Vec<_> = answer.text.lines().map(markdown_text).collect();
            vec![format!("**{}**", answer.label), lines.join("<br>")]
        })
        .collect();
    push_table(&mut text, &["", ""], &answers);
    if let Some(group_by) = &layout.group_by {
        push_groups(&mut text, &Groups::new(analysis, group_by), analysis);
    }
    push_recommendations(&mut text, analysis, layout.top);
    push_commitments(&mut text, analysis);
    let suppressed: Vec<_> = analysis
        .suppressed
        .iter()
        .map(|one| {
            let until = one.expires.map(|date| format!(", until {date}")).unwrap_or_default();
            let finding = &one.recommendation;
            let (rule, resource) = (&finding.rule, &finding.resource_id);
            format!("{rule} on {resource}, {} a month: {} ({}{until})", savings(finding), one.reason, one.owner)
        })
        .collect();
    push_list(&mut text, "Suppressed", &suppressed);
    let exempted: Vec<_> = analysis
        .exempted
        .iter()
        .map(|one| format!("{} {} in {}: {}", noun(one.resource_kind), one.resource_id, one.region, one.by))
        .collect();
    push_list(&mut text, "Exempted", &exempted);
    let gaps: Vec<_> = collapse_gaps(&analysis.gaps)
        .into_iter()
        .map(|line| if line.detail.is_empty() { line.text } else { format!("{}: {}", line.text, line.detail) })
        .collect();
    push_list(&mut text, &format!("Not assessed: {}", count(analysis.gaps.len(), "gap")), &gaps);
    push_list(&mut text, "Warnings", &analysis.warnings);
    push_list(&mut text, "Not the defaults", &analysis.overrides);
    text
}

fn push_groups(text: &mut String, groups: &Groups, analysis: &Analysis) {
    text.push_str(&format!("\n### Net savings a month by {}\n\n", markdown_text(&groups.group_by)));
    let mut rows: Vec<_> = groups
        .subtotals
        .iter()
        .map(|one| {
            let savings = markdown_text(&money(one.net_savings_monthly_usd));
            vec![markdown_text(&one.group), one.recommendations.to_string(), savings]
        })
        .collect();
    if !groups.together_monthly_usd.is_zero() {
        let together = markdown_text(&money(groups.together_monthly_usd));
        rows.push(vec!["changes of one resource that act on each other".to_owned(), String::new(), together]);
    }
    let number: usize = groups.subtotals.iter().map(|one| one.recommendations).sum();
    let net = markdown_text(&money(analysis.totals.net_savings_monthly_usd));
    rows.push(vec!["**net total**".to_owned(), number.to_string(), net]);
    push_table(text, &["Group", "Recommendations", "Savings"], &rows);
}

fn push_recommendations(text: &mut String, analysis: &Analysis, top: Option<usize>) {
    let standings = Standings::new(analysis);
    text.push_str("\n### Recommendations\n\n");
    if analysis.recommendations.is_empty() {
        text.push_str("none\n");
        return;
    }
    let shown = analysis.recommendations.iter().take(top.unwrap_or(usize::MAX));
    let rows: Vec<_> = shown.map(|one| row(one, &standings.of(one))).collect();
    let columns =
        ["Savings a month", "Resource", "Region", "Rule", "Action", "Effort", "Change", "List cost", "Counts"];
    push_table(text, &columns, &rows);
    if let Some(hidden) = analysis.recommendations.len().checked_sub(rows.len()).filter(|hidden| *hidden > 0) {
        text.push_str(&format!("\n{} hidden by `--top`; totals count all.\n", count(hidden, "recommendation")));
    }
}

fn push_commitments(text: &mut String, analysis: &Analysis) {
    let Some(held) = &analysis.commitments else { return };
    let escaped = |cells: &[String]| -> Vec<String> {
        let cell = |cell: &String| cell.lines().map(markdown_text).collect::<Vec<_>>().join("<br>");
        cells.iter().map(cell).collect()
    };
    if commitments::is_shown(held) {
        text.push_str("\n### Commitments\n\n");
        let rows: Vec<_> = commitments::reservations(held).iter().map(|row| escaped(row)).collect();
        if !rows.is_empty() {
            push_table(text, &commitments::HELD_HEADER, &rows);
            text.push('\n');
        }
        for note in commitments::notes(held) {
            text.push_str(&format!("- {}\n", markdown_text(&note)));
        }
    }
    let rows: Vec<_> = commitments::purchases(held).iter().map(|row| escaped(row)).collect();
    if !rows.is_empty() {
        let sum = markdown_text(&money(held.purchase_savings_monthly_usd));
        text.push_str(&format!("\n### Worth committing to, not in the totals: {sum} a month by the first terms\n\n"));
        push_table(text, &commitments::PURCHASE_HEADER, &rows);
    }
}

fn row(one: &Recommendation, standing: &Standing<'_>) -> Vec<String> {
    let resource = match one.name.as_deref().filter(|name| !name.is_empty() && *name != one.resource_id) {
        Some(name) => format!("{} ({name})", one.resource_id),
        None => one.resource_id.clone(),
    };
    let counts = match standing {
        Standing::IncludedIn(larger) => format!("no: included in {}", instead_of(larger, one)),
        Standing::Counted => "yes".to_owned(),
        Standing::Uncounted if one.hygiene => "no: hygiene".to_owned(),
        Standing::Uncounted if one.monthly_savings_usd.is_some() => "no: may be a loss".to_owned(),
        Standing::Uncounted => "no: saving unknown".to_owned(),
        Standing::InsteadOf(chosen) => {
            let chosen: Vec<_> = chosen.iter().take(2).map(|chosen| instead_of(chosen, one)).collect();
            format!("no: excluded by {}", chosen.join(", "))
        }
    };
    let net = commitments::below_saving(one).map_or_else(String::new, |net| format!(", {net}"));
    let mut change = change(one);
    if let Some(committed) = commitments::below_change(one) {
        change.push_str(&format!("; {committed}"));
    }
    let cells = [
        format!("{}{net}", savings(one)),
        resource,
        one.region.to_string(),
        one.rule.clone(),
        one.action.to_string(),
        effort(one),
        change,
        cost_change(one),
        counts,
    ];
    cells.iter().map(|cell| markdown_text(cell)).collect()
}

/// Cells are already Markdown.
fn push_table(text: &mut String, header: &[&str], rows: &[Vec<String>]) {
    text.push_str(&format!("| {} |\n|{}\n", header.join(" | "), " --- |".repeat(header.len())));
    for row in rows {
        text.push_str(&format!("| {} |\n", row.join(" | ")));
    }
}

fn push_list(text: &mut String, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    text.push_str(&format!("\n### {heading}\n\n"));
    for line in lines {
        text.push_str(&format!("- {}\n", markdown_text(line)));
    }
}
