//! Types that cost nothing themselves, and the free tier.

use std::collections::BTreeSet;

use cloudtrim::catalog::free_tier::{always_free, free_items};
use cloudtrim::catalog::{Neighbourhood, free_types, is_free, kinds, price};
use cloudtrim::model::estimate_line::EstimateLine;
use cloudtrim::pricing::{PriceBook, PriceFilter};

use super::declared_cases::Case;

#[test]
fn free_types_are_sorted_and_none_is_priced() {
    let types = free_types();
    assert!(types.is_sorted() && types.iter().collect::<BTreeSet<_>>().len() == types.len());
    assert!(types.iter().all(|name| name.starts_with("aws_")));
    let priced: Vec<&str> = kinds().iter().map(|kind| kind.type_name).filter(|name| is_free(name)).collect();
    assert!(priced.is_empty(), "priced and yet listed as free: {priced:?}");
}

#[test]
fn a_type_is_free_by_name_or_by_pattern() {
    for free in [
        "aws_iam_role",
        "aws_iam_policy_attachment",
        "aws_subnet",
        "aws_placement_group",
        "aws_lb_target_group",
        "random_password",
    ] {
        assert!(is_free(free), "{free}");
    }
    for not in ["aws_instance", "aws_iam", "aws_lb", "aws_subnets", "aws_eip", "aws_nat_gateway", "aws_", ""] {
        assert!(!is_free(not), "{not}");
    }
}

#[test]
fn every_item_of_the_free_tier_has_a_price() {
    let book = PriceBook::embedded();
    let known: BTreeSet<String> =
        book.list(&PriceFilter::default()).map(|price| format!("{} {}", price.service, price.item)).collect();
    let mut seen = BTreeSet::new();
    for row in free_items() {
        assert!(known.contains(row.item), "{}: no price for `{}`", row.pool, row.item);
        assert!(seen.insert(row.item), "`{}` stands twice", row.item);
        assert!(!row.source.is_empty() && row.as_of.len() == 10, "{}", row.pool);
    }
    assert_eq!(free_items().count(), include_str!("../../src/catalog/free-tier.csv").lines().count() - 1);
}

/// Items of a pool share its amount, across resources and in the order of the calls.
#[test]
fn the_free_tier_is_used_up_once() {
    let mut left = always_free();
    let mut lines = |case: &Case| -> Vec<String> {
        let blueprint = case.blueprint();
        let neighbourhood = Neighbourhood::new([&blueprint]);
        let priced = price(&blueprint, &neighbourhood, PriceBook::embedded(), Some(&mut left)).unwrap();
        let shown = |line: &EstimateLine| {
            format!("{} {} ${}", line.name, line.quantity.unwrap().normalize(), line.monthly.unwrap().cents())
        };
        priced.lines.iter().map(shown).collect()
    };
    let standard = Case::new("aws_sqs_queue", "us-east-1", "{}", r#"{"monthly_requests": 700000}"#, &[]);
    let fifo =
        Case::new("aws_sqs_queue", "us-east-1", r#"{"fifo_queue": true}"#, r#"{"monthly_requests": 1300000}"#, &[]);
    let alarm = Case::new("aws_cloudwatch_metric_alarm", "us-east-1", "{}", "{}", &[]);
    assert_eq!(lines(&standard), ["Requests (free tier) 700000 $0.00"]);
    assert_eq!(lines(&fifo), ["Requests (free tier) 300000 $0.00", "Requests 1000000 $0.50"]);
    for _ in 0..10 {
        assert_eq!(lines(&alarm), ["Alarm metrics (standard resolution) (free tier) 1 $0.00"]);
    }
    assert_eq!(lines(&alarm), ["Alarm metrics (standard resolution) 1 $0.10"]);
}
