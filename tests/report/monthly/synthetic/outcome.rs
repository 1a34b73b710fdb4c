//! Savings by family, what became of findings, gaps.

use chrono::{TimeZone, Utc};
use cloudtrim::model::analysis::{KindCoverage, Recommendation, SuppressedFinding};
use cloudtrim::model::gap::{Gap, GapReason};
use cloudtrim::model::history::{FindingState, RealizedSaving, SavingVerdict};
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::model::monthly::{
    FamilySavings, HourOfWeekProfile, ReportedRecommendation, SavingsByFamily, StateTotal, WastePoint,
};
use cloudtrim::units::Usd;
use std::collections::BTreeMap;

use super::amounts::{as_of, day, dollars, noise, usd};

pub(super) fn families(all: &[ReportedRecommendation], net: Usd, overlap: Usd) -> SavingsByFamily {
    let mut sums: BTreeMap<&str, (usize, Usd)> = BTreeMap::new();
    for one in all.iter().map(|one| &one.recommendation).filter(|one| one.selected) {
        let entry = sums.entry(one.resource_kind.service()).or_default();
        entry.0 += 1;
        entry.1 += one.monthly_savings_usd.unwrap_or_default();
    }
    let mut families: Vec<_> = sums
        .into_iter()
        .map(|(family, (findings, monthly_savings_usd))| FamilySavings {
            family: family.to_owned(),
            findings,
            monthly_savings_usd,
            unknown: 0,
        })
        .collect();
    families.sort_by_key(|one| std::cmp::Reverse(one.monthly_savings_usd));
    SavingsByFamily { families, overlap_monthly_usd: overlap, net_savings_monthly_usd: net, at_least: true }
}

pub(super) fn coverage(resource_kind: ResourceKind, resources: usize, cost: &str) -> KindCoverage {
    KindCoverage {
        resource_kind,
        resources,
        priced: resources - 2,
        exempted: 0,
        list_cost_monthly_usd: usd(cost),
        flagged: 40,
        passed: resources * 3,
        unknown: 7,
    }
}

pub(super) fn suppressed(all: &[ReportedRecommendation]) -> Vec<SuppressedFinding> {
    all.first()
        .map(|one| SuppressedFinding {
            recommendation: Recommendation {
                resource_id: "vol-0suppressed000000".to_owned(),
                name: None,
                ..one.recommendation.clone()
            },
            reason: "migrated with the December release".to_owned(),
            owner: "data team".to_owned(),
            expires: Some(day(2027, 1, 31)),
        })
        .into_iter()
        .collect()
}

pub(super) fn states() -> Vec<StateTotal> {
    let state =
        |state, findings, savings: &str| StateTotal { state, findings, monthly_savings_usd: usd(savings), unknown: 0 };
    vec![
        state(FindingState::New, 9, "804.10"),
        state(FindingState::Open, 47, "4102.77"),
        state(FindingState::Regressed, 2, "91.40"),
        state(FindingState::Suppressed, 1, "44.00"),
        state(FindingState::OutOfScope, 3, "120.18"),
        state(FindingState::Resolved, 3, "1290.10"),
    ]
}

pub(super) fn realized() -> Vec<RealizedSaving> {
    let saving = |id: &str, claimed: &str, confirmed: Option<&str>, verdict, reason: &str| RealizedSaving {
        id: id.to_owned(),
        rule: "ec2-instance-idle".to_owned(),
        account: "123456789012".into(),
        region: "eu-west-1".into(),
        resource_kind: ResourceKind::Ec2Instance,
        resource_id: format!("i-{id}"),
        name: Some("batch-worker".to_owned()),
        last_seen: as_of(),
        resolved_at: as_of(),
        claimed_monthly_usd: Some(usd(claimed)),
        confirmed_monthly_usd: confirmed.map(usd),
        verdict,
        reason: reason.to_owned(),
    };
    vec![
        saving(
            "0aa1",
            "918.40",
            Some("918.40"),
            SavingVerdict::Confirmed,
            "its rows of the bill fell from $918.40 to nothing",
        ),
        saving("0aa2", "301.70", None, SavingVerdict::Unclear, "the service's bill rose meanwhile"),
        saving("0aa3", "70.00", None, SavingVerdict::Claimed, "the month after it is not over"),
    ]
}

pub(super) fn waste_trend() -> Vec<WastePoint> {
    (1..=11_u32)
        .map(|month| WastePoint {
            as_of: Utc.with_ymd_and_hms(2026, month, 20, 6, 0, 0).single().unwrap_or_default(),
            list_cost_monthly_usd: dollars(48_000.0 + 400.0 * f64::from(month)),
            list_cost_at_least: true,
            net_savings_monthly_usd: dollars(7_900.0 - 260.0 * f64::from(month) + 700.0 * noise(month as usize)),
            savings_at_least: month > 2,
            findings: 90 - month as usize * 2,
            gaps: 12,
        })
        .collect()
}

pub(super) fn profiles() -> Vec<HourOfWeekProfile> {
    let office = |at: usize| {
        let (day, hour) = (at / 24, at % 24);
        day < 5 && (7..19).contains(&hour)
    };
    ["ci-runner", "staging-web"]
        .into_iter()
        .enumerate()
        .map(|(number, name)| HourOfWeekProfile {
            account: "123456789012".into(),
            region: "eu-west-1".into(),
            resource_kind: ResourceKind::Ec2Instance,
            resource_id: format!("i-0c1{number}"),
            name: Some(name.to_owned()),
            metric: "CPUUtilization".to_owned(),
            unit: "%".to_owned(),
            time_zone: "UTC".to_owned(),
            hour_of_week: (0..168)
                .map(|at| {
                    let busy = if office(at) { 35.0 + 55.0 * noise(at + number * 7) } else { 1.0 + 3.0 * noise(at) };
                    (at != 100).then_some(busy)
                })
                .collect(),
            plan: "weekdays 07:00 to 19:00 UTC".to_owned(),
            runs: (0..168).map(office).collect(),
        })
        .collect()
}

pub(super) fn gaps() -> Vec<Gap> {
    let gap =
        |service: &str, operation: Option<&str>, rule: Option<&str>, id: Option<String>, reason, detail: &str| Gap {
            service: service.to_owned(),
            account: Some("123456789012".into()),
            region: Some("us-east-1".into()),
            operation: operation.map(str::to_owned),
            rule: rule.map(str::to_owned),
            resource_id: id,
            reason,
            detail: detail.to_owned(),
        };
    let denied = "the role may not call it; `cloudtrim permissions` prints the policy";
    let mut all = vec![gap("EBS", Some("DescribeVolumes"), None, None, GapReason::Denied, denied)];
    all.extend((0..6).map(|at| {
        let id = format!("i-0y{at}");
        gap("EC2", None, Some("ec2-instance-idle"), Some(id), GapReason::TooYoung, "younger than the window of 14 days")
    }));
    let missing = "no price for mac2.metal in us-east-1";
    all.push(gap("EC2", None, None, Some("i-0mac".to_owned()), GapReason::PriceMissing, missing));
    all
}

pub(super) fn how_totals() -> Vec<String> {
    vec![
        "Billed is what AWS billed in the month, credits and refunds included, by Cost Explorer.".to_owned(),
        "Savings are list cost now less list cost after the change, each resource once; what excludes each other counts \
         once."
            .to_owned(),
        "Cost of waiting is each open finding's saving times the time from one analysis to the next.".to_owned(),
    ]
}
