//! Auto Scaling groups and services on Fargate: size, number, architecture, and one honest total.

use std::fmt::Write as _;

use cloudtrim::model::action::Action;
use cloudtrim::model::analysis::{Analysis, Recommendation};
use cloudtrim::model::configuration::{Configuration, EcsServiceConfiguration};
use cloudtrim::model::ids::ResourceKind::{AutoscalingGroup, Ec2Instance, EcsService};
use cloudtrim::report::{Format, Layout, render};
use cloudtrim::units::Usd;
use serde_json::{Value, json};

use super::{caveated, usd};
use crate::analyze::estate_builder::{EstateBuilder, recommendation};

const HOURLY: (i64, i64) = (3600, 14);
const FLOOR: &str = "autoscaling-group-capacity-floor";
const OVERSIZED: &str = "autoscaling-group-oversized";
const TASK: &str = "ecs-service-oversized-task";

fn measured_service(more: Value, cpu: f64, memory: f64) -> EstateBuilder {
    let mut estate = EstateBuilder::new();
    estate.service("shop/checkout", more);
    for statistic in ["Average", "Maximum"] {
        estate.metric(EcsService, "shop/checkout", "CPUUtilization", statistic, HOURLY, |_| cpu);
        estate.metric(EcsService, "shop/checkout", "MemoryUtilization", statistic, HOURLY, |_| memory);
    }
    estate
}

fn measured_group(count: u32, more: Value, cpu: f64) -> EstateBuilder {
    let mut estate = EstateBuilder::new();
    estate.group("web", "m5.xlarge", count, more);
    for statistic in ["Average", "Maximum"] {
        estate.metric(AutoscalingGroup, "web", "CPUUtilization", statistic, HOURLY, |_| cpu);
    }
    estate
}

fn tasks_after(it: &Recommendation) -> &EcsServiceConfiguration {
    match &it.after.as_ref().unwrap().configuration {
        Configuration::EcsService(service) => service,
        other => panic!("{other:?}"),
    }
}

/// CPU units, MiB and tasks after the change.
fn resized(estate: &EstateBuilder) -> Option<(u32, u32, f64)> {
    let analysis = estate.analysis();
    let it = recommendation(&analysis, TASK, "shop/checkout")?;
    let service = tasks_after(it);
    let task = service.task.as_ref().unwrap();
    Some((task.cpu_units, task.memory_mib, service.tasks_by_provider.values().sum()))
}

#[test]
fn a_task_is_the_smallest_that_carries_both_with_headroom() {
    // Flat use must leave 30 % free: 17.5 % of 1 vCPU is a quarter, 17.5 % of 2 GiB half a GiB.
    let cases = [
        (17.4, 17.4, Some((256, 512, 4.0))),
        // Three of the next size are cheaper than four.
        (17.6, 17.4, Some((512, 1024, 3.0))),
        (17.4, 17.6, Some((256, 1024, 4.0))),
        (34.9, 34.9, Some((512, 1024, 4.0))),
        // Half the size is too small, and so are three tasks of four.
        (60.0, 60.0, None),
        // Three carry it.
        (50.0, 50.0, Some((1024, 2048, 3.0))),
    ];
    for (cpu, memory, expected) in cases {
        assert_eq!(resized(&measured_service(json!({}), cpu, memory)), expected, "{cpu} % and {memory} %");
    }
}

#[test]
fn a_pair_of_tasks_stays_a_pair() {
    let smallest = json!({ "cpu_units": 256, "memory_mib": 512, "desired_count": 2, "running_count": 2 });
    assert_eq!(resized(&measured_service(smallest, 1.0, 1.0)), None);
    let many = json!({ "cpu_units": 256, "memory_mib": 512, "desired_count": 9, "running_count": 9 });
    let analysis = measured_service(many, 1.0, 1.0).analysis();
    let it = recommendation(&analysis, TASK, "shop/checkout").unwrap();
    assert_eq!((it.action, tasks_after(it).tasks_by_provider["FARGATE"]), (Action::ScaleIn, 2.0));
    assert!(caveated(it, "two tasks stay"), "{:?}", it.caveats);
}

#[test]
fn a_target_is_not_passed_by_a_smaller_task() {
    let policies = |metric: &str| {
        json!({ "min_capacity": 4, "max_capacity": 9, "scaling_policies": [
            { "name": "keep", "policy_type": "TargetTrackingScaling", "metric": metric, "target_value": 50.0 },
        ] })
    };
    // 30 % on half the size is 60 %: above the target of 50 %, so CPU stays; half the memory goes.
    let by_cpu = policies("ECSServiceAverageCPUUtilization");
    assert_eq!(resized(&measured_service(by_cpu, 30.0, 10.0)), None);
    // Requests are the same for each task, whatever its size.
    let by_requests = policies("ALBRequestCountPerTarget");
    assert_eq!(resized(&measured_service(by_requests, 30.0, 10.0)), Some((512, 1024, 4.0)));
}

#[test]
fn tasks_that_ran_on_average_are_priced() {
    let mut estate = measured_service(json!({}), 90.0, 90.0);
    let before = estate.analysis().totals.list_cost_monthly_usd;
    // 4 × (1 × 0.04048 + 2 × 0.004445) × 730.
    assert_eq!(before, usd("144.1604"));
    for statistic in ["Average", "Maximum"] {
        estate.metric(EcsService, "shop/checkout", "RunningTaskCount", statistic, HOURLY, |_| 6.0);
    }
    assert_eq!(estate.analysis().totals.list_cost_monthly_usd, usd("216.2406"));
}

#[test]
fn size_and_architecture_stack() {
    let analysis = measured_service(json!({}), 17.4, 17.4).analysis();
    let selected: Vec<_> =
        analysis.recommendations.iter().filter(|it| it.selected).map(|it| it.rule.as_str()).collect();
    assert_eq!(selected, [TASK, "ecs-service-x86"]);
    // 4 × (0.25 × 0.03238 + 0.5 × 0.00356) × 730 is left.
    assert_eq!(analysis.totals.list_cost_monthly_usd - analysis.totals.net_savings_monthly_usd, usd("28.835"));
    assert_saves_no_more_than_it_costs(&analysis);
}

#[test]
fn tasks_on_instances_are_priced_with_them() {
    let analysis = measured_service(json!({ "launch_type": "EC2" }), 1.0, 1.0).analysis();
    assert_eq!(analysis.totals.list_cost_monthly_usd, Usd::ZERO);
    assert!(analysis.recommendations.is_empty() && analysis.gaps.is_empty(), "{:?}", analysis.gaps);
}

/// How many instances are deleted.
fn gone(it: &Recommendation) -> usize {
    let after = it.after.as_ref().unwrap();
    after.attached.iter().filter(|attached| attached.configuration == Configuration::Absent).count()
}

#[test]
fn a_group_keeps_what_its_demand_takes_and_one_in_each_zone() {
    // Flat use of ten must leave 30 % free.
    let cases = [(27.9, Some(6)), (28.1, Some(5)), (1.0, Some(7)), (62.9, Some(1)), (63.1, None)];
    for (cpu, expected) in cases {
        let analysis = measured_group(10, json!({}), cpu).analysis();
        let it = recommendation(&analysis, FLOOR, "web");
        assert_eq!(it.map(gone), expected, "{cpu} %");
        if let Some(it) = it {
            // m5.xlarge costs $0.192 an hour.
            let each = usd("140.16");
            assert_eq!(it.monthly_savings_usd, Some((0..gone(it)).map(|_| each).sum()), "{cpu} %");
        }
    }
}

#[test]
fn what_policies_add_stays() {
    let policy = json!({ "name": "keep", "policy_type": "TargetTrackingScaling", "metric": "ASGAverageCPUUtilization",
                         "target_value": 50.0 });
    let mut estate = measured_group(6, json!({ "scaling_policies": [policy], "min_size": 6 }), 8.0);
    // A third of the hours runs nine.
    for statistic in ["Average", "Maximum", "Minimum"] {
        estate.metric(AutoscalingGroup, "web", "GroupInServiceInstances", statistic, HOURLY, |at| {
            if at % 3 == 0 { 9.0 } else { 6.0 }
        });
    }
    let analysis = estate.analysis();
    let it = recommendation(&analysis, FLOOR, "web").unwrap();
    // Three instances in two thirds of the hours.
    assert_eq!(gone(it), 2);
    assert!(caveated(it, "whole instances"), "{:?}", it.caveats);
}

#[test]
fn memory_of_the_instances_holds_them() {
    let mut estate = measured_group(10, json!({}), 5.0);
    for number in 0..10 {
        estate.metric(Ec2Instance, &format!("i-{number}"), "mem_used_percent", "Average", HOURLY, |_| 45.0);
    }
    // 45 % of ten with 30 % free takes seven.
    assert_eq!(recommendation(&estate.analysis(), FLOOR, "web").map(gone), Some(3));
}

#[test]
fn one_instance_is_counted_once() {
    let mut estate = measured_group(8, json!({}), 10.0);
    for number in 0..8 {
        let id = format!("i-{number}");
        estate.cpu(&id, 10.0, 10.0);
        estate.metric(Ec2Instance, &id, "mem_used_percent", "Average", HOURLY, |_| 10.0);
        estate.metric(Ec2Instance, &id, "mem_used_percent", "Maximum", HOURLY, |_| 10.0);
    }
    let analysis = estate.analysis();
    assert!(recommendation(&analysis, FLOOR, "web").is_some() && recommendation(&analysis, OVERSIZED, "web").is_some());
    let of_group = |it: &&Recommendation| it.selected && it.resource_id == "web";
    assert_eq!(analysis.recommendations.iter().filter(of_group).count(), 1, "both spend the same spare capacity");
    assert_saves_no_more_than_it_costs(&analysis);
    assert!(analysis.totals.overlap_monthly_usd > Usd::ZERO);
}

#[test]
fn what_differs_is_not_judged_as_one() {
    let spot = json!({ "mixed_instances_policy": { "on_demand_percentage_above_base": 0 } });
    let several = json!({ "mixed_instances_policy": {
        "overrides": [{ "instance_type": "m5.xlarge" }, { "instance_type": "m5a.xlarge" }],
    } });
    let vcpus = json!({ "desired_capacity_type": "vcpu" });
    let scheduled = json!({ "scheduled_actions": 1 });
    let cases =
        [(spot, "is spot"), (several, "several instance types"), (vcpus, "counts vcpu"), (scheduled, "by the clock")];
    for (more, said) in cases {
        let analysis = measured_group(6, more, 1.0).analysis();
        let told = analysis.gaps.iter().filter(|gap| gap.resource_id.as_deref() == Some("web")).collect::<Vec<_>>();
        assert!(!told.is_empty() && told.iter().all(|gap| gap.detail.contains(said)), "{told:#?}");
    }
}

fn assert_saves_no_more_than_it_costs(analysis: &Analysis) {
    assert!(analysis.totals.net_savings_monthly_usd <= analysis.totals.list_cost_monthly_usd);
    assert!(analysis.totals.net_savings_monthly_usd <= analysis.totals.gross_savings_monthly_usd);
}

#[test]
fn the_report_names_sizes_and_numbers() {
    let mut estate = measured_group(6, json!({}), 10.0);
    estate.service("shop/checkout", json!({}));
    for statistic in ["Average", "Maximum"] {
        estate.metric(EcsService, "shop/checkout", "CPUUtilization", statistic, HOURLY, |_| 12.0);
        estate.metric(EcsService, "shop/checkout", "MemoryUtilization", statistic, HOURLY, |_| 30.0);
    }
    let csv = render(&estate.analysis(), Format::Csv, &Layout::default()).unwrap();
    let columns = ["rule", "resource_id", "action", "effort", "monthly_savings_usd", "change", "evidence", "caveats"];
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let mut shown = String::new();
    for record in reader.records() {
        let record = record.unwrap();
        for column in columns {
            let at = header.iter().position(|name| name == column).unwrap();
            writeln!(shown, "{column}: {}", &record[at]).unwrap();
        }
        shown.push('\n');
    }
    insta::assert_snapshot!(shown);
}
