//! Standard data to Intelligent-Tiering: a monitoring charge by the object against colder tiers for what nobody reads.

use super::Case;
use super::add_lifecycle_transitions::{StandardData, gib, moved};
use super::proposal::one;
use crate::estate::Resource;
use crate::estimate::transition_list_cost;
use crate::model::action::Action;
use crate::model::configuration::Configuration;
use crate::model::edit::Edit;
use crate::model::finding::{Edits, Effect, Proposal, Remedy};
use crate::model::vocabulary::StorageClass;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::Bucket(bucket) = case.entry.resource else { return case.wrong_kind() };
    let data = match StandardData::of(case, bucket) {
        Ok(data) => data,
        Err(remedy) => return *remedy,
    };
    let Some(Configuration::S3Bucket(now)) = case.entry.placed.as_ref().map(|placed| &placed.configuration) else {
        return Remedy::Nothing;
    };
    let monitored = *data.movable.objects.end();
    let after = |class: StorageClass, bytes: u64| -> Edits {
        let edit = Edit::BucketClasses {
            gib_by_class: moved(&now.gib_by_class, class, gib(bytes)),
            monitored_objects: Some(monitored.saturating_add(now.monitored_objects.unwrap_or(0))),
        };
        one(case.key(), edit)
    };
    // Everything is read within 30 days: the Frequent Access tier costs as Standard does, and monitoring comes on top.
    let all_read = after(StorageClass::IntelligentTieringFrequent, *data.movable.bytes.end());
    // Nothing is read for 30 days.
    let none_read = after(StorageClass::IntelligentTieringInfrequent, *data.movable.bytes.end());
    let mut caveats = vec![
        "the low end assumes that all is read within 30 days (only the monitoring charge is added), the high end that nothing is".to_owned(),
        "what nobody reads for 90 days becomes cheaper still (Archive Instant Access); objects below 128 KiB are neither monitored nor moved".to_owned(),
    ];
    let requests = transition_list_cost(
        case.context.prices,
        &case.key().region,
        &StorageClass::IntelligentTieringFrequent,
        monitored,
    );
    let once = match requests {
        Ok(component) => {
            caveats.push(format!("moving at most {monitored} objects costs at most {} once", component.monthly));
            Some(component.monthly)
        }
        Err(missing) => {
            caveats.push(format!("what the transition requests cost once is not known: no price for {}", missing.item));
            None
        }
    };
    Proposal::of(Action::Configure, Effect::Range { one: all_read, other: none_read })
        .with_one_off_cost(once)
        .with_evidence(data.evidence())
        .with_caveats(caveats)
        .into_remedy()
}
