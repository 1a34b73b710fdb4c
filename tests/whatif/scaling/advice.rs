//! Thresholds as plain advice.

use cloudtrim::whatif::scaling::{Metric, Targets, Verdict, advise};

use super::minutes;

const CPU_70: Targets = Targets { cpu: Some(70.0), memory: None, requests_per_target: None };

/// 100 minutes: `busy` of them at one load, the others at another.
fn cpu(busy: usize, at: f64, otherwise: f64) -> Vec<Option<f64>> {
    (0..100).map(|minute| Some(if minute < busy { at } else { otherwise })).collect()
}

#[test]
fn verdicts() {
    let cases = [
        ("6 of 100 minutes above", cpu(6, 320.0, 200.0), 4, Verdict::ScaleUp { to: 5 }),
        ("5 of 100 minutes are no 95th percentile", cpu(5, 320.0, 200.0), 4, Verdict::Keep),
        ("half the fleet does", cpu(100, 140.0, 0.0), 4, Verdict::ScaleDown { to: 2 }),
        ("a short peak needs its units", cpu(2, 250.0, 60.0), 4, Verdict::ScaleDown { to: 3 }),
        ("just right", cpu(100, 270.0, 0.0), 4, Verdict::Keep),
        ("one is the least", cpu(100, 0.0, 0.0), 1, Verdict::Keep),
    ];
    for (name, load, units, verdict) in cases {
        assert_eq!(advise(&minutes(Metric::Cpu, &load), units, &CPU_70).unwrap().verdict, verdict, "{name}");
    }
}

#[test]
fn nothing_is_said_of_what_is_not_known() {
    let demand = minutes(Metric::Cpu, &cpu(100, 60.0, 0.0));
    let both = Targets { memory: Some(80.0), ..CPU_70 };
    let advice = advise(&demand, 4, &both).unwrap();
    assert_eq!((advice.verdict, advice.unknown), (Verdict::Keep, vec![Metric::Memory]));
    assert_eq!(advise(&demand, 4, &CPU_70).unwrap().verdict, Verdict::ScaleDown { to: 1 });
    assert_eq!(advise(&demand, 0, &CPU_70), None);
    assert_eq!(advise(&minutes(Metric::Cpu, &[None, None]), 4, &CPU_70), None);
}

#[test]
fn advice_in_words() {
    let mut load = cpu(12, 320.0, 200.0);
    load[40] = Some(400.0);
    load[99] = None;
    let advice = advise(&minutes(Metric::Cpu, &load), 4, &Targets { memory: Some(80.0), ..CPU_70 }).unwrap();
    insta::assert_snapshot!(advice, @r"
    scale up: 4 → 5 units
    CPU: P5 50.0 %, P50 50.0 %, P95 80.0 %, maximum 100.0 % of a threshold of 70 %; above it in 13 of 99 minutes, at most 12 in a row
    memory: not known, so nothing is said of it
    ");
}
