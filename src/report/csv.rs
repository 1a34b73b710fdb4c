//! One line a recommendation, for spreadsheets and scripts.

use super::Layout;
use super::change::change;
use super::commitments::Committed;
use super::money::number;
use super::standing::Standings;
use super::text::csv_cell;
use crate::model::analysis::{Analysis, Evidence, Recommendation};
use crate::units::Usd;

pub(super) const COLUMNS: [&str; 28] = [
    "id",
    "rule",
    "severity",
    "account",
    "region",
    "service",
    "resource_kind",
    "resource_id",
    "arn",
    "name",
    "action",
    "effort",
    "standing",
    "selected",
    "hygiene",
    "monthly_savings_usd",
    "savings_low_usd",
    "savings_high_usd",
    "one_off_cost_usd",
    "before_list_cost_monthly_usd",
    "after_list_cost_monthly_usd",
    "change",
    "evidence",
    "caveats",
    "tags",
    "net_savings_low_usd",
    "net_savings_high_usd",
    "committed_until",
];

pub(super) fn csv(analysis: &Analysis, layout: &Layout) -> Result<String, ::csv::Error> {
    let standings = Standings::new(analysis);
    let are_read = Committed::of(analysis).are_read();
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let group_header = layout.group_by.as_ref().map(|_| "group");
    writer.write_record(COLUMNS.into_iter().chain(group_header))?;
    for one in analysis.recommendations.iter().take(layout.top.unwrap_or(usize::MAX)) {
        let group = layout.group_by.as_ref().map(|group_by| csv_cell(&group_by.group_of(one)));
        writer.write_record(record(one, &standings, are_read).into_iter().chain(group))?;
    }
    let bytes = writer.into_inner().map_err(|error| ::csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Unknown amounts are empty, never 0.
///
/// Without a commitment that bears on it the net saving is the list saving, where commitments were read.
pub(super) fn record(one: &Recommendation, standings: &Standings<'_>, are_read: bool) -> [String; 28] {
    let amount = |amount: Option<Usd>| amount.map(number).unwrap_or_default();
    let join = |parts: Vec<String>| csv_cell(&parts.join("; "));
    let effect = one.commitments.as_ref();
    let net = effect.map(|effect| effect.net_savings_monthly_usd).or(one.savings_range.filter(|_| are_read));
    [
        csv_cell(&one.id),
        csv_cell(&one.rule),
        one.severity.to_string(),
        csv_cell(one.account.as_str()),
        csv_cell(one.region.as_str()),
        one.resource_kind.service().to_owned(),
        one.resource_kind.to_string(),
        csv_cell(&one.resource_id),
        csv_cell(&one.arn),
        csv_cell(one.name.as_deref().unwrap_or_default()),
        one.action.to_string(),
        one.effort.to_string(),
        standings.of(one).name().to_owned(),
        one.selected.to_string(),
        one.hygiene.to_string(),
        amount(one.monthly_savings_usd),
        amount(one.savings_range.map(|range| range.low)),
        amount(one.savings_range.map(|range| range.high)),
        amount(one.one_off_cost_usd),
        number(one.before.list_cost_monthly_usd),
        amount(one.after.as_ref().map(|after| after.list_cost_monthly_usd)),
        csv_cell(&change(one)),
        join(one.evidence.iter().map(fact).collect()),
        join(one.caveats.clone()),
        join(one.tags.iter().map(|(key, value)| format!("{key}={value}")).collect()),
        amount(net.map(|range| range.low)),
        amount(net.map(|range| range.high)),
        effect.and_then(|effect| effect.until).map(|day| day.to_string()).unwrap_or_default(),
    ]
}

/// `CPUUtilization …: 3.2 % (below 5 %)`.
pub(super) fn fact(evidence: &Evidence) -> String {
    let Evidence { fact, value, condition, .. } = evidence;
    if condition.is_empty() { format!("{fact}: {value}") } else { format!("{fact}: {value} ({condition})") }
}
