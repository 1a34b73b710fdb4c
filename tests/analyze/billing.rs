//! What was billed beside what the list says.

use cloudtrim::model::billing::BillingRow;
use cloudtrim::units::Usd;
use serde_json::json;

use super::estate_builder::{ACCOUNT, EstateBuilder};

fn row(start: &str, end: &str, service: &str, billed: &str, estimated: bool) -> BillingRow {
    BillingRow {
        sub_account_id: ACCOUNT.into(),
        charge_period_start: start.parse().unwrap(),
        charge_period_end: end.parse().unwrap(),
        service_name: service.to_owned(),
        billed_cost: billed.parse().unwrap(),
        effective_cost: (service != "AWS Lambda").then(|| billed.parse().unwrap()),
        billing_currency: "USD".to_owned(),
        estimated,
    }
}

#[test]
fn the_newest_closed_month_of_the_priced_services_is_held_against_the_list() {
    let mut estate = EstateBuilder::new();
    estate.volume("vol-1", json!({}));
    estate.billing = vec![
        row("2026-09-01", "2026-10-01", "EC2 - Other", "9", false),
        row("2026-10-01", "2026-11-01", "EC2 - Other", "5", false),
        row("2026-10-01", "2026-11-01", "AmazonCloudWatch", "1.5", false),
        row("2026-10-01", "2026-11-01", "AWS Lambda", "70", false),
        row("2026-11-01", "2026-12-01", "EC2 - Other", "2", true),
    ];
    let billing = estate.analysis().billing.unwrap();
    let usd = |text: &str| text.parse::<Usd>().unwrap();
    assert_eq!(
        billing.months.iter().map(|month| month.month.as_str()).collect::<Vec<_>>(),
        ["2026-09", "2026-10", "2026-11"]
    );
    let october = &billing.months[1];
    assert_eq!(october.billed_cost_usd, usd("76.5"));
    assert_eq!(october.effective_cost_usd, None, "one service has none");
    assert_eq!(october.services[0].service_name, "AWS Lambda");
    let reconciliation = billing.reconciliation.unwrap();
    assert_eq!((reconciliation.month.as_str(), reconciliation.billed_cost_usd), ("2026-10", usd("6.5")));
    assert_eq!(reconciliation.list_cost_monthly_usd, usd("8"));
    assert_eq!(reconciliation.difference_usd, usd("1.5"));
}

#[test]
fn the_open_month_is_not_closed_because_its_rows_end_today() {
    let mut estate = EstateBuilder::new();
    estate.billing = vec![
        row("2026-09-01", "2026-10-01", "EC2 - Other", "9", false),
        row("2026-11-01", "2026-11-15", "EC2 - Other", "2", false),
    ];
    assert_eq!(estate.analysis().billing.unwrap().reconciliation.unwrap().month, "2026-09");
}

#[test]
fn without_rows_there_is_no_summary() {
    assert_eq!(EstateBuilder::new().analysis().billing, None);
}
