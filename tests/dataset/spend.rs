//! Billing rows as a spend.

use chrono::NaiveDate;
use cloudtrim::dataset::{load, spend};
use cloudtrim::model::billing::{BillingCut, BillingDetail, BillingDetailRow, BillingRow};
use cloudtrim::model::spend::{Cut, CutName, Spend};
use cloudtrim::units::Usd;
use cloudtrim::units::month::Month;
use proptest::prelude::*;

use super::estate;

fn small() -> Spend {
    let folder = tempfile::tempdir().unwrap();
    estate::write(folder.path(), &estate::files());
    load(folder.path()).unwrap().spend().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_cut_is_kept_apart() {
    insta::assert_snapshot!("spend", serde_json::to_string_pretty(&small()).unwrap());
}

#[test]
fn it_goes_through_json_unchanged() {
    let spend = small();
    let text = serde_json::to_string(&spend).unwrap();
    assert_eq!(serde_json::from_str::<Spend>(&text).unwrap(), spend);
}

#[test]
fn no_row_is_told_from_not_asked() {
    let spend = small();
    let (september, october): (Month, Month) = ("2026-09".parse().unwrap(), "2026-10".parse().unwrap());
    let today = day("2026-10-31");
    assert!(spend.covers(&CutName::ServiceByDay, september, today));
    assert!(spend.covers(&CutName::ServiceByDay, october, today), "the open month is read up to today");
    assert!(!spend.covers(&CutName::ServiceByDay, september.previous(), today));
    assert!(!spend.covers(&CutName::Region, september, today), "its rows were not read to their end");
    assert!(spend.covers(&CutName::Service, september, today), "as far as there are rows");
    assert!(!spend.covers(&CutName::Tag { key: "env".to_owned() }, september, today));
    assert!(spend.covers_day(&CutName::ServiceByDay, day("2026-10-30")));
    assert!(!spend.covers_day(&CutName::ServiceByDay, today));
}

#[test]
fn nothing_is_no_spend() {
    assert_eq!(spend(&[], &[], &BillingDetail::default()), None);
}

fn month_row(service: String, cents: i64, effective: bool, month: u32) -> BillingRow {
    let month = Month::new(2026, month).unwrap();
    let cost = Usd::from_f64(f64::from(i32::try_from(cents).unwrap()) / 100.0).unwrap();
    BillingRow {
        sub_account_id: "111122223333".into(),
        charge_period_start: month.first_day(),
        charge_period_end: month.end(),
        service_name: service,
        billed_cost: cost,
        effective_cost: effective.then_some(cost),
        billing_currency: "USD".to_owned(),
        estimated: false,
    }
}

fn detail_row(row: &BillingRow, account: u8) -> BillingDetailRow {
    BillingDetailRow {
        cut: BillingCut::Account,
        sub_account_id: format!("{account:012}").as_str().into(),
        charge_period_start: row.charge_period_start,
        charge_period_end: row.charge_period_end,
        service_name: row.service_name.clone(),
        region_id: None,
        resource_id: None,
        usage_type: None,
        tag_key: None,
        tag_value: None,
        consumed_quantity: None,
        consumed_unit: None,
        billed_cost: row.billed_cost,
        effective_cost: row.effective_cost,
        billing_currency: "USD".to_owned(),
        estimated: row.estimated,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the rows and their order: nothing is lost, nothing counted twice, and keys stand once, in order.
    #[test]
    fn sums_are_those_of_the_rows(
        rows in proptest::collection::vec(("[a-c]", -5_000_i64..1_000_000, any::<bool>(), 1_u32..=3, 0_u8..3), 0..30),
        turn in 0_usize..30,
    ) {
        let mut billing: Vec<BillingRow> =
            rows.iter().map(|(service, cents, known, month, _)| month_row(service.clone(), *cents, *known, *month)).collect();
        let detail = BillingDetail {
            rows: billing.iter().zip(&rows).map(|(row, (.., account))| detail_row(row, *account)).collect(),
            ..BillingDetail::default()
        };
        let built = spend(&billing, &[], &detail);
        let count = billing.len().max(1);
        billing.rotate_left(turn % count);
        prop_assert_eq!(&built, &spend(&billing, &[], &detail));
        let Some(built) = built else {
            prop_assert!(billing.is_empty());
            return Ok(());
        };
        let whole: Usd = billing.iter().map(|row| row.billed_cost).sum();
        let of = |service: bool| -> Usd {
            built.months.iter().filter(|row| (row.cut == Cut::Service) == service).map(|row| row.billed_cost_usd).sum()
        };
        prop_assert_eq!(of(true), whole);
        prop_assert_eq!(of(false), whole);
        let keys: Vec<_> = built.months.iter().map(|row| (row.month, row.cut.clone(), row.service_name.clone())).collect();
        prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
        for row in &built.months {
            let parts = billing.iter().filter(|one| one.service_name == row.service_name);
            let unknown = parts.filter(|one| row.month.contains(one.charge_period_start)).any(|one| one.effective_cost.is_none());
            if row.cut == Cut::Service {
                prop_assert_eq!(row.effective_cost_usd.is_none(), unknown, "a part that is not known makes the sum unknown");
            }
        }
    }
}
