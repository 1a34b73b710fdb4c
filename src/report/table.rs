//! The report for a terminal: answers first, then what to do, then what is not known.

use super::change::{change, noun};
use super::gaps::collapse_gaps;
use super::grid::{Column, GUTTER, grid};
use super::grouping::Groups;
use super::headline::{headline, title};
use super::money::{money, savings, share};
use super::standing::{Standing, Standings};
use super::text::{count, one_line};
use super::{Layout, Paint, commitments};
use crate::model::analysis::{Analysis, Recommendation};

/// Characters of an id that `explain` takes as a prefix; twice as many tell half a billion apart.
const ID_SHOWN: usize = 8;

pub(super) fn table(analysis: &Analysis, layout: &Layout) -> String {
    let width = layout.width.max(Layout::NARROWEST);
    let mut report = Page { text: String::new(), width, paint: layout.paint };
    report.line(&format!("cloudtrim: {}", title(analysis)));
    report.text.push('\n');
    report.answers(analysis);
    if let Some(group_by) = &layout.group_by {
        report.groups(&Groups::new(analysis, group_by), analysis);
    }
    report.recommendations(analysis, layout.top);
    report.commitments(analysis);
    report.set_aside(analysis);
    report.gaps(analysis);
    report.notes("Warnings", &analysis.warnings);
    report.notes("Not the defaults", &analysis.overrides);
    if let Some(first) = analysis.recommendations.first() {
        let id: String = one_line(&first.id).chars().take(ID_SHOWN).collect();
        let hint = format!("`cloudtrim explain {id} --dataset DIR` shows the arithmetic of a line");
        report.text.push('\n');
        report.text.push_str(&layout.paint.faint(&hint));
        report.text.push('\n');
    }
    report.text
}

struct Page {
    text: String,
    width: usize,
    paint: Paint,
}

impl Page {
    fn line(&mut self, text: &str) {
        let laid_out = grid(&[Column::text(self.width)], &[vec![text.to_owned()]]);
        for line in laid_out.lines() {
            self.text.push_str(&self.paint.bold(line));
            self.text.push('\n');
        }
    }

    fn heading(&mut self, text: &str) {
        self.text.push('\n');
        self.line(text);
    }

    /// A grid whose first row is a header.
    fn rows(&mut self, columns: &[Column], rows: &[Vec<String>]) {
        self.text.push_str(&self.paint.header(&grid(columns, rows)));
    }

    fn answers(&mut self, analysis: &Analysis) {
        let label = 15;
        let columns = [Column::text(label), Column::text(self.width.saturating_sub(label + GUTTER))];
        let rows: Vec<_> =
            headline(analysis).into_iter().map(|answer| vec![answer.label.to_owned(), answer.text]).collect();
        for (position, line) in grid(&columns, &rows).lines().enumerate() {
            self.text.push_str(&if position == 0 { self.paint.bold(line) } else { line.to_owned() });
            self.text.push('\n');
        }
    }

    fn groups(&mut self, groups: &Groups, analysis: &Analysis) {
        self.heading(&format!("Net savings a month by {}", one_line(&groups.group_by)));
        let net = analysis.totals.net_savings_monthly_usd;
        let row = |amount, number: usize, group: &str| {
            let part = share(amount, net).unwrap_or_default();
            vec![money(amount), part, if number > 0 { number.to_string() } else { String::new() }, one_line(group)]
        };
        let mut rows = vec![["Savings", "Share", "Recommendations", "Group"].map(str::to_owned).to_vec()];
        for subtotal in &groups.subtotals {
            rows.push(row(subtotal.net_savings_monthly_usd, subtotal.recommendations, &subtotal.group));
        }
        if !groups.together_monthly_usd.is_zero() {
            rows.push(row(groups.together_monthly_usd, 0, "changes of one resource that act on each other"));
        }
        rows.push(row(net, groups.subtotals.iter().map(|one| one.recommendations).sum(), "net total"));
        let group = self.width.saturating_sub(14 + 14 + 15 + 3 * GUTTER).max(11);
        let columns = [Column::money(14), Column::money(14), Column::money(15), Column::text(group)];
        self.rows(&columns, &rows);
    }

    fn recommendations(&mut self, analysis: &Analysis, top: Option<usize>) {
        let standings = Standings::new(analysis);
        let listed: Vec<_> = analysis.recommendations.iter().map(|one| (one, standings.of(one))).collect();
        let mut left = top.unwrap_or(usize::MAX);
        let of = |wanted: fn(&Standing<'_>) -> bool| {
            listed.iter().filter(|(_, standing)| wanted(standing)).collect::<Vec<_>>()
        };
        let sections = [
            ("Recommendations", of(|standing| matches!(standing, Standing::Counted))),
            (
                "Worth a look, not in the totals: hygiene, a saving that cannot be told or may be a loss",
                of(|standing| matches!(standing, Standing::Uncounted)),
            ),
            (
                "Alternatives, not in the totals: each is excluded by, or included in, one above",
                of(|standing| matches!(standing, Standing::InsteadOf(_) | Standing::IncludedIn(_))),
            ),
        ];
        for (heading, members) in sections {
            let shown = members.len().min(left);
            left -= shown;
            if members.is_empty() {
                continue;
            }
            let hidden = members.len() - shown;
            let number = if hidden > 0 { format!("{shown} of {}", members.len()) } else { members.len().to_string() };
            self.heading(&format!("{heading} ({number})"));
            let mut rows = vec![["Savings/mo", "Resource", "Rule", "Action", "Change"].map(str::to_owned).to_vec()];
            rows.extend(members.iter().take(shown).map(|(one, standing)| row(one, standing)));
            if shown > 0 {
                self.rows(&self.columns(), &rows);
            }
            if hidden > 0 {
                let hidden = count(hidden, "recommendation");
                self.text.push_str(&format!("{hidden} hidden by `--top`; totals count all\n"));
            }
        }
        if listed.is_empty() {
            self.heading("Recommendations");
            self.text.push_str("none\n");
        }
    }

    /// Savings, rule with id, resource with name, region with action, change with costs.
    fn columns(&self) -> [Column; 5] {
        let (savings, place) = (11, if self.width < 100 { 11 } else { 17 });
        let rest = self.width.saturating_sub(savings + place + 4 * GUTTER);
        let rule = (rest * 33 / 100).clamp(10, 34);
        let resource = (rest * 32 / 100).max((rest * 2 / 5).min(23)).clamp(10, 44);
        let change = rest.saturating_sub(rule + resource).max(10);
        [Column::money(savings), Column::text(resource), Column::text(rule), Column::text(place), Column::text(change)]
    }

    fn commitments(&mut self, analysis: &Analysis) {
        let Some(held) = &analysis.commitments else { return };
        if commitments::is_shown(held) {
            self.heading("Commitments");
            let rows = commitments::reservations(held);
            if !rows.is_empty() {
                let rest = self.width.saturating_sub(17 + 4 * GUTTER);
                let (id, after) = ((rest * 26 / 100).min(36), rest * 14 / 100);
                let what = rest * 34 / 100;
                let used = rest.saturating_sub(id + what + after);
                let columns = [id, what, 17, used, after].map(Column::text);
                self.rows(&columns, &headed(&commitments::HELD_HEADER, rows));
            }
            self.list(&commitments::notes(held));
        }
        let rows = commitments::purchases(held);
        if !rows.is_empty() {
            let sum = money(held.purchase_savings_monthly_usd);
            self.heading(&format!("Worth committing to, not in the totals: {sum} a month by the first terms"));
            let rest = self.width.saturating_sub(11 + 3 * GUTTER);
            let (what, terms) = (rest * 24 / 100, rest * 44 / 100);
            let why = rest.saturating_sub(what + terms);
            let columns = [Column::money(11), Column::text(what), Column::text(terms), Column::text(why)];
            self.rows(&columns, &headed(&commitments::PURCHASE_HEADER, rows));
        }
    }

    fn set_aside(&mut self, analysis: &Analysis) {
        if !analysis.suppressed.is_empty() {
            self.heading(&format!("Suppressed ({})", analysis.suppressed.len()));
            let mut rows = vec![["Savings/mo", "Finding", "Reason"].map(str::to_owned).to_vec()];
            for suppressed in &analysis.suppressed {
                let one = &suppressed.recommendation;
                let until = suppressed.expires.map(|date| format!(", until {date}")).unwrap_or_default();
                rows.push(vec![
                    savings(one),
                    format!("{}\n{}", one_line(&one.resource_id), one_line(&one.rule)),
                    one_line(&format!("{} ({}{until})", suppressed.reason, suppressed.owner)),
                ]);
            }
            let rest = self.width.saturating_sub(11 + 2 * GUTTER);
            let finding = (rest * 40 / 100).min(44);
            let reason = rest.saturating_sub(finding);
            self.rows(&[Column::money(11), Column::text(finding), Column::text(reason)], &rows);
        }
        if !analysis.exempted.is_empty() {
            self.heading(&format!("Exempted ({})", analysis.exempted.len()));
            let rows: Vec<_> = analysis
                .exempted
                .iter()
                .map(|one| {
                    one_line(&format!("{} {} in {}: {}", noun(one.resource_kind), one.resource_id, one.region, one.by))
                })
                .collect();
            self.list(&rows);
        }
    }

    fn gaps(&mut self, analysis: &Analysis) {
        let lines: Vec<_> = collapse_gaps(&analysis.gaps)
            .into_iter()
            .map(|line| if line.detail.is_empty() { line.text } else { format!("{}: {}", line.text, line.detail) })
            .collect();
        if !lines.is_empty() {
            self.heading(&format!("Not assessed ({})", count(analysis.gaps.len(), "gap")));
            self.list(&lines);
        }
    }

    fn notes(&mut self, heading: &str, notes: &[String]) {
        if !notes.is_empty() {
            self.heading(&format!("{heading} ({})", notes.len()));
            let notes: Vec<_> = notes.iter().map(|note| one_line(note)).collect();
            self.list(&notes);
        }
    }

    fn list(&mut self, lines: &[String]) {
        let columns = [Column::text(1), Column::text(self.width.saturating_sub(1 + GUTTER))];
        let rows: Vec<_> = lines.iter().map(|line| vec!["-".to_owned(), line.clone()]).collect();
        self.text.push_str(&grid(&columns, &rows));
    }
}

/// A header above its rows.
fn headed<const N: usize>(header: &[&str; N], rows: Vec<[String; N]>) -> Vec<Vec<String>> {
    let header = header.map(str::to_owned).to_vec();
    std::iter::once(header).chain(rows.into_iter().map(Vec::from)).collect()
}

/// Savings; resource with name and region; rule with id; action with effort; change with costs.
fn row(one: &Recommendation, standing: &Standing<'_>) -> Vec<String> {
    let id: String = one_line(&one.id).chars().take(ID_SHOWN).collect();
    let mut resource = one_line(&one.resource_id);
    if let Some(name) = one.name.as_deref().filter(|name| !name.is_empty() && *name != one.resource_id) {
        resource.push_str(&format!("\n{}", one_line(name)));
    }
    resource.push_str(&format!("\n{}", one_line(one.region.as_str())));
    let mut rule = format!("{}\nid {id}", one_line(&one.rule));
    if one.hygiene {
        rule.push_str(", hygiene");
    }
    let action = format!("{}\n{} effort", one.action, effort(one));
    let mut change = format!("{}\n{}", change(one), cost_change(one));
    if let Standing::InsteadOf(chosen) = standing {
        let chosen: Vec<_> = chosen.iter().take(2).map(|chosen| instead_of(chosen, one)).collect();
        change.push_str(&format!("\nexcluded by {}", chosen.join(", ")));
    }
    if let Standing::IncludedIn(larger) = standing {
        change.push_str(&format!("\nincluded in {}", instead_of(larger, one)));
    }
    if let Some(committed) = commitments::below_change(one) {
        change.push_str(&format!("\n{committed}"));
    }
    let net = commitments::below_saving(one).map_or_else(String::new, |net| format!("\n{net}"));
    vec![format!("{}{net}", savings(one)), resource, rule, action, change]
}

/// `very low`, `high`.
pub(super) fn effort(one: &Recommendation) -> String {
    let mut words = String::new();
    for character in one.effort.name().chars() {
        if character.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(character.to_ascii_lowercase());
    }
    words
}

/// `$140.16 → $70.08`.
pub(super) fn cost_change(one: &Recommendation) -> String {
    let cost = |state: &crate::model::analysis::PricedState| {
        let at_least = !state.missing.is_empty();
        super::money::at_least(state.list_cost_monthly_usd, at_least)
    };
    let after = one.after.as_ref().map_or_else(|| "unknown".to_owned(), cost);
    format!("{} → {after}", cost(&one.before))
}

/// The recommendation that is counted in place of `one`, named by what tells the two apart.
pub(super) fn instead_of(chosen: &Recommendation, one: &Recommendation) -> String {
    if chosen.resource_id == one.resource_id {
        one_line(&chosen.rule)
    } else {
        one_line(&format!("{} of {}", chosen.rule, chosen.resource_id))
    }
}
