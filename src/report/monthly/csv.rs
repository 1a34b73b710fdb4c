//! One line a recommendation: the audit's columns, and what the history says of the finding.

use crate::model::monthly::{MonthlyReport, ReportedRecommendation};
use crate::report::commitments::Committed;
use crate::report::csv::{COLUMNS, record};
use crate::report::money::number;
use crate::report::standing::Standings;
use crate::units::Usd;

const LIFE_COLUMNS: [&str; 7] =
    ["month", "state", "first_seen", "open_since", "age_days", "regressions", "cost_of_delay_usd"];

pub(super) fn csv(report: &MonthlyReport) -> Result<String, ::csv::Error> {
    let all = report.recommendations.iter().map(|one| &one.recommendation);
    let standings = Standings::among(all.clone(), Usd::ZERO);
    let are_read = Committed::among(report.commitments.as_ref(), &report.totals, all).are_read();
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS.into_iter().chain(LIFE_COLUMNS))?;
    for one in &report.recommendations {
        writer.write_record(record(&one.recommendation, &standings, are_read).into_iter().chain(life(report, one)))?;
    }
    let bytes = writer.into_inner().map_err(|error| ::csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Empty without a history.
fn life(report: &MonthlyReport, one: &ReportedRecommendation) -> [String; 7] {
    let month = report.month.to_string();
    let Some(life) = &one.life else {
        return [month, String::new(), String::new(), String::new(), String::new(), String::new(), String::new()];
    };
    [
        month,
        life.state.name().to_owned(),
        life.first_seen.date_naive().to_string(),
        life.open_since.date_naive().to_string(),
        life.age_days.to_string(),
        life.regressions.to_string(),
        life.cost_of_delay_usd.map(number).unwrap_or_default(),
    ]
}
