//! `cloudtrim explain`: a rule in words, or a recommendation with its arithmetic.

use std::path::PathBuf;

use super::audit::judge;
use super::screen::{ColorChoice, Voice, width};
use super::settings::{Settings, SettingsArguments};
use super::values::did_you_mean;
use super::{Failure, Outcome, output};
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
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice, voice: Voice) -> Result<Outcome, Failure> {
    let settings = Settings::load(&arguments.settings)?;
    let layout = Layout { width: width(true), paint: color.paint(true), ..Layout::default() };
    let subject = arguments.subject.trim();
    let rules = &settings.rules.rules;
    if let Some(rule) = rules.iter().find(|rule| rule.id == subject) {
        output::write(&explain_rule(rule, &layout), None)?;
        return Ok(Outcome::Done);
    }
    let Some(folder) = &arguments.dataset else {
        let beginning: Vec<_> = rules.iter().filter(|rule| rule.id.starts_with(subject)).collect();
        if let (false, [only]) = (subject.is_empty(), beginning.as_slice()) {
            output::write(&explain_rule(only, &layout), None)?;
            return Ok(Outcome::Done);
        }
        return Err(unknown_rule(subject, &beginning, rules));
    };
    let mut settings = settings;
    // Whatever an earlier report listed can be explained, however little it saves.
    let listed = settings.options.min_savings;
    settings.options.min_savings = listed.min(crate::units::Usd::ZERO);
    let analysis = judge(&dataset::load(folder)?, &Settings::load(&arguments.settings)?)?;
    let text = match find(&analysis, subject)? {
        Found::Listed(one) => explain_recommendation(&analysis, one, &layout),
        Found::Suppressed(one) => explain_suppressed(one, &layout),
    };
    output::write(&text, None)?;
    voice.say("");
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

fn explain_rule(rule: &Rule, layout: &Layout) -> String {
    let mut page = RulePage { text: String::new(), layout };
    let hygiene = if rule.hygiene { ", hygiene" } else { "" };
    page.text.push_str(&layout.paint.bold(&rule.id));
    page.text.push('\n');
    page.paragraph(&rule.summary);
    page.section("Why", &rule.why);
    let action = format!("{:?}, {} effort, {} severity{hygiene}", rule.remediation, rule.effort, rule.severity);
    page.section("What to do", &action);
    page.section("To undo it", &rule.restore);
    if !rule.parameters.is_empty() {
        page.heading("Parameters");
        let rows: Vec<_> = rule
            .parameters
            .iter()
            .map(|parameter| {
                let shown = if parameter.overridden {
                    format!("{} (overridden)", parameter.shown)
                } else {
                    parameter.shown.clone()
                };
                vec![parameter.name.clone(), shown, one_line(&parameter.help)]
            })
            .collect();
        let rest = layout.width.saturating_sub(2 + 24 + 22 + 4).max(20);
        page.indented(&grid(&[Column::text(24), Column::text(22), Column::text(rest)], &rows));
    }
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

    fn indented(&mut self, lines: &str) {
        for line in lines.lines() {
            self.text.push_str(format!("  {line}").trim_end());
            self.text.push('\n');
        }
    }
}
