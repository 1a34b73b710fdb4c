//! What holds for every bill.

use std::collections::BTreeSet;

use chrono::Days;
use cloudtrim::model::monthly::{Comparison, ComparisonLine, Dimension, MonthlyReport};
use cloudtrim::model::spend::{Cut, CutName, CutRead, DaySpend, MonthSpend};
use cloudtrim::monthly::settings::{ALERT_LEVELS, Budget, Scope};
use cloudtrim::units::Usd;
use proptest::prelude::*;

use super::estate::{Estate, day, month, usd};

const MONTHS: [&str; 6] = ["2025-10", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"];

fn cut() -> impl Strategy<Value = Cut> {
    prop_oneof![
        3 => Just(Cut::Service),
        1 => "[12]".prop_map(|digit| Cut::Account(digit.repeat(12).as_str().into())),
        1 => prop_oneof![Just("eu-west-1"), Just("us-east-1")].prop_map(|region| Cut::Region(region.into())),
        1 => proptest::option::of("[ab]").prop_map(|value| Cut::Tag { key: "team".to_owned(), value }),
        2 => "[xyz]".prop_map(Cut::UsageType),
    ]
}

fn quantity() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        6 => (0.0..1e6_f64).prop_map(Some),
        2 => Just(None),
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(0.0), Just(-5.0), Just(1e300)].prop_map(Some),
    ]
}

fn dollars() -> impl Strategy<Value = Usd> {
    prop_oneof![
        20 => sane(),
        1 => Just(usd("79228162514264337593543950335")),
    ]
}

fn sane() -> impl Strategy<Value = Usd> {
    (-100_000_i32..10_000_000).prop_map(|cents| Usd::from_f64(f64::from(cents) / 100.0).unwrap())
}

fn rows(money: impl Strategy<Value = Usd>) -> impl Strategy<Value = Vec<MonthSpend>> {
    let unit = prop_oneof![Just(None), Just(Some("Hrs")), Just(Some("GB"))];
    let row = (0..MONTHS.len(), cut(), "[ABCDEFGHIJKL]", money, quantity(), unit);
    let row = row.prop_map(|(of, cut, service_name, billed_cost_usd, quantity, unit)| MonthSpend {
        month: month(MONTHS[of]),
        cut,
        service_name,
        billed_cost_usd,
        effective_cost_usd: None,
        quantity,
        unit: unit.map(str::to_owned),
        estimated: false,
    });
    proptest::collection::vec(row, 0..60)
}

fn days(money: impl Strategy<Value = Usd>) -> impl Strategy<Value = Vec<DaySpend>> {
    let row = (0_u64..120, "[ABC]", money).prop_map(|(after, service_name, billed_cost_usd)| DaySpend {
        day: day("2026-07-10").checked_add_days(Days::new(after)).unwrap(),
        service_name,
        billed_cost_usd,
        estimated: false,
    });
    proptest::collection::vec(row, 0..150)
}

fn cuts() -> [CutName; 6] {
    let tag = CutName::Tag { key: "team".to_owned() };
    [CutName::Service, CutName::Account, CutName::Region, tag, CutName::UsageType, CutName::ServiceByDay]
}

/// Each cut was read or not, from one of these days on.
fn reads() -> impl Strategy<Value = Vec<CutRead>> {
    let start = prop_oneof![4 => Just(Some("2025-10-01")), 1 => Just(Some("2026-09-01")), 1 => Just(None)];
    proptest::collection::vec(start, 6).prop_map(|starts| {
        let read =
            |(cut, start): (CutName, Option<&str>)| Some(CutRead { cut, start: day(start?), end: day("2026-11-05") });
        cuts().into_iter().zip(starts).filter_map(read).collect()
    })
}

fn estate(rows: Vec<MonthSpend>, days: Vec<DaySpend>, reads: Vec<CutRead>) -> Estate {
    let mut estate = Estate::of("2026-10", "2026-11-05");
    let budget = |scope| Budget { name: "b".to_owned(), monthly: usd("1000"), scope, alerts: ALERT_LEVELS.to_vec() };
    let of_a = Scope { service: Some("A".to_owned()), ..Scope::default() };
    estate.settings.budgets = vec![budget(Scope::default()), budget(of_a)];
    let spend = estate.spend();
    (spend.months, spend.days, spend.read) = (rows, days, reads);
    estate
}

fn any_estate(money: fn() -> BoxedStrategy<Usd>) -> impl Strategy<Value = Estate> {
    (rows(money()), days(money()), reads()).prop_map(|(rows, days, reads)| estate(rows, days, reads))
}

fn sane_estate() -> impl Strategy<Value = Estate> {
    any_estate(|| sane().boxed())
}

type Side = fn(&ComparisonLine) -> Option<Usd>;
const SIDES: [(&str, Side); 3] = [
    ("2026-10", |line| line.this_month_usd),
    ("2026-09", |line| line.last_month_usd),
    ("2025-10", |line| line.same_month_last_year_usd),
];

/// The lines sum to the total on each side, and a side is known exactly where it was read.
fn sums(estate: &Estate, comparison: &Comparison) -> Result<(), TestCaseError> {
    let cut = match &comparison.by {
        Dimension::Service => CutName::Service,
        Dimension::Account => CutName::Account,
        Dimension::Region => CutName::Region,
        Dimension::Tag { key } => CutName::Tag { key: key.clone() },
    };
    let spend = estate.spend.as_ref().unwrap();
    for (of, side) in SIDES {
        let read = spend.covers(&cut, month(of), day("2026-11-05"));
        prop_assert_eq!(side(&comparison.total).is_some(), read, "{} {:?}", of, &comparison.by);
        prop_assert!(comparison.lines.iter().all(|line| side(line).is_some() == read));
        if read {
            let rows = spend.months.iter().filter(|row| row.month == month(of) && row.cut.name() == cut);
            let billed: Usd = rows.map(|row| row.billed_cost_usd).sum();
            let sum: Usd = comparison.lines.iter().filter_map(side).sum();
            prop_assert_eq!(side(&comparison.total), Some(sum));
            prop_assert_eq!(sum, billed);
        }
    }
    let keys: BTreeSet<_> = comparison.lines.iter().map(|line| &line.key).collect();
    prop_assert_eq!(keys.len(), comparison.lines.len());
    Ok(())
}

fn intervals(report: &MonthlyReport) -> Result<(), TestCaseError> {
    let projected = report.month_to_date.iter().filter_map(|to_date| to_date.projected.as_ref());
    let projected = projected.map(|one| (one.low_usd, one.mean_usd, one.high_usd));
    let own = report.forecast.own.iter().flat_map(|own| &own.points);
    for (low, mean, high) in projected.chain(own.map(|one| (one.low_usd, one.mean_usd, one.high_usd))) {
        prop_assert!(low <= mean && mean <= high, "{low} {mean} {high}");
    }
    for anomaly in &report.anomalies {
        prop_assert!(anomaly.low_usd <= anomaly.expected_usd && anomaly.expected_usd <= anomaly.high_usd);
        prop_assert_eq!(anomaly.impact_usd, anomaly.billed_cost_usd - anomaly.expected_usd);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn lines_sum_to_totals_and_steps_to_the_change(estate in sane_estate()) {
        let report = estate.report();
        for comparison in &report.comparisons {
            sums(&estate, comparison)?;
        }
        if let Some(waterfall) = &report.waterfall {
            let steps: Usd = waterfall.steps.iter().map(|step| step.change_usd).sum();
            prop_assert_eq!(waterfall.from_usd + steps, waterfall.to_usd);
            prop_assert_eq!(Some(waterfall.to_usd), report.headline.billed_cost_usd);
        }
        for mover in &report.movers {
            let effects = mover.effects;
            let sum = effects.rate_usd + effects.usage_usd + effects.new_usd + effects.gone_usd + effects.unknown_usd;
            prop_assert_eq!(sum, mover.change_usd);
            prop_assert_eq!(mover.to_usd - mover.from_usd, mover.change_usd);
        }
        for total in &report.months {
            let sum: Usd = total.services.iter().map(|service| service.billed_cost_usd).sum();
            prop_assert_eq!(sum, total.billed_cost_usd);
        }
        for allocation in &report.allocation {
            let values: Usd = allocation.values.iter().map(|value| value.billed_cost_usd).sum();
            let by_tag = report.comparisons.iter().find(|one| one.by.to_string() == format!("tag {}", allocation.tag_key));
            prop_assert_eq!(Some(values + allocation.untagged_usd), by_tag.and_then(|one| one.total.this_month_usd));
        }
    }

    #[test]
    fn the_truth_is_expected_within_the_interval(estate in sane_estate()) {
        intervals(&estate.report())?;
    }

    #[test]
    fn the_order_of_rows_does_not_matter(estate in sane_estate(), turn in 0_usize..60) {
        let mut turned = estate.clone();
        let spend = turned.spend();
        spend.months.reverse();
        let (months, days) = (spend.months.len().max(1), spend.days.len().max(1));
        spend.months.rotate_left(turn % months);
        spend.days.reverse();
        spend.days.rotate_left(turn % days);
        spend.read.reverse();
        let (one, other) = (estate.report(), turned.report());
        prop_assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&other).unwrap());
    }

    #[test]
    fn what_is_not_read_is_never_a_figure(estate in sane_estate()) {
        let mut unread = estate;
        unread.spend().read.clear();
        let report = unread.report();
        prop_assert!(report.months.is_empty() && report.comparisons.is_empty() && report.movers.is_empty());
        prop_assert!(report.waterfall.is_none() && report.month_to_date.is_none() && report.forecast.own.is_none());
        prop_assert!(report.anomalies.is_empty() && report.allocation.is_empty());
        prop_assert!(report.budgets.iter().all(|budget| budget.spent_usd.is_none() && budget.burn_down.is_empty()));
        prop_assert_eq!(report.headline.billed_cost_usd, None);
        prop_assert_eq!(report.headline.change_usd, None);
    }

    #[test]
    fn no_amount_or_quantity_panics(estate in any_estate(|| dollars().boxed())) {
        let report = estate.report();
        prop_assert!(serde_json::to_string(&report).is_ok());
    }
}
