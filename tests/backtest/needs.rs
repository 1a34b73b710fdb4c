//! What a demand takes under each preset, and why.

use cloudtrim::rightsize::need::{MINIMUM_HOURS, has_shifted, with_headroom};
use cloudtrim::rightsize::preset::{Parameters, Percentile};
use cloudtrim::rightsize::{Driver, Preset, Resource, need};
use cloudtrim::tables::Profile;
use cloudtrim::units::Percent;

use super::{hours, profile};

/// Hour of the week of a weekly job, Sunday at two.
const JOB: usize = 6 * 24 + 2;

fn is_day(hour: usize, days: &[usize]) -> bool {
    days.contains(&(hour / 24))
}

/// From 1 June 2026, a Monday: 30 June is day 29, 31 July day 60.
#[test]
fn every_driver() {
    let gaps = |hour: usize| if hour.is_multiple_of(2) { Some(if hour == 100 { 66.0 } else { 5.0 }) } else { None };
    let cases: [(&str, Profile, Driver, f64); 11] = [
        ("steady: 20 / 0.7, what `balanced` asks for", profile(30, |_| 20.0), Driver::Percentile, 20.0 / 0.7),
        (
            "one busy hour beyond p99.5, while the machine does next to nothing: five times the last week",
            profile(30, |hour| if hour == 400 { 90.0 } else { 2.0 }),
            Driver::BusyWeek,
            10.0,
        ),
        (
            "an hour of each week, for five of eight weeks",
            profile(56, |hour| if hour % 168 == JOB && hour / 168 >= 3 { 85.0 } else { 3.0 }),
            Driver::WeeklyPeak,
            85.0,
        ),
        (
            "an hour at the end of two months",
            profile(61, |hour| if is_day(hour, &[29, 60]) && hour % 24 == 20 { 72.0 } else { 3.0 }),
            Driver::MonthlyPeak,
            72.0,
        ),
        (
            "an hour on the first day of the only month seen",
            profile(20, |hour| if hour == 5 { 72.0 } else { 3.0 }),
            Driver::MonthTurn,
            72.0,
        ),
        (
            "half a point a day: 39.5 after 60 days, and at most as much again in 90",
            profile(60, |hour| 10.0 + (hour / 24) as f64 * 0.5),
            Driver::Growth,
            39.5 + 39.5,
        ),
        (
            "the last week doubles, and one hour went to 80",
            profile(42, |hour| {
                if hour == 300 {
                    80.0
                } else if hour >= 35 * 24 {
                    20.0
                } else {
                    8.0
                }
            }),
            Driver::LevelShift,
            80.0 / 1.1,
        ),
        (
            "busy all the time, and one hour went to 80",
            profile(42, |hour| if hour == 300 { 80.0 } else { 20.0 }),
            Driver::BusyWeek,
            80.0 / 1.1,
        ),
        (
            "busy all the time, but not so busy: five times the last week",
            profile(42, |hour| if hour == 300 { 80.0 } else { 10.0 }),
            Driver::BusyWeek,
            50.0,
        ),
        (
            "every second hour was not measured",
            Profile::of(&hours((0..1_440).map(gaps))).unwrap(),
            Driver::ShortHistory,
            66.0 / 1.1,
        ),
        ("saturated: more than there is", profile(30, |_| 100.0), Driver::Percentile, 100.0 / 0.7),
    ];
    for (what, profile, driver, capacity) in cases {
        let found = need(&profile, &Preset::default(), Resource::Cpu).unwrap();
        assert_eq!(found.driver, driver, "{what}: {found:?}\n{profile:?}");
        assert!((found.capacity - capacity).abs() < 0.5, "{what}: {found:?}");
        assert!(found.by_percentile <= found.capacity, "{what}: {found:?}");
    }
}

#[test]
fn the_highest_point_must_fit_into_memory_and_where_the_preset_wants_it() {
    let profile = profile(30, |hour| if hour == 400 { 60.0 } else { 4.0 });
    let found = |preset: &str, resource| {
        let need = need(&profile, &Preset::named(preset).unwrap(), resource).unwrap();
        (need.driver, need.capacity)
    };
    assert_eq!(found("max-performance", Resource::Cpu), (Driver::Peak, 60.0));
    for preset in Preset::NAMES {
        assert_eq!(found(preset, Resource::Memory), (Driver::Peak, 60.0), "{preset}");
    }
    assert_eq!(found("default", Resource::Cpu).0, Driver::BusyWeek);
}

#[test]
fn too_little_is_told() {
    for measured in [1, 29, 30, 31] {
        let profile = Profile::of(&hours((0..336).map(|hour| (hour < measured).then_some(5.0)))).unwrap();
        let found = need(&profile, &Preset::default(), Resource::Cpu);
        assert_eq!(found.is_err(), measured < MINIMUM_HOURS, "{measured}");
        if let Err(short) = found {
            assert_eq!(short.to_string(), format!("{measured} hours were measured, 30 are needed"));
        }
    }
}

#[test]
fn a_shift_is_a_verdict_of_the_last_week() {
    for (last, shifted) in [(0.0, false), (10.0, false), (15.0, false), (15.1, true), (90.0, true)] {
        let profile = profile(35, |hour| if hour < 28 * 24 { 10.0 } else { last });
        assert_eq!(has_shifted(&profile), shifted, "{last}");
    }
    assert!(!has_shifted(&profile(7, |_| 50.0)), "no week before");
}

#[test]
fn a_custom_preset_holds_nothing_else() {
    let parameters = |percentile, cpu, memory| Parameters {
        percentile,
        cpu_headroom: Percent::new(cpu),
        memory_headroom: Percent::new(memory),
    };
    let mut profile = profile(30, |hour| if hour % 20 == 0 { 40.0 } else { 10.0 });
    profile.weekly_peak = None;
    profile.last_week = None;
    let own = |percentile, cpu| {
        need(&profile, &Preset::custom(parameters(percentile, cpu, 0.0)), Resource::Cpu).unwrap().capacity
    };
    assert!((own(Percentile::P90, 0.0) - 10.0).abs() < 1e-6);
    assert!((own(Percentile::P90, 50.0) - 20.0).abs() < 1e-6);
    assert!((own(Percentile::P99_5, 20.0) - 50.0).abs() < 1e-6);
}

#[test]
fn headroom_is_a_share_of_the_capacity() {
    for (headroom, capacity) in
        [(0.0, 60.0), (20.0, 75.0), (40.0, 100.0), (100.0, 6_000.0), (250.0, 6_000.0), (-5.0, 60.0)]
    {
        let found = with_headroom(60.0, Percent::new(headroom));
        assert!((found - capacity).abs() < 1e-6, "{headroom}: {found}");
    }
}

#[test]
fn names_are_read_back() {
    for name in Preset::NAMES {
        assert_eq!(Preset::named(name).map(|preset| preset.name), Some(name));
    }
    assert_eq!(Preset::named("default"), Some(Preset::default()));
    assert_eq!(Preset::named("Default"), None);
    assert_eq!(Preset::all().map(|preset| preset.name).collect::<Vec<_>>(), Preset::NAMES);
    for percentile in Percentile::ALL {
        assert_eq!(Percentile::from_name(&percentile.name().to_uppercase()), Some(percentile));
    }
    assert_eq!(Percentile::from_name("p50"), None);
}

/// AWS Compute Optimizer's presets, as its user guide lists them.
#[test]
fn presets_start_from_compute_optimizer_s() {
    let shown: Vec<String> = Preset::all()
        .map(|preset| {
            let own = preset.own();
            format!(
                "{}: {} cpu {} memory {}",
                preset.name,
                own.percentile.name(),
                own.cpu_headroom,
                own.memory_headroom
            )
        })
        .collect();
    insta::assert_snapshot!("presets", shown.join("\n"));
}

#[test]
fn a_need_in_another_unit() {
    let found = need(&profile(30, |_| 20.0), &Preset::default(), Resource::Cpu).unwrap().scaled(0.16);
    assert!((found.capacity - 3.2 / 0.7).abs() < 1e-4 && (found.by_percentile - 3.2 / 0.7).abs() < 1e-4);
    assert_eq!(found.driver, Driver::Percentile);
}
