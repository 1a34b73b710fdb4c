//! More demand never takes less; presets are ordered; guards only enlarge.

use cloudtrim::rightsize::{Preset, Resource, need};
use cloudtrim::tables::Profile;
use proptest::prelude::*;

use super::hours;

/// Nine weeks of levels: a base with a rhythm, a drift, and peaks at random hours; some hours without a point.
fn series() -> impl Strategy<Value = Vec<Option<f64>>> {
    let peaks = proptest::collection::vec((0_usize..1_512, 0.0..95.0), 0..12);
    let shape = (0.0_f64..40.0, 0.0_f64..30.0, -0.4_f64..0.6, 0.0_f64..5.0);
    let missing = proptest::collection::vec(0_usize..1_512, 0..500);
    (shape, peaks, missing, any::<u64>()).prop_map(|((base, rhythm, drift, noise), peaks, missing, seed)| {
        let mut state = seed | 1;
        let mut random = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut levels: Vec<Option<f64>> = (0..1_512)
            .map(|hour| {
                let day = if hour % 24 < 9 { rhythm } else { 0.0 };
                Some((base + day + drift * f64::from(hour / 24) + noise * random()).max(0.0))
            })
            .collect();
        for (hour, level) in peaks {
            levels[hour] = Some(level);
        }
        for hour in missing {
            levels[hour] = None;
        }
        levels
    })
}

/// The same hours, each raised by what `by` says of it.
fn raised(series: &[Option<f64>], by: impl Fn(usize) -> f64) -> Vec<Option<f64>> {
    series.iter().enumerate().map(|(hour, level)| level.map(|level| level + by(hour))).collect()
}

fn profile(series: &[Option<f64>]) -> Profile {
    Profile::of(&hours(series.iter().copied())).unwrap()
}

fn capacities(profile: &Profile) -> Vec<f64> {
    let of = |resource| Preset::all().filter_map(move |preset| Some(need(profile, &preset, resource).ok()?.capacity));
    of(Resource::Cpu).chain(of(Resource::Memory)).collect()
}

/// Seven digits are kept of a level.
fn none_is_smaller(before: &[f64], after: &[f64]) -> bool {
    before.len() == after.len()
        && before.iter().zip(after).all(|(before, after)| *after >= before * (1.0 - 1e-5) - 1e-5)
}

fn without_growth(profile: &Profile) -> Profile {
    Profile { growth: None, ..profile.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is added, to any hours: all but the projection of a growth asks for no less.
    #[test]
    fn any_more_demand_takes_no_less(
        series in series(), added in proptest::collection::vec((0_usize..1_512, 1_usize..400, 0.0..80.0), 1..6),
    ) {
        let more = raised(&series, |hour| {
            let held = |(from, length, level): &&(usize, usize, f64)| *from <= hour && hour < from + length && *level > 0.0;
            added.iter().filter(held).map(|(.., level)| level).sum()
        });
        let (before, after) = (without_growth(&profile(&series)), without_growth(&profile(&more)));
        prop_assert!(none_is_smaller(&capacities(&before), &capacities(&after)), "{before:?}\n{after:?}");
    }

    /// Demand that does not fade over the window — a constant, a step, a ramp — takes no less, growth and all.
    #[test]
    fn more_demand_that_does_not_fade_takes_no_less(
        series in series(), constant in 0.0..20.0, step in (0_usize..1_512, 0.0..30.0), ramp in 0.0..0.5,
    ) {
        let more = raised(&series, |hour| {
            constant + if hour >= step.0 { step.1 } else { 0.0 } + ramp * hour as f64 / 24.0
        });
        let (before, after) = (profile(&series), profile(&more));
        prop_assert!(none_is_smaller(&capacities(&before), &capacities(&after)), "{before:?}\n{after:?}");
    }

    #[test]
    fn a_multiple_of_the_demand_takes_a_multiple(series in series(), factor in 1.0..6.0) {
        let more: Vec<_> = series.iter().map(|level| level.map(|level| level * factor)).collect();
        let before: Vec<f64> = capacities(&profile(&series)).iter().map(|capacity| capacity * factor).collect();
        let after = capacities(&profile(&more));
        prop_assert!(none_is_smaller(&before, &after) && none_is_smaller(&after, &before), "{before:?} {after:?}");
    }

    #[test]
    fn presets_are_ordered(series in series()) {
        let profile = profile(&series);
        for resource in [Resource::Cpu, Resource::Memory] {
            let capacities: Vec<f64> =
                Preset::all().filter_map(|preset| Some(need(&profile, &preset, resource).ok()?.capacity)).collect();
            prop_assert!(capacities.is_sorted(), "{capacities:?}");
        }
    }

    #[test]
    fn guards_only_enlarge(series in series()) {
        let all = profile(&series);
        let bare = Profile {
            weekly_peak: None, monthly_peak: None, month_turn_seen_once: None, last_week: None, growth: None,
            window_hours: all.hours, ..all.clone()
        };
        prop_assert!(none_is_smaller(&capacities(&bare), &capacities(&all)));
        for preset in Preset::all() {
            if let Ok(need) = need(&all, &preset, Resource::Cpu) {
                prop_assert!(need.capacity >= need.by_percentile);
                prop_assert!(need.capacity.is_finite());
            }
        }
    }

    /// What was in use at any time fits into the memory that is asked for.
    #[test]
    fn memory_holds_all_that_was_measured(series in series()) {
        let profile = profile(&series);
        for preset in Preset::all() {
            if let Ok(need) = need(&profile, &preset, Resource::Memory) {
                prop_assert!(need.capacity >= profile.peak);
            }
        }
    }
}

/// The exception: demand that fades flattens a growth, and its projection asks for less.
#[test]
fn demand_that_fades_may_flatten_a_growth() {
    let growing: Vec<_> = (0..1_512).map(|hour| Some(10.0 + f64::from(hour / 24) * 0.5)).collect();
    let level = vec![Some(42.0); 1_512];
    let capacity = |series: &[Option<f64>]| need(&profile(series), &Preset::default(), Resource::Cpu).unwrap().capacity;
    assert!(growing.iter().zip(&level).all(|(growing, level)| growing <= level));
    assert!(capacity(&growing) > capacity(&level));
}
