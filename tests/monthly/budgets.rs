//! Budgets of the configuration and of AWS.

use cloudtrim::model::monthly::{AlertOn, AlertState, BudgetSource, BudgetState, BudgetStatus};
use cloudtrim::model::spend::{
    BudgetAlert, BudgetAlertOn, BudgetFilter, BudgetRead, BudgetThreshold, BudgetTimeUnit, Cut, CutName,
};
use cloudtrim::monthly::settings::{ALERT_LEVELS, Budget, Scope};
use cloudtrim::units::Percent;

use super::estate::{EC2, Estate, S3, day, missing, usd};

fn budget(monthly: &str, scope: Scope) -> Budget {
    Budget { name: "estate".to_owned(), monthly: usd(monthly), scope, alerts: ALERT_LEVELS.to_vec() }
}

/// $10 a day since August; read on Friday the 20th, settled through the 18th.
fn november() -> Estate {
    Estate::of("2026-11", "2026-11-20").billed("2026-11", &[(EC2, "190")]).daily(
        "2026-08-01",
        "2026-11-20",
        EC2,
        |_| Some(10.0),
    )
}

fn with(estate: Estate, budget: Budget) -> BudgetStatus {
    let mut estate = estate;
    estate.settings.budgets = vec![budget];
    estate.report().budgets.remove(0)
}

/// Percent, state, day.
fn alerts(status: &BudgetStatus) -> Vec<String> {
    let told = |alert: &cloudtrim::model::monthly::BudgetAlert| {
        let day = alert.met_on.or(alert.expected_on).map_or_else(|| "-".to_owned(), |day| day.to_string());
        format!("{} {:?} {day}", alert.percent, alert.state)
    };
    status.alerts.iter().map(told).collect()
}

#[test]
fn levels_are_met_and_expected_on_days() {
    let status = with(november(), budget("300", Scope::default()));
    // $190 by the bill of the month; $10 a day reach $150 on the 15th, $240 on the 24th, $300 on the 30th.
    assert_eq!((status.spent_usd, status.spent_percent), (Some(usd("190")), Some(63.333)));
    assert_eq!(status.projected_usd, Some(usd("300")));
    assert_eq!(status.state, BudgetState::Within);
    assert_eq!(alerts(&status), ["50 Met 2026-11-15", "80 Expected 2026-11-24", "100 Expected 2026-11-30"]);
    assert_eq!(status.sentence, "Budget estate: $190.00 of $300.00, 63 %; $300.00 are expected by the end.");
}

#[test]
fn it_burns_down_beside_its_plan() {
    let status = with(november(), budget("270", Scope::default()));
    assert_eq!(status.burn_down.len(), 30);
    let on = |number: usize| status.burn_down[number - 1];
    assert_eq!((on(18).cumulative_usd, on(18).projected_usd, on(18).plan_usd), (Some(usd("180")), None, usd("162")));
    assert_eq!((on(19).cumulative_usd, on(19).projected_usd, on(19).plan_usd), (None, Some(usd("190")), usd("171")));
    assert_eq!((on(30).projected_usd, on(30).plan_usd), (Some(usd("300")), usd("270")));
    assert_eq!(status.state, BudgetState::ExpectedOver);
}

#[test]
fn a_closed_month_is_what_it_was() {
    let estate = Estate::of("2026-10", "2026-11-20").billed("2026-10", &[(EC2, "310")]).daily(
        "2026-08-01",
        "2026-11-20",
        EC2,
        |_| Some(10.0),
    );
    let status = with(estate, budget("300", Scope::default()));
    assert_eq!((status.state, status.projected_usd), (BudgetState::Over, Some(usd("310"))));
    assert_eq!(alerts(&status), ["50 Met 2026-10-15", "80 Met 2026-10-24", "100 Met 2026-10-30"]);
    assert_eq!(status.sentence, "Budget estate: $310.00 of $300.00, 103 %; $10.00 over.");
}

#[test]
fn by_tag_it_has_a_sum_and_no_days() {
    let tag = ("team".to_owned(), "web".to_owned());
    let scope = Scope { tag: Some(tag), service: Some(EC2.to_owned()), ..Scope::default() };
    let cut = |value: &str| Cut::Tag { key: "team".to_owned(), value: Some(value.to_owned()) };
    let mut estate = november()
        .row("2026-11", cut("web"), EC2, "160")
        .row("2026-11", cut("web"), S3, "5")
        .row("2026-11", cut("data"), EC2, "25")
        .read(CutName::Tag { key: "team".to_owned() }, "2026-11-01", "2026-11-20");
    estate.settings.budgets = vec![budget("300", scope)];
    let report = estate.report();
    let status = &report.budgets[0];
    assert_eq!(status.counts, "service Amazon Elastic Compute Cloud - Compute in tag team=web");
    assert_eq!((status.spent_usd, status.projected_usd), (Some(usd("160")), None));
    assert_eq!((status.state, status.burn_down.len()), (BudgetState::Unknown, 0));
    // What was spent is enough for the first; the others may yet come.
    assert_eq!(alerts(status), ["50 Met -", "80 Unknown -", "100 Unknown -"]);
    assert!(missing(&report).contains("Budgets: Budget estate is not projected: what it counts was not read by day."));
}

#[test]
fn what_was_not_read_is_unknown() {
    let scope = Scope { region: Some("eu-west-1".into()), ..Scope::default() };
    let mut estate = november();
    estate.settings.budgets = vec![budget("300", scope)];
    let report = estate.report();
    assert_eq!((report.budgets[0].spent_usd, report.budgets[0].state), (None, BudgetState::Unknown));
    assert_eq!(report.budgets[0].sentence, "What budget estate of $300.00 counts is not known.");
    let reason = "Budgets: Budget estate has no figure: the bill of 2026-11 was not read by region.";
    assert!(missing(&report).contains(reason), "{}", missing(&report));
}

fn of_aws(time_unit: BudgetTimeUnit, start: &str, end: &str) -> BudgetRead {
    BudgetRead {
        account: "123456789012".into(),
        name: "aws".to_owned(),
        time_unit,
        start: Some(day(start)),
        end: Some(day(end)),
        limit_usd: Some(usd("200")),
        spent_usd: Some(usd("150")),
        forecast_usd: Some(usd("230")),
        filters: Vec::new(),
        alerts: vec![
            BudgetAlert { on: BudgetAlertOn::Actual, above: BudgetThreshold::Usd(usd("160")) },
            BudgetAlert { on: BudgetAlertOn::Forecasted, above: BudgetThreshold::Percent(Percent::new(100.0)) },
        ],
    }
}

fn aws(mut estate: Estate, budget: BudgetRead) -> BudgetStatus {
    estate.spend().budgets = vec![budget];
    estate.report().budgets.remove(0)
}

#[test]
fn of_the_month_aws_says_what_was_spent_and_what_it_expects() {
    let status = aws(november(), of_aws(BudgetTimeUnit::Monthly, "2026-11-01", "2026-12-01"));
    assert_eq!((status.spent_usd, status.projected_usd), (Some(usd("150")), Some(usd("230"))));
    assert_eq!((status.source, status.state), (BudgetSource::AwsBudgets, BudgetState::ExpectedOver));
    let alerts: Vec<_> = status.alerts.iter().map(|alert| (alert.on, alert.percent, alert.state)).collect();
    assert_eq!(alerts, [(AlertOn::Actual, 80.0, AlertState::Expected), (AlertOn::Forecast, 100.0, AlertState::Met)]);
}

#[test]
fn of_another_month_the_bill_says_it() {
    let mut estate = november().billed("2026-10", &[(EC2, "170"), (S3, "20")]);
    estate.month = super::estate::month("2026-10");
    let mut budget = of_aws(BudgetTimeUnit::Monthly, "2026-11-01", "2026-12-01");
    let status = aws(estate.clone(), budget.clone());
    assert_eq!((status.spent_usd, status.projected_usd), (Some(usd("190")), Some(usd("190"))));
    assert_eq!(status.start, day("2026-10-01"));
    budget.filters = vec![BudgetFilter { dimension: "Service".to_owned(), values: vec![S3.to_owned()] }];
    assert_eq!(aws(estate.clone(), budget.clone()).spent_usd, Some(usd("20")));
    // Two values are more than the bill is asked for here.
    budget.filters[0].values.push(EC2.to_owned());
    let status = aws(estate, budget);
    assert_eq!((status.spent_usd, status.state), (None, BudgetState::Unknown));
}

#[test]
fn a_quarter_is_told_as_aws_has_it() {
    let status = aws(november(), of_aws(BudgetTimeUnit::Quarterly, "2026-10-01", "2027-01-01"));
    assert_eq!((status.start, status.end), (day("2026-10-01"), day("2027-01-01")));
    assert_eq!((status.spent_usd, status.burn_down.len()), (Some(usd("150")), 0));
}
