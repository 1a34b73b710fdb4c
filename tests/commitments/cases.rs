//! Hand arithmetic: which instances reservations take, and what stops and resizes strand.

use cloudtrim::commitments::net::Held;
use cloudtrim::commitments::reservations::apply;

use super::builder::{net, reservation, reserved, running};

/// Reservations, instances, the percent of each instance that is covered, the percent of each reservation that is used.
type Case = (&'static str, &'static [&'static str], &'static [&'static str], &'static [f64], &'static [f64]);

const APPLIED: &[Case] = &[
    ("one for one", &["1 m5.large"], &["m5.large"], &[100.0], &[100.0]),
    ("a large is half an xlarge", &["1 m5.large"], &["m5.xlarge"], &[50.0], &[100.0]),
    (
        "a 2xlarge floats over a large and an xlarge",
        &["1 m5.2xlarge"],
        &["m5.large", "m5.xlarge"],
        &[100.0, 100.0],
        &[75.0],
    ),
    ("the smallest first", &["1 m5.large"], &["m5.2xlarge", "m5.large"], &[0.0, 100.0], &[100.0]),
    ("another family is another pool", &["1 m5.large"], &["m6i.large", "m5d.large"], &[0.0, 0.0], &[0.0]),
    (
        "Windows matches the size alone",
        &["2 m5.large windows"],
        &["m5.xlarge windows", "m5.large windows"],
        &[0.0, 100.0],
        &[50.0],
    ),
    ("Linux does not cover RHEL", &["1 m5.large"], &["m5.large rhel"], &[0.0], &[0.0]),
    ("RHEL matches wholly", &["1 m5.xlarge rhel"], &["m5.large rhel", "m5.xlarge rhel"], &[0.0, 100.0], &[100.0]),
    ("dedicated does not float", &["1 m5.xlarge linux dedicated"], &["m5.large linux dedicated"], &[0.0], &[0.0]),
    ("shared does not cover dedicated", &["1 m5.large"], &["m5.large linux dedicated"], &[0.0], &[0.0]),
    (
        "zonal needs the zone",
        &["1 m5.large @us-east-1a"],
        &["m5.large @us-east-1b", "m5.large @us-east-1a"],
        &[0.0, 100.0],
        &[100.0],
    ),
    ("zonal needs the size", &["1 m5.xlarge @us-east-1a"], &["m5.large @us-east-1a"], &[0.0], &[0.0]),
    ("an unknown zone matches no zonal one", &["1 m5.large @us-east-1a"], &["m5.large"], &[0.0], &[0.0]),
    (
        "zonal first, the regional one goes on",
        &["1 m5.large", "1 m5.large @us-east-1a"],
        &["m5.large @us-east-1a", "m5.large @us-east-1b"],
        &[100.0, 100.0],
        &[100.0, 100.0],
    ),
    ("g4dn has no size flexibility", &["1 g4dn.2xlarge"], &["g4dn.xlarge", "g4dn.2xlarge"], &[0.0, 100.0], &[100.0]),
    ("bare metal counts as its size", &["2 c5.12xlarge"], &["c5.metal"], &[100.0], &[100.0]),
    ("a size that is not known matches itself", &["1 m5.odd"], &["m5.odd", "m5.large"], &[100.0, 0.0], &[100.0]),
];

#[test]
fn reservations_apply_by_the_rules() {
    for (name, reservations, instances, covered, used) in APPLIED {
        let (reservations, instances) = (reserved(reservations), running(instances));
        let applied = apply(&reservations, &instances);
        let shown: Vec<f64> = instances.iter().map(|usage| applied.covered[&usage.key].percent()).collect();
        assert_eq!(shown, *covered, "{name}: covered");
        let shown: Vec<f64> = reservations.iter().map(|one| applied.used[&one.key].percent()).collect();
        assert_eq!(shown, *used, "{name}: used");
    }
}

/// Reservations, instances, changes; the net saving of each change and of all, in the cents of a month.
type NetCase = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
    &'static str,
);

// m5.large $0.096 an hour: $70.08 a month; m5.xlarge $140.16; m6i.large as m5.large.
const NET: &[NetCase] = &[
    ("a stop strands its reservation", &["1 m5.large"], &["m5.large"], &[("i-1 stop", "$0.00")], "$70.08"),
    ("without a reservation nothing is said", &[], &["m5.large"], &[], "$0.00"),
    ("other usage takes it over", &["1 m5.large"], &["m5.large", "m5.large"], &[("i-1 stop", "$70.08")], "$0.00"),
    ("a larger one takes it over", &["1 m5.large"], &["m5.large", "m5.2xlarge"], &[("i-1 stop", "$70.08")], "$0.00"),
    ("half of it finds a use", &["1 m5.xlarge"], &["m5.xlarge", "m5.large"], &[("i-1 stop", "$70.08")], "$70.08"),
    (
        "two stops share one loss",
        &["1 m5.large"],
        &["m5.large", "m5.large"],
        &[("i-1 stop", "$35.04"), ("i-2 stop", "$35.04")],
        "$70.08",
    ),
    ("a smaller size strands half", &["1 m5.xlarge"], &["m5.xlarge"], &[("i-1 m5.large", "$0.00")], "$70.08"),
    (
        "a move to another family costs until the end",
        &["1 m5.large"],
        &["m5.large"],
        &[("i-1 m6i.large", "-$70.08")],
        "$70.08",
    ),
    ("a move into an unused reservation is not counted beyond the list", &["1 m6i.large"], &["m5.large"], &[], "$0.00"),
    (
        "zonal is not taken over from another zone",
        &["1 m5.large @us-east-1a"],
        &["m5.large @us-east-1a", "m5.large @us-east-1b"],
        &[("i-1 stop", "$0.00")],
        "$70.08",
    ),
    // 103 of 168 hours are stopped: $42.97.
    ("a schedule strands the hours it stops", &["1 m5.large"], &["m5.large"], &[("i-1 office", "$0.00")], "$42.97"),
    (
        "another runs in the hours that are stopped",
        &["1 m5.large"],
        &["m5.large", "m5.large"],
        &[("i-1 office", "$42.97")],
        "$0.00",
    ),
    (
        "two schedules in the same hours leave the same hours",
        &["1 m5.large"],
        &["m5.large", "m5.large"],
        &[("i-1 office", "$21.48"), ("i-2 office", "$21.48")],
        "$42.97",
    ),
];

#[test]
fn changes_strand_what_finds_no_other_use() {
    for (name, reservations, instances, expected, stranded) in NET {
        let held = Held { reservations: reserved(reservations), ..Held::default() };
        let instances = running(instances);
        let mut changes: Vec<&str> = expected.iter().map(|(change, _)| *change).collect();
        if changes.is_empty() {
            changes.push(if reservations.is_empty() { "i-1 stop" } else { "i-1 m6i.large" });
        }
        let outcome = net(&held, &instances, &changes);
        for (change, saving) in *expected {
            let effect = &outcome.effects[*change];
            assert!(effect.net_savings_monthly_usd.is_exact(), "{name}");
            assert_eq!(effect.net_savings_monthly_usd.low.to_string(), *saving, "{name}: {change}");
        }
        if expected.is_empty() {
            assert!(outcome.effects.is_empty(), "{name}: {:?}", outcome.effects);
        }
        assert_eq!(outcome.stranded_monthly.low.to_string(), *stranded, "{name}");
        assert_eq!(outcome.stranded_monthly.low, outcome.stranded_monthly.high, "{name}");
    }
}

#[test]
fn of_two_alike_the_one_that_ends_first_is_stranded() {
    let reservations =
        vec![reservation("ri-late", "1 m5.large", "2028-01-01"), reservation("ri-soon", "1 m5.large", "2026-12-01")];
    let held = Held { reservations, ..Held::default() };
    let outcome = net(&held, &running(&["m5.large", "m5.large"]), &["i-1 stop"]);
    let effect = &outcome.effects["i-1 stop"];
    assert_eq!(effect.until, "2026-12-01".parse().ok());
    assert_eq!(effect.stranded.len(), 1);
    assert_eq!(effect.stranded[0].commitment_id, "ri-soon");
}

#[test]
fn an_unknown_zone_or_price_makes_a_range() {
    let held = Held { reservations: reserved(&["1 m5.large @us-east-1a"]), ..Held::default() };
    let outcome = net(&held, &running(&["m5.large"]), &["i-1 stop"]);
    let net_savings = outcome.effects["i-1 stop"].net_savings_monthly_usd;
    assert_eq!((net_savings.low.to_string(), net_savings.high.to_string()), ("$0.00".to_owned(), "$70.08".to_owned()));

    let held = Held { reservations: reserved(&["1 m5.large"]), ..Held::default() };
    let mut instances = running(&["m5.large", "m5.xlarge"]);
    instances[1].hourly = None;
    let outcome = net(&held, &instances, &["i-1 stop"]);
    let net_savings = outcome.effects["i-1 stop"].net_savings_monthly_usd;
    assert!(!net_savings.is_exact() && net_savings.low.is_zero(), "{net_savings:?}");
}
