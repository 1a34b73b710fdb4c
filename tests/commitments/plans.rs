//! Savings Plans: order, scope, and what is said without rates. The first case is the example of AWS's own page
//! (<https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html>), with its figures.

use std::collections::BTreeMap;

use cloudtrim::commitments::net::{Change, Held, outcome};
use cloudtrim::commitments::savings_plans::{Eligible, Plan, Service, apply};
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::model::vocabulary::SavingsPlanType;
use cloudtrim::units::Usd;

use super::builder::{ACCOUNT, change, key, net, reserved, running, usd};

fn plan(id: &str, kind: SavingsPlanType, scope: Option<(&str, &str)>, hourly: &str) -> Plan {
    Plan {
        key: key(ResourceKind::SavingsPlan, id),
        kind,
        region: scope.map_or("global", |(_, region)| region).into(),
        family: scope.map(|(family, _)| family.to_owned()),
        commitment_hourly: usd(hourly),
        payment_option: Some("No Upfront".to_owned()),
        start: "2026-03-01".parse().ok(),
        end: "2027-03-01".parse().ok(),
    }
}

fn eligible(id: &str, service: Service, region: &str, family: Option<&str>, hourly: &str) -> Eligible {
    Eligible {
        key: key(ResourceKind::Ec2Instance, id),
        account: ACCOUNT.into(),
        service,
        region: region.into(),
        family: family.map(str::to_owned),
        on_demand_hourly: usd(hourly),
    }
}

/// On demand: c5.9xlarge $4, c5.24xlarge Windows $10, Fargate 10 × $1.50 and 5 × $2.
fn usages() -> Vec<Eligible> {
    vec![
        eligible("c5.9xlarge", Service::Ec2, "us-east-1", Some("c5"), "4"),
        eligible("c5.24xlarge", Service::Ec2, "us-east-1", Some("c5"), "10"),
        eligible("fargate-vcpu", Service::Fargate, "us-west-1", None, "15"),
        eligible("fargate-gb", Service::Fargate, "us-west-1", None, "10"),
    ]
}

fn rates(plan: &Plan, usage: &Eligible) -> Usd {
    let of_family = plan.kind == SavingsPlanType::Ec2Instance;
    usd(match (usage.key.id.as_str(), of_family) {
        ("c5.9xlarge", true) => "1",
        ("c5.9xlarge", false) => "2",
        ("c5.24xlarge", true) => "6",
        ("c5.24xlarge", false) => "8",
        ("fargate-vcpu", _) => "10",
        _ => "5",
    })
}

#[test]
fn the_example_of_aws() {
    use SavingsPlanType::{Compute, Ec2Instance};
    let family = || plan("family", Ec2Instance, Some(("c5", "us-east-1")), "7");
    // What is covered of each, an hour at on-demand rates, in the order of `usages`.
    let cases: [(&str, Vec<Plan>, [&str; 4]); 5] = [
        ("all is covered", vec![plan("all", Compute, None, "25")], ["4", "10", "15", "10"]),
        // $19: c5.9xlarge and Fargate GB at 50 %, then vCPU at a third, then $2 of the $8 of the c5.24xlarge.
        ("the least saving waits", vec![plan("some", Compute, None, "19")], ["4", "2.5", "15", "10"]),
        // The lower rate goes first where the saving is the same.
        ("of equal savings the lower rate", vec![plan("little", Compute, None, "3")], ["4", "0", "0", "2"]),
        ("a family's plan reaches no further", vec![family()], ["4", "10", "0", "0"]),
        ("the family's plan first", vec![plan("more", Compute, None, "5"), family()], ["4", "10", "0", "10"]),
    ];
    for (name, plans, expected) in cases {
        let applied = apply(&plans, &usages(), &|plan, usage| Ok(rates(plan, usage))).unwrap();
        for (usage, expected) in usages().iter().zip(expected) {
            let covered = applied.covered_hourly.get(&usage.key).copied().unwrap_or_default();
            assert_eq!(
                covered.amount().round_dp(9).normalize(),
                usd(expected).amount().normalize(),
                "{name}: {}",
                usage.key.id
            );
        }
        for plan in &plans {
            let used = applied.used_hourly.get(&plan.key).copied().unwrap_or_default();
            assert!(used.to_f64() <= plan.commitment_hourly.to_f64() + 1e-9, "{name}: {}", plan.key.id);
        }
    }
}

#[test]
fn a_plan_of_another_region_family_or_account_covers_nothing() {
    use SavingsPlanType::{Database, Ec2Instance, SageMaker};
    let mut foreign = plan("foreign", SavingsPlanType::Compute, None, "25");
    foreign.key.account = "999999999999".into();
    for plan in [
        plan("elsewhere", Ec2Instance, Some(("c5", "eu-west-1")), "7"),
        plan("other", Ec2Instance, Some(("m5", "us-east-1")), "7"),
        plan("ml", SageMaker, None, "7"),
        plan("db", Database, None, "7"),
        foreign,
    ] {
        let applied = apply(std::slice::from_ref(&plan), &usages(), &|plan, usage| Ok(rates(plan, usage)));
        assert_eq!(applied.unwrap().covered_hourly, BTreeMap::new());
    }
}

#[test]
fn without_rates_the_net_saving_is_between_nothing_and_the_list() {
    use SavingsPlanType::{Compute, Ec2Instance};
    let compute = || plan("all", Compute, None, "1");
    let family = || plan("family", Ec2Instance, Some(("m5", "us-east-1")), "1");
    // Plans, what Cost Explorer measured a month, the change, the range.
    let cases = [
        (compute(), None, "i-1 stop", "$0.00", "$70.08"),
        (compute(), Some("20"), "i-1 stop", "$50.08", "$70.08"),
        (compute(), Some("0"), "i-1 stop", "$70.08", "$70.08"),
        (compute(), Some("5000"), "i-1 stop", "$0.00", "$70.08"),
        // A Compute plan follows to another family; one of the family does not.
        (compute(), None, "i-2 m6i.large", "$0.00", "$70.08"),
        (family(), None, "i-2 m6i.large", "-$70.08", "$70.08"),
        (family(), None, "i-2 m5.large", "$0.00", "$70.08"),
    ];
    for (plan, measured, change, low, high) in cases {
        let measured_by_plans = measured.map(|amount| (ACCOUNT.into(), usd(amount))).into_iter().collect();
        let held = Held { plans: vec![plan], measured_by_plans, ..Held::default() };
        let outcome = net(&held, &running(&["m5.large", "m5.xlarge"]), &[change]);
        let range = outcome.effects[change].net_savings_monthly_usd;
        assert_eq!(
            (range.low.to_string(), range.high.to_string()),
            (low.to_owned(), high.to_owned()),
            "{change} {measured:?}"
        );
        assert!(!outcome.missing_rates.is_empty());
    }
}

/// Fargate and Lambda: a Compute plan may have covered what leaves, one of a family has not.
#[test]
fn what_leaves_fargate_and_lambda_may_strand_a_compute_plan() {
    let left = Change {
        id: "service".to_owned(),
        list_monthly: usd("20"),
        elsewhere_monthly: usd("20"),
        before: Vec::new(),
        after: Vec::new(),
    };
    let none = |_: &Plan, _: &Eligible| Err(String::new());
    let net = |plan: Plan| {
        let held = Held { plans: vec![plan], ..Held::default() };
        outcome(&held, &running(&["m5.large"]), std::slice::from_ref(&left), &none)
    };
    let range = net(plan("all", SavingsPlanType::Compute, None, "1")).effects["service"].net_savings_monthly_usd;
    assert_eq!((range.low, range.high), (Usd::ZERO, usd("20")));
    assert!(net(plan("m5", SavingsPlanType::Ec2Instance, Some(("m5", "us-east-1")), "1")).effects.is_empty());
}

#[test]
fn with_rates_what_a_family_plan_strands_is_exact() {
    // Half price: $0.048 an hour commits to one m5.large.
    let held = Held {
        plans: vec![plan("family", SavingsPlanType::Ec2Instance, Some(("m5", "us-east-1")), "0.048")],
        ..Held::default()
    };
    let half = |_: &Plan, usage: &Eligible| Ok(Usd::new(usage.on_demand_hourly.amount() / usd("2").amount()));
    for (instances, net_saving) in [(vec!["m5.large"], "$0.00"), (vec!["m5.large", "m5.large"], "$70.08")] {
        let instances = running(&instances);
        let outcome = outcome(&held, &instances, &[change(&instances, "i-1 stop")], &half);
        let range = outcome.effects["i-1 stop"].net_savings_monthly_usd;
        assert!(range.is_exact() && range.low.to_string() == net_saving, "{range:?}");
    }
}

#[test]
fn what_a_reservation_strands_no_plan_strands_again() {
    let held = Held {
        reservations: reserved(&["1 m5.large"]),
        plans: vec![plan("all", SavingsPlanType::Compute, None, "1")],
        ..Held::default()
    };
    let outcome = net(&held, &running(&["m5.large"]), &["i-1 stop"]);
    let range = outcome.effects["i-1 stop"].net_savings_monthly_usd;
    assert_eq!((range.low, range.high), (Usd::ZERO, Usd::ZERO));
}
