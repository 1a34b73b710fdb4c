//! Days: the open month to date, anomalies, new services.

use chrono::{Datelike, NaiveDate, Weekday};
use cloudtrim::model::monthly::Part;

use super::estate::{EC2, Estate, S3, day, missing, usd};

/// $100 on weekdays, $40 on weekends.
fn weekly(day: NaiveDate) -> f64 {
    if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) { 40.0 } else { 100.0 }
}

/// 2026-11-20 is a Friday; the days of the 1st (a Sunday) to the 18th (a Wednesday) are settled.
fn november() -> Estate {
    Estate::of("2026-11", "2026-11-20").daily("2026-08-01", "2026-11-20", EC2, |day| Some(weekly(day)))
}

#[test]
fn the_month_to_date_ends_with_the_last_settled_day() {
    let to_date = november().report().month_to_date.unwrap();
    // Yesterday ended six hours ago.
    assert_eq!((to_date.through, to_date.days, to_date.days_in_month), (day("2026-11-18"), 18, 30));
    // Five weekend days (1, 7, 8, 14, 15) and thirteen others.
    assert_eq!(to_date.billed_cost_usd, usd("1500"));
    // October's first eighteen: weekends are 3, 4, 10, 11, 17, 18; twelve others.
    assert_eq!(to_date.same_days_last_month_usd, Some(usd("1440")));
    assert_eq!((to_date.change_usd, to_date.change_percent), (Some(usd("60")), Some(4.167)));
}

#[test]
fn days_to_come_are_projected_by_their_weekday() {
    let projected = november().report().month_to_date.unwrap().projected.unwrap();
    // The 19th to the 30th: weekends are 21, 22, 28, 29; eight others. Every week is the same, so nothing is uncertain.
    assert_eq!(projected.mean_usd, usd("2460"));
    assert_eq!((projected.low_usd, projected.high_usd), (usd("2460"), usd("2460")));
    assert!(projected.method.contains("same weekday") && projected.source.contains("Hyndman"));
}

#[test]
fn a_charge_of_the_first_is_not_projected_into_the_rest() {
    let estate = Estate::of("2026-11", "2026-11-20")
        .daily("2026-08-01", "2026-11-20", EC2, |day| Some(weekly(day) + if day.day() == 1 { 700.0 } else { 0.0 }));
    let to_date = estate.report().month_to_date.unwrap();
    assert_eq!(to_date.projected.unwrap().mean_usd, usd("3160"));
}

#[test]
fn the_longer_month_is_compared_with_all_of_the_shorter() {
    let estate = Estate::of("2026-03", "2026-04-01").daily("2026-01-01", "2026-04-01", EC2, |_| Some(1.0));
    let mut estate = estate;
    estate.analysis.as_of = super::estate::moment("2026-03-31");
    let to_date = estate.report().month_to_date.unwrap();
    assert_eq!(to_date.through, day("2026-03-29"));
    assert_eq!(to_date.same_days_last_month_usd, Some(usd("28")));
}

#[test]
fn what_is_not_read_is_not_to_date() {
    // The days before the 10th are unknown: the month so far is not known either.
    let late = Estate::of("2026-11", "2026-11-20").daily("2026-11-10", "2026-11-20", EC2, |_| Some(1.0)).report();
    assert!(late.month_to_date.is_none());
    let without = Estate::of("2026-11", "2026-11-20").billed("2026-11", &[(EC2, "20")]).report();
    assert!(missing(&without).contains("MonthToDate: The bill was not read by day."));
    assert!(missing(&without).contains("Anomalies: Days are compared with the same weekday of 4 weeks before"));
    // October is not there to compare with, and two weeks are too few of the first's weekday.
    let short = Estate::of("2026-11", "2026-11-13").daily("2026-11-01", "2026-11-13", EC2, |_| Some(1.0)).report();
    let to_date = short.month_to_date.as_ref().unwrap();
    assert_eq!((to_date.same_days_last_month_usd, to_date.projected.as_ref()), (None, None));
    assert!(short.missing.iter().any(|part| part.part == Part::MonthToDate && part.reason.contains("not projected")));
}

/// A year by day, read on 2026-11-05; October is the report's month.
fn october(dollars: impl Fn(NaiveDate) -> Option<f64>) -> Estate {
    Estate::of("2026-10", "2026-11-05").daily("2026-01-01", "2026-11-05", EC2, dollars)
}

/// First day, days, billed, expected of each anomaly.
fn anomalies(estate: &Estate) -> Vec<String> {
    let report = estate.report();
    let told = |anomaly: &cloudtrim::model::monthly::Anomaly| {
        format!("{} {} {} {}", anomaly.day, anomaly.days, anomaly.billed_cost_usd, anomaly.expected_usd)
    };
    report.anomalies.iter().map(told).collect()
}

#[test]
fn weekends_are_no_anomalies() {
    assert_eq!(anomalies(&october(|day| Some(weekly(day)))), Vec::<String>::new());
}

#[test]
fn a_weekday_on_a_weekend_is_one() {
    // Saturday the 17th costs what a weekday costs.
    let estate = october(|of| Some(if of == day("2026-10-17") { 100.0 } else { weekly(of) }));
    assert_eq!(anomalies(&estate), ["2026-10-17 1 $100.00 $40.00"]);
    let anomaly = &estate.report().anomalies[0];
    // The median never moved: two percent of $40 are its deviation, 3.5 of them the band; 60 ÷ 0.8 = 75.
    assert_eq!((anomaly.low_usd, anomaly.high_usd, anomaly.score), (usd("37.2"), usd("42.8"), 75.0));
    assert_eq!((anomaly.impact_usd, anomaly.compared_with), (usd("60"), 8));
    assert_eq!(
        anomaly.sentence,
        "Amazon Elastic Compute Cloud - Compute cost $100.00 on 2026-10-17, +$60.00 against the median of the same \
         weekdays before."
    );
}

#[test]
fn the_deviation_is_of_the_same_weekday() {
    // Thursdays before the 22nd: 100 in four weeks, and 90, 95, 105, 110: median 100, deviations 0 ×4, 5, 5, 10, 10;
    // their median 2.5; 1.4826 × 2.5 = 3.7065; 3.5 of them are $12.97.
    let thursdays = [("2026-10-15", 90.0), ("2026-10-08", 95.0), ("2026-10-01", 105.0), ("2026-09-24", 110.0)];
    let with = |amount: f64| {
        let estate = october(move |of| {
            let other = thursdays.iter().find(|(on, _)| day(on) == of).map(|(_, amount)| *amount);
            Some(if of == day("2026-10-22") { amount } else { other.unwrap_or(100.0) })
        });
        let of_22nd = |anomaly: &cloudtrim::model::monthly::Anomaly| anomaly.day == day("2026-10-22");
        estate.report().anomalies.into_iter().find(of_22nd)
    };
    assert!(with(112.5).is_none());
    let anomaly = with(113.5).unwrap();
    assert_eq!(anomaly.high_usd, usd("112.97275"));
}

#[test]
fn what_is_small_is_none() {
    // Ten dollars are the least; nine are three times the usual three.
    let three = |amount: f64| october(move |of| Some(if of == day("2026-10-14") { amount } else { 3.0 }));
    assert!(anomalies(&three(12.0)).is_empty());
    assert_eq!(anomalies(&three(13.0)), ["2026-10-14 1 $13.00 $3.00"]);
}

#[test]
fn days_in_a_row_are_one_and_a_week_looks_like_a_level() {
    let risen = october(|of| Some(if of >= day("2026-10-12") && of < day("2026-10-22") { 150.0 } else { 100.0 }));
    assert_eq!(anomalies(&risen), ["2026-10-12 10 $1,500.00 $1,000.00"]);
    assert!(risen.report().anomalies[0].sentence.ends_with("so many days in a row look like a new level."));
}

#[test]
fn what_falls_is_told_too() {
    let fallen = october(|of| Some(if of == day("2026-10-14") { 20.0 } else { 100.0 }));
    assert_eq!(fallen.report().anomalies[0].impact_usd, usd("-80"));
}

#[test]
fn what_comes_every_month_is_none() {
    let monthly =
        |first: &'static str| october(move |of| Some(if of.day() == 1 && of >= day(first) { 500.0 } else { 10.0 }));
    assert!(anomalies(&monthly("2026-01-01")).is_empty());
    assert!(anomalies(&monthly("2026-09-01")).is_empty());
    // The first time it is one.
    assert_eq!(anomalies(&monthly("2026-10-01")), ["2026-10-01 1 $500.00 $10.00"]);
    // On any day of the month, and up to a quarter more.
    let fifteenth = |october_amount: f64| {
        october(move |of| match (of.month(), of.day()) {
            (10, 15) => Some(october_amount),
            (_, 15) => Some(400.0),
            _ => Some(10.0),
        })
    };
    assert!(anomalies(&fifteenth(500.0)).is_empty());
    assert_eq!(anomalies(&fifteenth(900.0)).len(), 1);
}

#[test]
fn a_weekday_of_last_month_does_not_excuse_a_weekend() {
    // Thursday the 17th of September cost $100 as every Thursday does; Saturday the 17th of October is not like it.
    let estate = october(|of| Some(if of == day("2026-10-17") { 100.0 } else { weekly(of) }));
    assert_eq!(anomalies(&estate).len(), 1);
}

#[test]
fn a_new_service_is_new_and_no_anomaly() {
    let estate = october(|of| Some(weekly(of)))
        .daily("2026-01-01", "2026-11-05", S3, |of| (of >= day("2026-10-20")).then_some(90.0));
    let report = estate.report();
    assert!(report.anomalies.is_empty(), "{:?}", report.anomalies);
    let [new] = report.new_services.as_slice() else { panic!("{:?}", report.new_services) };
    // Twelve days of $90.
    assert_eq!((new.service_name.as_str(), new.first_day, new.billed_cost_usd), (S3, day("2026-10-20"), usd("1080")));
    // Where the days before were not read, the first day is not known to be the first.
    let late = Estate::of("2026-10", "2026-11-05").daily("2026-10-01", "2026-11-05", EC2, |of| Some(weekly(of)));
    assert!(late.report().new_services.is_empty());
}

#[test]
fn three_weeks_are_too_few() {
    // Thursday the 22nd has three Thursdays before it.
    let estate = Estate::of("2026-10", "2026-11-05")
        .daily("2026-10-01", "2026-11-05", EC2, |of| Some(if of == day("2026-10-22") { 900.0 } else { 100.0 }));
    assert!(anomalies(&estate).is_empty());
    let mut bolder = estate;
    bolder.settings.anomalies.min_weeks = 3;
    assert_eq!(anomalies(&bolder).len(), 1);
}

#[test]
fn a_day_that_is_not_settled_is_not_judged() {
    let mut estate = october(|of| Some(if of == day("2026-10-31") { 5.0 } else { 100.0 }));
    assert_eq!(anomalies(&estate).len(), 1);
    estate.analysis.as_of = super::estate::moment("2026-11-01");
    assert!(anomalies(&estate).is_empty());
}
