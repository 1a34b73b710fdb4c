//! What a recommendation counts for: in the net total, an alternative to one that is, or listed without a figure.

use std::collections::BTreeMap;

use crate::model::action::Action;
use crate::model::analysis::{Analysis, PricedState, Recommendation};
use crate::model::configuration::{Configuration, EcsServiceConfiguration, InstanceConfiguration};
use crate::model::edit::Attribute;
use crate::model::ids::ResourceKey;
use crate::units::Usd;

/// Where a recommendation stands in the analysis.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing<'a> {
    /// In the best compatible set, and so in the net total.
    Counted,
    /// Excluded by these counted recommendations, which change the same thing.
    InsteadOf(Vec<&'a Recommendation>),
    /// This counted recommendation does all of it, and more: deleting a stopped instance with its volumes includes
    /// deleting one of them.
    IncludedIn(&'a Recommendation),
    /// Its saving is unknown, or too small and kept for order's sake: worth doing, counts nothing.
    Uncounted,
}

impl Standing<'_> {
    /// The word of machine formats.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::InsteadOf(_) => "alternative",
            Self::IncludedIn(_) => "included",
            Self::Uncounted => "uncounted",
        }
    }
}

/// The standings of all recommendations of one analysis.
#[derive(Debug)]
pub struct Standings<'a> {
    min_savings: Usd,
    counted_by_resource: BTreeMap<ResourceKey, Vec<(&'a Recommendation, Vec<Attribute>)>>,
}

impl<'a> Standings<'a> {
    pub fn new(analysis: &'a Analysis) -> Self {
        Self::among(&analysis.recommendations, analysis.min_savings_monthly_usd)
    }

    /// Of recommendations that belong to one analysis; below `min_savings` they count for order's sake only.
    pub fn among(recommendations: impl IntoIterator<Item = &'a Recommendation>, min_savings: Usd) -> Self {
        let mut counted_by_resource: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for recommendation in recommendations.into_iter().filter(|one| one.selected) {
            for (key, attributes) in writes(recommendation) {
                counted_by_resource.entry(key).or_default().push((recommendation, attributes));
            }
        }
        Self { min_savings, counted_by_resource }
    }

    pub fn of(&self, recommendation: &Recommendation) -> Standing<'a> {
        if recommendation.selected {
            return Standing::Counted;
        }
        let own = writes(recommendation);
        if let Some(larger) = self.included_in(recommendation, &own) {
            return Standing::IncludedIn(larger);
        }
        let Some(range) = recommendation.savings_range.filter(|range| range.high >= self.min_savings) else {
            return Standing::Uncounted;
        };
        let mut instead_of: Vec<&Recommendation> = Vec::new();
        for (key, attributes) in own {
            for (counted, theirs) in self.counted_by_resource.get(&key).into_iter().flatten() {
                if exclude(&attributes, theirs) && !instead_of.iter().any(|known| known.id == counted.id) {
                    instead_of.push(counted);
                }
            }
        }
        if instead_of.is_empty() || range.high <= Usd::ZERO {
            Standing::Uncounted
        } else {
            Standing::InsteadOf(instead_of)
        }
    }

    fn included_in(&self, recommendation: &Recommendation, own: &[Change]) -> Option<&'a Recommendation> {
        let (key, _) = own.first()?;
        self.counted_by_resource.get(key)?.iter().map(|(counted, _)| *counted).find(|counted| {
            let theirs = writes(counted);
            let larger = theirs.len() > own.len();
            counted.id != recommendation.id && larger && own.iter().all(|change| theirs.contains(change))
        })
    }
}

/// A resource and what of it is written.
type Change = (ResourceKey, Vec<Attribute>);

/// Two changes of one resource exclude each other when either ends it or both write the same attribute.
fn exclude(one: &[Attribute], other: &[Attribute]) -> bool {
    let ends = |attributes: &[Attribute]| attributes.contains(&Attribute::Existence);
    ends(one) || ends(other) || one.iter().any(|attribute| other.contains(attribute))
}

/// The attributes that a recommendation changes, of every resource it touches.
fn writes(recommendation: &Recommendation) -> Vec<Change> {
    let own = recommendation.key();
    let Some(after) = &recommendation.after else {
        let ends = matches!(recommendation.action, Action::Delete | Action::Stop);
        return if ends { vec![(own, vec![Attribute::Existence])] } else { Vec::new() };
    };
    let before = &recommendation.before;
    let mut written = vec![(own.clone(), changed(&before.configuration, &after.configuration))];
    for attached in &before.attached {
        let key = ResourceKey { kind: attached.resource_kind, id: attached.resource_id.clone(), ..own.clone() };
        let after = attached_after(after, &attached.resource_id).unwrap_or(&Configuration::Absent);
        written.push((key, changed(&attached.configuration, after)));
    }
    written.retain(|(_, attributes)| !attributes.is_empty());
    written
}

pub(super) fn attached_after<'s>(after: &'s PricedState, resource_id: &str) -> Option<&'s Configuration> {
    after.attached.iter().find(|attached| attached.resource_id == resource_id).map(|attached| &attached.configuration)
}

fn changed(before: &Configuration, after: &Configuration) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let mut write = |differs: bool, attribute: Attribute| {
        if differs {
            attributes.push(attribute);
        }
    };
    match (before, after) {
        (Configuration::Ec2Instance(one), Configuration::Ec2Instance(two)) => {
            write(one.running != two.running, Attribute::Existence);
            write(one.instance_type != two.instance_type, Attribute::InstanceType);
            let hours =
                |it: &InstanceConfiguration| (it.running_hours_per_month.map(f64::to_bits), it.schedule.clone());
            write(hours(one) != hours(two), Attribute::RunningHours);
            write(one.detailed_monitoring != two.detailed_monitoring, Attribute::DetailedMonitoring);
        }
        (Configuration::AutoscalingGroup(one), Configuration::AutoscalingGroup(two)) => {
            write(one != two, Attribute::GroupCapacity);
        }
        (Configuration::EcsService(one), Configuration::EcsService(two)) => {
            let size = |it: &EcsServiceConfiguration| it.task.as_ref().map(|task| (task.cpu_units, task.memory_mib));
            let architecture = |it: &EcsServiceConfiguration| it.task.as_ref().map(|task| task.architecture.clone());
            write(size(one) != size(two) || one.tasks_by_provider != two.tasks_by_provider, Attribute::EcsTasks);
            write(architecture(one) != architecture(two), Attribute::EcsArchitecture);
        }
        (Configuration::EbsVolume(one), Configuration::EbsVolume(two)) => {
            write(one != two, Attribute::VolumePerformance);
        }
        (Configuration::DynamodbTable(one), Configuration::DynamodbTable(two)) => {
            write(one != two, Attribute::TableCapacity);
        }
        (Configuration::LambdaFunction(one), Configuration::LambdaFunction(two)) => {
            write(one.memory_mb != two.memory_mb, Attribute::FunctionMemory);
            write(one.architecture != two.architecture, Attribute::FunctionArchitecture);
        }
        (Configuration::LogsGroup(one), Configuration::LogsGroup(two)) => {
            write(one.class != two.class, Attribute::LogClass);
            write(one.retention_days != two.retention_days, Attribute::LogRetention);
        }
        (Configuration::S3Bucket(one), Configuration::S3Bucket(two)) => {
            write(one.gib_by_class != two.gib_by_class, Attribute::BucketClasses);
            let (parts, left) = (&one.incomplete_upload_gib_by_class, &two.incomplete_upload_gib_by_class);
            write(parts != left, Attribute::IncompleteUploads);
        }
        (Configuration::RdsInstance(one), Configuration::RdsInstance(two)) => {
            write(one.running != two.running, Attribute::Existence);
            write(one.instance_class != two.instance_class, Attribute::DbInstanceClass);
            let performance = (one.iops, one.throughput_mibps) != (two.iops, two.throughput_mibps);
            write(performance, Attribute::DbStoragePerformance);
        }
        (Configuration::ElasticacheCluster(one), Configuration::ElasticacheCluster(two)) => {
            write(one.node_type != two.node_type, Attribute::CacheNodeType);
        }
        (one, two) => write(one != two, Attribute::Existence),
    }
    attributes
}
