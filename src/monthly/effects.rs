//! A change of a service taken apart by its usage types: rate, usage, new, gone, unknown.
//!
//! The price-volume split of variance analysis: the change of the quantity counts at the old rate, the change of the rate
//! at the new quantity, so that both sum to the change of the cost. A rate is cost ÷ quantity: a tier that is passed, a
//! discount or a credit moves it as a price does.

use std::collections::{BTreeMap, BTreeSet};

use super::bill::Bill;
use super::statistics::dollars;
use super::waterfall::size;
use crate::model::monthly::{Cause, Contribution, Effects};
use crate::model::spend::{Cut, CutName, MonthSpend};
use crate::units::Usd;
use crate::units::month::Month;

/// A part that is at least this share of all parts (signs aside) is the cause.
const MOST: f64 = 0.7;

/// What a usage type cost, and for how much of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Usage<'a> {
    billed: Usd,
    /// `None` where a row has none, or rows differ in unit.
    quantity: Option<f64>,
    unit: Option<&'a str>,
}

/// The change of a service from the month before, and what each usage type has of it; `None` where one of both months was
/// not read by usage type.
pub(super) fn of_service(
    bill: &Bill<'_>,
    service: &str,
    month: Month,
    change: Usd,
) -> Option<(Effects, Vec<Contribution>)> {
    let from = usage(bill, service, month.previous())?;
    let to = usage(bill, service, month)?;
    let types: BTreeSet<&str> = from.keys().chain(to.keys()).copied().collect();
    let mut effects = Effects::default();
    let mut contributions = Vec::new();
    for usage_type in types {
        let (from, to) = (from.get(usage_type), to.get(usage_type));
        let part = split(from, to);
        add(&mut effects, &part);
        contributions.push(contribution(usage_type, from, to, &part));
    }
    effects.unknown_usd += change - sum(&effects);
    contributions.retain(|contribution| !contribution.change_usd.is_zero());
    contributions.sort_by(|one, other| {
        size(other.change_usd).cmp(&size(one.change_usd)).then_with(|| one.label.cmp(&other.label))
    });
    Some((effects, contributions))
}

fn usage<'a>(bill: &Bill<'a>, service: &str, month: Month) -> Option<BTreeMap<&'a str, Usage<'a>>> {
    let mut rows: BTreeMap<&'a str, Vec<&'a MonthSpend>> = BTreeMap::new();
    for row in bill.rows(&CutName::UsageType, month)?.iter().filter(|row| row.service_name == service) {
        if let Cut::UsageType(usage_type) = &row.cut {
            rows.entry(usage_type).or_default().push(row);
        }
    }
    Some(rows.into_iter().map(|(usage_type, rows)| (usage_type, Usage::of(&rows))).collect())
}

impl<'a> Usage<'a> {
    fn of(rows: &[&'a MonthSpend]) -> Self {
        let unit = rows.first().and_then(|row| row.unit.as_deref());
        let same_unit = rows.iter().all(|row| row.unit.as_deref() == unit);
        let known: Option<Vec<f64>> =
            rows.iter().map(|row| row.quantity.filter(|quantity| quantity.is_finite())).collect();
        // The same sum in whatever order the rows came.
        let sum = |mut quantities: Vec<f64>| {
            quantities.sort_by(f64::total_cmp);
            quantities.iter().sum::<f64>()
        };
        Self {
            billed: rows.iter().map(|row| row.billed_cost_usd).sum(),
            quantity: known.filter(|_| same_unit).map(sum).filter(|sum| sum.is_finite()),
            unit: unit.filter(|_| same_unit),
        }
    }
}

fn split(from: Option<&Usage<'_>>, to: Option<&Usage<'_>>) -> Effects {
    let mut effects = Effects::default();
    match (from, to) {
        (Some(from), Some(to)) => {
            let change = to.billed - from.billed;
            match usage_effect(from, to) {
                Some(usage) => {
                    effects.usage_usd = usage;
                    effects.rate_usd = change - usage;
                }
                None => effects.unknown_usd = change,
            }
        }
        (None, Some(to)) => effects.new_usd = to.billed,
        (Some(from), None) => effects.gone_usd = -from.billed,
        (None, None) => {}
    }
    effects
}

/// (new quantity − old quantity) × old rate; `None` where a quantity or the old rate is unknown.
fn usage_effect(from: &Usage<'_>, to: &Usage<'_>) -> Option<Usd> {
    let (old, new) = (from.quantity.filter(|quantity| *quantity > 0.0)?, to.quantity?);
    if from.unit != to.unit {
        return None;
    }
    dollars(from.billed.to_f64() * ((new - old) / old))
}

fn contribution(usage_type: &str, from: Option<&Usage<'_>>, to: Option<&Usage<'_>>, effects: &Effects) -> Contribution {
    let unit = to.or(from).and_then(|usage| usage.unit).map(str::to_owned);
    Contribution {
        label: usage_type.to_owned(),
        change_usd: sum(effects),
        cause: cause(effects),
        from_quantity: from.and_then(|usage| usage.quantity),
        to_quantity: to.and_then(|usage| usage.quantity),
        unit,
    }
}

fn parts(effects: &Effects) -> [(Cause, Usd); 5] {
    [
        (Cause::Rate, effects.rate_usd),
        (Cause::Usage, effects.usage_usd),
        (Cause::NewResource, effects.new_usd),
        (Cause::Gone, effects.gone_usd),
        (Cause::Unknown, effects.unknown_usd),
    ]
}

pub(super) fn sum(effects: &Effects) -> Usd {
    parts(effects).iter().map(|(_, amount)| *amount).sum()
}

fn add(sum: &mut Effects, part: &Effects) {
    sum.rate_usd += part.rate_usd;
    sum.usage_usd += part.usage_usd;
    sum.new_usd += part.new_usd;
    sum.gone_usd += part.gone_usd;
    sum.unknown_usd += part.unknown_usd;
}

/// The part that outweighs the others; [`Cause::Unknown`] where half or more is unexplained.
pub(super) fn cause(effects: &Effects) -> Cause {
    let sizes = parts(effects).map(|(cause, amount)| (cause, size(amount).to_f64()));
    let all: f64 = sizes.iter().map(|(_, size)| size).sum();
    let at_least = |share: f64| sizes.iter().find(|(_, size)| all > 0.0 && *size >= share * all);
    match at_least(MOST) {
        Some((cause, _)) => *cause,
        None if all > 0.0 && size(effects.unknown_usd).to_f64() < all / 2.0 => Cause::Mixed,
        None => Cause::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(text: &str) -> Usd {
        text.parse().unwrap()
    }

    fn hours(billed: &str, quantity: f64) -> Usage<'static> {
        Usage { billed: usd(billed), quantity: Some(quantity), unit: Some("Hrs") }
    }

    /// Cost and hours of last month, of this month, and by hand: usage, rate.
    const SPLITS: [(&str, f64, &str, f64, &str, &str); 5] = [
        // $0.10 an hour; 100 hours more at it.
        ("100", 1000.0, "110", 1100.0, "10", "0"),
        // As many hours at $0.12.
        ("100", 1000.0, "120", 1000.0, "0", "20"),
        // 500 hours more at $0.10 are $50; 1,500 hours at two cents less are −$30.
        ("100", 1000.0, "120", 1500.0, "50", "-30"),
        // Half the hours.
        ("100", 1000.0, "50", 500.0, "-50", "0"),
        // None of the hours, but still a charge.
        ("100", 1000.0, "7", 0.0, "-100", "7"),
    ];

    #[test]
    fn usage_counts_at_the_old_rate_and_rate_at_the_new_quantity() {
        for (from, old, to, new, usage, rate) in SPLITS {
            let effects = split(Some(&hours(from, old)), Some(&hours(to, new)));
            assert_eq!((effects.usage_usd, effects.rate_usd), (usd(usage), usd(rate)), "{from} {old} {to} {new}");
            assert_eq!(sum(&effects), usd(to) - usd(from));
        }
    }

    #[test]
    fn without_quantities_nothing_is_explained() {
        let none = Usage { quantity: None, ..hours("100", 1.0) };
        let other_unit = Usage { unit: Some("GB"), ..hours("120", 1.0) };
        for (from, to) in [(none, hours("120", 1.0)), (hours("100", 0.0), none), (hours("100", 1.0), other_unit)] {
            let effects = split(Some(&from), Some(&to));
            assert_eq!(effects.unknown_usd, to.billed - from.billed);
            assert_eq!(effects.usage_usd, Usd::ZERO);
        }
        assert_eq!(cause(&split(Some(&none), Some(&hours("120", 1.0)))), Cause::Unknown);
    }

    #[test]
    fn rows_of_one_usage_type_are_one() {
        let row = |billed: &str, quantity: f64, unit: &str| MonthSpend {
            month: Month::default(),
            cut: Cut::UsageType("BoxUsage:m5.large".to_owned()),
            service_name: "Amazon Elastic Compute Cloud - Compute".to_owned(),
            billed_cost_usd: usd(billed),
            effective_cost_usd: None,
            quantity: Some(quantity),
            unit: Some(unit.to_owned()),
            estimated: false,
        };
        let (one, two, other) = (row("1", 2.0, "Hrs"), row("3", 4.0, "Hrs"), row("3", 4.0, "GB"));
        assert_eq!(Usage::of(&[&one, &two]), hours("4", 6.0));
        assert_eq!(Usage::of(&[&one, &other]), Usage { billed: usd("4"), quantity: None, unit: None });
        assert_eq!(Usage::of(&[&row("1", f64::NAN, "Hrs")]).quantity, None);
    }

    #[test]
    fn the_cause_is_what_outweighs_the_rest() {
        let effects = |rate: &str, usage: &str, unknown: &str| Effects {
            rate_usd: usd(rate),
            usage_usd: usd(usage),
            unknown_usd: usd(unknown),
            ..Effects::default()
        };
        let cases = [
            (effects("7", "3", "0"), Cause::Rate),
            (effects("-3", "7", "0"), Cause::Usage),
            (effects("6", "4", "0"), Cause::Mixed),
            (effects("5", "-5", "0"), Cause::Mixed),
            (effects("3", "2", "5"), Cause::Unknown),
            (effects("0", "0", "0"), Cause::Unknown),
        ];
        for (effects, expected) in cases {
            assert_eq!(cause(&effects), expected, "{effects:?}");
        }
    }
}
