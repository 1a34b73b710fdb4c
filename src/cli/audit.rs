//! `cloudtrim audit`.

use std::path::PathBuf;

use super::gate::Gate;
use super::history::store;
use super::live::{self, LiveArguments};
use super::price_book::PriceBookArguments;
use super::screen::{ColorChoice, Voice, width};
use super::settings::{Settings, SettingsArguments};
use super::values::dollars;
use super::{Failure, Outcome, output};
use crate::analyze::analyze;
use crate::dataset::{self, Dataset};
use crate::history::StoreUrl;
use crate::model::analysis::Analysis;
use crate::pricing::PriceBook;
use crate::report::{Format, GroupBy, Layout, render};
use crate::units::Usd;

/// Judge and price every resource of a dataset, or of the account itself
///
/// Without DATASET, the account is read first (read only; see `cloudtrim
/// permissions`). Totals count each resource once.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A dataset folder; without one, collect from AWS
    #[arg(value_name = "DATASET")]
    dataset: Option<PathBuf>,
    #[command(flatten)]
    live: LiveArguments,
    /// Keep what a live audit read, as a dataset
    #[arg(long, value_name = "DIR", help_heading = "Reading AWS")]
    save: Option<PathBuf>,
    #[command(flatten)]
    settings: SettingsArguments,
    #[command(flatten)]
    prices: PriceBookArguments,
    /// The format of the report
    #[arg(long, short, value_enum, default_value_t = FormatName::Table, help_heading = "Report")]
    format: FormatName,
    /// Write the report to a file, whole or not at all
    #[arg(long, short, value_name = "FILE", help_heading = "Report")]
    output: Option<PathBuf>,
    /// List only so many recommendations; totals count all
    #[arg(long, value_name = "N", help_heading = "Report")]
    top: Option<usize>,
    /// Drop recommendations that save less a month [default: 1]
    #[arg(long, value_name = "USD", value_parser = dollars, help_heading = "Report")]
    min_savings: Option<Usd>,
    /// Subtotals by service, region, account, rule or tag:KEY
    #[arg(long, value_name = "KEY", help_heading = "Report")]
    group_by: Option<GroupBy>,
    /// Add the analysis to a store: a folder, or s3://bucket/prefix
    ///
    /// `cloudtrim history` reads it. The credentials of a store in S3 are those
    /// of the environment or of --profile; --role-arn is for reading AWS alone.
    #[arg(long, value_name = "URL", help_heading = "Report")]
    store: Option<StoreUrl>,
    /// Exit with 1 when this holds, as in 'net_savings > 500'
    ///
    /// Compare net_savings, gross_savings or list_cost (dollars a month),
    /// savings_share (percent of the list cost), count, gaps or severity:
    /// 'count >= 10', 'severity >= high', 'count(severity >= high) > 2'.
    /// Give it more than once to be stopped by any of them.
    #[arg(long, value_name = "EXPR", help_heading = "Report")]
    fail_on: Vec<Gate>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FormatName {
    /// For a terminal
    Table,
    /// Everything, by a published schema
    Json,
    /// One line a recommendation
    Csv,
    /// For pull requests and wikis
    Markdown,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Table => Self::Table,
            FormatName::Json => Self::Json,
            FormatName::Csv => Self::Csv,
            FormatName::Markdown => Self::Markdown,
        }
    }
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice, voice: Voice) -> Result<Outcome, Failure> {
    // Mistakes in the configuration are said before anything is collected.
    let mut settings = Settings::load(&arguments.settings)?;
    if let Some(min_savings) = arguments.min_savings {
        settings.options.min_savings = min_savings;
    }
    let prices = arguments.prices.load()?;
    let judged = |dataset: &Dataset| {
        let analysis = judge(dataset, &settings, &prices)?;
        let stored = arguments.store.as_ref().map(|_| store::stored(dataset, &settings.rules, &analysis));
        Ok((analysis, stored))
    };
    let (analysis, stored) = match &arguments.dataset {
        Some(folder) => {
            refuse_live_flags(arguments)?;
            judged(&dataset::load(folder)?)?
        }
        None => live::with_collected(&arguments.live, arguments.save.as_deref(), voice, judged)?,
    };
    let to_stdout = arguments.output.is_none();
    let layout = Layout {
        width: width(to_stdout),
        paint: color.paint(to_stdout),
        top: arguments.top,
        group_by: arguments.group_by.clone(),
    };
    let report = render(&analysis, arguments.format.into(), &layout)?;
    output::write(&report, arguments.output.as_deref())?;
    if arguments.format == FormatName::Csv {
        say_what_csv_cannot(&analysis, arguments.top, voice);
    }
    if let Some(file) = &arguments.output {
        voice.say(&format!("wrote `{}`", file.display()));
    }
    let outcome = judge_gates(&arguments.fail_on, &analysis, voice);
    if let (Some(url), Some(stored)) = (&arguments.store, stored) {
        store::add(&store::open(url, arguments.live.profile.as_deref())?, &stored, voice)?;
    }
    Ok(outcome)
}

pub(super) fn judge(dataset: &Dataset, settings: &Settings, prices: &PriceBook) -> Result<Analysis, Failure> {
    Ok(analyze(dataset, &settings.rules, prices, &settings.options)?)
}

/// A dataset brings its own moment, regions and account: a flag that would be ignored is refused.
fn refuse_live_flags(arguments: &Arguments) -> Result<(), Failure> {
    let save = arguments.save.as_ref().map(|_| "--save");
    let given = arguments.live.given().or(save);
    // A store has use for a profile too.
    let of_store = |flag: &&str| *flag == "--profile" && arguments.store.is_some();
    let Some(flag) = given.filter(|flag| !of_store(flag)) else { return Ok(()) };
    let failure = Failure::new(format!("`{flag}` is for reading AWS, and a dataset was given"));
    Err(if flag == "--as-of" {
        failure.hint("a dataset brings its own moment: `as_of` in its `manifest.json`")
    } else {
        failure.hint(format!("leave out `{flag}`, or leave out the dataset to read the account"))
    })
}

/// The formats for people hold these lines themselves.
fn say_what_csv_cannot(analysis: &Analysis, top: Option<usize>, voice: Voice) {
    let all = analysis.recommendations.len();
    if let Some(top) = top.filter(|top| *top < all) {
        voice.say(&format!("{top} of {all} recommendations listed (`--top {top}`)"));
    }
    if !analysis.gaps.is_empty() {
        voice.say(&format!("{} gaps: not everything was assessed; `--format table` lists them", analysis.gaps.len()));
    }
    for warning in &analysis.warnings {
        voice.say(&format!("warning: {}", crate::report::one_line(warning)));
    }
}

fn judge_gates(gates: &[Gate], analysis: &Analysis, voice: Voice) -> Outcome {
    let mut outcome = Outcome::Done;
    for gate in gates {
        if let Some(found) = gate.met(analysis) {
            voice.say(&format!("`--fail-on '{gate}'` is met: {found}"));
            outcome = Outcome::GateMet;
        }
    }
    outcome
}
