//! `cloudtrim export`: figures for other programs.

use std::path::{Path, PathBuf};

use super::history::store;
use super::price_book::PriceBookArguments;
use super::screen::Voice;
use super::settings::{Settings, SettingsArguments};
use super::{Failure, Outcome, audit, output};
use crate::dataset;
use crate::history::{StoreUrl, history};
use crate::model::analysis::Analysis;
use crate::model::history::History;
use crate::model::spend::Spend;
use crate::monthly::{Inputs, monthly_report};
use crate::report::openmetrics;
use crate::units::month::Month;

/// Hand the figures to other programs
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true, subcommand_required = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Prometheus(Box<PrometheusArguments>),
}

/// Costs, savings, gaps and ages as OpenMetrics text
///
/// Of a dataset, or of the newest analysis in a store; with both, of the
/// dataset, its findings' states as of the store's newest analysis.
#[derive(Debug, clap::Args)]
struct PrometheusArguments {
    /// A dataset folder
    #[arg(value_name = "DATASET", required_unless_present = "store")]
    dataset: Option<PathBuf>,
    /// Where analyses are kept: a folder or s3://bucket/prefix
    #[arg(long, value_name = "URL")]
    store: Option<StoreUrl>,
    /// The profile of the AWS configuration files, for a store in S3
    #[arg(long, value_name = "NAME", requires = "store")]
    profile: Option<String>,
    #[command(flatten)]
    settings: SettingsArguments,
    #[command(flatten)]
    prices: PriceBookArguments,
    /// Write a file for the textfile collector, whole or not at all
    #[arg(long, short, value_name = "FILE", conflicts_with = "push", help_heading = "Where to")]
    output: Option<PathBuf>,
    /// Replace the group of a pushgateway at this address
    #[arg(long, value_name = "URL", help_heading = "Where to")]
    push: Option<String>,
    /// The job that the group is of
    #[arg(long, value_name = "NAME", default_value = "cloudtrim", value_parser = job, help_heading = "Where to")]
    job: String,
}

fn job(text: &str) -> Result<String, String> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let valid = !text.is_empty() && text.len() <= 100 && text.chars().all(plain) && !text.chars().all(|dot| dot == '.');
    if valid { Ok(text.to_owned()) } else { Err("use letters, digits, `-`, `_` and `.`".to_owned()) }
}

pub(super) fn run(arguments: &Arguments, voice: Voice) -> Result<Outcome, Failure> {
    let Command::Prometheus(arguments) = &arguments.command;
    let text = metrics(arguments, voice)?;
    match (&arguments.push, &arguments.output) {
        (Some(address), _) => push(address, &arguments.job, &text, voice)?,
        (None, Some(file)) => write(&text, file, voice)?,
        (None, None) => output::write(&text, None)?,
    }
    Ok(Outcome::Done)
}

/// What the report is made of.
struct Sources {
    analysis: Analysis,
    spend: Option<Spend>,
    history: Option<History>,
}

fn metrics(arguments: &PrometheusArguments, voice: Voice) -> Result<String, Failure> {
    let report_settings = arguments.settings.report()?;
    let sources = sources(arguments)?;
    let Sources { analysis, spend, history } = &sources;
    let report = monthly_report(&Inputs {
        month: Month::of(analysis.as_of.date_naive()),
        analysis,
        spend: spend.as_ref(),
        history: history.as_ref(),
        settings: &report_settings,
        until: analysis.as_of,
    });
    for skipped in &report.skipped {
        voice.say(&format!("warning: `{}` of the store is not read: {}", skipped.name, skipped.reason));
    }
    Ok(openmetrics(&report, env!("CARGO_PKG_VERSION"))?)
}

fn sources(arguments: &PrometheusArguments) -> Result<Sources, Failure> {
    let past = arguments.store.as_ref().map(|url| of_store(url, arguments.profile.as_deref())).transpose()?;
    match (&arguments.dataset, past) {
        (Some(folder), past) => {
            let settings = Settings::load(&arguments.settings)?;
            let dataset = dataset::load(folder)?;
            let prices = arguments.prices.load()?;
            let analysis = audit::judge(&dataset, &settings, &prices)?;
            let history = past.and_then(|past| past.history);
            Ok(Sources { analysis, spend: dataset.spend(), history })
        }
        (None, Some(past)) => Ok(past),
        (None, None) => Err(Failure::new("there is nothing to export").hint("give a dataset or `--store URL`")),
    }
}

/// The newest analysis with the history of its accounts.
fn of_store(url: &StoreUrl, profile: Option<&str>) -> Result<Sources, Failure> {
    let store = store::open(url, profile)?;
    let listing = store.list().map_err(|error| Failure::of(&error))?;
    let newest = listing.entries.iter().max_by_key(|entry| (entry.day, entry.time)).cloned().ok_or_else(|| {
        Failure::new(format!("the store `{url}` has no analysis yet")).hint("`cloudtrim audit --store URL` adds one")
    })?;
    let series: Vec<_> = listing.entries.into_iter().filter(|entry| entry.accounts == newest.accounts).collect();
    let past = store.past_of(&series, listing.skipped).map_err(|error| Failure::of(&error))?;
    let stored = store.read(&newest).map_err(|error| Failure::of(&error))?;
    Ok(Sources { analysis: stored.analysis, spend: stored.spend, history: Some(history(&past.analyses, past.skipped)) })
}

/// The textfile collector reads `*.prom` alone.
fn write(text: &str, file: &Path, voice: Voice) -> Result<(), Failure> {
    output::write(text, Some(file))?;
    voice.say(&format!("wrote `{}`", file.display()));
    if file.extension().is_none_or(|extension| extension != "prom") && file.is_file() {
        voice.say("node_exporter's textfile collector reads files that end in `.prom`");
    }
    Ok(())
}

#[cfg(feature = "deliver")]
fn push(address: &str, job: &str, text: &str, voice: Voice) -> Result<(), Failure> {
    let backoff = std::time::Duration::from_millis(500);
    crate::push::push(address, job, text, backoff, &mut |told| voice.say(told)).map_err(|error| Failure::of(&error))?;
    voice.say("the pushgateway took the metrics");
    Ok(())
}

#[cfg(not(feature = "deliver"))]
fn push(_address: &str, _job: &str, _text: &str, _voice: Voice) -> Result<(), Failure> {
    Err(Failure::new("this build of cloudtrim cannot push: it was built without the feature `deliver`")
        .hint("write a file with `--output FILE` instead"))
}
