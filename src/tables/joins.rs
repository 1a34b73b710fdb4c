//! What one resource tells about another. Where the other kind was not read whole, absence is unknown, not no.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::collected::Collected;
use crate::dataset::Dataset;
use crate::model::ids::{AccountId, Region, ResourceKind};
use crate::model::resource::{Alarm, Instance, InstanceType, Snapshot, Volume};
use crate::model::vocabulary::InstanceState;

/// The volume id of a snapshot made by CopySnapshot: it means nothing.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html>
pub(super) const COPIED_VOLUME: &str = "vol-ffffffff";

/// Seconds between the points of basic monitoring; an alarm with a shorter period needs detailed monitoring.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html>
const BASIC_MONITORING_PERIOD_S: u32 = 300;

type Place<'a> = (&'a str, &'a str, &'a str);

pub(super) struct Joins<'a> {
    as_of: DateTime<Utc>,
    collected: Collected,
    instances: HashMap<Place<'a>, &'a Instance>,
    types: HashMap<Place<'a>, &'a InstanceType>,
    volumes: HashMap<Place<'a>, &'a Volume>,
    image_snapshots: HashSet<Place<'a>>,
    addressed_instances: HashSet<Place<'a>>,
    alarmed_instances: HashMap<Place<'a>, Vec<&'a Alarm>>,
    alarmed_groups: HashMap<Place<'a>, Vec<&'a Alarm>>,
    opaque_alarms: HashSet<(&'a str, &'a str)>,
}

fn place<'a>(account: &'a AccountId, region: &'a Region, id: &'a str) -> Place<'a> {
    (account.as_str(), region.as_str(), id)
}

impl<'a> Joins<'a> {
    pub(super) fn new(dataset: &'a Dataset) -> Self {
        let resources = &dataset.resources;
        let mut alarmed_instances: HashMap<Place<'a>, Vec<&'a Alarm>> = HashMap::new();
        let mut alarmed_groups: HashMap<Place<'a>, Vec<&'a Alarm>> = HashMap::new();
        for alarm in &resources.alarms {
            for id in &alarm.instance_ids {
                alarmed_instances.entry(place(&alarm.account, &alarm.region, id)).or_default().push(alarm);
            }
            for group in &alarm.auto_scaling_groups {
                alarmed_groups.entry(place(&alarm.account, &alarm.region, group)).or_default().push(alarm);
            }
        }
        Self {
            as_of: dataset.manifest.as_of,
            collected: Collected::new(dataset),
            instances: resources.instances.iter().map(|i| (place(&i.account, &i.region, &i.id), i)).collect(),
            types: resources.instance_types.iter().map(|t| (place(&t.account, &t.region, &t.id), t)).collect(),
            volumes: resources.volumes.iter().map(|v| (place(&v.account, &v.region, &v.id), v)).collect(),
            image_snapshots: resources
                .images
                .iter()
                .flat_map(|image| image.snapshot_ids.iter().map(|id| place(&image.account, &image.region, id)))
                .collect(),
            addressed_instances: resources
                .addresses
                .iter()
                .filter_map(|address| Some(place(&address.account, &address.region, address.instance_id.as_deref()?)))
                .collect(),
            alarmed_instances,
            alarmed_groups,
            opaque_alarms: resources
                .alarms
                .iter()
                .filter(|alarm| alarm.opaque)
                .map(|alarm| (alarm.account.as_str(), alarm.region.as_str()))
                .collect(),
        }
    }

    /// Days from a moment to `as_of`, never negative.
    pub(super) fn age(&self, moment: Option<DateTime<Utc>>) -> Option<f64> {
        let seconds = (self.as_of - moment?).num_seconds();
        Some((seconds as f64 / 86_400.0).max(0.0))
    }

    /// Since the earlier of launch and attachment of the root volume, because LaunchTime changes at every start.
    ///
    /// With one of them unknown, the other is a lower bound. Rules ask for "at least so old", so the bound errs on the
    /// side of leaving a resource alone.
    pub(super) fn instance_age(&self, instance: &Instance) -> Option<f64> {
        let earlier = match (instance.launched_at, instance.root_attached_at) {
            (Some(launched), Some(attached)) => Some(launched.min(attached)),
            (launched, attached) => launched.or(attached),
        };
        self.age(earlier)
    }

    pub(super) fn stopped_age(&self, instance: &Instance) -> Option<f64> {
        if instance.state == InstanceState::Stopped { self.age(instance.stopped_at) } else { None }
    }

    pub(super) fn instance(&self, account: &'a AccountId, region: &'a Region, id: &'a str) -> Option<&'a Instance> {
        self.instances.get(&place(account, region, id)).copied()
    }

    pub(super) fn instance_type(&self, instance: &'a Instance) -> Option<&'a InstanceType> {
        self.types.get(&place(&instance.account, &instance.region, &instance.instance_type)).copied()
    }

    /// As DescribeInstanceTypes says; where it could not be read, AWS's T families are the burstable ones.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances.html>
    pub(super) fn burstable(&self, instance: &'a Instance) -> bool {
        if let Some(burstable) = self.instance_type(instance).and_then(|known| known.burstable) {
            return burstable;
        }
        let mut letters = instance.instance_type.chars();
        letters.next() == Some('t') && letters.next().is_some_and(|c| c.is_ascii_digit())
    }

    pub(super) fn volumes_size(&self, instance: &'a Instance) -> Option<f64> {
        instance.volume_ids.iter().try_fold(0.0, |sum, id| {
            let volume = self.volumes.get(&place(&instance.account, &instance.region, id))?;
            Some(sum + f64::from(volume.size_gib))
        })
    }

    pub(super) fn has_elastic_ip(&self, instance: &'a Instance) -> Option<bool> {
        if self.addressed_instances.contains(&place(&instance.account, &instance.region, &instance.id)) {
            return Some(true);
        }
        self.collected.whole(ResourceKind::Ec2Address, &instance.account, &instance.region).then_some(false)
    }

    /// An alarm on the instance or its Auto Scaling group whose period is below five minutes.
    pub(super) fn alarm_uses_detailed_monitoring(&self, instance: &'a Instance) -> Option<bool> {
        let by_instance = self.alarmed_instances.get(&place(&instance.account, &instance.region, &instance.id));
        let by_group = instance
            .auto_scaling_group
            .as_deref()
            .and_then(|group| self.alarmed_groups.get(&place(&instance.account, &instance.region, group)));
        let mut unknown = self.opaque_alarms.contains(&(instance.account.as_str(), instance.region.as_str()))
            || !self.collected.whole(ResourceKind::CloudwatchAlarm, &instance.account, &instance.region)
            // Without tags the Auto Scaling group is not known, and so neither are its alarms.
            || (instance.auto_scaling_group.is_none() && instance.tags.is_none());
        for alarm in by_instance.into_iter().chain(by_group).flatten() {
            match alarm.period_s {
                Some(period) if period < BASIC_MONITORING_PERIOD_S => return Some(true),
                Some(_) => {}
                None => unknown = true,
            }
        }
        (!unknown).then_some(false)
    }

    fn attached(&self, volume: &'a Volume) -> impl Iterator<Item = Option<&'a Instance>> {
        volume
            .attachments
            .iter()
            .map(|attachment| self.instance(&volume.account, &volume.region, &attachment.instance_id))
    }

    pub(super) fn attached_age(&self, volume: &Volume) -> Option<f64> {
        let ages: Option<Vec<f64>> =
            volume.attachments.iter().map(|attachment| self.age(attachment.attached_at)).collect();
        ages?.into_iter().min_by(f64::total_cmp)
    }

    pub(super) fn attached_state(&self, volume: &'a Volume) -> Option<&'a str> {
        let states: Option<Vec<&'a str>> = self.attached(volume).map(|found| Some(found?.state.word())).collect();
        let states = states?;
        states.iter().find(|state| **state == InstanceState::Running.word()).or(states.first()).copied()
    }

    pub(super) fn any_instance_running(&self, volume: &'a Volume) -> Option<bool> {
        let mut unknown = volume.attachments.is_empty() && volume.state == crate::model::vocabulary::VolumeState::InUse;
        for found in self.attached(volume) {
            match found {
                Some(instance) if instance.state == InstanceState::Running => return Some(true),
                Some(_) => {}
                None => unknown = true,
            }
        }
        (!unknown).then_some(false)
    }

    pub(super) fn all_instances_stopped(&self, volume: &'a Volume) -> Option<bool> {
        let mut unknown = volume.attachments.is_empty();
        for found in self.attached(volume) {
            match found {
                Some(instance) if instance.state != InstanceState::Stopped => return Some(false),
                Some(_) => {}
                None => unknown = true,
            }
        }
        (!unknown).then_some(true)
    }

    /// The shortest over all attachments; all must be stopped at a known time.
    pub(super) fn attached_stopped_age(&self, volume: &'a Volume) -> Option<f64> {
        let ages: Option<Vec<f64>> = self.attached(volume).map(|found| self.stopped_age(found?)).collect();
        ages?.into_iter().min_by(f64::total_cmp)
    }

    pub(super) fn attached_auto_scaling(&self, volume: &'a Volume) -> Option<bool> {
        let mut unknown = false;
        for found in self.attached(volume) {
            match found {
                Some(instance) if instance.auto_scaling_group.is_some() => return Some(true),
                Some(instance) if instance.tags.is_some() => {}
                _ => unknown = true,
            }
        }
        (!unknown).then_some(false)
    }

    pub(super) fn volume_exists(&self, snapshot: &'a Snapshot) -> Option<bool> {
        let id = snapshot.volume_id.as_deref().filter(|id| *id != COPIED_VOLUME)?;
        if self.volumes.contains_key(&place(&snapshot.account, &snapshot.region, id)) {
            return Some(true);
        }
        self.collected.whole(ResourceKind::EbsVolume, &snapshot.account, &snapshot.region).then_some(false)
    }

    pub(super) fn backs_image(&self, snapshot: &'a Snapshot) -> Option<bool> {
        if self.image_snapshots.contains(&place(&snapshot.account, &snapshot.region, &snapshot.id)) {
            return Some(true);
        }
        self.collected.whole(ResourceKind::Ec2Image, &snapshot.account, &snapshot.region).then_some(false)
    }
}
