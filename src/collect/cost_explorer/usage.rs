//! GetCostAndUsage, all pages of it.

use std::collections::HashMap;

use aws_sdk_costexplorer::types::{Granularity, GroupDefinition, GroupDefinitionType, MetricValue, ResultByTime};

use super::super::failure::CallFailure;
use super::super::operation::Charge;
use super::super::session::Session;
use super::super::spending::Spending;
use super::{Days, GET_COST_AND_USAGE, day, interval, usd};
use crate::model::gap::GapReason;
use crate::units::Usd;

/// Pages of a thousand groups or more; six months of a hundred services fit into one.
const MOST_PAGES: usize = 100;

/// One question.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) days: Days,
    /// Else by month.
    pub(super) daily: bool,
    pub(super) metrics: &'static [&'static str],
    pub(super) groups: Vec<GroupDefinition>,
    /// As gaps name it: `by month and service`.
    pub(super) what: String,
}

/// How much of the answer was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answered {
    Whole,
    /// Some pages are missing, or some rows made no sense.
    Partly,
    Nothing,
}

/// A day or month of an answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    pub(super) days: Days,
    pub(super) estimated: bool,
}

/// One group of a period.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) keys: &'a [String],
    metrics: &'a HashMap<String, MetricValue>,
}

impl Row<'_> {
    /// The amount, and its currency.
    pub(super) fn cost(&self, metric: &str) -> Option<(Usd, String)> {
        let value = self.metrics.get(metric)?;
        Some((usd(value.amount()?)?, value.unit().unwrap_or("USD").to_owned()))
    }

    /// The amount and its unit; `None` where AWS adds up several units or knows none.
    pub(super) fn quantity(&self) -> Option<(f64, String)> {
        let value = self.metrics.get("UsageQuantity")?;
        let unit = value.unit().filter(|unit| !unit.is_empty() && *unit != "N/A")?;
        let amount: f64 = value.amount()?.parse().ok()?;
        amount.is_finite().then(|| (amount, unit.to_owned()))
    }
}

pub(super) fn dimension(key: &str) -> GroupDefinition {
    GroupDefinition::builder().r#type(GroupDefinitionType::Dimension).key(key).build()
}

pub(super) fn tag(key: &str) -> GroupDefinition {
    GroupDefinition::builder().r#type(GroupDefinitionType::Tag).key(key).build()
}

/// Give every group of every page to `read`, which answers `None` for one that makes no sense.
///
/// The first request is counted here unless it was `paid`, each further page always; what fails or would cost more
/// than is allowed is a gap.
pub(super) async fn ask(
    session: &Session<'_>,
    spending: &mut Spending,
    mut paid: bool,
    query: &Query,
    mut read: impl FnMut(Period, Row<'_>) -> Option<()>,
) -> Answered {
    let Some(time_period) = interval(query.days) else { return Answered::Nothing };
    let client = session.cost_explorer();
    let _permit = session.permit().await;
    let mut token: Option<String> = None;
    let mut answered = Answered::Whole;
    for page in 0..MOST_PAGES {
        let so_far = if page == 0 { Answered::Nothing } else { Answered::Partly };
        if !std::mem::take(&mut paid) && !spending.allows(Charge::CostExplorerRequest, 1) {
            let which = if page == 0 { "" } else { " to its end" };
            let detail = format!("the bill {} was not read{which}: it would cost more than --max-api-cost", query.what);
            session.journal().noted(&GET_COST_AND_USAGE, None, None, GapReason::NotCollected, detail);
            return so_far;
        }
        let answer = client
            .get_cost_and_usage()
            .time_period(time_period.clone())
            .granularity(if query.daily { Granularity::Daily } else { Granularity::Monthly })
            .set_metrics(Some(query.metrics.iter().map(|&metric| metric.to_owned()).collect()))
            .set_group_by(Some(query.groups.clone()))
            .set_next_page_token(token.clone())
            .send()
            .await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                failed(session, query, &CallFailure::of(&error));
                return so_far;
            }
        };
        session.journal().answered(&GET_COST_AND_USAGE, None);
        if !answer.results_by_time().iter().all(|result| read_period(result, &mut read)) {
            failed(session, query, &CallFailure::of_reason(GapReason::BadAnswer));
            answered = Answered::Partly;
        }
        let next = answer.next_page_token().map(str::to_owned);
        if next.is_none() || next == token {
            return answered;
        }
        token = next;
    }
    let detail = format!("the bill {} has more than the {MOST_PAGES} pages that were read", query.what);
    session.journal().noted(&GET_COST_AND_USAGE, None, None, GapReason::Truncated, detail);
    Answered::Partly
}

fn failed(session: &Session<'_>, query: &Query, failure: &CallFailure) {
    let detail = format!("the bill {} was not read: {}", query.what, failure.sentence(&GET_COST_AND_USAGE));
    session.journal().noted(&GET_COST_AND_USAGE, None, None, failure.reason, detail);
}

/// Whether all of it made sense.
fn read_period(result: &ResultByTime, read: &mut impl FnMut(Period, Row<'_>) -> Option<()>) -> bool {
    let days = result.time_period().and_then(|span| Some(Days { start: day(span.start())?, end: day(span.end())? }));
    let Some(days) = days else { return result.groups().is_empty() };
    let period = Period { days, estimated: result.estimated() };
    let mut sound = true;
    for group in result.groups() {
        let row = group.metrics().map(|metrics| Row { keys: group.keys(), metrics });
        sound &= row.and_then(|row| read(period, row)).is_some();
    }
    sound
}
