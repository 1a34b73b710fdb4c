//! Recommendations with their evidence.

use cloudtrim::model::action::{Action, Effort, Severity};
use cloudtrim::model::analysis::{Evidence, PricedState, Recommendation};
use cloudtrim::model::configuration::{Configuration, InstanceConfiguration, VolumeConfiguration};
use cloudtrim::model::cost::{CostComponent, PriceSource};
use cloudtrim::model::history::{FindingLife, FindingState};
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::model::monthly::ReportedRecommendation;
use cloudtrim::model::rightsizing::{PerformanceRisk, ProjectedUse, SizeOption};
use cloudtrim::model::vocabulary::{Lifecycle, Platform, Tenancy, VolumeType};
use cloudtrim::units::{GbMonth, HOURS_PER_MONTH, Quantity, UnitPrice, UsdRange, Window};
use std::collections::BTreeMap;

use super::amounts::{as_of, dollars, noise, usd};

pub(super) fn price(key: &str) -> PriceSource {
    PriceSource {
        file: "AmazonEC2/on-demand/eu-west-1.csv".to_owned(),
        key: key.to_owned(),
        sku: Some("ABCDEFGH12345678".to_owned()),
        source: "AWS Price List bulk file".to_owned(),
        as_of: "2026-11-02".to_owned(),
    }
}

pub(super) fn instance(instance_type: &str, running: bool) -> PricedState {
    let hourly = match instance_type {
        "m5.xlarge" => "0.214",
        "m5.large" => "0.107",
        _ => "0.0535",
    };
    let unit_price: UnitPrice<_> = hourly.parse().unwrap();
    let key = format!("AmazonEC2 eu-west-1 {instance_type} linux shared");
    let components = if running {
        vec![CostComponent::new("Compute", HOURS_PER_MONTH, unit_price, price(&key))]
    } else {
        Vec::new()
    };
    let configuration = Configuration::Ec2Instance(InstanceConfiguration {
        instance_type: instance_type.to_owned(),
        platform: Platform::Linux,
        tenancy: Tenancy::Shared,
        lifecycle: Lifecycle::OnDemand,
        running,
        detailed_monitoring: false,
        surplus_vcpu_hours_per_month: None,
        auto_assigned_public_ipv4: false,
        running_hours_per_month: None,
        schedule: None,
    });
    priced(configuration, components)
}

pub(super) fn volume(volume_type: VolumeType, size_gib: u32, unit_price: &str) -> PricedState {
    let unit_price: UnitPrice<GbMonth> = unit_price.parse().unwrap();
    let storage = CostComponent::new("Storage", Quantity::of(size_gib), unit_price, price("AmazonEC2 eu-west-1 ebs"));
    let configuration =
        Configuration::EbsVolume(VolumeConfiguration { volume_type, size_gib, iops: None, throughput_mibps: None });
    priced(configuration, vec![storage])
}

pub(super) fn priced(configuration: Configuration, components: Vec<CostComponent>) -> PricedState {
    let list_cost_monthly_usd = components.iter().map(|component| component.monthly).sum();
    PricedState { configuration, attached: Vec::new(), components, list_cost_monthly_usd, missing: Vec::new() }
}

/// The `at`th, by savings: idle, oversized and old volumes in turn.
pub(super) fn recommendation(at: usize) -> ReportedRecommendation {
    let measured = |fact: &str, value: f64, condition: &str| Evidence {
        fact: fact.to_owned(),
        value: format!("{value:.1} %"),
        condition: condition.to_owned(),
        coverage_percent: Some(97.0 + (noise(at) * 30.0).round() / 10.0),
        window: Some(Window::before(as_of(), cloudtrim::units::Days::new(14))),
    };
    let names = ["web", "batch-worker", "reporting-db-replica", "search-indexer", "ci-runner"];
    let name = (!at.is_multiple_of(4)).then(|| format!("{}-{:02}", names[at % names.len()], at % 90));
    let is_volume = at % 3 == 2;
    let (kind, rule, action, before, after, id) = match at % 3 {
        0 => {
            let (before, after) = (instance("m5.xlarge", true), instance("m5.xlarge", false));
            (
                ResourceKind::Ec2Instance,
                "ec2-instance-idle",
                Action::Stop,
                before,
                after,
                format!("i-0f3a9c1d2e{at:07x}"),
            )
        }
        1 => {
            let (before, after) = (instance("m5.xlarge", true), instance("m5.large", true));
            let id = format!("i-0b7c2e4f6a{at:07x}");
            (ResourceKind::Ec2Instance, "ec2-instance-underutilized", Action::Rightsize, before, after, id)
        }
        _ => {
            let size = 100 + u32::try_from(at % 40).unwrap_or(0) * 20;
            let before = volume(VolumeType::Gp2, size, "0.11");
            let after = volume(VolumeType::Gp3, size, "0.088");
            (ResourceKind::EbsVolume, "ebs-volume-gp2", Action::Upgrade, before, after, format!("vol-0fedcba9{at:08x}"))
        }
    };
    let saving = before.list_cost_monthly_usd - after.list_cost_monthly_usd;
    let evidence = if is_volume {
        vec![Evidence::fact("volume_type", "gp2"), Evidence::fact("state", "in-use")]
    } else {
        vec![
            Evidence::fact("state", "running"),
            measured("CPUUtilization Maximum maximum over 14 days", 1.0 + noise(at) * 8.0, "below 10 %"),
            measured("NetworkIn Sum of hourly peaks over 14 days", noise(at + 3) * 4.0, "below 5 %"),
        ]
    };
    let region = if at % 5 == 3 { "us-east-1" } else { "eu-west-1" };
    let account = if at % 7 == 2 { "210987654321" } else { "123456789012" };
    let mut one = Recommendation {
        id: format!("{:016x}", (at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)),
        rule: rule.to_owned(),
        severity: Severity::Medium,
        account: account.into(),
        region: region.into(),
        resource_kind: kind,
        resource_id: id,
        arn: String::new(),
        name,
        tags: BTreeMap::from([
            ("owner".to_owned(), ["data", "shop", "platform"][at % 3].to_owned()),
            ("env".to_owned(), ["prod", "staging"][at % 2].to_owned()),
        ]),
        action,
        effort: [Effort::Low, Effort::Medium, Effort::VeryLow][at % 3],
        selected: at % 11 != 7,
        hygiene: false,
        monthly_savings_usd: Some(saving),
        savings_range: Some(UsdRange::new(saving, saving)),
        commitments: None,
        one_off_cost_usd: None,
        before,
        after: Some(after),
        options: if at % 3 == 1 { sizes() } else { Vec::new() },
        hours_of_week: None,
        evidence,
        caveats: vec!["what runs once a quarter does not show in 14 days".to_owned()],
        restore: "start the instance again, or change its type back while it is stopped".to_owned(),
    };
    one.arn = one.key().arn();
    let life = (!at.is_multiple_of(6) || at == 0).then(|| life(&one, at));
    ReportedRecommendation { recommendation: one, life }
}

pub(super) fn sizes() -> Vec<SizeOption> {
    ["m6i.large", "m7g.large"]
        .into_iter()
        .zip([("70.08", PerformanceRisk::VeryLow), ("59.57", PerformanceRisk::Low)])
        .map(|(target, (cost, risk))| SizeOption {
            target: target.to_owned(),
            list_cost_monthly_usd: Some(usd(cost)),
            monthly_savings_usd: Some(usd("156.22") - usd(cost)),
            projected: vec![ProjectedUse {
                dimension: "CPU".to_owned(),
                statistic: "p99.5 of hourly peaks".to_owned(),
                percent: Some(38.0),
                percent_now: Some(19.0),
                risk: Some(risk),
            }],
            performance_risk: Some(risk),
            migration_effort: Effort::Low,
            differences: Vec::new(),
            caveats: Vec::new(),
        })
        .collect()
}

pub(super) fn life(one: &Recommendation, at: usize) -> FindingLife {
    let age = i64::try_from(at * 13 % 300).unwrap_or(0);
    let since = as_of() - chrono::TimeDelta::days(age);
    let state = match at % 19 {
        4 => FindingState::Regressed,
        _ if age == 0 => FindingState::New,
        _ => FindingState::Open,
    };
    let cost = one.monthly_savings_usd.map(|saving| dollars(saving.to_f64() * age as f64 / 30.4));
    FindingLife {
        id: one.id.clone(),
        rule: one.rule.clone(),
        account: one.account.clone(),
        region: one.region.clone(),
        resource_kind: one.resource_kind,
        resource_id: one.resource_id.clone(),
        name: one.name.clone(),
        state,
        reason: None,
        first_seen: since,
        last_seen: as_of(),
        open_since: since,
        resolved_at: None,
        resolved_by: None,
        regressions: u32::from(state == FindingState::Regressed),
        age_days: age,
        monthly_savings_usd: one.monthly_savings_usd,
        cost_of_delay_usd: cost,
        selected: one.selected,
    }
}
