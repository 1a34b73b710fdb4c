//! Each time the bill was read: with the newest analysis, and with those of the history.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::Inputs;
use crate::model::analysis::BillingSummary;
use crate::model::ids::AccountId;
use crate::model::spend::{Cut, CutName, CutRead, MonthSpend, Spend};
use crate::units::month::Month;

/// The bill as it was at one moment.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub(super) as_of: DateTime<Utc>,
    pub(super) spend: Cow<'a, Spend>,
}

/// The bill's currency; other ones cannot be added to it.
const CURRENCY: &str = "USD";

/// Newest first. Readings of other accounts, of another currency, or later than the inputs allow, are left out.
pub(super) fn readings<'a>(inputs: &Inputs<'a>) -> Vec<Reading<'a>> {
    let analysis = inputs.analysis;
    let own = of(analysis.as_of, inputs.spend, analysis.billing.as_ref());
    let accounts: BTreeSet<&AccountId> = analysis.accounts.iter().collect();
    let past = inputs.history.into_iter().flat_map(|history| &history.bills);
    let past = past
        .filter(|bill| bill.accounts.iter().collect::<BTreeSet<_>>() == accounts)
        .filter_map(|bill| of(bill.as_of, bill.spend.as_ref(), bill.billing.as_ref()));
    let mut readings: Vec<Reading<'a>> = own.into_iter().chain(past).collect();
    readings.retain(|reading| reading.as_of <= inputs.until && reading.spend.currency == CURRENCY);
    // The analysis's own reading stands first among those of one moment.
    readings.sort_by_key(|reading| std::cmp::Reverse(reading.as_of));
    readings
}

fn of<'a>(as_of: DateTime<Utc>, spend: Option<&'a Spend>, billing: Option<&BillingSummary>) -> Option<Reading<'a>> {
    let spend = match spend {
        Some(spend) => Cow::Borrowed(spend),
        None => Cow::Owned(of_summary(billing?, as_of)),
    };
    Some(Reading { as_of, spend })
}

/// What a plain audit read: months by service.
fn of_summary(billing: &BillingSummary, as_of: DateTime<Utc>) -> Spend {
    let mut spend = Spend { currency: CURRENCY.to_owned(), forecast: billing.forecast.clone(), ..Spend::default() };
    for billed in &billing.months {
        let Ok(month) = billed.month.parse::<Month>() else { continue };
        let end = month.end().min(as_of.date_naive());
        spend.read.push(CutRead { cut: CutName::Service, start: month.first_day(), end });
        spend.months.extend(billed.services.iter().map(|service| MonthSpend {
            month,
            cut: Cut::Service,
            service_name: service.service_name.clone(),
            billed_cost_usd: service.billed_cost_usd,
            effective_cost_usd: service.effective_cost_usd,
            quantity: None,
            unit: None,
            estimated: billed.estimated,
        }));
    }
    spend
}
