//! Instances: stop, rightsize, upgrade, surplus credits, monitoring.

use cloudtrim::model::gap::GapReason;
use cloudtrim::model::ids::ResourceKind::Ec2Instance;
use serde_json::json;

use super::{caveated, type_after, usd};
use crate::analyze::estate_builder::{EstateBuilder, recommendation};

const HOURLY: (i64, i64) = (3600, 14);

fn busy(instance_type: &str, average: f64, memory: Option<f64>) -> EstateBuilder {
    let mut estate = EstateBuilder::new();
    estate.instance("i-1", instance_type, json!({}));
    estate.cpu("i-1", average, average);
    if let Some(memory) = memory {
        estate.metric(Ec2Instance, "i-1", "mem_used_percent", "Maximum", HOURLY, |_| memory);
        estate.metric(Ec2Instance, "i-1", "mem_used_percent", "Average", HOURLY, |_| memory);
    }
    estate
}

/// The proposed type where m5 is preferred.
fn rightsized(mut estate: EstateBuilder) -> Option<String> {
    estate.options.rightsizing.families.preferred = vec!["m5".to_owned()];
    let analysis = estate.analysis();
    recommendation(&analysis, "ec2-instance-underutilized", "i-1").map(|it| type_after(it).to_owned())
}

#[test]
fn cpu_decides_the_size_with_headroom() {
    // m5.2xlarge: 8 vCPUs, 32 GiB. A steady 17.5 % is 1.4 vCPUs, 70 % of 2; 35 % is 2.8, 70 % of 4.
    let cases = [(17.5, "m5.large"), (17.6, "m5.xlarge"), (35.0, "m5.xlarge")];
    for (average, expected) in cases {
        let found = rightsized(busy("m5.2xlarge", average, Some(10.0)));
        assert_eq!(found.as_deref(), Some(expected), "{average} %");
    }
    // No smaller m5 carries it; a cheaper family of the same size does.
    assert_eq!(rightsized(busy("m5.2xlarge", 35.1, Some(10.0))).as_deref(), Some("c6a.2xlarge"));
}

#[test]
fn memory_decides_the_size_with_headroom() {
    // 17.5 % of 32 GiB is 5.6, 70 % of 8.
    for (memory, expected) in [(17.5, "m5.large"), (17.6, "m5.xlarge"), (35.0, "m5.xlarge")] {
        assert_eq!(rightsized(busy("m5.2xlarge", 5.0, Some(memory))).as_deref(), Some(expected), "{memory} %");
    }
}

#[test]
fn of_all_types_the_cheapest_is_proposed_with_others_to_choose_from() {
    let analysis = busy("m5.2xlarge", 17.5, Some(17.5)).analysis();
    let it = recommendation(&analysis, "ec2-instance-underutilized", "i-1").unwrap();
    let shown: Vec<String> = it
        .options
        .iter()
        .map(|option| {
            let used: Vec<String> = option
                .projected
                .iter()
                .map(|use_| format!("{} {:?} %", use_.dimension, use_.percent.unwrap()))
                .collect();
            format!(
                "{} saves {}, {}, {:?} risk, effort {}",
                option.target,
                option.monthly_savings_usd.unwrap(),
                used.join(", "),
                option.performance_risk.unwrap(),
                option.migration_effort
            )
        })
        .collect();
    assert_eq!(it.options[0].target, type_after(it));
    assert_eq!(it.options[0].monthly_savings_usd, it.monthly_savings_usd);
    assert!(it.options.iter().all(|option| option.list_cost_monthly_usd < Some(it.before.list_cost_monthly_usd)));
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn unmeasured_memory_never_shrinks_and_the_agent_is_named() {
    let analysis = busy("m5.2xlarge", 5.0, None).analysis();
    let it = recommendation(&analysis, "ec2-instance-underutilized", "i-1").unwrap();
    let spec = |name: &str| cloudtrim::pricing::PriceBook::embedded().instance_spec(name).unwrap().memory_gib;
    assert!(it.options.iter().all(|option| spec(&option.target) >= 32.0), "{:?}", it.options);
    assert!(it.evidence.iter().any(|evidence| evidence.value.contains("with the CloudWatch agent")));
    // Where nothing with as much memory is cheaper, it is a gap.
    let mut estate = busy("m5.2xlarge", 5.0, None);
    estate.only_family("m5");
    let analysis = estate.analysis();
    assert!(recommendation(&analysis, "ec2-instance-underutilized", "i-1").is_none());
    let gap = analysis.gaps.iter().find(|gap| gap.rule.as_deref() == Some("ec2-instance-underutilized")).unwrap();
    assert_eq!((gap.reason, gap.resource_id.as_deref()), (GapReason::NoData, Some("i-1")));
    assert!(gap.detail.contains("CloudWatch agent"), "{}", gap.detail);
}

#[test]
fn measured_traffic_vetoes_and_unmeasured_traffic_is_a_caveat() {
    let analysis = busy("m5.2xlarge", 5.0, Some(10.0)).analysis();
    let it = recommendation(&analysis, "ec2-instance-underutilized", "i-1").unwrap();
    assert!(caveated(it, "network demand") && caveated(it, "EBS demand") && caveated(it, "commitments"));
    // m5.large has 0.75 Gbit/s, of which a steady demand leaves 30 % free.
    for (gbps, expected) in [(0.52, "m5.large"), (0.53, "m5.xlarge")] {
        let mut estate = busy("m5.2xlarge", 5.0, Some(10.0));
        for metric in ["NetworkIn", "NetworkOut"] {
            estate.metric(Ec2Instance, "i-1", metric, "Sum", HOURLY, |_| gbps * 1e9 / 8.0 * 3600.0);
        }
        assert_eq!(rightsized(estate).as_deref(), Some(expected), "{gbps} Gbit/s");
    }
}

#[test]
fn the_saving_is_the_difference_of_two_list_costs() {
    let mut estate = busy("m5.2xlarge", 17.5, Some(10.0));
    estate.options.rightsizing.families.preferred = vec!["m5".to_owned()];
    let analysis = estate.analysis();
    let it = recommendation(&analysis, "ec2-instance-underutilized", "i-1").unwrap();
    // ($0.384 − $0.096) × 730 h.
    assert_eq!(it.monthly_savings_usd, Some(usd("210.24")));
    assert_eq!(it.before.list_cost_monthly_usd - it.after.as_ref().unwrap().list_cost_monthly_usd, usd("210.24"));
    assert!(it.evidence.iter().any(|evidence| evidence.fact.contains("CPUUtilization Average p99.5")));
}

#[test]
fn what_is_too_small_is_told_with_what_mending_costs() {
    let analysis = busy("m5.large", 96.0, Some(50.0)).analysis();
    let it = recommendation(&analysis, "ec2-instance-underprovisioned", "i-1").unwrap();
    let larger = cloudtrim::pricing::PriceBook::embedded().instance_spec(type_after(it)).unwrap();
    assert!(larger.vcpus > 2 && larger.memory_gib >= 8.0);
    assert!(it.monthly_savings_usd.unwrap() < usd("0") && !it.selected && it.hygiene);
    assert_eq!(analysis.totals.net_savings_monthly_usd, usd("0"));
}

#[test]
fn graviton_is_a_recommendation_of_its_own_and_never_for_windows() {
    let graviton = |more| {
        let mut estate = busy("m5.2xlarge", 5.0, Some(10.0));
        estate.resources.instances.clear();
        estate.instance("i-1", "m5.2xlarge", more);
        let analysis = estate.analysis();
        recommendation(&analysis, "ec2-instance-graviton", "i-1").map(|it| (type_after(it).to_owned(), it.clone()))
    };
    let (target, it) = graviton(json!({})).unwrap();
    assert_eq!(it.action, cloudtrim::model::action::Action::MigrateToGraviton);
    assert!(target.contains("g.") && caveated(&it, "arm64"), "{target}");
    assert!(it.options.iter().all(|option| option.differences.iter().any(|line| line.contains("architecture arm64"))));
    assert!(graviton(json!({ "platform": "windows" })).is_none());
    assert!(graviton(json!({ "architecture": "arm64", "instance_type": "m6g.2xlarge" })).is_none());
}

#[test]
fn an_idle_instance_is_stopped_rather_than_rightsized_and_counts_once() {
    let mut estate = busy("m5.2xlarge", 1.0, Some(5.0));
    for metric in ["NetworkIn", "NetworkOut"] {
        estate.metric(Ec2Instance, "i-1", metric, "Sum", HOURLY, |_| 1000.0);
    }
    let analysis = estate.analysis();
    let stop = recommendation(&analysis, "ec2-instance-idle", "i-1").unwrap();
    let smaller = recommendation(&analysis, "ec2-instance-underutilized", "i-1").unwrap();
    assert!(stop.selected && !smaller.selected);
    assert_eq!(analysis.totals.net_savings_monthly_usd, usd("280.32"));
    let others: cloudtrim::units::Usd =
        analysis.recommendations.iter().filter(|it| !it.selected).filter_map(|it| it.monthly_savings_usd).sum();
    assert_eq!(analysis.totals.overlap_monthly_usd, others);
}

#[test]
fn an_auto_scaling_member_is_never_stopped_alone() {
    let mut estate = busy("m5.2xlarge", 1.0, Some(5.0));
    for metric in ["NetworkIn", "NetworkOut"] {
        estate.metric(Ec2Instance, "i-1", metric, "Sum", HOURLY, |_| 1000.0);
    }
    estate.resources.instances[0].auto_scaling_group = Some("web".to_owned());
    let analysis = estate.analysis();
    assert!(recommendation(&analysis, "ec2-instance-idle", "i-1").is_none());
    let smaller = recommendation(&analysis, "ec2-instance-underutilized", "i-1").unwrap();
    assert!(caveated(smaller, "Auto Scaling group web"));
}

#[test]
fn previous_generations_move_to_a_cheaper_newer_one() {
    let cases = [
        ("t2.medium", Some("t3.medium")),
        ("m4.large", Some("m6i.large")),
        // c6i.large has fewer EBS operations a second than c4.large.
        ("c4.large", Some("c5.large")),
        ("t3.medium", None),
        ("m5.large", None),
    ];
    for (from, to) in cases {
        let mut estate = EstateBuilder::new();
        estate.instance("i-1", from, json!({}));
        let analysis = estate.analysis();
        let it = recommendation(&analysis, "ec2-instance-previous-generation", "i-1");
        assert_eq!(it.map(type_after), to, "{from}");
        assert!(it.is_none_or(|it| caveated(it, "from Xen to Nitro")));
    }
}

#[test]
fn an_image_that_cannot_start_there_is_left_alone() {
    for change in [json!({ "virtualization": "paravirtual" }), json!({ "architecture": "i386" })] {
        let mut estate = EstateBuilder::new();
        estate.instance("i-1", "t2.medium", change);
        let analysis = estate.analysis();
        assert!(recommendation(&analysis, "ec2-instance-previous-generation", "i-1").is_none());
    }
}

fn surplus(credits_an_hour: f64) -> EstateBuilder {
    let mut estate = EstateBuilder::new();
    estate.instance("i-1", "t3.medium", json!({}));
    estate.cpu("i-1", 30.0, 60.0);
    estate.metric(Ec2Instance, "i-1", "CPUSurplusCreditsCharged", "Sum", HOURLY, |_| credits_an_hour);
    estate
}

#[test]
fn surplus_credits_are_part_of_the_cost() {
    // 12 credits an hour: 0.2 vCPU-hours × $0.05 an hour on top of $0.0416.
    let analysis = surplus(12.0).analysis();
    assert_eq!(analysis.totals.list_cost_monthly_usd, usd("37.668"));
}

#[test]
fn a_steadier_type_only_where_it_costs_less_than_size_and_surplus() {
    // c6i.large (2 vCPUs, 4 GiB) costs $0.0434 an hour more than t3.medium, as much as 52.08 credits an hour.
    for (credits, expected) in [(12.0, None), (52.0, None), (52.2, Some("c6i.large")), (84.0, Some("c6i.large"))] {
        let mut estate = surplus(credits);
        estate.options.min_savings = cloudtrim::units::Usd::ZERO;
        let analysis = estate.analysis();
        let it = recommendation(&analysis, "ec2-instance-surplus-credits", "i-1");
        assert_eq!(it.map(type_after), expected, "{credits} credits an hour");
    }
}

#[test]
fn detailed_monitoring_without_an_alarm() {
    let mut estate = EstateBuilder::new();
    estate.instance("i-1", "m5.large", json!({ "detailed_monitoring": true }));
    let analysis = estate.analysis();
    let it = recommendation(&analysis, "ec2-instance-detailed-monitoring", "i-1").unwrap();
    // Seven metrics at $0.30.
    assert_eq!(it.monthly_savings_usd, Some(usd("2.1")));
}
