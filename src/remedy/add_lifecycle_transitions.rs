//! A lifecycle rule that moves Standard data to Standard-IA after 30 days.

use std::collections::BTreeMap;

use super::Case;
use super::proposal::one;
use crate::estate::Resource;
use crate::estimate::{LARGE_ENOUGH_OBJECT_BYTES, MovableObjects, movable_objects, transition_list_cost};
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::configuration::Configuration;
use crate::model::edit::Edit;
use crate::model::finding::{Effect, Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::resource::Bucket;
use crate::model::vocabulary::StorageClass;

const TARGET: StorageClass = StorageClass::StandardIa;
pub(super) const BYTES_PER_GIB: f64 = 1_073_741_824.0;

/// The Standard data of a bucket that is large enough to move, as far as bytes by class and one object count tell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StandardData {
    pub(super) gib: f64,
    /// Over all classes.
    pub(super) objects: u64,
    pub(super) movable: MovableObjects,
}

impl StandardData {
    /// Or what is to be said instead.
    pub(super) fn of(case: Case<'_>, bucket: &Bucket) -> Result<Self, Box<Remedy>> {
        let Some(Configuration::S3Bucket(now)) = case.entry.placed.as_ref().map(|placed| &placed.configuration) else {
            return Err(Box::new(case.unknown(GapReason::NoData, case.entry.unmeasured.join("; "))));
        };
        if bucket.bytes_by_class.is_none() {
            return Err(Box::new(case.unknown(GapReason::NoData, "CloudWatch gave no bytes by storage class")));
        }
        let gib = now.gib_by_class.get(&StorageClass::Standard).copied().unwrap_or(0.0);
        if gib <= 0.0 {
            return Err(Box::new(Remedy::Nothing));
        }
        let Some(objects) = bucket.object_count else {
            let detail = "CloudWatch gave no object count, so object sizes are not known";
            return Err(Box::new(case.unknown(GapReason::NoData, detail)));
        };
        let movable = movable_objects(bytes(gib), objects, minimum_object_bytes(case));
        Ok(Self { gib, objects, movable })
    }

    pub(super) fn evidence(&self) -> Vec<Evidence> {
        let average_kib = self.gib * BYTES_PER_GIB / 1024.0 / (self.objects.max(1) as f64);
        vec![
            Evidence::fact("Standard data", format!("{:.1} GiB", self.gib)),
            Evidence::fact("objects, all classes", self.objects.to_string()),
            Evidence::fact("average object of Standard data, at least", format!("{average_kib:.0} KiB")),
            Evidence::fact(
                "data in objects large enough to move",
                format!("{:.1} to {:.1} GiB", gib(*self.movable.bytes.start()), gib(*self.movable.bytes.end())),
            ),
        ]
    }
}

/// `minimum_object_size` of the rule in bytes.
fn minimum_object_bytes(case: Case<'_>) -> u64 {
    let parameter = case.rule.parameters.iter().find(|parameter| parameter.name == "minimum_object_size");
    parameter.map_or(LARGE_ENOUGH_OBJECT_BYTES, |parameter| bytes(parameter.literal().base() / BYTES_PER_GIB))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and the value is not negative")]
fn bytes(gib: f64) -> u64 {
    (gib.max(0.0) * BYTES_PER_GIB).round() as u64
}

pub(super) fn gib(bytes: u64) -> f64 {
    bytes as f64 / BYTES_PER_GIB
}

/// `moved` GiB from Standard to `class`.
pub(super) fn moved(
    before: &BTreeMap<StorageClass, f64>,
    class: StorageClass,
    moved: f64,
) -> BTreeMap<StorageClass, f64> {
    let mut after = before.clone();
    let standard = after.remove(&StorageClass::Standard).unwrap_or(0.0);
    let moved = moved.clamp(0.0, standard);
    if standard > moved {
        after.insert(StorageClass::Standard, standard - moved);
    }
    if moved > 0.0 {
        *after.entry(class).or_default() += moved;
    }
    after
}

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::Bucket(bucket) = case.entry.resource else { return case.wrong_kind() };
    let data = match StandardData::of(case, bucket) {
        Ok(data) => data,
        Err(remedy) => return *remedy,
    };
    let Some(Configuration::S3Bucket(now)) = case.entry.placed.as_ref().map(|placed| &placed.configuration) else {
        return Remedy::Nothing;
    };
    let after = |bytes: u64| {
        one(
            case.key(),
            Edit::BucketClasses {
                gib_by_class: moved(&now.gib_by_class, TARGET, gib(bytes)),
                monitored_objects: now.monitored_objects,
            },
        )
    };
    let (low, high) = (*data.movable.bytes.start(), *data.movable.bytes.end());
    let objects = *data.movable.objects.end();
    let requests = transition_list_cost(case.context.prices, &case.key().region, &TARGET, objects);
    let mut caveats = vec![
        "the low end assumes that as many objects as possible are too small to move".to_owned(),
        "counts objects older than 30 days only once they are: younger ones stay in Standard, and each is billed for at least 30 days in Standard-IA".to_owned(),
        "reading from Standard-IA is billed by the GiB; how much is read was not measured".to_owned(),
    ];
    let once = match requests {
        Ok(component) => {
            caveats.push(format!("moving at most {objects} objects costs at most {} once", component.monthly));
            Some(component.monthly)
        }
        Err(missing) => {
            caveats.push(format!("what the transition requests cost once is not known: no price for {}", missing.item));
            None
        }
    };
    Proposal::of(Action::Configure, Effect::Range { one: after(low), other: after(high) })
        .with_one_off_cost(once)
        .with_evidence(data.evidence())
        .with_caveats(caveats)
        .into_remedy()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_keeps_every_byte() {
        let before = BTreeMap::from([(StorageClass::Standard, 100.0), (StorageClass::Glacier, 5.0)]);
        for (amount, standard, cold) in
            [(0.0, 100.0, 0.0), (40.0, 60.0, 40.0), (100.0, 0.0, 100.0), (200.0, 0.0, 100.0)]
        {
            let after = moved(&before, TARGET, amount);
            assert!((after.values().sum::<f64>() - 105.0).abs() < 1e-9);
            assert!((after.get(&StorageClass::Standard).copied().unwrap_or(0.0) - standard).abs() < 1e-9);
            assert!((after.get(&TARGET).copied().unwrap_or(0.0) - cold).abs() < 1e-9);
        }
    }
}
