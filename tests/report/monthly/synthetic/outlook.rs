//! Where it is heading, and whose it is.

use chrono::Days;
use cloudtrim::model::analysis::ForecastSummary;
use cloudtrim::model::monthly::{
    AlertOn, AlertState, AllocatedValue, Allocation, Anomaly, BudgetAlert, BudgetSource, BudgetState, BudgetStatus,
    BurnDay, Forecast, ForecastPoint, MonthToDate, MonthTotal, OwnForecast, OwnerWaste, Projection, UnitCost,
};
use cloudtrim::units::month::Month;

use super::amounts::{day, dollars, noise, usd};

pub(super) fn month_to_date() -> MonthToDate {
    MonthToDate {
        month: Month::new(2026, 11).unwrap_or_default(),
        through: day(2026, 11, 18),
        days: 18,
        days_in_month: 30,
        billed_cost_usd: usd("27410.55"),
        same_days_last_month_usd: Some(usd("26102.31")),
        change_usd: Some(usd("1308.24")),
        change_percent: Some(5.01),
        last_month_usd: Some(usd("45212.00")),
        projected: Some(Projection {
            mean_usd: usd("45870"),
            low_usd: usd("44920"),
            high_usd: usd("46830"),
            level_percent: 80.0,
            method: "each weekday's median of the last eight weeks".to_owned(),
            source: "Hyndman and Athanasopoulos, Forecasting, 5.2".to_owned(),
        }),
    }
}

pub(super) fn forecast(months: &[MonthTotal]) -> Forecast {
    let last = months.last().map_or(45_000.0, |month| month.billed_cost_usd.to_f64());
    let month = Month::new(2026, 11).unwrap_or_default();
    let point = |ahead: u32| {
        let mean = last * (1.0 + 0.012 * f64::from(ahead + 1));
        let spread = last * 0.02 * f64::from(ahead + 1);
        ForecastPoint {
            month: month.after(ahead),
            mean_usd: dollars(mean),
            low_usd: dollars(mean - spread),
            high_usd: dollars(mean + spread),
        }
    };
    Forecast {
        cost_explorer: Some(ForecastSummary {
            start: day(2026, 11, 20),
            end: day(2026, 12, 1),
            mean_billed_cost_usd: usd("16804.20"),
            low_billed_cost_usd: Some(usd("16100")),
            high_billed_cost_usd: Some(usd("17550.10")),
        }),
        own: Some(OwnForecast {
            points: (0..3).map(point).collect(),
            level_percent: 80.0,
            method: "damped trend of the monthly bill".to_owned(),
            source: "Gardner and McKenzie 1985".to_owned(),
            trained_on: months.iter().map(|one| one.month).collect(),
            mean_absolute_error_usd: Some(usd("612.40")),
        }),
        own_missing: None,
    }
}

pub(super) fn anomalies() -> Vec<Anomaly> {
    vec![Anomaly {
        day: day(2026, 10, 13),
        last_day: day(2026, 10, 14),
        days: 2,
        service_name: "AmazonCloudWatch".to_owned(),
        billed_cost_usd: usd("301.20"),
        expected_usd: usd("148.10"),
        low_usd: usd("131"),
        high_usd: usd("166"),
        impact_usd: usd("153.10"),
        score: 8.4,
        compared_with: 8,
        sentence: "Tuesday and Wednesday cost twice what the eight before them did.".to_owned(),
    }]
}

pub(super) fn budgets() -> Vec<BudgetStatus> {
    let first = day(2026, 10, 1);
    let burn_down = (0..31_usize)
        .map(|at| BurnDay {
            day: first.checked_add_days(Days::new(at as u64)).unwrap_or(first),
            cumulative_usd: Some(dollars(1_470.0 * (at as f64 + 1.0) * (0.97 + 0.04 * noise(at)))),
            projected_usd: None,
            plan_usd: dollars(44_000.0 / 31.0 * (at as f64 + 1.0)),
        })
        .collect();
    vec![BudgetStatus {
        name: "everything".to_owned(),
        source: BudgetSource::Config,
        counts: "everything".to_owned(),
        start: first,
        end: day(2026, 11, 1),
        state: BudgetState::Over,
        limit_usd: usd("44000"),
        spent_usd: Some(usd("45212")),
        spent_percent: Some(102.8),
        projected_usd: Some(usd("45212")),
        burn_down,
        alerts: vec![
            BudgetAlert {
                on: AlertOn::Actual,
                percent: 80.0,
                amount_usd: usd("35200"),
                state: AlertState::Met,
                met_on: Some(day(2026, 10, 24)),
                expected_on: None,
            },
            BudgetAlert {
                on: AlertOn::Actual,
                percent: 100.0,
                amount_usd: usd("44000"),
                state: AlertState::Met,
                met_on: Some(day(2026, 10, 30)),
                expected_on: None,
            },
        ],
        sentence: "The month cost $1,212.00 more than its budget of $44,000.00.".to_owned(),
    }]
}

pub(super) fn allocation() -> Vec<Allocation> {
    let value = |value: &str, amount: &str, percent| AllocatedValue {
        value: value.to_owned(),
        billed_cost_usd: usd(amount),
        percent: Some(percent),
        last_month_usd: Some(usd(amount)),
    };
    vec![Allocation {
        tag_key: "team".to_owned(),
        values: vec![
            value("shop", "17180.56", 38.0),
            value("data", "14015.72", 31.0),
            value("platform", "8138.16", 18.0),
        ],
        untagged_usd: usd("5877.56"),
        untagged_percent: Some(13.0),
        last_month_untagged_usd: Some(usd("6210.10")),
        last_month_untagged_percent: Some(14.0),
    }]
}

pub(super) fn owners() -> Vec<OwnerWaste> {
    let owner = |owner: Option<&str>, findings, savings: &str, unknown| OwnerWaste {
        owner: owner.map(str::to_owned),
        tag_key: owner.map(|_| "owner".to_owned()),
        findings,
        monthly_savings_usd: usd(savings),
        unknown,
    };
    vec![
        owner(Some("data"), 21, "2410.90", 2),
        owner(Some("shop"), 19, "1804.12", 0),
        owner(None, 14, "912.44", 1),
        owner(Some("platform"), 10, "377.05", 0),
    ]
}

pub(super) fn unit_costs() -> Vec<UnitCost> {
    vec![UnitCost {
        name: "checkout".to_owned(),
        unit: "order".to_owned(),
        months: Vec::new(),
        count: Some(812_340.0),
        billed_cost_usd: Some(usd("17180.56")),
        per_unit_usd: Some(0.021_149),
        last_month_per_unit_usd: Some(0.021_9),
        change_percent: Some(-3.4),
    }]
}
