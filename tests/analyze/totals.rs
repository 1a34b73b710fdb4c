//! What counts, what is an alternative, what is only said.

use cloudtrim::analyze::Suppression;
use cloudtrim::model::action::Action;
use cloudtrim::units::Usd;
use serde_json::json;

use super::estate_builder::{ACCOUNT, EstateBuilder, days_ago, recommendation};

fn usd(text: &str) -> Usd {
    text.parse().unwrap()
}

#[test]
fn an_unattached_gp2_volume_is_deleted_or_migrated_not_both() {
    let mut estate = EstateBuilder::new();
    estate.volume("vol-1", json!({ "volume_type": "gp2", "size_gib": 1000, "iops": 3000, "throughput_mibps": null }));
    let analysis = estate.analysis();
    let delete = recommendation(&analysis, "ebs-volume-unattached", "vol-1").unwrap();
    let migrate = recommendation(&analysis, "ebs-volume-gp2", "vol-1").unwrap();
    // 1000 GiB of gp2 at $0.10; gp3 at $0.08 and 125 MiB/s more at $0.04.
    assert_eq!(delete.monthly_savings_usd, Some(usd("100")));
    assert_eq!(migrate.monthly_savings_usd, Some(usd("15")));
    assert!(delete.selected && !migrate.selected);
    let totals = &analysis.totals;
    assert_eq!(totals.list_cost_monthly_usd, usd("100"));
    assert_eq!(totals.gross_savings_monthly_usd, usd("115"));
    assert_eq!(totals.overlap_monthly_usd, usd("15"));
    assert_eq!(totals.net_savings_monthly_usd, usd("100"));
}

/// Stopped for 60 days with two volumes and an address.
fn stopped() -> EstateBuilder {
    let mut estate = EstateBuilder::new();
    estate.instance(
        "i-1",
        "m5.large",
        json!({
            "state": "stopped", "stopped_at": days_ago(60), "volume_ids": ["vol-1", "vol-2"],
        }),
    );
    for id in ["vol-1", "vol-2"] {
        estate.volume(
            id,
            json!({
                "state": "in-use", "attachments": [{ "instance_id": "i-1", "attached_at": days_ago(200) }],
            }),
        );
    }
    estate.address("eipalloc-1", json!({ "association_id": "eipassoc-1", "instance_id": "i-1" }));
    estate
}

#[test]
fn a_stopped_instance_prices_what_hangs_on_it_and_each_volume_counts_once() {
    let analysis = stopped().analysis();
    let whole = recommendation(&analysis, "ec2-instance-stopped", "i-1").unwrap();
    // 2 × 100 GiB × $0.08 + 730 h × $0.005; never the compute.
    assert_eq!(whole.monthly_savings_usd, Some(usd("19.65")));
    assert_eq!((whole.action, whole.hygiene, whole.selected), (Action::Delete, true, true));
    assert_eq!(whole.before.attached.len(), 3);
    let volume = recommendation(&analysis, "ebs-volume-on-stopped-instance", "vol-1").unwrap();
    assert_eq!(volume.monthly_savings_usd, Some(usd("8")));
    let totals = &analysis.totals;
    assert_eq!(totals.gross_savings_monthly_usd, usd("35.65"));
    assert_eq!(totals.net_savings_monthly_usd, usd("19.65"));
    assert_eq!(totals.overlap_monthly_usd, usd("16"));
    assert!(totals.net_savings_monthly_usd <= totals.list_cost_monthly_usd);
}

#[test]
fn the_exempting_tag_exempts_its_bearer_alone() {
    let tag = json!({ "cloudtrim": "ignore" });
    let mut instance_exempt = stopped();
    instance_exempt.resources.instances[0].tags = serde_json::from_value(tag.clone()).unwrap();
    let analysis = instance_exempt.analysis();
    assert!(recommendation(&analysis, "ec2-instance-stopped", "i-1").is_none());
    assert!(recommendation(&analysis, "ebs-volume-on-stopped-instance", "vol-1").is_some_and(|it| it.selected));
    assert_eq!(analysis.exempted.len(), 1);

    let mut volume_exempt = stopped();
    volume_exempt.resources.volumes[0].tags = serde_json::from_value(tag).unwrap();
    let analysis = volume_exempt.analysis();
    let whole = recommendation(&analysis, "ec2-instance-stopped", "i-1").unwrap();
    assert_eq!(whole.monthly_savings_usd, Some(usd("11.65")));
    assert!(whole.caveats.iter().any(|caveat| caveat.contains("vol-1 is exempted")));
    assert_eq!(analysis.exempted[0].by, "cloudtrim=ignore");
}

#[test]
fn hygiene_stays_below_min_savings_and_counts_nothing() {
    let mut estate = EstateBuilder::new();
    estate.instance("i-1", "m5.large", json!({ "state": "stopped", "stopped_at": days_ago(60) }));
    let analysis = estate.analysis();
    let it = recommendation(&analysis, "ec2-instance-stopped", "i-1").unwrap();
    assert_eq!(it.monthly_savings_usd, Some(Usd::ZERO));
    assert_eq!(analysis.totals.gross_savings_monthly_usd, Usd::ZERO);
}

#[test]
fn min_savings_has_two_sides() {
    // 12 GiB × $0.08 = $0.96; 13 GiB = $1.04.
    for (size, found) in [(12, false), (13, true)] {
        let mut estate = EstateBuilder::new();
        estate.volume("vol-1", json!({ "size_gib": size }));
        let analysis = estate.analysis();
        assert_eq!(recommendation(&analysis, "ebs-volume-unattached", "vol-1").is_some(), found, "{size} GiB");
    }
}

#[test]
fn unknown_savings_stay_as_null_and_make_totals_at_least() {
    let mut estate = EstateBuilder::new();
    estate
        .bucket("versions", json!({ "versioning": "enabled", "bytes_by_class": { "STANDARD": 1 }, "object_count": 1 }));
    let analysis = estate.analysis();
    let it = recommendation(&analysis, "s3-bucket-noncurrent-versions", "versions").unwrap();
    assert_eq!((it.monthly_savings_usd, it.savings_range), (None, None));
    assert!(it.hygiene && !it.selected && analysis.totals.savings_at_least);
    assert_eq!(analysis.totals.net_savings_monthly_usd, Usd::ZERO);
}

#[test]
fn a_suppressed_finding_is_shown_apart_and_counts_nothing() {
    let mut estate = EstateBuilder::new();
    estate.volume("vol-1", json!({}));
    let suppression = |resource: &str, expires: Option<&str>, at: &str| Suppression {
        rule: Some("ebs-volume-unattached".to_owned()),
        resource: Some(resource.to_owned()),
        tag: None,
        account: Some(ACCOUNT.to_owned()),
        reason: "kept for audit".to_owned(),
        owner: "platform".to_owned(),
        expires: expires.map(|day| day.parse().unwrap()),
        at: at.to_owned(),
    };
    estate.options.suppressions =
        vec![suppression("vol-1", None, "cloudtrim.yml:1"), suppression("vol-9", None, "cloudtrim.yml:7")];
    let analysis = estate.analysis();
    assert!(analysis.recommendations.is_empty());
    assert_eq!(analysis.suppressed[0].owner, "platform");
    assert_eq!(analysis.totals.gross_savings_monthly_usd, Usd::ZERO);
    assert_eq!(analysis.warnings.len(), 1);
    assert!(analysis.warnings[0].starts_with("cloudtrim.yml:7"));

    estate.options.suppressions = vec![suppression("vol-1", Some("2026-11-14"), "cloudtrim.yml:1")];
    let analysis = estate.analysis();
    assert_eq!(analysis.recommendations.len(), 1);
    assert!(analysis.warnings[0].contains("expired on 2026-11-14"));
}

#[test]
fn terminated_instances_cost_nothing() {
    let mut estate = EstateBuilder::new();
    estate.instance("i-1", "m5.large", json!({ "state": "terminated" }));
    assert_eq!(estate.analysis().totals.list_cost_monthly_usd, Usd::ZERO);
}

#[test]
fn the_same_estate_gives_the_same_bytes_in_any_order_of_resources() {
    let estate = stopped();
    let mut reversed = stopped();
    reversed.resources.volumes.reverse();
    let bytes = |estate: &EstateBuilder| serde_json::to_string(&estate.analysis()).unwrap();
    assert_eq!(bytes(&estate), bytes(&estate));
    assert_eq!(bytes(&estate), bytes(&reversed));
}

#[test]
fn ids_are_fingerprints_that_stay() {
    let first = stopped().analysis();
    let mut later = stopped();
    later.volume("vol-9", json!({ "size_gib": 500 }));
    let later = later.analysis();
    let id = |analysis| recommendation(analysis, "ec2-instance-stopped", "i-1").unwrap().id.clone();
    assert_eq!(id(&first), id(&later));
    assert_eq!(id(&first).len(), 16);
}
