//! `cloudtrim collect`.

use std::path::PathBuf;

use super::live::{self, LiveArguments};
use super::screen::Voice;
use super::{Failure, Outcome};

/// Read an AWS account into a dataset, read only
///
/// `cloudtrim audit DIR` then gives the same report as a live audit, as
/// often as you like, without AWS.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The folder to write; it appears whole or not at all
    #[arg(long, value_name = "DIR", required_unless_present = "plan")]
    pub(super) out: Option<PathBuf>,
    /// Print the calls that would be made and what they cost, and stop
    #[arg(long)]
    pub(super) plan: bool,
    #[command(flatten)]
    pub(super) live: LiveArguments,
}

#[cfg(not(feature = "aws"))]
pub(super) fn run(_arguments: &Arguments, _voice: Voice) -> Result<Outcome, Failure> {
    Err(live::not_built_in())
}

#[cfg(feature = "aws")]
pub(super) fn run(arguments: &Arguments, voice: Voice) -> Result<Outcome, Failure> {
    if arguments.plan {
        let bars = super::progress::bars(voice);
        let options = arguments.live.options()?;
        let plan = crate::collect::plan_blocking(&options, bars.as_ref())?;
        drop(bars);
        let mut text = planned(&plan);
        if options.billing != crate::collect::BillingDepth::Plain {
            text.push_str(&format!("\nThe bill takes {}.\n", live::billing_cost(&options)));
        }
        super::output::write(&text, None)?;
        return Ok(Outcome::Done);
    }
    let Some(folder) = &arguments.out else {
        return Err(Failure::new("`--out` is missing").hint("name the folder to write, as in `--out estate/2026-11`"));
    };
    live::collect_to(&arguments.live, folder, voice)?;
    voice.say(&format!("wrote `{0}`; audit it with `cloudtrim audit {0}`", folder.display()));
    Ok(Outcome::Done)
}

/// The calls of a plan as a table, with the sum of what AWS charges for them.
#[cfg(feature = "aws")]
fn planned(plan: &crate::collect::Plan) -> String {
    use crate::report::{Column, collapse_gaps, grid};
    let dollars = |amount: crate::units::Usd| format!("${:.4}", amount.amount().round_dp(4));
    let mut rows = vec![["Region", "Service", "Operation", "Calls at most", "List cost"].map(str::to_owned).to_vec()];
    for calls in &plan.calls {
        rows.push(vec![
            calls.region.as_ref().map_or_else(|| "global".to_owned(), ToString::to_string),
            calls.service.to_owned(),
            calls.operation.to_owned(),
            calls.at_most_calls.to_string(),
            dollars(calls.list_cost_usd),
        ]);
    }
    rows.push(vec!["total".to_owned(), String::new(), String::new(), String::new(), dollars(plan.list_cost_usd)]);
    let columns = [Column::text(16), Column::text(16), Column::text(40), Column::money(14), Column::money(12)];
    let mut text = grid(&columns, &rows);
    if !plan.gaps.is_empty() {
        text.push_str("\nThe total is at least this, since some of the account could not be listed:\n");
        for line in collapse_gaps(&plan.gaps) {
            text.push_str(&format!("- {}\n", line.text));
        }
    }
    text
}
