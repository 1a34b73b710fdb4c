//! `cloudtrim report`.

mod dispatch;
mod sources;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::catch_up::CatchUpArguments;
use super::deliver::DeliverArguments;
use super::history::store;
use super::price_book::PriceBookArguments;
use super::screen::Voice;
use super::settings::{SettingsArguments, config_file};
use super::{Failure, Outcome, catch_up, output};
use crate::history::{Store, StoreUrl};
use crate::model::monthly::MonthlyReport;
use crate::report::{MonthlyFormat, render_monthly};
use crate::units::month::Month;

/// Report a month: what was spent, what changed, what could be saved
///
/// With DATASET, the report is of it; with --store, of the newest analysis that
/// a store has of the month, and it tells since when findings are open, what
/// was saved and what nobody looked at.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A dataset folder; without one, the newest analysis of --store
    #[arg(value_name = "DATASET", required_unless_present = "store")]
    dataset: Option<PathBuf>,
    /// Where past analyses are: a folder, or s3://bucket/prefix
    #[arg(long, value_name = "URL")]
    store: Option<StoreUrl>,
    /// The profile of the AWS configuration files, for a store in S3
    #[arg(long, value_name = "NAME", requires = "store")]
    profile: Option<String>,
    /// The month [default: the last one that was over]
    #[arg(long, value_name = "YYYY-MM")]
    month: Option<Month>,
    #[command(flatten)]
    settings: SettingsArguments,
    #[command(flatten)]
    prices: PriceBookArguments,
    /// The format of the report
    #[arg(long, short, value_enum, default_value_t = FormatName::Html, help_heading = "Report")]
    format: FormatName,
    /// Write the report to a file, whole or not at all
    #[arg(long, short, value_name = "FILE", help_heading = "Report")]
    output: Option<PathBuf>,
    #[command(flatten)]
    deliver: DeliverArguments,
    #[command(flatten)]
    catch_up: CatchUpArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FormatName {
    /// One page that needs nothing else, for browsers and paper
    Html,
    /// For wikis, chats and mails
    Markdown,
    /// Everything, by a published schema
    Json,
    /// One line a recommendation
    Csv,
    /// A workbook to pivot
    Xlsx,
}

impl From<FormatName> for MonthlyFormat {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Html => Self::Html,
            FormatName::Markdown => Self::Markdown,
            FormatName::Json => Self::Json,
            FormatName::Csv => Self::Csv,
            FormatName::Xlsx => Self::Xlsx,
        }
    }
}

pub(super) fn run(arguments: &Arguments, voice: Voice) -> Result<Outcome, Failure> {
    let format = MonthlyFormat::from(arguments.format);
    let to_stdout = arguments.output.is_none() && !arguments.deliver.is_asked();
    // Said before minutes of work.
    if to_stdout && std::io::stdout().is_terminal() {
        refuse_terminal(arguments.format)?;
    }
    let config = config_file(arguments.settings.config.as_ref());
    let asked = arguments.deliver.is_asked().then(|| arguments.deliver.deliveries(config.as_deref())).transpose()?;
    let store = arguments.store.as_ref().map(|url| store::open(url, arguments.profile.as_deref())).transpose()?;
    let store = store.map(Rc::new);
    let now = Utc::now();
    // Until the end of the run: what is due is told and done under one lock. A dry run leaves no trace.
    let dry_run = arguments.deliver.is_dry_run();
    let locked = arguments.store.as_ref().filter(|_| !dry_run && (arguments.catch_up.catch_up || asked.is_some()));
    let _lock = locked.map(|url| catch_up::lock(&url.to_string(), now)).transpose()?;
    let month = match &store {
        Some(store) if arguments.catch_up.catch_up => match due(&arguments.catch_up, store, now, voice)? {
            Some(month) => Some(month),
            None => return Ok(Outcome::Done),
        },
        _ => arguments.month,
    };
    let report = sources::report(arguments, month, store.as_deref(), voice)?;
    if to_stdout || arguments.output.is_some() {
        write(&report, format, arguments, voice)?;
    }
    let outcome = match asked {
        Some(deliveries) => dispatch::dispatch(&report, arguments, store.as_ref(), deliveries, voice)?,
        None => Outcome::Done,
    };
    if let Some(store) = store.filter(|_| arguments.catch_up.catch_up && !dry_run) {
        store.note_reported(report.month)?;
    }
    Ok(outcome)
}

/// The month that is due, if one is.
fn due(
    arguments: &CatchUpArguments,
    store: &Store,
    now: DateTime<Utc>,
    voice: Voice,
) -> Result<Option<Month>, Failure> {
    let analyzed = store.list()?.entries.into_iter().map(|name| name.day.and_time(name.time).and_utc());
    arguments.month(analyzed, &store.reported()?, now, voice)
}

fn write(report: &MonthlyReport, format: MonthlyFormat, arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let bytes = render_monthly(report, format)?;
    match &arguments.output {
        None => output::write_stdout(&bytes)?,
        Some(file) => {
            output::write_file(&bytes, file)?;
            voice.say(&format!("wrote `{}`", file.display()));
        }
    }
    if arguments.format == FormatName::Csv && !(report.gaps.is_empty() && report.missing.is_empty()) {
        let number = report.gaps.len().saturating_add(report.missing.len());
        voice.say(&format!("{number} gaps: not everything was assessed; `--format html` lists them"));
    }
    Ok(())
}

/// A page or a workbook is of no use on a screen of text.
fn refuse_terminal(format: FormatName) -> Result<(), Failure> {
    let (what, file) = match format {
        FormatName::Html => ("a page", "report.html"),
        FormatName::Xlsx => ("a workbook", "report.xlsx"),
        FormatName::Markdown | FormatName::Json | FormatName::Csv => return Ok(()),
    };
    let failure = Failure::new(format!("the report is {what}, and stdout is a terminal"));
    Err(failure.hint(format!("write it to a file with `--output {file}`, or read it here with `--format markdown`")))
}
