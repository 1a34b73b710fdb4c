//! One recommendation with its arithmetic: evidence, before, after, the difference, and what became of it.

use super::change::{change, noun, state};
use super::grid::{Column, GUTTER, grid};
use super::money::{at_least, money, savings};
use super::standing::{Standing, Standings};
use super::table::{effort, instead_of};
use super::text::one_line;
use super::{Layout, Paint, commitments};
use crate::model::analysis::{Analysis, Evidence, PricedState, Recommendation, SuppressedFinding};
use crate::model::cost::CostComponent;
use crate::model::rightsizing::{PerformanceRisk, ProjectedUse, SizeOption};
use crate::units::Usd;

/// Why and how much, figure by figure, for a terminal `layout.width` wide.
pub fn explain_recommendation(analysis: &Analysis, one: &Recommendation, layout: &Layout) -> String {
    let mut page = Explanation::new(layout);
    page.head(one);
    let standings = Standings::new(analysis);
    let standing = match standings.of(one) {
        Standing::IncludedIn(larger) => format!(
            "included in {} (id {}), which is counted and does this as well",
            instead_of(larger, one),
            one_line(&larger.id)
        ),
        Standing::Counted => "counted: it is in the best compatible set, and so in the net total".to_owned(),
        Standing::Uncounted if one.monthly_savings_usd.is_none() => {
            "listed, not counted: what it saves cannot be told".to_owned()
        }
        Standing::Uncounted if one.hygiene => format!(
            "listed, not counted: hygiene that saves less than {} a month",
            money(analysis.min_savings_monthly_usd)
        ),
        Standing::Uncounted => "listed, not counted: at the low end it saves nothing".to_owned(),
        Standing::InsteadOf(chosen) => {
            let chosen: Vec<_> = chosen
                .iter()
                .map(|chosen| format!("{} (id {}, {})", instead_of(chosen, one), one_line(&chosen.id), savings(chosen)))
                .collect();
            format!(
                "an alternative, not counted: it cannot be combined with {}, which saves more in all",
                chosen.join(", ")
            )
        }
    };
    page.section("In the total");
    page.paragraph(&standing);
    page.text
}

/// The same for a finding that `cloudtrim.yml` suppresses.
pub fn explain_suppressed(suppressed: &SuppressedFinding, layout: &Layout) -> String {
    let mut page = Explanation::new(layout);
    page.head(&suppressed.recommendation);
    page.section("In the total");
    let until = suppressed.expires.map_or_else(String::new, |date| format!(", until {date}"));
    page.paragraph(&one_line(&format!(
        "suppressed, not counted: {} (owner {}{until})",
        suppressed.reason, suppressed.owner
    )));
    page.text
}

struct Explanation {
    text: String,
    width: usize,
    paint: Paint,
}

const INDENT: usize = 2;

/// A day by the hour.
const DRAWN: usize = 24;

impl Explanation {
    fn new(layout: &Layout) -> Self {
        Self { text: String::new(), width: layout.width.max(Layout::NARROWEST), paint: layout.paint }
    }

    fn section(&mut self, heading: &str) {
        self.text.push_str(&format!("\n{}\n", self.paint.bold(heading)));
    }

    fn paragraph(&mut self, text: &str) {
        let lines = grid(&[Column::text(self.width.saturating_sub(INDENT))], &[vec![text.to_owned()]]);
        self.indented(&lines);
    }

    fn indented(&mut self, lines: &str) {
        for line in lines.lines() {
            self.text.push_str(format!("  {line}").trim_end());
            self.text.push('\n');
        }
    }

    fn head(&mut self, one: &Recommendation) {
        let name = one.name.as_deref().map(|name| format!(" ({name})")).unwrap_or_default();
        let title = format!("{} on {} {}{name}", one.rule, noun(one.resource_kind), one.resource_id);
        self.text.push_str(&format!("{}\n", self.paint.bold(&one_line(&title))));
        let rows = [
            ("id", one.id.clone()),
            ("arn", one.arn.clone()),
            ("place", format!("account {}, {}", one.account, one.region)),
            (
                "action",
                format!("{}, {} effort, {} severity", one.action, effort(one), one.severity.name().to_lowercase()),
            ),
            ("change", change(one)),
            ("saves", format!("{} a month{}", savings(one), if one.hygiene { " (hygiene)" } else { "" })),
        ];
        let rows: Vec<_> = rows.iter().map(|(label, text)| vec![(*label).to_owned(), one_line(text)]).collect();
        let columns = [Column::text(8), Column::text(self.width.saturating_sub(8 + GUTTER + INDENT))];
        let lines = grid(&columns, &rows);
        self.indented(&lines);
        self.evidence(&one.evidence);
        self.state("Before", &one.before);
        if let Some(after) = &one.after {
            self.state("After", after);
        } else {
            self.section("After");
            self.paragraph("what it costs then is not known; the caveats say why");
        }
        self.section("Difference");
        self.paragraph(&difference(one));
        if let Some(effect) = &one.commitments {
            self.list("After commitments", &commitments::arithmetic(effect));
        }
        if let Some(cost) = one.one_off_cost_usd {
            self.paragraph(&format!("the change itself costs {} once", money(cost)));
        }
        self.options(&one.options);
        self.list("Caveats", &one.caveats);
        self.section("To undo it");
        self.paragraph(&one_line(&one.restore));
    }

    /// Sizes to choose from, each with what the demand would be on it.
    fn options(&mut self, options: &[SizeOption]) {
        if options.is_empty() {
            return;
        }
        self.section("Sizes to choose from");
        let mut rows =
            vec![["Size", "Costs/mo", "Saves/mo", "Risk", "Effort", "Projected use"].map(str::to_owned).to_vec()];
        for option in options {
            let amount = |amount: Option<Usd>| amount.map_or_else(|| "unknown".to_owned(), money);
            let mut notes: Vec<String> = option.projected.iter().map(projected).collect();
            notes.extend(option.differences.iter().cloned());
            rows.push(vec![
                one_line(&option.target),
                amount(option.list_cost_monthly_usd),
                amount(option.monthly_savings_usd),
                option.performance_risk.map_or("unknown", PerformanceRisk::name).to_owned(),
                option.migration_effort.name().to_owned(),
                notes.join("\n"),
            ]);
        }
        let fixed = 16 + 10 + 10 + 9 + 8;
        let rest = self.width.saturating_sub(INDENT + fixed + 5 * GUTTER).max(20);
        let columns = [
            Column::text(16),
            Column::money(10),
            Column::money(10),
            Column::text(9),
            Column::text(8),
            Column::text(rest),
        ];
        let lines = self.paint.header(&grid(&columns, &rows));
        self.indented(&lines);
        self.paragraph(
            "risk: very low where the most careful preset, max-performance, fits too; low default, medium balanced, high \
             max-savings; the worst of what was measured",
        );
    }

    fn list(&mut self, heading: &str, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.section(heading);
        let rows: Vec<_> = lines.iter().map(|line| vec!["-".to_owned(), one_line(line)]).collect();
        let columns = [Column::text(1), Column::text(self.width.saturating_sub(1 + GUTTER + INDENT))];
        let lines = grid(&columns, &rows);
        self.indented(&lines);
    }

    fn evidence(&mut self, evidence: &[Evidence]) {
        self.section("Evidence");
        if evidence.is_empty() {
            self.paragraph("none");
            return;
        }
        let mut rows = Vec::new();
        for Evidence { fact, value, condition, coverage_percent, window } in evidence {
            let mut met = one_line(condition);
            let mut note = |text: String| {
                if !met.is_empty() {
                    met.push('\n');
                }
                met.push_str(&text);
            };
            if let Some(window) = window {
                let (start, end) = (window.start.format("%Y-%m-%d %H:%M"), window.end.format("%Y-%m-%d %H:%M UTC"));
                note(format!("from {start} until {end}"));
            }
            if let Some(coverage) = coverage_percent {
                note(format!("points in {} % of its hours", super::text::number(*coverage)));
            }
            rows.push(vec![one_line(fact), one_line(value), met]);
        }
        let rest = self.width.saturating_sub(INDENT + 2 * GUTTER);
        // What is drawn in a line is not broken.
        let longest =
            evidence.iter().flat_map(|one| one.value.split_whitespace()).map(|word| word.chars().count()).max();
        let drawn = longest.unwrap_or_default().min(DRAWN);
        let (fact, value) = (rest * 40 / 100, (rest * 22 / 100).max(drawn));
        let columns = [Column::text(fact), Column::text(value), Column::text(rest.saturating_sub(fact + value))];
        let lines = grid(&columns, &rows);
        self.indented(&lines);
    }

    /// Each price with the row of the price book that it comes from, once.
    fn prices(&mut self, components: &[CostComponent]) {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for component in components {
            let row = vec!["price".to_owned(), provenance(component)];
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        let columns = [Column::text(5), Column::text(self.width.saturating_sub(5 + GUTTER + INDENT))];
        let lines = grid(&columns, &rows);
        self.indented(&lines);
    }

    fn state(&mut self, heading: &str, priced: &PricedState) {
        let mut title = format!("{heading}: {}", state(&priced.configuration));
        for attached in &priced.attached {
            let (id, words) = (one_line(&attached.resource_id), state(&attached.configuration));
            title.push_str(&format!("; {} {id}: {words}", noun(attached.resource_kind)));
        }
        self.section(&title);
        let mut rows = Vec::new();
        for component in &priced.components {
            rows.push(vec![
                one_line(&component.name),
                format!("{} {}", component.quantity.round_dp(12).normalize(), one_line(&component.unit)),
                format!("× ${}", component.unit_price.round_dp(12).normalize()),
                format!("= {}", money(component.monthly)),
            ]);
        }
        if rows.is_empty() {
            self.paragraph("nothing is billed");
        }
        let at_least = at_least(priced.list_cost_monthly_usd, !priced.missing.is_empty());
        if rows.len() != 1 || !priced.missing.is_empty() {
            let empty = String::new;
            rows.push(vec!["list cost a month".to_owned(), empty(), empty(), format!("= {at_least}")]);
        }
        let rest = self.width.saturating_sub(INDENT + 3 * GUTTER);
        let name = rest * 40 / 100;
        let number = rest.saturating_sub(name) / 3;
        let columns = [Column::text(name), Column::money(number), Column::money(number), Column::money(number)];
        let lines = grid(&columns, &rows);
        self.indented(&lines);
        self.prices(&priced.components);
        for missing in &priced.missing {
            self.paragraph(&one_line(&format!("not priced: {missing}")));
        }
    }
}

fn difference(one: &Recommendation) -> String {
    let Some(after) = &one.after else { return format!("{} − unknown", money(one.before.list_cost_monthly_usd)) };
    let (from, to) = (one.before.list_cost_monthly_usd, after.list_cost_monthly_usd);
    let mut text = format!("{} − {} = {} a month", money(from), money(to), money(from - to));
    if let Some(range) = one.savings_range.filter(|range| !range.is_exact()) {
        text.push_str(&format!(", the low end; it may save up to {}", money(range.high)));
    }
    text
}

/// The row of the price book behind a component.
fn provenance(component: &CostComponent) -> String {
    let price = &component.price;
    let sku = price.sku.as_deref().map(|sku| format!(", SKU {sku}")).unwrap_or_default();
    one_line(&format!("{}{sku}: {} of {}, in {}", price.key, price.source, price.as_of, price.file))
}

/// `CPU 61 % (now 30 %), low risk`.
fn projected(use_: &ProjectedUse) -> String {
    let percent = |percent: Option<f64>| percent.map_or_else(|| "unknown".to_owned(), |it| format!("{it:.0} %"));
    let risk = use_.risk.map_or_else(|| "risk unknown".to_owned(), |risk| format!("{} risk", risk.name()));
    let now = use_.percent_now.map_or_else(String::new, |now| format!(" (now {})", percent(Some(now))));
    format!("{} {}{now}, {risk}", use_.dimension, percent(use_.percent))
}
