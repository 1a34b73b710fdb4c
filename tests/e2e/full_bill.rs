//! `--billing full`: every cut that Cost Explorer answered, its pages, its price, and AWS Budgets.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use cloudtrim::dataset::{Dataset, load};
use cloudtrim::model::budget::BudgetTimeUnit;
use cloudtrim::model::gap::GapReason;
use cloudtrim::model::spend::{Cut, CutName, Spend};
use cloudtrim::units::Usd;
use serde_json::{Value, json};

use super::fleet::stamp;
use super::server::{Run, Server};

const COMPUTE: &str = "Amazon Elastic Compute Cloud - Compute";

/// A server with charges and budgets and nothing else.
struct Payer {
    server: Server,
    as_of: DateTime<Utc>,
}

impl Payer {
    fn start() -> Self {
        let server = Server::start(&[]);
        let as_of = Utc::now().date_naive().and_time(NaiveTime::MIN).and_utc();
        server.python("seed.charges", &["--as-of", &stamp(as_of)]);
        server.post("answers", &budgets());
        server.take_calls();
        Self { server, as_of }
    }
}

/// What all but those with faults look at.
struct Billed {
    payer: Payer,
    run: Run,
    calls: Vec<(String, u64)>,
    dataset: PathBuf,
}

fn collect(payer: &Payer, name: &str, more: &[&str]) -> (Run, PathBuf) {
    let dataset = payer.server.folder().join(name);
    let as_of = stamp(payer.as_of);
    let mut arguments = vec!["collect", "--out", dataset.to_str().unwrap(), "--region", "eu-west-1", "--as-of", &as_of];
    arguments.extend(["--billing", "full"]);
    arguments.extend(more);
    (payer.server.run(&arguments), dataset)
}

fn budgets() -> Value {
    let budget = |name: &str, limit: &str, filters: Value| {
        json!({
            "BudgetName": name, "BudgetType": "COST", "TimeUnit": "MONTHLY",
            "BudgetLimit": {"Amount": limit, "Unit": "USD"}, "CostFilters": filters,
            "CalculatedSpend": {
                "ActualSpend": {"Amount": "1234.5", "Unit": "USD"},
                "ForecastedSpend": {"Amount": "4321", "Unit": "USD"},
            },
        })
    };
    let usage = json!({"BudgetName": "hours", "BudgetType": "USAGE", "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": "100", "Unit": "Hrs"}});
    let pages = [
        json!({"Budgets": [budget("everything", "4000", json!({})), usage], "NextToken": "more"}),
        json!({"Budgets": [budget("compute", "2500.0", json!({"Service": [COMPUTE]}))]}),
    ];
    let alerts = json!({"BudgetNotificationsForAccount": [{"BudgetName": "everything", "Notifications": [
        {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80.0,
         "ThresholdType": "PERCENTAGE"},
        {"NotificationType": "FORECASTED", "ComparisonOperator": "GREATER_THAN", "Threshold": 5000.0,
         "ThresholdType": "ABSOLUTE_VALUE"},
    ]}]});
    let answer =
        |operation: &str, response: Value| json!({"service": "budgets", "operation": operation, "response": response});
    let [first, second] = pages;
    json!([
        answer("DescribeBudgets", first),
        answer("DescribeBudgets", second),
        answer("DescribeBudgetNotificationsForAccount", alerts),
    ])
}

fn billed() -> &'static Billed {
    static BILLED: OnceLock<Billed> = OnceLock::new();
    BILLED.get_or_init(|| {
        let payer = Payer::start();
        let (run, dataset) = collect(&payer, "full", &["--billing-tag", "team"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let calls = payer.server.take_calls();
        Billed { payer, run, calls, dataset }
    })
}

fn read(folder: &Path) -> (Dataset, Spend) {
    let dataset = load(folder).unwrap_or_else(|error| panic!("{error}"));
    let spend = dataset.spend().unwrap();
    (dataset, spend)
}

fn calls(billed: &Billed, operation: &str) -> u64 {
    let end = format!("/{operation}");
    billed.calls.iter().filter(|(call, _)| call.ends_with(&end)).map(|(_, count)| count).sum()
}

#[test]
fn requests_and_their_price_are_said_before_they_are_made() {
    let said = "7 requests to Cost Explorer: $0.07, and $0.01 for each further page of a large bill";
    assert!(billed().run.stderr.contains(said), "{}", billed().run.stderr);
}

#[test]
fn every_cut_is_asked_once_and_to_its_last_page() {
    // Six questions; days by service have two thousand groups, and the server's pages a thousand.
    assert!((7..=9).contains(&calls(billed(), "GetCostAndUsage")), "{:?}", billed().calls);
    assert_eq!(calls(billed(), "GetCostForecast"), 1);
    assert_eq!(calls(billed(), "DescribeBudgets"), 2);
    let (_, spend) = read(&billed().dataset);
    let read: Vec<_> = spend.read.iter().map(|read| read.cut.clone()).collect();
    let team = CutName::Tag { key: "team".to_owned() };
    for cut in [CutName::Service, CutName::ServiceByDay, CutName::Account, CutName::Region, team, CutName::UsageType] {
        assert!(read.contains(&cut), "{cut:?} in {read:?}");
    }
}

#[test]
fn cuts_of_a_month_add_up_to_its_services() {
    let (_, spend) = read(&billed().dataset);
    let today = billed().payer.as_of.date_naive();
    let month = cloudtrim::units::month::Month::of(today).before(2);
    let of = |wanted: &dyn Fn(&Cut) -> bool| -> Usd {
        let rows = spend.months.iter().filter(|row| row.month == month && row.service_name == COMPUTE);
        rows.filter(|row| wanted(&row.cut)).map(|row| row.billed_cost_usd).sum()
    };
    // $72.50 a day: `tests/aws/seed/charges.py`.
    let whole = Usd::from_f64(72.5 * f64::from(month.days())).unwrap();
    assert_eq!(of(&|cut| *cut == Cut::Service), whole);
    assert_eq!(of(&|cut| matches!(cut, Cut::Account(_))), whole);
    assert_eq!(of(&|cut| matches!(cut, Cut::Region(_))), whole);
    assert_eq!(of(&|cut| matches!(cut, Cut::Tag { .. })), whole);
    assert_eq!(of(&|cut| matches!(cut, Cut::UsageType(_))), whole);
    let days: Usd = spend
        .days
        .iter()
        .filter(|row| month.contains(row.day) && row.service_name == COMPUTE)
        .map(|row| row.billed_cost_usd)
        .sum();
    assert_eq!(days, whole);
    let part =
        |cut: Cut| spend.months.iter().find(|row| row.month == month && row.cut == cut && row.service_name == COMPUTE);
    let untagged = part(Cut::Tag { key: "team".to_owned(), value: None }).unwrap();
    let member = part(Cut::Account("210987654321".into())).unwrap();
    assert_eq!(untagged.billed_cost_usd, member.billed_cost_usd);
    let usage = part(Cut::UsageType("EU-Usage".to_owned())).unwrap();
    assert_eq!(usage.quantity, Some(72.5 * 2.5 * f64::from(month.days())));
    assert_eq!(usage.unit.as_deref(), Some("Hrs"));
}

#[test]
fn thirteen_months_and_the_open_one_are_read() {
    let (_, spend) = read(&billed().dataset);
    let today = billed().payer.as_of.date_naive();
    let month = cloudtrim::units::month::Month::of(today);
    assert!(spend.covers(&CutName::ServiceByDay, month.before(13), today));
    assert!(!spend.covers(&CutName::ServiceByDay, month.before(14), today));
    assert!(!spend.covers_day(&CutName::ServiceByDay, today), "today has not been billed");
    let first = spend.days.first().map(|row| row.day);
    assert!(first.is_some_and(|day: NaiveDate| month.before(13).contains(day)), "{first:?}");
}

#[test]
fn budgets_come_with_their_limits_and_alerts() {
    let (dataset, spend) = read(&billed().dataset);
    let names: Vec<&str> = spend.budgets.iter().map(|budget| budget.name.as_str()).collect();
    assert_eq!(names, ["compute", "everything"], "a budget of hours is none of money");
    let [compute, everything] = spend.budgets.as_slice() else { panic!("{names:?}") };
    assert_eq!(everything.limit_usd, "4000".parse().ok());
    assert_eq!(everything.spent_usd, "1234.5".parse().ok());
    assert_eq!(everything.forecast_usd, "4321".parse().ok());
    assert_eq!(everything.time_unit, BudgetTimeUnit::Monthly);
    assert_eq!(compute.filters[0].values, [COMPUTE]);
    assert_eq!(dataset.billing_detail.budgets[1].alerts, "actual>80%; forecasted>5000");
    assert!(compute.alerts.is_empty());
}

#[test]
fn the_plan_counts_the_requests() {
    let as_of = stamp(billed().payer.as_of);
    let run = billed().payer.server.run(&[
        "collect",
        "--plan",
        "--region",
        "eu-west-1",
        "--as-of",
        &as_of,
        "--billing",
        "full",
        "--billing-tag",
        "team",
        "--billing-tag",
        "env",
    ]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let line = run.stdout.lines().find(|line| line.contains("GetCostAndUsage")).unwrap();
    assert!(line.contains(" 7 ") && line.contains("$0.0700"), "{line}");
    assert!(run.stdout.contains("8 requests to Cost Explorer: $0.08"), "{}", run.stdout);
}

#[test]
fn a_limit_of_cost_leaves_out_the_last_cuts_and_says_so() {
    let payer = Payer::start();
    let (run, folder) =
        collect(&payer, "limited", &["--billing-tag", "team", "--billing-tag", "env", "--max-api-cost", "0.08"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let (dataset, spend) = read(&folder);
    let left_out = dataset.gaps.iter().any(|gap| {
        gap.reason == GapReason::NotCollected
            && gap.detail.contains("by tag `env`")
            && gap.detail.contains("--max-api-cost")
    });
    assert!(left_out, "{:#?}", dataset.gaps);
    let env = CutName::Tag { key: "env".to_owned() };
    assert!(!spend.read.iter().any(|read| read.cut == env), "{:?}", spend.read);
    assert!(spend.read.iter().any(|read| read.cut == CutName::Account), "{:?}", spend.read);
}

#[test]
fn what_is_denied_is_a_gap_and_the_rest_is_read() {
    let payer = Payer::start();
    payer.server.post(
        "faults",
        &json!([
            {"service": "budgets", "kind": "deny"},
            {"service": "ce", "operation": "GetCostAndUsage", "after": 3, "kind": "deny"},
        ]),
    );
    let (run, folder) = collect(&payer, "denied", &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let (dataset, spend) = read(&folder);
    let gap = |operation: &str| {
        let of = |gap: &&cloudtrim::model::gap::Gap| gap.operation.as_deref() == Some(operation);
        dataset.gaps.iter().find(of).unwrap_or_else(|| panic!("no gap for {operation}: {:#?}", dataset.gaps))
    };
    assert!(gap("DescribeBudgets").detail.contains("allow budgets:ViewBudget"), "{:?}", gap("DescribeBudgets"));
    assert_eq!(gap("GetCostAndUsage").reason, GapReason::Denied);
    assert!(spend.budgets.is_empty());
    assert!(!spend.read.iter().any(|read| read.cut == CutName::Budgets), "{:?}", spend.read);
    assert!(spend.read.iter().any(|read| read.cut == CutName::Service), "{:?}", spend.read);
    assert!(!spend.read.iter().any(|read| read.cut == CutName::UsageType), "{:?}", spend.read);
}

#[test]
fn a_tag_without_the_full_bill_is_refused() {
    let run = billed().payer.server.run(&["audit", "--billing-tag", "team"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("--billing full"), "{}", run.stderr);
}
