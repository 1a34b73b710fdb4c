//! Analyses by hand: a few volumes, and what one analysis says of each.

use chrono::{DateTime, NaiveDate, Utc};
use cloudtrim::model::action::Action;
use cloudtrim::model::analysis::{
    BilledMonth, BilledService, BillingSummary, ExemptedResource, Recommendation, SuppressedFinding,
};
use cloudtrim::model::gap::{Gap, GapReason};
use cloudtrim::model::history::{HISTORY_SCHEMA, Inventory, InventoryGroup, PastAnalysis, StoredAnalysis};
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::model::spend::{CutName, CutRead, ResourceSpend, Spend};
use cloudtrim::model::vocabulary::VolumeType;

use crate::report::analysis::{nothing, priced, recommendation, storage, usd, volume};

pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const REGION: &str = "eu-west-1";
pub(crate) const RULE: &str = "ebs-volume-gp2";
pub(crate) const SERVICE: &str = "EC2 - Other";

/// An analysis in the making: every volume is there and none is flagged.
#[derive(Clone)]
pub(crate) struct Made(pub(crate) StoredAnalysis);

pub(crate) fn moment(day: &str) -> DateTime<Utc> {
    format!("{day}T06:00:00Z").parse().unwrap()
}

/// `volumes` are `vol-0`, `vol-1`, …
pub(crate) fn analysis(day: &str, volumes: usize) -> Made {
    let mut analysis = nothing();
    analysis.as_of = moment(day);
    analysis.regions = vec![REGION.into()];
    let group = InventoryGroup {
        resource_kind: ResourceKind::EbsVolume,
        account: ACCOUNT.into(),
        region: REGION.into(),
        resource_ids: (0..volumes).map(id).collect(),
    };
    Made(StoredAnalysis {
        schema: HISTORY_SCHEMA.to_owned(),
        tool_version: "0.1.0".to_owned(),
        rules: vec![RULE.to_owned()],
        inventory: Inventory { groups: vec![group] },
        spend: None,
        analysis,
    })
}

pub(crate) fn id(volume: usize) -> String {
    format!("vol-{volume}")
}

fn finding(number: usize, savings: Option<&str>) -> Recommendation {
    let before = priced(volume(VolumeType::Gp2, 100), vec![storage("gp2", 100, "0.11")]);
    let resource_id = id(number);
    let resource = (ResourceKind::EbsVolume, resource_id.as_str());
    let mut made = recommendation(&format!("{number:016}"), RULE, resource, Action::Configure, before, None);
    made.monthly_savings_usd = savings.map(usd);
    made.savings_range = made.monthly_savings_usd.map(|savings| cloudtrim::units::UsdRange::new(savings, savings));
    made.selected = true;
    made
}

pub(crate) fn gap(operation: Option<&str>, rule: Option<&str>, id: Option<&str>, detail: &str) -> Gap {
    Gap {
        service: "EBS".to_owned(),
        account: Some(ACCOUNT.into()),
        region: Some(REGION.into()),
        operation: operation.map(str::to_owned),
        rule: rule.map(str::to_owned),
        resource_id: id.map(str::to_owned),
        reason: GapReason::Denied,
        detail: detail.to_owned(),
    }
}

impl Made {
    pub(crate) fn found(mut self, volume: usize, savings: &str) -> Self {
        self.0.analysis.recommendations.push(finding(volume, Some(savings)));
        self
    }

    pub(crate) fn change(mut self, change: impl FnOnce(&mut StoredAnalysis)) -> Self {
        change(&mut self.0);
        self
    }

    pub(crate) fn gone(mut self, volume: usize) -> Self {
        for group in &mut self.0.inventory.groups {
            group.resource_ids.retain(|known| *known != id(volume));
        }
        self
    }

    /// Billed by service.
    pub(crate) fn billed(mut self, months: &[(&str, &str)]) -> Self {
        let month = |(month, amount): &(&str, &str)| BilledMonth {
            month: (*month).to_owned(),
            estimated: false,
            services: vec![BilledService {
                service_name: SERVICE.to_owned(),
                billed_cost_usd: usd(amount),
                effective_cost_usd: None,
            }],
            billed_cost_usd: usd(amount),
            effective_cost_usd: None,
        };
        let months = months.iter().map(month).collect();
        self.0.analysis.billing = Some(BillingSummary { months, reconciliation: None, forecast: None });
        self
    }

    /// Billed by resource, in months that were read whole.
    pub(crate) fn billed_by_resource(mut self, rows: &[(&str, usize, &str)]) -> Self {
        let row = |(month, volume, amount): &(&str, usize, &str)| ResourceSpend {
            month: month.parse().unwrap(),
            account: ACCOUNT.into(),
            region: REGION.into(),
            resource_id: format!("arn:aws:ec2:{REGION}:{ACCOUNT}:volume/{}", id(*volume)),
            service_name: SERVICE.to_owned(),
            billed_cost_usd: usd(amount),
        };
        let end = self.0.analysis.as_of.date_naive();
        let read = CutRead { cut: CutName::Resource, start: NaiveDate::from_ymd_opt(2024, 1, 1).unwrap(), end };
        self.0.spend = Some(Spend {
            currency: "USD".to_owned(),
            resources: rows.iter().map(row).collect(),
            read: vec![read],
            ..Spend::default()
        });
        self
    }

    /// What a letter says of a volume: see [`LETTERS`].
    pub(crate) fn says(self, letter: char, volume: usize) -> Self {
        let number = volume;
        let id = id(volume);
        match letter {
            'F' => self.found(volume, "10"),
            'f' => self.found(volume, "20"),
            '?' => self.change(|stored| stored.analysis.recommendations.push(finding(number, None))),
            'H' => self.change(|stored| {
                stored.analysis.suppressed.push(SuppressedFinding {
                    recommendation: finding(number, Some("10")),
                    reason: "kept".to_owned(),
                    owner: "team".to_owned(),
                    expires: None,
                });
            }),
            'C' => self,
            'G' => self.gone(volume),
            'A' => self.change(|stored| stored.analysis.accounts = vec![ACCOUNT_BESIDE.into()]),
            'R' => self.change(|stored| stored.analysis.regions.clear()),
            'X' => self.change(|stored| stored.rules.clear()),
            'K' => self.change(|stored| stored.inventory.groups.clear()),
            'D' => self.gone(volume).change(|stored| {
                stored.analysis.gaps.push(gap(Some("DescribeVolumes"), None, None, "DescribeVolumes was denied"));
            }),
            'S' => self.gone(volume).change(|stored| {
                stored.analysis.gaps.push(gap(Some("DescribeSnapshots"), None, None, "DescribeSnapshots was denied"));
            }),
            'W' => self.gone(volume).change(|stored| {
                let mut dark = gap(None, None, None, "every call failed");
                "AWS".clone_into(&mut dark.service);
                stored.analysis.gaps.push(dark);
            }),
            'U' => self.change(|stored| {
                stored.analysis.gaps.push(gap(None, Some(RULE), Some(&id), "no data point"));
            }),
            'N' => self.change(|stored| stored.analysis.gaps.push(gap(None, Some(RULE), None, "11 resources: …"))),
            'E' => self.change(|stored| {
                stored.analysis.exempted.push(ExemptedResource {
                    account: ACCOUNT.into(),
                    region: REGION.into(),
                    resource_kind: ResourceKind::EbsVolume,
                    resource_id: id.clone(),
                    by: "cloudtrim=ignore".to_owned(),
                });
            }),
            'M' => self.change(|stored| stored.analysis.min_savings_monthly_usd = usd("50")),
            'P' => self.change(|stored| stored.analysis.overrides = vec![format!("{RULE}: days is 30 days")]),
            other => panic!("`{other}` says nothing"),
        }
    }

    /// As the history reads it, without a store.
    pub(crate) fn past(&self, name: &str) -> PastAnalysis {
        PastAnalysis::of(name, &self.0)
    }
}

/// Read beside the first account in `A`, so that both are of one series.
pub(crate) const ACCOUNT_BESIDE: &str = "999999999999";

/// What one analysis can say of a volume, one letter each.
pub(crate) const LETTERS: &[(char, &str)] = &[
    ('F', "found, saves $10"),
    ('f', "found, saves $20"),
    ('?', "found, saves what nobody knows"),
    ('H', "suppressed"),
    ('C', "there, and not flagged"),
    ('G', "gone"),
    ('A', "its account was not read"),
    ('R', "its region was not read"),
    ('X', "the rule did not run"),
    ('K', "no volume was read"),
    ('D', "gone, and the listing was denied"),
    ('S', "gone, and the listing of snapshots was denied"),
    ('W', "gone, and the whole region was dark"),
    ('U', "the rule could not judge it"),
    ('N', "the rule could not judge some volumes"),
    ('E', "exempted by a tag"),
    ('M', "less is listed than it saves"),
    ('P', "the rule has other parameters"),
];
