//! Each rule against hand arithmetic and the answers that a hostile reader of the rules would try.

use cloudtrim::model::analysis::Analysis;
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::units::Usd;
use serde_json::{Value, json};

use super::estate_builder::{EstateBuilder, days_ago, recommendation};

fn usd(text: &str) -> Usd {
    text.parse().unwrap()
}

fn with(change: impl FnOnce(&mut EstateBuilder)) -> Analysis {
    let mut estate = EstateBuilder::new();
    estate.options.min_savings = Usd::ZERO;
    change(&mut estate);
    estate.analysis()
}

fn range(analysis: &Analysis, rule: &str, id: &str) -> Option<(String, String)> {
    let range = recommendation(analysis, rule, id)?.savings_range?;
    let plain = |amount: Usd| amount.to_string().replace('$', "");
    Some((plain(range.low), plain(range.high)))
}

fn instance_type_after(analysis: &Analysis, rule: &str, id: &str) -> Option<String> {
    let after = serde_json::to_value(recommendation(analysis, rule, id)?.after.as_ref()?).unwrap();
    Some(after["configuration"]["instance_type"].as_str().unwrap().to_owned())
}

/// What a rule says of a resource it cannot judge.
fn unknown(analysis: &Analysis, rule: &str) -> bool {
    analysis.gaps.iter().any(|gap| gap.rule.as_deref() == Some(rule))
}

const GP2: &str = "ebs-volume-gp2";

#[test]
fn gp2_to_gp3_as_provisioned_and_as_used() {
    // gp2 $0.10; gp3 $0.08, $0.005 an IOPS above 3,000, $0.04 a MiB/s above 125 (us-east-1).
    let cases = [
        (1, None, Some(("0.02", "0.02"))),
        (33, Some(("0.54", "0.54")), Some(("0.54", "0.66"))),
        (170, Some(("3.28", "3.28")), Some(("3.28", "3.40"))),
        (334, Some(("1.68", "1.68")), Some(("1.68", "6.68"))),
        (1000, Some(("15.00", "15.00")), Some(("15.00", "20.00"))),
        (5334, Some(("36.68", "36.68")), Some(("36.68", "106.68"))),
        (16_384, Some(("257.68", "257.68")), Some(("257.68", "327.68"))),
    ];
    for (size, provisioned, used) in cases {
        for (measured, expected) in [(false, provisioned), (true, used)] {
            let analysis = with(|estate| {
                let gp2 = json!({ "volume_type": "gp2", "size_gib": size, "iops": 3 * size, "throughput_mibps": null,
                    "state": "in-use", "attachments": [{ "instance_id": "i-1" }] });
                estate.volume("vol-1", gp2);
                if measured {
                    for metric in ["VolumeReadOps", "VolumeWriteOps", "VolumeReadBytes", "VolumeWriteBytes"] {
                        estate.metric(ResourceKind::EbsVolume, "vol-1", metric, "Sum", (3600, 14), |_| 3600.0);
                    }
                }
            });
            let found = range(&analysis, GP2, "vol-1");
            let found = found.as_ref().map(|(low, high)| (low.as_str(), high.as_str()));
            assert_eq!(found, expected, "{size} GiB, measured: {measured}");
        }
    }
}

/// Measured whole: CPU, network, EBS and memory (percent) of an instance through the lookback.
fn measured(estate: &mut EstateBuilder, id: &str, cpu: f64, memory: Option<f64>) {
    estate.cpu(id, cpu, cpu);
    for metric in ["NetworkIn", "NetworkOut", "EBSReadOps", "EBSWriteOps", "EBSReadBytes", "EBSWriteBytes"] {
        estate.metric(ResourceKind::Ec2Instance, id, metric, "Sum", (3600, 14), |_| 1_000_000.0);
    }
    if let Some(memory) = memory {
        estate.metric(ResourceKind::Ec2Instance, id, "mem_used_percent", "Maximum", (3600, 14), |_| memory);
    }
}

const SMALLER: &str = "ec2-instance-underutilized";

#[test]
fn memory_is_shrunk_only_where_it_was_measured_and_fits() {
    // 35 % of 16 GiB is 70 % of 8 GiB.
    for (memory, target, waits) in
        [(Some(35.0), Some("m5.large"), false), (Some(35.1), None, false), (None, None, true)]
    {
        let analysis = with(|estate| {
            estate.only_family("m5").instance("i-1", "m5.xlarge", json!({}));
            measured(estate, "i-1", 10.0, memory);
        });
        assert_eq!(instance_type_after(&analysis, SMALLER, "i-1").as_deref(), target, "{memory:?}");
        assert_eq!(unknown(&analysis, SMALLER), waits, "{memory:?}");
    }
}

#[test]
fn what_a_region_does_not_offer_is_no_target() {
    let analysis = with(|estate| {
        estate.instance("i-1", "m5.2xlarge", json!({}));
        measured(estate, "i-1", 5.0, Some(10.0));
        for (id, vcpus) in [("m5.2xlarge", 8), ("m5.xlarge", 4), ("c5.large", 2)] {
            let it = json!({ "account": super::estate_builder::ACCOUNT, "region": super::estate_builder::REGION,
                "id": id, "vcpus": vcpus, "memory_mib": 4096 * vcpus, "architectures": ["x86_64"] });
            estate.resources.instance_types.push(serde_json::from_value(it).unwrap());
        }
    });
    assert_eq!(instance_type_after(&analysis, SMALLER, "i-1").as_deref(), Some("m5.xlarge"));
}

#[test]
fn a_member_of_an_auto_scaling_group_is_never_told_to_stop() {
    let analysis = with(|estate| {
        estate.instance("i-1", "m5.xlarge", json!({ "auto_scaling_group": "web" }));
        estate.instance("i-2", "m4.large", json!({ "auto_scaling_group": "web" }));
        estate.instance(
            "i-3",
            "m5.large",
            json!({ "auto_scaling_group": "web", "state": "stopped",
            "stopped_at": days_ago(90) }),
        );
        for id in ["i-1", "i-2"] {
            estate.cpu(id, 1.0, 1.0);
            estate.metric(ResourceKind::Ec2Instance, id, "mem_used_percent", "Maximum", (3600, 14), |_| 5.0);
            for metric in ["NetworkIn", "NetworkOut"] {
                estate.metric(ResourceKind::Ec2Instance, id, metric, "Sum", (3600, 14), |_| 10.0);
            }
        }
    });
    assert!(recommendation(&analysis, "ec2-instance-idle", "i-1").is_none());
    assert!(recommendation(&analysis, "ec2-instance-stopped", "i-3").is_none());
    for (rule, id) in [(SMALLER, "i-1"), ("ec2-instance-previous-generation", "i-2")] {
        let caveats = recommendation(&analysis, rule, id).unwrap().caveats.join("\n");
        assert!(caveats.contains("launch template"), "{caveats}");
        assert!(!caveats.contains("must be stopped"), "{caveats}");
    }
}

#[test]
fn idle_has_two_sides_on_every_single_day() {
    // A day of 4.999 or of 5 MB among quiet ones; the same of the highest CPU.
    for (busiest_day, cpu, idle) in [(4_999_999.0, 4.9, true), (5_000_000.0, 4.9, false), (4_999_999.0, 5.0, false)] {
        let analysis = with(|estate| {
            estate.instance("i-1", "m5.large", json!({}));
            estate.metric(ResourceKind::Ec2Instance, "i-1", "CPUUtilization", "Maximum", (300, 14), |number| {
                if number == 1234 { cpu } else { 0.5 }
            });
            estate.metric(ResourceKind::Ec2Instance, "i-1", "NetworkIn", "Sum", (300, 14), |number| {
                if number == 1234 { busiest_day } else { 0.0 }
            });
            estate.metric(ResourceKind::Ec2Instance, "i-1", "NetworkOut", "Sum", (300, 14), |_| 0.0);
        });
        assert_eq!(recommendation(&analysis, "ec2-instance-idle", "i-1").is_some(), idle, "{busiest_day} {cpu}");
    }
}

#[test]
fn young_is_by_the_earlier_of_launch_and_root_attachment() {
    for (launched, attached, judged) in
        [(1, Some(14), true), (1, Some(13), false), (20, Some(3), true), (20, None, true), (1, None, false)]
    {
        let analysis = with(|estate| {
            let attached = attached.map(days_ago);
            estate.instance(
                "i-1",
                "m5.large",
                json!({ "launched_at": days_ago(launched), "root_attached_at": attached }),
            );
            estate.cpu("i-1", 1.0, 1.0);
            for metric in ["NetworkIn", "NetworkOut"] {
                estate.metric(ResourceKind::Ec2Instance, "i-1", metric, "Sum", (3600, 14), |_| 10.0);
            }
        });
        assert_eq!(recommendation(&analysis, "ec2-instance-idle", "i-1").is_some(), judged, "{launched} {attached:?}");
        assert_eq!(unknown(&analysis, "ec2-instance-idle"), !judged);
    }
}

const OLD: &str = "ec2-instance-previous-generation";

#[test]
fn previous_generations_have_the_successor_that_the_line_says() {
    let cases = [
        ("t2.micro", "linux", Some("t3.micro")),
        ("t2.large", "linux", Some("t3.large")),
        ("m4.large", "linux", Some("m5.large m6i.large")),
        ("c4.large", "linux", Some("c5.large c6i.large")),
        ("c4.8xlarge", "linux", Some("c5.9xlarge")),
        ("r4.large", "linux", Some("r5.large r6i.large")),
        ("m5.large", "linux", None),
        ("t3.large", "linux", None),
        ("t3a.large", "linux", None),
        ("m6g.large", "linux", None),
        ("t2.micro", "windows", None),
    ];
    let mut wrong = Vec::new();
    for (from, platform, expected) in cases {
        let architecture = if from.starts_with("m6g") { "arm64" } else { "x86_64" };
        let analysis = with(|estate| {
            estate.instance("i-1", from, json!({ "platform": platform, "architecture": architecture }));
        });
        let found = instance_type_after(&analysis, OLD, "i-1");
        let fits = match (&found, expected) {
            (Some(found), Some(expected)) => expected.split(' ').any(|it| it == found),
            (None, None) => !unknown(&analysis, OLD),
            _ => false,
        };
        if !fits {
            wrong.push(format!("{from} {platform}: {found:?}, unknown: {}", unknown(&analysis, OLD)));
        }
        if let Some(it) = recommendation(&analysis, OLD, "i-1") {
            assert!(it.monthly_savings_usd > Some(Usd::ZERO), "{from}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_hangs_on_a_stopped_instance_and_could_not_be_read_is_not_zero() {
    let analysis = with(|estate| {
        estate.instance(
            "i-1",
            "m5.large",
            json!({ "state": "stopped", "stopped_at": days_ago(60), "volume_ids": ["vol-1"] }),
        );
    });
    let it = recommendation(&analysis, "ec2-instance-stopped", "i-1").unwrap();
    assert_eq!(it.monthly_savings_usd, None, "{:?}", it.caveats);
}

#[test]
fn an_unreadable_stop_time_is_unknown() {
    let analysis = with(|estate| {
        estate.instance("i-1", "m5.large", json!({ "state": "stopped", "volume_ids": ["vol-1"] }));
        estate.volume("vol-1", json!({ "state": "in-use", "attachments": [{ "instance_id": "i-1" }] }));
    });
    assert!(unknown(&analysis, "ec2-instance-stopped") && unknown(&analysis, "ebs-volume-on-stopped-instance"));
    assert!(analysis.recommendations.is_empty());
}

#[test]
fn what_is_not_the_stopped_instances_own_stays() {
    let analysis = with(|estate| {
        let stopped = json!({ "state": "stopped", "stopped_at": days_ago(60), "volume_ids": ["vol-1", "vol-2"] });
        estate.instance("i-1", "m5.large", stopped);
        estate.instance("i-2", "m5.large", json!({ "volume_ids": ["vol-2"] }));
        let on = |ids: &[&str]| -> Value { ids.iter().map(|id| json!({ "instance_id": id })).collect() };
        estate.volume("vol-1", json!({ "state": "in-use", "attachments": on(&["i-1"]) }));
        estate.volume(
            "vol-2",
            json!({ "volume_type": "io2", "iops": 100, "throughput_mibps": null, "state": "in-use",
            "multi_attach": true, "attachments": on(&["i-1", "i-2"]) }),
        );
        let of = |more: Value| {
            let mut all = json!({ "association_id": "eipassoc-1", "instance_id": "i-1" });
            all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            all
        };
        estate.address("eipalloc-1", of(json!({})));
        estate.address("eipalloc-2", of(json!({ "service_managed": "alb" })));
        estate.address("eipalloc-3", of(json!({ "pool": "ipv4pool-ec2-1" })));
    });
    let it = recommendation(&analysis, "ec2-instance-stopped", "i-1").unwrap();
    // 100 GiB of gp3 and one address.
    assert_eq!(it.monthly_savings_usd, Some(usd("11.65")));
    let gone: Vec<&str> = it.before.attached.iter().map(|it| it.resource_id.as_str()).collect();
    assert_eq!(gone, ["vol-1", "eipalloc-1"]);
    assert!(recommendation(&analysis, "ebs-volume-on-stopped-instance", "vol-2").is_none());
    assert!(recommendation(&analysis, "ebs-volume-on-stopped-instance", "vol-1").is_some());
}

const RETENTION: &str = "logs-group-without-retention";
const LONG: &str = "logs-group-long-retention";
const GIB: f64 = 1_073_741_824.0;

fn group(stored_gib: u64, age: i64, retention: Option<u32>, silent_days: i64, gib_a_day: f64) -> Analysis {
    with(|estate| {
        let more =
            json!({ "stored_bytes": stored_gib << 30, "created_at": days_ago(age), "retention_days": retention });
        estate.log_group("/app", more);
        let days = age.min(90);
        if silent_days < days {
            estate.metric(ResourceKind::LogsGroup, "/app", "IncomingBytes", "Sum", (86_400, days), |day| {
                if day < days - silent_days { gib_a_day * GIB } else { 0.0 }
            });
        }
    })
}

#[test]
fn retention_saves_what_is_beyond_it_and_no_more() {
    let cases = [
        // 60 days at 1 GiB a day stored as 12: ratio 0.2, so 6 of 12 GiB stay ($0.03 a GiB).
        (RETENTION, group(12, 60, None, 0, 1.0), ("0.18", "0.18")),
        // Older than the window: ratio 0.15 to 1, 30 GiB a month in: 4.5 to 30 GiB stay of 1000.
        (RETENTION, group(1000, 400, None, 0, 1.0), ("29.10", "29.86")),
        // Truly nothing came in for 90 days: nothing is younger than 30 days.
        (RETENTION, group(100, 400, None, 90, 0.0), ("3.00", "3.00")),
        // Nothing for 40 days, 30 are kept.
        (RETENTION, group(100, 400, None, 40, 1.0), ("3.00", "3.00")),
        // Nothing for 90 days, but 365 are kept: what is stored may all be younger than that.
        (LONG, group(100, 800, Some(731), 90, 0.0), ("0.00", "3.00")),
        (LONG, group(100, 800, Some(731), 40, 1.0), ("0.00", "3.00")),
    ];
    for (number, (rule, analysis, (low, high))) in cases.iter().enumerate() {
        let found = range(analysis, rule, "/app");
        assert_eq!(found, Some(((*low).to_owned(), (*high).to_owned())), "case {number}");
    }
}

#[test]
fn a_group_younger_than_the_target_saves_nothing_yet() {
    let analysis = group(12, 20, None, 0, 1.0);
    let it = recommendation(&analysis, RETENTION, "/app").unwrap();
    assert_eq!(it.monthly_savings_usd, Some(Usd::ZERO));
    assert!(it.caveats.iter().any(|caveat| caveat.contains("begins to show in 10 days")), "{:?}", it.caveats);
}

#[test]
fn a_suppression_of_what_is_nothing_better_matches_nothing() {
    let analysis = with(|estate| {
        estate.instance("i-1", "m7i.large", json!({}));
        estate.options.suppressions = vec![cloudtrim::analyze::Suppression {
            rule: Some(OLD.to_owned()),
            resource: Some("i-1".to_owned()),
            tag: None,
            account: None,
            reason: "tested".to_owned(),
            owner: "platform".to_owned(),
            expires: None,
            at: "cloudtrim.yml:1".to_owned(),
        }];
    });
    assert_eq!(analysis.warnings.len(), 1, "{:?}", analysis.warnings);
}

#[test]
fn bare_metal_is_no_smaller_virtual_machine() {
    let analysis = with(|estate| {
        estate.instance("i-1", "m5.metal", json!({}));
        measured(estate, "i-1", 1.0, Some(1.0));
    });
    assert!(recommendation(&analysis, SMALLER, "i-1").is_none());
}

#[test]
fn stopping_what_a_dedicated_host_carries_saves_nothing_known() {
    let analysis = with(|estate| {
        estate.instance("i-1", "m5.large", json!({ "tenancy": "host" }));
        estate.cpu("i-1", 1.0, 1.0);
        for metric in ["NetworkIn", "NetworkOut"] {
            estate.metric(ResourceKind::Ec2Instance, "i-1", metric, "Sum", (3600, 14), |_| 10.0);
        }
    });
    let saving = recommendation(&analysis, "ec2-instance-idle", "i-1").and_then(|it| it.monthly_savings_usd);
    assert_eq!(saving, None);
    assert_eq!(analysis.totals.net_savings_monthly_usd, Usd::ZERO);
}
