//! Parts of multipart uploads that were never completed go, and a lifecycle rule keeps aborting later ones.

use std::collections::BTreeMap;

use super::Case;
use super::proposal::one;
use crate::estate::{Resource, billed_class, gib};
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::edit::Edit;
use crate::model::finding::{Effect, Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::resource::IncompleteUpload;
use crate::model::vocabulary::StorageClass;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::Bucket(bucket) = case.entry.resource else { return case.wrong_kind() };
    let Some(listed) = &bucket.incomplete_uploads else {
        return case.unknown(GapReason::NoData, "incomplete uploads could not be listed");
    };
    let older_than = case.days("older_than");
    let as_of = case.context.dataset.manifest.as_of;
    let (old, young): (Vec<_>, Vec<_>) =
        listed.uploads.iter().partition(|upload| as_of - upload.initiated_at > older_than.delta());
    if old.is_empty() {
        return Remedy::Nothing;
    }
    let known: u64 = old.iter().filter_map(|upload| upload.bytes).fold(0, u64::saturating_add);
    let unlisted = old.iter().filter(|upload| upload.bytes.is_none()).count();
    let mut caveats = vec!["uploads still being written that are older than the limit fail".to_owned()];
    if listed.truncated {
        caveats.push("at least: the bucket has more incomplete uploads than were listed".to_owned());
    }
    if unlisted > 0 {
        caveats.push(format!("at least: the parts of {unlisted} upload(s) were not listed"));
    }
    let effect = if unlisted == old.len() {
        Effect::Unknown { reason: "the parts of these uploads were not listed".to_owned() }
    } else {
        let remaining_gib_by_class = parts(&young);
        Effect::Exact(one(case.key(), Edit::AbortUploads { remaining_gib_by_class }))
    };
    let evidence = [
        Evidence::fact(format!("incomplete uploads older than {older_than}"), old.len().to_string()),
        Evidence::fact("their listed parts", format!("{:.3} GiB", gib(known))),
    ];
    Proposal::of(Action::Configure, effect).with_evidence(evidence).with_caveats(caveats).into_remedy()
}

fn parts(uploads: &[&IncompleteUpload]) -> BTreeMap<StorageClass, f64> {
    let mut by_class = BTreeMap::new();
    for upload in uploads {
        if let Some(bytes) = upload.bytes.filter(|bytes| *bytes > 0) {
            *by_class.entry(billed_class(upload)).or_default() += gib(bytes);
        }
    }
    by_class
}
