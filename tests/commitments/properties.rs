//! What holds for any estate: no commitment covers more than it is, no net saving exceeds the list, order means nothing.

use cloudtrim::commitments::net::{Change, Held, outcome};
use cloudtrim::commitments::reservations::apply;
use cloudtrim::commitments::{Reservation, Usage};
use cloudtrim::units::Usd;
use proptest::prelude::*;

use super::builder::{change, reservation, usage};

const SHAPES: [&str; 9] = [
    "m5.large",
    "m5.xlarge",
    "m5.4xlarge",
    "m5.large @us-east-1a",
    "m5.xlarge @us-east-1b",
    "m5.xlarge windows",
    "c5.large",
    "c5.metal",
    "m5.odd",
];

fn usages() -> impl Strategy<Value = Vec<Usage>> {
    prop::collection::vec(0..SHAPES.len(), 0..12).prop_map(|shapes| {
        shapes.into_iter().enumerate().map(|(at, shape)| usage(&format!("i-{at:02}"), SHAPES[shape])).collect()
    })
}

fn reservations() -> impl Strategy<Value = Vec<Reservation>> {
    prop::collection::vec((0..SHAPES.len(), 1..4_u32, 1..28_u32), 0..8).prop_map(|held| {
        let one = |(at, (shape, count, day)): (usize, (usize, u32, u32))| {
            reservation(&format!("ri-{at}"), &format!("{count} {}", SHAPES[shape]), &format!("2027-01-{day:02}"))
        };
        held.into_iter().enumerate().map(one).collect()
    })
}

/// A stop, or another type, for some of the instances.
fn changes(usages: &[Usage], picks: &[Option<usize>]) -> Vec<Change> {
    let picked = usages.iter().zip(picks).filter_map(|(usage, pick)| pick.map(|pick| (usage, pick)));
    picked
        .map(|(usage, pick)| {
            let becomes = SHAPES.get(pick).copied().unwrap_or("stop");
            change(usages, &format!("{} {becomes}", usage.key.id))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn nothing_covers_more_than_it_is(usages in usages(), reservations in reservations()) {
        let applied = apply(&reservations, &usages);
        for share in applied.covered.values().chain(applied.used.values()) {
            prop_assert!(share.taken <= share.of);
        }
        let sum = |shares: &std::collections::BTreeMap<_, cloudtrim::commitments::Share>| -> u64 {
            shares.values().map(|share| share.taken).sum()
        };
        prop_assert_eq!(sum(&applied.covered), sum(&applied.used));
    }

    #[test]
    fn no_net_saving_exceeds_the_list_and_order_means_nothing(
        usages in usages(),
        reservations in reservations(),
        picks in prop::collection::vec(prop::option::of(0..SHAPES.len() + 3), 12),
    ) {
        let changes = changes(&usages, &picks);
        let none = |_: &_, _: &_| Err(String::new());
        let held = Held { reservations: reservations.clone(), ..Held::default() };
        let one = outcome(&held, &usages, &changes, &none);
        for change in &changes {
            if let Some(effect) = one.effects.get(&change.id) {
                prop_assert!(effect.net_savings_monthly_usd.high <= change.list_monthly);
                prop_assert!(!effect.stranded_monthly_usd.is_negative());
            }
        }
        // The shares add up to what all strand together.
        let shares: Usd = one.effects.values().map(|effect| effect.stranded_monthly_usd).sum();
        prop_assert!((shares.to_f64() - one.stranded_monthly.low.to_f64()).abs() < 1e-5);
        let reversed = |mut list: Vec<Usage>| { list.reverse(); list };
        let held = Held { reservations: reservations.into_iter().rev().collect(), ..Held::default() };
        let other = outcome(&held, &reversed(usages), &changes.into_iter().rev().collect::<Vec<_>>(), &none);
        prop_assert_eq!(one.effects, other.effects);
        prop_assert_eq!(one.before, other.before);
        prop_assert_eq!(one.stranded_monthly, other.stranded_monthly);
    }
}
