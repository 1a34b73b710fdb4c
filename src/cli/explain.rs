//! `cloudtrim explain`: a rule in words, or a recommendation with its arithmetic.

use std::path::PathBuf;

use super::audit::judge;
use super::price_book::PriceBookArguments;
use super::screen::{ColorChoice, width};
use super::settings::{Settings, SettingsArguments};
use super::values::did_you_mean;
use super::{Failure, Outcome, condition_words, output};
use crate::dataset;
use crate::model::analysis::{Analysis, Recommendation, SuppressedFinding};
use crate::report::{Column, Layout, Paint, explain_recommendation, explain_suppressed, grid, one_line};
use crate::rules::Rule;

/// Explain a rule, or the arithmetic of a recommendation
///
/// A recommendation is named by its id, or the first characters of it, and
/// needs the dataset it was found in.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A rule, or the id of a recommendation (or how it begins)
    #[arg(value_name = "RULE|ID")]
    subject: String,
    /// The dataset of the recommendation
    #[arg(long, value_name = "DIR")]
    dataset: Option<PathBuf>,
    #[command(flatten)]
    settings: SettingsArguments,
    #[command(flatten)]
    prices: PriceBookArguments,
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Failure> {
    let settings = Settings::load(&arguments.settings)?;
    let layout = Layout { width: width(true), paint: color.paint(true), ..Layout::default() };
    let subject = arguments.subject.trim();
    let rules = &settings.defaults.rules;
    if let Some(rule) = rules.iter().find(|rule| rule.id == subject) {
        output::write(&explain_rule(rule, &settings, &layout), None)?;
        return Ok(Outcome::Done);
    }
    let Some(folder) = &arguments.dataset else {
        let beginning: Vec<_> = rules.iter().filter(|rule| rule.id.starts_with(subject)).collect();
        if let (false, [only]) = (subject.is_empty(), beginning.as_slice()) {
            output::write(&explain_rule(only, &settings, &layout), None)?;
            return Ok(Outcome::Done);
        }
        return Err(unknown_rule(subject, &beginning, rules));
    };
    let analysis = judge(&dataset::load(folder)?, &settings, &*arguments.prices.load()?)?;
    let text = match find(&analysis, subject)? {
        Found::Listed(one) => explain_recommendation(&analysis, one, &layout),
        Found::Suppressed(one) => explain_suppressed(one, &layout),
    };
    output::write(&text, None)?;
    Ok(Outcome::Done)
}

enum Found<'a> {
    Listed(&'a Recommendation),
    Suppressed(&'a SuppressedFinding),
}

impl Found<'_> {
    const fn recommendation(&self) -> &Recommendation {
        match self {
            Self::Listed(one) => one,
            Self::Suppressed(one) => &one.recommendation,
        }
    }
}

fn unknown_rule(subject: &str, beginning: &[&Rule], rules: &[Rule]) -> Failure {
    if beginning.len() > 1 && !subject.is_empty() {
        let names: Vec<_> = beginning.iter().map(|rule| format!("`{}`", rule.id)).collect();
        return Failure::new(format!("several rules begin with `{subject}`: {}", names.join(", ")));
    }
    let failure = Failure::new(format!("there is no rule `{}`", one_line(subject)));
    let looks_like_id = subject.len() >= 4 && subject.chars().all(|character| character.is_ascii_hexdigit());
    match did_you_mean(subject, rules.iter().map(|rule| rule.id.as_str())) {
        _ if looks_like_id => failure.hint("to explain a recommendation, name its dataset with `--dataset DIR`"),
        Some(close) => failure.hint(format!("did you mean `{close}`?")),
        None => failure.hint("`cloudtrim rules list` shows all rules; a recommendation needs `--dataset DIR`"),
    }
}

/// By id, by a prefix that only one has, or by resource where only one recommendation concerns it.
fn find<'a>(analysis: &'a Analysis, subject: &str) -> Result<Found<'a>, Failure> {
    let all = || {
        let listed = analysis.recommendations.iter().map(Found::Listed);
        listed.chain(analysis.suppressed.iter().map(Found::Suppressed))
    };
    let wanted = subject.to_lowercase();
    let by_id = |found: &Found<'_>| !wanted.is_empty() && found.recommendation().id.starts_with(&wanted);
    let by_resource = |found: &Found<'_>| found.recommendation().resource_id == subject;
    let mut matches: Vec<_> = all().filter(by_id).collect();
    if matches.is_empty() {
        matches = all().filter(by_resource).collect();
    }
    if matches.len() > 1 {
        let names: Vec<_> = matches
            .iter()
            .map(|found| {
                let one = found.recommendation();
                one_line(&format!("  {}  {} on {}", one.id, one.rule, one.resource_id))
            })
            .collect();
        let message = format!("{} recommendations match `{}`:\n{}", names.len(), one_line(subject), names.join("\n"));
        return Err(Failure::new(message).hint("give more of the id"));
    }
    matches.pop().ok_or_else(|| {
        let failure = Failure::new(format!("no recommendation's id begins with `{}`", one_line(subject)));
        let ids = analysis.recommendations.iter().map(|one| one.id.as_str());
        match did_you_mean(subject, ids) {
            Some(close) => failure.hint(format!("did you mean `{close}`?")),
            None => failure.hint("`cloudtrim audit DIR --format csv` lists all ids"),
        }
    })
}

/// `default` is the rule as its file has it; the run's own parameters are shown where the configuration changes them.
fn explain_rule(default: &Rule, settings: &Settings, layout: &Layout) -> String {
    let configured = settings.rules.get(&default.id);
    let rule = configured.unwrap_or(default);
    let mut page = RulePage { text: String::new(), layout };
    let disabled = if configured.is_none() { " (disabled by the configuration)" } else { "" };
    page.text.push_str(&layout.paint.bold(&format!("{}{disabled}", rule.id)));
    page.text.push('\n');
    page.paragraph(&rule.summary);
    page.section("Why", &rule.why);
    if !rule.needs.is_empty() {
        page.heading("Judges where");
        page.outline(&condition_words::needs(rule));
    }
    page.heading("Flags where");
    page.outline(&condition_words::condition(rule));
    page.parameters(rule, default);
    let hygiene = if rule.hygiene { "; hygiene: listed however little it saves" } else { "" };
    let (effort, severity) = (rule.effort.name(), rule.severity.name());
    page.section("What to do", &format!("{}; effort {effort}, severity {severity}{hygiene}", rule.remediation.name()));
    page.section("To undo it", &rule.restore);
    if !rule.references.is_empty() {
        page.heading("References");
        page.indented(&rule.references.join("\n"));
    }
    page.text
}

struct RulePage<'a> {
    text: String,
    layout: &'a Layout,
}

impl RulePage<'_> {
    fn parameters(&mut self, rule: &Rule, default: &Rule) {
        if rule.parameters.is_empty() {
            return;
        }
        self.heading("Parameters");
        let mut rows = Vec::new();
        for parameter in &rule.parameters {
            let was = default.parameters.iter().find(|other| other.name == parameter.name);
            let shown = match was {
                Some(was) if parameter.overridden => format!("{} (overridden, default {})", parameter.shown, was.shown),
                _ => parameter.shown.clone(),
            };
            rows.push(vec![parameter.name.clone(), shown, one_line(&parameter.help)]);
        }
        let widest = |column: usize| {
            let widths = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            widths.max().unwrap_or_default().min(30)
        };
        let (name, value) = (widest(0), widest(1));
        let help = self.layout.width.saturating_sub(name + value + 6).max(20);
        self.indented(&grid(&[Column::text(name), Column::text(value), Column::text(help)], &rows));
    }

    fn heading(&mut self, heading: &str) {
        let paint: Paint = self.layout.paint;
        self.text.push_str(&format!("\n{}\n", paint.bold(heading)));
    }

    fn section(&mut self, heading: &str, text: &str) {
        self.heading(heading);
        self.paragraph(text);
    }

    /// Paragraphs are apart by an empty line; other line breaks of the YAML text mean nothing.
    fn paragraph(&mut self, text: &str) {
        let paragraphs: Vec<_> = text
            .trim()
            .split("\n\n")
            .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
            .map(|paragraph| one_line(&paragraph))
            .collect();
        let lines = grid(&[Column::text(self.layout.width.saturating_sub(2))], &[vec![paragraphs.join("\n\n")]]);
        self.indented(&lines);
    }

    /// Lines that wrap below their own beginning.
    fn outline(&mut self, lines: &str) {
        for line in lines.lines() {
            let words = line.trim_start();
            let (mark, text) = words.strip_prefix("- ").map_or(("", words), |text| ("- ", text));
            let margin = format!("{}{mark}", " ".repeat(line.len().saturating_sub(words.len())));
            let width = self.layout.width.saturating_sub(margin.len().saturating_add(2)).max(20);
            let hanging = " ".repeat(margin.len());
            for (position, part) in grid(&[Column::text(width)], &[vec![one_line(text)]]).lines().enumerate() {
                let margin = if position == 0 { &margin } else { &hanging };
                self.text.push_str(&format!("  {margin}{part}\n"));
            }
        }
    }

    fn indented(&mut self, lines: &str) {
        for line in lines.lines() {
            self.text.push_str(format!("  {line}").trim_end());
            self.text.push('\n');
        }
    }
}
