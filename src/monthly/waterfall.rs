//! From last month's total to this month's, service by service.

use super::words::count;
use crate::model::monthly::{Comparison, Dimension, Waterfall, WaterfallStep};
use crate::units::Usd;
use crate::units::month::Month;

/// Services with a step of their own.
const STEPS: usize = 8;

/// `None` where one of both months was not read, or the month is open.
pub(super) fn waterfall(comparisons: &[Comparison], month: Month) -> Option<Waterfall> {
    let services = comparisons.iter().find(|comparison| comparison.by == Dimension::Service)?;
    let total = &services.total;
    total.change_usd?;
    let mut changes: Vec<(&str, Usd)> = services
        .lines
        .iter()
        .filter_map(|line| Some((line.key.as_deref()?, line.change_usd.filter(|change| !change.is_zero())?)))
        .collect();
    changes.sort_by(|one, other| size(other.1).cmp(&size(one.1)).then_with(|| one.0.cmp(other.0)));
    let rest = changes.split_off(changes.len().min(STEPS));
    let mut steps: Vec<WaterfallStep> =
        changes.into_iter().map(|(label, change_usd)| WaterfallStep { label: label.to_owned(), change_usd }).collect();
    if !rest.is_empty() {
        let label = count(rest.len(), "other service");
        steps.push(WaterfallStep { label, change_usd: rest.iter().map(|(_, change)| *change).sum() });
    }
    Some(Waterfall {
        from_month: month.previous(),
        from_usd: total.last_month_usd?,
        steps,
        to_month: month,
        to_usd: total.this_month_usd?,
    })
}

/// Without its sign.
pub(super) fn size(amount: Usd) -> Usd {
    amount.max(-amount)
}
