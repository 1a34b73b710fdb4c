//! `cloudtrim whatif`.

mod failures;
mod gate;

use std::path::{Path, PathBuf};

use chrono::{NaiveDate, Utc};

use super::price_book::PriceBookArguments;
use super::screen::{ColorChoice, Voice, width};
use super::settings::{Settings, SettingsArguments};
use super::values::timestamp;
use super::{Failure, Outcome, output};
use crate::model::comparison::Comparison;
use crate::model::ids::Region;
use crate::pricing::PriceBook;
use crate::report::{ComparisonFormat, Layout, render_comparison};
use crate::whatif::adjust::Adjustments;
use crate::whatif::plan::{PlanTerms, compare_plan};
use crate::whatif::terraform::{UsageFile, read_plan};
use crate::whatif::{changes, scenario};
use gate::WhatifGate;

/// Compare what configurations cost: a scenario or a Terraform plan
///
/// Nothing is read from AWS. `cloudtrim catalog` lists the resource types,
/// docs/whatif.md describes scenarios. Amounts are list prices of a month of
/// 730 hours; what is not known is a gap and makes a total "at least".
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["scenario", "terraform"])))]
pub(super) struct Arguments {
    /// A scenario file
    #[arg(value_name = "SCENARIO")]
    scenario: Option<PathBuf>,
    /// A plan as `terraform show -json` or `tofu show -json` writes it
    #[arg(long, value_name = "PLAN.json")]
    terraform: Option<PathBuf>,
    /// Usage of the plan's resources, in the format of infracost
    #[arg(long, value_name = "FILE", requires = "terraform")]
    usage: Option<PathBuf>,
    /// Where the plan does not tell the region
    #[arg(long, value_name = "REGION", requires = "terraform", env = "AWS_REGION", hide_env_values = true)]
    region: Option<String>,
    /// The day of the report, which says how old prices are [default: today]
    #[arg(long, value_name = "DATE", value_parser = timestamp)]
    as_of: Option<chrono::DateTime<Utc>>,
    #[command(flatten)]
    prices: PriceBookArguments,
    #[command(flatten)]
    settings: SettingsArguments,
    /// The format of the report
    #[arg(long, short, value_enum, default_value_t = FormatName::Table, help_heading = "Report")]
    format: FormatName,
    /// Write the report to a file, whole or not at all
    #[arg(long, short, value_name = "FILE", help_heading = "Report")]
    output: Option<PathBuf>,
    /// List every cost component (JSON and CSV always do)
    #[arg(long, help_heading = "Report")]
    details: bool,
    /// Exit with 1 when this holds, as in 'monthly_change > 100'
    ///
    /// Compare monthly_change, yearly_change, monthly_cost (of the last
    /// configuration; dollars), change_share (percent), gaps or unsupported
    /// (counts). A change that is not known meets the gate. Give it more than
    /// once to be stopped by any of them.
    #[arg(long, value_name = "EXPR", help_heading = "Report")]
    fail_on: Vec<WhatifGate>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FormatName {
    /// For a terminal
    Table,
    /// Everything, by a published schema
    Json,
    /// One line a cost component
    Csv,
    /// For wikis and tickets
    Markdown,
    /// Short Markdown for a pull request
    Comment,
}

impl From<FormatName> for ComparisonFormat {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Table => Self::Table,
            FormatName::Json => Self::Json,
            FormatName::Csv => Self::Csv,
            FormatName::Markdown => Self::Markdown,
            FormatName::Comment => Self::Comment,
        }
    }
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice, voice: Voice) -> Result<Outcome, Failure> {
    let book = arguments.prices.load()?;
    let day = arguments.as_of.map(|moment| moment.date_naive());
    let comparison = match (&arguments.scenario, &arguments.terraform) {
        (Some(file), _) => of_scenario(file, day, &book, &arguments.settings)?,
        (None, Some(file)) => of_plan(file, day, &book, arguments)?,
        (None, None) => return Err(Failure::new("give a scenario file, or `--terraform PLAN.json`")),
    };
    let to_stdout = arguments.output.is_none();
    let layout = Layout { width: width(to_stdout), paint: color.paint(to_stdout), ..Layout::default() };
    let report = render_comparison(&comparison, arguments.format.into(), arguments.details, &layout)?;
    output::write(&report, arguments.output.as_deref())?;
    if matches!(arguments.format, FormatName::Csv | FormatName::Comment) {
        for warning in &comparison.warnings {
            voice.say(&format!("warning: {}", crate::report::one_line(warning)));
        }
    }
    if let Some(file) = &arguments.output {
        voice.say(&format!("wrote `{}`", file.display()));
    }
    let mut outcome = Outcome::Done;
    for gate in &arguments.fail_on {
        if let Some(found) = gate.met(&comparison) {
            voice.say(&format!("`--fail-on '{gate}'` is met: {found}"));
            outcome = Outcome::GateMet;
        }
    }
    Ok(outcome)
}

fn of_scenario(
    file: &Path,
    day: Option<NaiveDate>,
    book: &PriceBook,
    settings: &SettingsArguments,
) -> Result<Comparison, Failure> {
    let scenario = scenario::load(file)?;
    if let Some(changes) = &scenario.dataset {
        if day.is_some() {
            return Err(Failure::new("`--as-of` does not go with a dataset, which has its own day"));
        }
        let settings = Settings::load(settings)?;
        return Ok(changes::run(&scenario, changes, &settings.rules, book, &settings.options)?);
    }
    let day = day.or(scenario.as_of).unwrap_or_else(|| Utc::now().date_naive());
    Ok(scenario::run(&scenario, book, day)?)
}

fn of_plan(
    file: &Path,
    day: Option<NaiveDate>,
    book: &PriceBook,
    arguments: &Arguments,
) -> Result<Comparison, Failure> {
    let plan = read_plan(file)?;
    let usage = arguments.usage.as_deref().map(UsageFile::read).transpose()?;
    let named = arguments.region.as_deref().map(str::trim).filter(|region| !region.is_empty());
    let region = named.map(Region::from);
    let terms = PlanTerms {
        prices: book,
        adjustments: &Adjustments::default(),
        usage: usage.as_ref(),
        region: region.as_ref(),
        as_of: day.unwrap_or_else(|| Utc::now().date_naive()),
    };
    let name = file.file_name().map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned());
    Ok(compare_plan(plan, &name, &terms))
}
