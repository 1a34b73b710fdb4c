//! What is set of a resource → the edit, with what must be said of it.

use super::Located;
use super::limits::limits;
use super::outcome::Step;
use super::settings::{Part, Setting};
use crate::estate::Resource;
use crate::estimate::transition_list_cost;
use crate::model::configuration::{Configuration, VolumeConfiguration};
use crate::model::edit::Edit;
use crate::model::finding::{Edits, Effect};
use crate::model::vocabulary::{StorageClass, VolumeType};
use crate::remedy::{Asked, Gp3Performance, Retained};
use crate::units::Usd;

const LEAST_SAVED: &str = "what stays stored is known as a range only; the end that saves least is counted";
const AS_USED: &str = "gp3 for the measured peak with headroom is counted; the range ends with all that gp2 could give";
const NEW_GROUP: &str =
    "the class of a log group cannot change: a new group is needed, what is stored stays in the old one";

/// What becomes of one resource.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Written {
    pub(super) steps: Vec<Step>,
    pub(super) warnings: Vec<String>,
    /// What is not known of it afterwards.
    pub(super) gaps: Vec<String>,
    /// What it costs once.
    pub(super) once: Vec<(String, Usd)>,
}

impl Written {
    fn edit(&mut self, attribute: &'static str, edit: Edit) {
        self.steps.push(Step { edit, other: None, writes: vec![attribute] });
    }
}

/// `Err` says why the resource stays as it is. `now` is what earlier changes left; what is computed from measured use
/// starts from what the dataset shows.
pub(super) fn write(settings: &[Located<Setting>], now: &Configuration, asked: Asked<'_>) -> Result<Written, String> {
    let mut written = Written::default();
    if let Configuration::EbsVolume(volume) = now {
        performance(settings, volume, asked, &mut written)?;
    }
    for Located { value, .. } in settings {
        let attribute = value.attribute();
        match (value, now) {
            (Setting::Delete, _) => {
                if matches!(now, Configuration::Ec2Instance(_)) {
                    written.warnings.push("volumes and addresses of what is deleted stay and are billed on".to_owned());
                }
                written.edit(attribute, Edit::Delete);
            }
            (Setting::Stop, _) => written.edit(attribute, Edit::Stop),
            (Setting::DetailedMonitoring(enabled), _) => {
                written.edit(attribute, Edit::DetailedMonitoring { enabled: *enabled });
            }
            (Setting::RunningHours(hours), _) => {
                written.edit(
                    attribute,
                    Edit::Schedule { running_hours_per_month: *hours, schedule: None, vcpus_while_running: None },
                );
            }
            (Setting::LogClass(class), Configuration::LogsGroup(group)) => {
                if group.class != *class {
                    written.warnings.push(NEW_GROUP.to_owned());
                }
                written.edit(attribute, Edit::LogClass { class: class.clone() });
            }
            (Setting::InstanceType(name), _) => retype(name, attribute, asked, &mut written)?,
            (Setting::Retention(days), _) => retain(*days, attribute, asked, &mut written)?,
            (Setting::StorageClasses(classes), _) => move_classes(classes, attribute, asked, &mut written)?,
            _ => {}
        }
    }
    Ok(written)
}

fn retype(name: &str, attribute: &'static str, asked: Asked<'_>, written: &mut Written) -> Result<(), String> {
    let target = asked.context.prices.instance_spec(name).ok_or_else(|| format!("{name} is not known"))?;
    let retyped = asked.instance_type(target)?;
    if let Some(architecture) = &retyped.rebuilt_for {
        written.warnings.push(format!("image and software must be built for {architecture} to run on {name}"));
    }
    written.warnings.extend(retyped.misfits.iter().map(|misfit| format!("{misfit} {name}")));
    written.edit(attribute, retyped.edit);
    Ok(())
}

fn retain(days: u32, attribute: &'static str, asked: Asked<'_>, written: &mut Written) -> Result<(), String> {
    let Some(Configuration::LogsGroup(group)) = asked.shown() else { return Ok(()) };
    let unchanged = Edit::LogRetention { retention_days: days, stored_gib: group.stored_gib };
    let gap = match asked.retention(days) {
        Retained::Unknown(reason) => return Err(reason),
        Retained::Effect(effect) => {
            if let Some((edit, other)) = ends(asked, effect) {
                written.warnings.extend(other.is_some().then(|| LEAST_SAVED.to_owned()));
                written.steps.push(Step { edit, other, writes: vec![attribute] });
                return Ok(());
            }
            Some("how much is ingested was not measured, so what is stored beyond the retention is not known")
        }
        Retained::NotShorter => {
            let longer = !kept_for(asked, days);
            longer.then_some("what is kept for longer than now is stored on top, how much is not known")
        }
    };
    written.gaps.extend(gap.map(str::to_owned));
    written.edit(attribute, unchanged);
    Ok(())
}

/// Whether the dataset shows that retention.
fn kept_for(asked: Asked<'_>, days: u32) -> bool {
    matches!(asked.entry.resource, Resource::LogGroup(group) if group.retention_days == Some(days))
}

/// The end that leaves most of the cost first: what is counted as saved is at least that.
fn ends(asked: Asked<'_>, effect: Effect) -> Option<(Edit, Option<Edit>)> {
    let own = |edits: Edits| edits.into_iter().find(|(key, _)| key == asked.key).map(|(_, edit)| edit);
    match effect {
        Effect::Exact(edits) => own(edits).map(|edit| (edit, None)),
        Effect::Range { one, other } => Some((own(one)?, own(other))),
        Effect::Unknown { .. } => None,
    }
}

/// Type, IOPS and throughput are one edit.
fn performance(
    settings: &[Located<Setting>],
    now: &VolumeConfiguration,
    asked: Asked<'_>,
    written: &mut Written,
) -> Result<(), String> {
    let (mut volume_type, mut iops, mut throughput, mut writes) = (None, None, None, Vec::new());
    for Located { value, .. } in settings {
        match value {
            Setting::VolumeType(it) => volume_type = Some(it.clone()),
            Setting::Iops(it) => iops = Some(*it),
            Setting::Throughput(it) => throughput = Some(*it),
            _ => continue,
        }
        writes.push(value.attribute());
    }
    if writes.is_empty() {
        return Ok(());
    }
    let volume_type = volume_type.unwrap_or_else(|| now.volume_type.clone());
    let limits = limits(&volume_type);
    if let Some(wrong) = limits.wrong(&volume_type, iops, throughput, None) {
        return Err(wrong);
    }
    let derived = derived(&volume_type, now, asked);
    let least = |limits: Option<(u32, u32)>, given: Option<u32>| limits.and(given);
    let (iops, throughput) = (
        least(limits.iops, iops.or(derived.iops)),
        least(limits.throughput_mibps, throughput.or(derived.throughput_mibps)),
    );
    if let Some(wrong) = limits.wrong(&volume_type, iops, throughput, Some(now.size_gib)) {
        return Err(wrong);
    }
    say_performance(settings, &volume_type, now, (iops, throughput), derived, asked, written);
    let edit = |iops: Option<u32>, throughput_mibps: Option<u32>| Edit::VolumePerformance {
        volume_type: volume_type.clone(),
        iops,
        throughput_mibps,
    };
    let given = |wanted: fn(&Setting) -> bool| settings.iter().any(|it| wanted(&it.value));
    let (own_iops, own_throughput) =
        (given(|it| matches!(it, Setting::Iops(_))), given(|it| matches!(it, Setting::Throughput(_))));
    let other = derived.parity.map(|(most_iops, most_throughput)| {
        edit(
            if own_iops { iops } else { Some(most_iops) },
            if own_throughput { throughput } else { Some(most_throughput) },
        )
    });
    let edit = edit(iops, throughput);
    let other = other.filter(|other| *other != edit);
    if other.is_some() {
        written.warnings.push(AS_USED.to_owned());
    }
    written.steps.push(Step { edit, other, writes });
    Ok(())
}

/// What is not given: as it is, where the type stays; for gp3 what is used or was there.
fn derived(volume_type: &VolumeType, now: &VolumeConfiguration, asked: Asked<'_>) -> Gp3Performance {
    if *volume_type == VolumeType::Gp3 && now.volume_type != VolumeType::Gp3 {
        return asked.gp3(now);
    }
    Gp3Performance { iops: now.iops, throughput_mibps: now.throughput_mibps, ..Gp3Performance::default() }
}

fn say_performance(
    settings: &[Located<Setting>],
    volume_type: &VolumeType,
    now: &VolumeConfiguration,
    (iops, throughput): (Option<u32>, Option<u32>),
    derived: Gp3Performance,
    asked: Asked<'_>,
    written: &mut Written,
) {
    let from_gp2 = *volume_type == VolumeType::Gp3 && now.volume_type == VolumeType::Gp2;
    let all_given = settings.iter().any(|it| matches!(it.value, Setting::Iops(_)))
        && settings.iter().any(|it| matches!(it.value, Setting::Throughput(_)));
    if from_gp2 && !derived.measured && !all_given {
        written.warnings.push("use was not measured, so gp3 is provisioned with all that gp2 gave".to_owned());
    }
    let Some((peak_iops, peak_mibps)) = asked.volume_peak() else { return };
    if iops.is_some_and(|iops| f64::from(iops) < peak_iops)
        || throughput.is_some_and(|throughput| f64::from(throughput) < peak_mibps)
    {
        written.warnings.push("less IOPS or throughput than the measured peak".to_owned());
    }
}

/// Standard data into other classes, and what the requests cost once.
fn move_classes(
    classes: &[(StorageClass, Part)],
    attribute: &'static str,
    asked: Asked<'_>,
    written: &mut Written,
) -> Result<(), String> {
    let (Resource::Bucket(bucket), Some(Configuration::S3Bucket(now))) = (asked.entry.resource, asked.shown()) else {
        return Ok(());
    };
    if bucket.bytes_by_class.is_none() {
        return Err("CloudWatch gave no bytes by storage class".to_owned());
    }
    let standard = now.gib_by_class.get(&StorageClass::Standard).copied().unwrap_or(0.0);
    if standard <= 0.0 {
        written.warnings.push("holds no Standard data to move".to_owned());
        return Ok(());
    }
    let mut gib_by_class = now.gib_by_class.clone();
    let (mut left, mut monitored) = (standard, now.monitored_objects);
    for (class, part) in classes {
        let moved = match part {
            Part::Share(share) => standard * share,
            Part::Gib(gib) => *gib,
        };
        if moved > left + 1e-9 {
            return Err("it holds less Standard data than is to be moved".to_owned());
        }
        if moved <= 0.0 {
            continue;
        }
        left = (left - moved).max(0.0);
        *gib_by_class.entry(class.clone()).or_default() += moved;
        let objects = bucket.object_count.map(|count| share_of(count, moved / standard));
        if class.is_intelligent_tiering() {
            monitored = objects.map(|objects| objects.saturating_add(now.monitored_objects.unwrap_or(0)));
        }
        let once = objects.ok_or_else(|| "CloudWatch gave no object count".to_owned()).and_then(|objects| {
            transition_list_cost(asked.context.prices, &asked.key.region, class, objects)
                .map_err(|missing| format!("no price for {}", missing.item))
        });
        match once {
            Ok(component) => {
                let what = format!("transition requests into {class}, for objects of average size");
                written.once.push((what, component.monthly));
            }
            Err(why) => written.gaps.push(format!("what the transition requests cost once is not known: {why}")),
        }
    }
    if left > 0.0 {
        gib_by_class.insert(StorageClass::Standard, left);
    } else {
        gib_by_class.remove(&StorageClass::Standard);
    }
    written.edit(attribute, Edit::BucketClasses { gib_by_class, monitored_objects: monitored });
    Ok(())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and the value is not negative")]
fn share_of(count: u64, share: f64) -> u64 {
    ((count as f64) * share.clamp(0.0, 1.0)).ceil() as u64
}
