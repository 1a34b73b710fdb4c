//! Back-test → table, JSON, chart.

mod chart;
mod table;

use super::RenderError;
use super::paint::Paint;
use crate::model::backtest::{Backtest, PolicyFamily, PolicyResult};

/// The formats of `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BacktestFormat {
    Table,
    Json,
    /// Savings against risk, as SVG.
    Svg,
}

/// The whole report as text that ends in a line feed.
pub fn render_backtest(backtest: &Backtest, format: BacktestFormat, paint: Paint) -> Result<String, RenderError> {
    match format {
        BacktestFormat::Table => Ok(table::table(backtest, paint)),
        BacktestFormat::Json => {
            let mut json = serde_json::to_string_pretty(backtest).map_err(RenderError::Json)?;
            json.push('\n');
            Ok(json)
        }
        BacktestFormat::Svg => chart::chart(backtest),
    }
}

/// Policies worth a line of their own: all but the plain ones that others beat.
fn worth_a_line(policy: &PolicyResult) -> bool {
    policy.family != PolicyFamily::Plain || policy.on_plain_frontier
}
