use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::{HourlyUse, Profile, hour_of_week, trend};
use crate::tables::summary::Point;
use crate::units::Window;

const HOUR_S: i64 = 3600;

/// Monday, 1 June 2026.
fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_272_000, 0).unwrap()
}

fn window(hours: i64) -> Window {
    Window { start: start(), end: start() + TimeDelta::hours(hours) }
}

/// A point `minutes` after the start.
fn point(minutes: i64, period_s: u32, value: f64) -> Point {
    Point { timestamp: start().timestamp() + 60 * minutes, value, period_s, line: 0 }
}

/// Averages and peaks are the level of each hour.
fn levels(hours: i64, level: impl Fn(i64) -> f64) -> HourlyUse {
    let mut use_ = HourlyUse::new(window(hours));
    for hour in 0..hours {
        use_.set(start() + TimeDelta::hours(hour), level(hour), level(hour));
    }
    use_
}

fn profile(hours: i64, level: impl Fn(i64) -> f64) -> Profile {
    Profile::of(&levels(hours, level)).unwrap()
}

/// Bits of the pair, so that NaN is NaN.
fn shown(use_: &HourlyUse) -> Vec<(String, String)> {
    let text = |value: &f32| value.to_string();
    use_.averages().iter().map(text).zip(use_.peaks().iter().map(text)).collect()
}

/// What it shows, means, maxima, whether every maximum counts, the hours as average/peak.
type PointsCase = (&'static str, Vec<Point>, Vec<Point>, bool, &'static str);

#[test]
fn points_become_hours() {
    let cases: [PointsCase; 10] = [
        ("no point", vec![], vec![], false, "NaN/NaN NaN/NaN NaN/NaN"),
        (
            "five-minute means: the highest counts",
            vec![point(0, 300, 10.0), point(5, 300, 40.0), point(55, 300, 10.0)],
            vec![],
            false,
            "20/40 NaN/NaN NaN/NaN",
        ),
        (
            "of five-minute means the maxima within do not count",
            vec![point(0, 300, 10.0)],
            vec![point(0, 300, 90.0)],
            false,
            "10/10 NaN/NaN NaN/NaN",
        ),
        ("unless asked for", vec![point(0, 300, 10.0)], vec![point(0, 300, 90.0)], true, "10/90 NaN/NaN NaN/NaN"),
        (
            "of hourly means the maxima count",
            vec![point(0, 3600, 10.0), point(60, 3600, 12.0)],
            vec![point(0, 3600, 90.0)],
            false,
            "10/90 12/12 NaN/NaN",
        ),
        ("a maximum alone is a point", vec![], vec![point(60, 300, 7.0)], false, "NaN/NaN 7/7 NaN/NaN"),
        ("a daily point covers its hours", vec![point(0, 86_400, 5.0)], vec![], false, "5/5 5/5 5/5"),
        (
            "a repeated point counts again, and no higher",
            vec![point(0, 300, 10.0), point(0, 300, 10.0), point(5, 300, 40.0)],
            vec![],
            false,
            "20/40 NaN/NaN NaN/NaN",
        ),
        (
            "points outside of the window are passed over",
            vec![point(-5, 300, 99.0), point(180, 300, 99.0)],
            vec![point(-60, 3600, 99.0), point(10_000_000, 3600, 99.0)],
            false,
            "NaN/NaN NaN/NaN NaN/NaN",
        ),
        (
            "an hour that begins before the window",
            vec![point(-30, 3600, 8.0)],
            vec![],
            false,
            "NaN/NaN NaN/NaN NaN/NaN",
        ),
    ];
    for (what, means, maxima, every_maximum, expected) in cases {
        let use_ = HourlyUse::of(window(3), &means, &maxima, |point: &Point| point.value, every_maximum);
        let found: Vec<String> = shown(&use_).into_iter().map(|(average, peak)| format!("{average}/{peak}")).collect();
        assert_eq!(found.join(" "), expected, "{what}");
    }
}

#[test]
fn windows_begin_at_whole_hours_and_end_with_the_hour_they_touch() {
    let at = |minutes: i64| start() + TimeDelta::minutes(minutes);
    for (from, to, hours) in [(0, 60, 1), (30, 60, 1), (30, 61, 2), (0, 0, 0), (60, 0, 0)] {
        let use_ = HourlyUse::new(Window { start: at(from), end: at(to) });
        assert_eq!((use_.len(), use_.is_empty()), (hours, hours == 0), "{from} to {to}");
        assert_eq!(use_.start(), start() + TimeDelta::hours(i64::from(from == 60)), "{from} to {to}");
    }
}

#[test]
fn the_longest_window_is_bounded() {
    let endless = Window { start: DateTime::<Utc>::MIN_UTC, end: DateTime::<Utc>::MAX_UTC };
    let use_ = HourlyUse::new(endless);
    assert_eq!(use_.len(), 878_400);
    assert!(Profile::of(&use_).is_none());
    assert!(use_.moment(usize::MAX) >= use_.start());
}

#[test]
fn a_part_has_what_lies_in_it() {
    let use_ = levels(48, |hour| hour as f64);
    let part = use_.within(Window { start: start() + TimeDelta::hours(10), end: start() + TimeDelta::hours(12) });
    assert_eq!((part.averages(), part.peaks()), ([10.0, 11.0].as_slice(), [10.0, 11.0].as_slice()));
    let beyond = use_.within(Window { start: start() + TimeDelta::hours(47), end: start() + TimeDelta::hours(49) });
    assert_eq!((beyond.len(), beyond.peaks()[0], beyond.peaks()[1].is_nan()), (2, 47.0, true));
}

/// `numpy.percentile([0, 1, …, 99], q)` is 0.99 q; of one value it is that value.
#[test]
fn quantiles_are_numpy_s() {
    let found = profile(100, |hour| ((hour * 37) % 100) as f64);
    let expected =
        [(found.p90, 89.1), (found.p95, 94.05), (found.p99, 98.01), (found.p99_5, 98.505), (found.p99_9, 98.901)];
    for (found, expected) in expected {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }
    assert_eq!((found.peak, found.busiest_hour, found.hours, found.window_hours), (99.0, 99.0, 100, 100));
    assert!((found.average - 49.5).abs() < 1e-9);
    let one = profile(1, |_| 7.0);
    assert_eq!((one.p90, one.p99_9, one.peak, one.average), (7.0, 7.0, 7.0, 7.0));
}

#[test]
fn coverage_is_of_the_window() {
    let mut use_ = HourlyUse::new(window(200));
    for hour in 0..50 {
        use_.set(start() + TimeDelta::hours(2 * hour), 1.0, 3.0);
    }
    use_.set(start() - TimeDelta::hours(1), 99.0, 99.0);
    use_.set(start() + TimeDelta::hours(200), 99.0, 99.0);
    use_.set(start() + TimeDelta::hours(1), f64::NAN, 99.0);
    let found = Profile::of(&use_).unwrap();
    assert!((found.coverage_percent() - 25.0).abs() < 1e-9);
    assert_eq!((found.hours, found.peak, found.busiest_hour), (50, 3.0, 1.0));
}

fn is_sunday_at_two(hour: i64) -> bool {
    hour % 168 == 6 * 24 + 2
}

/// What it shows, hours, the level of each hour, the weekly peak.
type WeeklyCase = (&'static str, i64, fn(i64) -> f64, Option<f64>);

#[test]
fn weekly_peaks_are_those_of_most_weeks() {
    let cases: [WeeklyCase; 6] = [
        ("every week", 6 * 168, |hour| if is_sunday_at_two(hour) { 80.0 } else { 5.0 }, Some(80.0)),
        (
            "an hour off in one week",
            4 * 168,
            |hour| f64::from(u8::from([146, 315, 481, 650].contains(&hour))),
            Some(1.0),
        ),
        ("once", 6 * 168, |hour| if hour == 500 { 80.0 } else { 5.0 }, Some(5.0)),
        (
            "three of four weeks, of different height: the second lowest",
            4 * 168,
            |hour| if is_sunday_at_two(hour) { 10.0 * (hour / 168) as f64 } else { 1.0 },
            Some(10.0),
        ),
        ("less than two weeks", 168, |hour| hour as f64, None),
        ("no hour twice", 169, |_| 3.0, Some(3.0)),
    ];
    for (what, hours, level, expected) in cases {
        assert_eq!(profile(hours, level).weekly_peak, expected, "{what}");
    }
}

/// What it shows, days, busy days, the recurring peak, the one at a turn seen once.
type MonthlyCase = (&'static str, i64, &'static [&'static str], Option<f64>, Option<f64>);

#[test]
fn months_are_compared_by_day_and_from_their_end() {
    let day = |hour: i64| (start() + TimeDelta::hours(hour)).format("%m-%d").to_string();
    let cases: [MonthlyCase; 6] = [
        ("the last day of June and of July", 61, &["06-30", "07-31"], Some(70.0), None),
        ("the fifteenth of June and of July", 61, &["06-15", "07-15"], Some(70.0), None),
        ("give or take a day", 61, &["06-15", "07-16"], Some(70.0), None),
        ("one month only", 61, &["06-15"], Some(5.0), None),
        ("one turn, seen", 20, &["06-01"], None, Some(70.0)),
        ("a turn seen once, of both months", 34, &["06-30"], Some(5.0), None),
    ];
    for (what, days, busy, recurring, once) in cases {
        let found = profile(24 * days, |hour| if busy.contains(&day(hour).as_str()) { 70.0 } else { 5.0 });
        assert_eq!((found.monthly_peak, found.month_turn_seen_once), (recurring, once), "{what}");
    }
}

/// What it shows, days, the level of each hour, the growth in a day.
type GrowthCase = (&'static str, i64, Box<dyn Fn(i64) -> f64>, Option<f64>);

#[test]
fn growth_is_told_of_like_days() {
    let weekend = |hour: i64| (hour / 24) % 7 >= 5;
    let cases: [GrowthCase; 7] = [
        ("flat", 60, Box::new(|_| 20.0), None),
        ("half a percent a day", 60, Box::new(|hour| 10.0 + (hour / 24) as f64 * 0.5), Some(0.5)),
        ("falling", 60, Box::new(|hour| 50.0 - (hour / 24) as f64 * 0.5), None),
        ("too few days", 27, Box::new(|hour| 10.0 + (hour / 24) as f64), None),
        ("just enough", 28, Box::new(|hour| 10.0 + (hour / 24) as f64), Some(1.0)),
        (
            "quiet weekends do not hide it",
            60,
            Box::new(move |hour| if weekend(hour) { 1.0 } else { 30.0 } + (hour / 24) as f64 * 0.25),
            Some(0.25),
        ),
        ("a step is no steady rise", 56, Box::new(|hour| if hour < 28 * 24 { 10.0 } else { 20.0 }), None),
    ];
    for (what, days, level, expected) in cases {
        let found = profile(24 * days, level).growth.map(|growth| growth.slope_per_day);
        match (found, expected) {
            (None, None) => {}
            (Some(found), Some(expected)) => assert!((found - expected).abs() < 0.1, "{what}: {found}"),
            _ => panic!("{what}: {found:?}"),
        }
    }
}

/// The busiest hour of each day rises four times as fast as the average of the day.
#[test]
fn growth_of_the_peaks_counts_where_it_is_faster() {
    let found = profile(24 * 56, |hour| if hour % 24 < 6 { 10.0 + (hour / 24) as f64 } else { 10.0 }).growth.unwrap();
    assert!((found.slope_per_day - 1.0).abs() < 1e-6, "{found:?}");
    assert!((found.rise_in(90.0) - 90.0).abs() < 1e-4);
}

#[test]
fn the_last_week_stands_beside_those_before() {
    let found = profile(5 * 168, |hour| if hour < 4 * 168 { 10.0 } else { 40.0 });
    assert_eq!((found.last_week, found.weeks_before, found.busiest_week), (Some(40.0), Some(10.0), 40.0));
    let one = profile(100, |_| 10.0);
    assert_eq!((one.last_week, one.weeks_before), (Some(10.0), None));
}

#[test]
fn medians() {
    for (mut values, expected) in [(vec![3.0], 3.0), (vec![4.0, 1.0], 2.5), (vec![9.0, 1.0, 5.0], 5.0)] {
        assert!((trend::median(&mut values) - expected).abs() < 1e-12);
    }
    assert!(trend::median(&mut []).is_nan());
}

#[test]
fn hours_of_the_week_begin_on_monday() {
    assert_eq!(hour_of_week(start()), 0);
    assert_eq!(hour_of_week(start() - TimeDelta::hours(1)), 167);
}

/// Up to five weeks of levels, some hours without a point.
fn series() -> impl Strategy<Value = Vec<Option<f32>>> {
    proptest::collection::vec(proptest::option::weighted(0.9, 0.0_f32..100.0), 1..840)
}

fn of(series: &[Option<f32>], level: impl Fn(f64) -> f64) -> Option<Profile> {
    let mut use_ = HourlyUse::new(window(i64::try_from(series.len()).unwrap()));
    for (hour, value) in (0..).zip(series) {
        if let Some(value) = value {
            let value = level(f64::from(*value));
            use_.set(start() + TimeDelta::hours(hour), value / 2.0, value);
        }
    }
    Profile::of(&use_)
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-4 * (1.0 + one.abs().max(other.abs()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn levels_ascend_and_stay_within_the_series(series in series()) {
        let Some(found) = of(&series, |level| level) else { return Ok(()) };
        let levels = [found.p90, found.p95, found.p99, found.p99_5, found.p99_9, found.peak];
        prop_assert!(levels.is_sorted(), "{levels:?}");
        for peak in [found.weekly_peak, found.monthly_peak, found.month_turn_seen_once].into_iter().flatten() {
            prop_assert!(peak <= found.peak);
        }
        prop_assert!(found.average <= found.busiest_week + 1e-9 && found.busiest_week <= found.busiest_hour + 1e-9);
        prop_assert!(found.hours <= found.window_hours);
    }

    #[test]
    fn what_is_mapped_is_the_profile_of_what_is_mapped(series in series(), factor in 0.0_f64..8.0) {
        let (Some(plain), Some(direct)) = (of(&series, |level| level), of(&series, |level| level * factor)) else {
            return Ok(());
        };
        let mapped = plain.scaled(factor);
        let pairs = [
            (mapped.average, direct.average), (mapped.p90, direct.p90), (mapped.p99_5, direct.p99_5),
            (mapped.peak, direct.peak), (mapped.busiest_hour, direct.busiest_hour),
            (mapped.busiest_week, direct.busiest_week),
            (mapped.weekly_peak.unwrap_or(0.0), direct.weekly_peak.unwrap_or(0.0)),
            (mapped.monthly_peak.unwrap_or(0.0), direct.monthly_peak.unwrap_or(0.0)),
            (mapped.last_week.unwrap_or(0.0), direct.last_week.unwrap_or(0.0)),
            (mapped.weeks_before.unwrap_or(0.0), direct.weeks_before.unwrap_or(0.0)),
        ];
        for (mapped, direct) in pairs {
            prop_assert!(close(mapped, direct), "{mapped} is not {direct}");
        }
        prop_assert_eq!(plain.shifted(3.0).shifted(-3.0).hours, plain.hours);
        prop_assert!(close(plain.shifted(3.0).p95, plain.p95 + 3.0));
    }

    #[test]
    fn no_points_make_it_panic(
        points in proptest::collection::vec((any::<i64>(), any::<u32>(), any::<f64>()), 0..60), every in any::<bool>(),
    ) {
        let mut points: Vec<Point> = points
            .into_iter()
            .map(|(timestamp, period_s, value)| Point { timestamp, value, period_s, line: 0 })
            .chain([point(30, 300, f64::MAX), point(31, 300, f64::MIN), point(59, 300, f64::NAN)])
            .collect();
        points.sort_by_key(|point| point.timestamp);
        let use_ = HourlyUse::of(Window { end: start() + TimeDelta::seconds(HOUR_S * 900), start: start() }, &points, &points, |point: &Point| point.value, every);
        let _ = Profile::of(&use_);
    }
}
