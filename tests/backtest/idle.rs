//! Idle is said of machines that did nothing in any hour of nearly the whole window.

use cloudtrim::rightsize::idle::is_idle;
use cloudtrim::tables::Profile;

use super::{hours, profile};

#[test]
fn what_is_idle() {
    let quiet = || profile(30, |_| 1.0);
    let silent = || profile(30, |_| 100.0);
    let every = |step: usize, level: f64| {
        Profile::of(&hours((0..720).map(|hour: usize| hour.is_multiple_of(step).then_some(level)))).unwrap()
    };
    let cases: [(&str, Profile, Profile, bool); 9] = [
        ("nothing", quiet(), silent(), true),
        ("just below", profile(30, |_| 4.99), profile(30, |_| 2_047.0), true),
        ("one hour at 5 %", profile(30, |hour| if hour == 5 { 5.0 } else { 1.0 }), silent(), false),
        ("a weekly job", profile(30, |hour| if hour % 168 == 5 { 30.0 } else { 1.0 }), silent(), false),
        ("traffic", quiet(), profile(30, |_| 2_048.0), false),
        ("traffic in one week", quiet(), profile(30, |hour| if hour < 300 { 9_000.0 } else { 0.0 }), false),
        ("an hour of traffic", quiet(), profile(30, |hour| if hour == 400 { 300_000.0 } else { 0.0 }), true),
        ("off half the time", every(2, 1.0), silent(), false),
        ("traffic not measured half the time", quiet(), every(2, 1.0), false),
    ];
    for (what, cpu, network, idle) in cases {
        assert_eq!(is_idle(&cpu, &network), idle, "{what}");
    }
}
