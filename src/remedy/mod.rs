//! Remediation words: a flagged resource → the edits that mend it. One file a word.
//!
//! A remedy names configurations, never money; only where "cheaper" is part of the word does it ask the calculator.
//! Start with [`remedy`].

mod abort_incomplete_uploads;
mod add_lifecycle_transitions;
mod asked;
mod change_table_capacity;
mod database;
mod delete;
mod delete_idle_cache;
mod delete_stopped_instance;
mod disable_detailed_monitoring;
mod enlarge;
mod enlarge_database;
mod expire_noncurrent_versions;
mod fleet_use;
mod group_members;
mod instance_type_change;
mod lower_capacity_floor;
mod migrate_function_to_arm64;
mod migrate_tasks_to_arm64;
mod migrate_to_gp3;
mod migrate_to_graviton;
mod proposal;
mod reduce_function_memory;
mod reduce_gp3_performance;
mod reduce_provisioned_iops;
mod resize_fargate_tasks;
mod resize_for_surplus_credits;
mod rightsize;
mod rightsize_cache;
mod rightsize_database;
mod rightsize_group;
mod schedule_off_hours;
mod set_log_retention;
mod sizing;
mod stop;
mod table_use;
mod upgrade_generation;
mod use_infrequent_access_logs;
mod use_intelligent_tiering;
mod volume_demand;

use std::collections::BTreeSet;

use chrono_tz::Tz;

pub use asked::{Asked, Gp3Performance, Retained, Retyped};

use crate::dataset::Dataset;
use crate::estate::{Entry, Estate};
use crate::model::finding::{Finding, Remedy};
use crate::model::gap::{Gap, GapReason};
use crate::model::ids::{Region, ResourceKey};
use crate::model::resource::Tags;
use crate::pricing::PriceBook;
use crate::rightsize::Preset;
use crate::rightsize::dimension::Reader;
use crate::rightsize::market::Market;
use crate::rightsize::settings::Settings;
use crate::rules::{Remediation, Rule};
use crate::tables::Tables;
use crate::units::{Days, Percent, Window};

/// What a remediation may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub dataset: &'a Dataset,
    pub tables: &'a Tables,
    pub estate: &'a Estate<'a>,
    pub prices: &'a PriceBook,
    /// Resources that bear the exempting tag: no proposal touches them.
    pub exempt: &'a BTreeSet<ResourceKey>,
    pub offered: &'a OfferedTypes,
    /// What hours of the day and days of the week are counted in.
    pub time_zone: Tz,
    pub sizing: &'a SizeChoice<'a>,
}

/// What the rule's remediation word makes of the finding.
pub fn remedy(rule: &Rule, finding: &Finding, context: Context<'_>) -> Remedy {
    let Some(entry) = context.estate.get(&finding.key) else {
        return unknown(rule, finding, GapReason::NotSupported, "no such resource is priced");
    };
    let case = Case { rule, finding, context, entry };
    match rule.remediation {
        Remediation::Delete => delete::remedy(case),
        Remediation::Stop => stop::remedy(case),
        Remediation::DeleteStoppedInstance => delete_stopped_instance::remedy(case),
        Remediation::Rightsize => rightsize::remedy(case),
        Remediation::MigrateToGraviton => migrate_to_graviton::remedy(case),
        Remediation::EnlargeInstance => enlarge::remedy(case),
        Remediation::ResizeForSurplusCredits => resize_for_surplus_credits::remedy(case),
        Remediation::UpgradeGeneration => upgrade_generation::remedy(case),
        Remediation::DisableDetailedMonitoring => disable_detailed_monitoring::remedy(case),
        Remediation::ScheduleOffHours => schedule_off_hours::remedy(case),
        Remediation::LowerCapacityFloor => lower_capacity_floor::remedy(case),
        Remediation::RightsizeAutoScalingGroup => rightsize_group::remedy(case),
        Remediation::ResizeFargateTasks => resize_fargate_tasks::remedy(case),
        Remediation::MigrateTasksToArm64 => migrate_tasks_to_arm64::remedy(case),
        Remediation::MigrateToGp3 => migrate_to_gp3::remedy(case),
        Remediation::ReduceProvisionedIops => reduce_provisioned_iops::remedy(case),
        Remediation::ReduceGp3Performance => reduce_gp3_performance::remedy(case),
        Remediation::ChangeTableCapacity => change_table_capacity::remedy(case),
        Remediation::ReduceFunctionMemory => reduce_function_memory::remedy(case),
        Remediation::MigrateFunctionToArm64 => migrate_function_to_arm64::remedy(case),
        Remediation::SetLogRetention => set_log_retention::remedy(case),
        Remediation::UseInfrequentAccessLogs => use_infrequent_access_logs::remedy(case),
        Remediation::AddLifecycleTransitions => add_lifecycle_transitions::remedy(case),
        Remediation::AbortIncompleteUploads => abort_incomplete_uploads::remedy(case),
        Remediation::ExpireNoncurrentVersions => expire_noncurrent_versions::remedy(case),
        Remediation::UseIntelligentTiering => use_intelligent_tiering::remedy(case),
        Remediation::RightsizeDatabase => rightsize_database::remedy(case),
        Remediation::EnlargeDatabase => enlarge_database::remedy(case),
        Remediation::RightsizeCache => rightsize_cache::remedy(case),
        Remediation::DeleteIdleCache => delete_idle_cache::remedy(case),
    }
}

/// One flagged resource with all that bears on it.
#[derive(Clone, Copy, Debug)]
struct Case<'a> {
    rule: &'a Rule,
    finding: &'a Finding,
    context: Context<'a>,
    entry: &'a Entry<'a>,
}

impl<'a> Case<'a> {
    fn key(self) -> &'a ResourceKey {
        &self.finding.key
    }

    /// How carefully its size is chosen.
    fn preset(self) -> &'a Preset {
        self.context.sizing.settings.preset_for(self.entry.resource.tags())
    }

    /// Reads what was measured of a resource that bears `tags`: itself, or one that its size is chosen together with.
    fn reader<'k>(self, key: &'k ResourceKey, tags: Option<&Tags>) -> Reader<'k>
    where
        'a: 'k,
    {
        let manifest = &self.context.dataset.manifest;
        Reader {
            usage: &self.context.tables.usage,
            statistics: &self.context.tables.statistics,
            key,
            preset: self.context.sizing.settings.preset_for(tags),
            lookback: manifest.lookback_days,
            window: Window::before(manifest.as_of, manifest.lookback_days),
        }
    }

    /// A gap of this rule and resource.
    fn unknown(self, reason: GapReason, detail: impl Into<String>) -> Remedy {
        unknown(self.rule, self.finding, reason, detail)
    }

    /// The word does not fit the resource's kind: a mistake of the rule, said as a gap.
    fn wrong_kind(self) -> Remedy {
        let detail = format!("{:?} does not fit a resource of kind {}", self.rule.remediation, self.key().kind);
        self.unknown(GapReason::NotSupported, detail)
    }

    /// A percentage parameter of the rule.
    fn percent(self, name: &str, default: f64) -> Percent {
        Percent::new(self.rule.parameter(name).filter(|value| value.is_finite()).unwrap_or(default))
    }

    /// A duration parameter of the rule, in days; the lookback where it has none.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates; negative becomes zero")]
    fn days(self, name: &str) -> Days {
        self.rule
            .parameter(name)
            .map_or(self.context.dataset.manifest.lookback_days, |days| Days::new(days.round() as u32))
    }
}

fn unknown(rule: &Rule, finding: &Finding, reason: GapReason, detail: impl Into<String>) -> Remedy {
    Remedy::Unknown(Gap {
        service: finding.key.kind.service().to_owned(),
        account: Some(finding.key.account.clone()),
        region: Some(finding.key.region.clone()),
        operation: None,
        rule: Some(rule.id.clone()),
        resource_id: Some(finding.key.id.clone()),
        reason,
        detail: detail.into(),
    })
}

/// What a size may be chosen from, and how carefully.
#[derive(Debug)]
pub struct SizeChoice<'a> {
    pub market: Market<'a>,
    pub settings: &'a Settings,
}

impl<'a> SizeChoice<'a> {
    /// The types sold wherever `dataset` has an instance.
    pub fn of(dataset: &Dataset, prices: &'a PriceBook, settings: &'a Settings) -> Self {
        let instances = dataset.resources.instances.iter();
        let places = instances.map(|it| (it.region.clone(), it.platform.clone(), it.tenancy.clone()));
        Self { market: Market::of(places, prices), settings }
    }
}

/// The instance types that each region offers, where the dataset says so.
#[derive(Clone, Debug, Default)]
pub struct OfferedTypes {
    types: BTreeSet<(Region, String)>,
    /// Regions whose offer was read; elsewhere the price rows decide.
    regions: BTreeSet<Region>,
}

impl OfferedTypes {
    /// From the dataset's `ec2-instance-type` rows.
    ///
    /// A collector may read only the types in use; a region counts as read when it has a type that no instance there
    /// uses, since then eligible targets were read too.
    pub fn of(dataset: &Dataset) -> Self {
        let used: BTreeSet<(&Region, &str)> =
            dataset.resources.instances.iter().map(|it| (&it.region, it.instance_type.as_str())).collect();
        let mut offered = Self::default();
        for it in &dataset.resources.instance_types {
            if !used.contains(&(&it.region, it.id.as_str())) {
                offered.regions.insert(it.region.clone());
            }
            offered.types.insert((it.region.clone(), it.id.clone()));
        }
        offered
    }

    /// Whether the region offers the type, as far as is known.
    pub fn allows(&self, region: &Region, instance_type: &str) -> bool {
        !self.regions.contains(region) || self.types.contains(&(region.clone(), instance_type.to_owned()))
    }
}
