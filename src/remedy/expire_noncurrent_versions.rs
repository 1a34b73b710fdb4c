//! A lifecycle rule that expires noncurrent versions; CloudWatch does not tell their bytes from current ones.

use super::Case;
use crate::estate::Resource;
use crate::model::action::Action;
use crate::model::finding::{Effect, Proposal, Remedy};

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::Bucket(_) = case.entry.resource else { return case.wrong_kind() };
    let reason = "CloudWatch counts the bytes of noncurrent versions together with current ones; S3 Storage Lens tells them apart";
    Proposal::of(Action::Configure, Effect::Unknown { reason: reason.to_owned() })
        .with_caveats(["expired versions are gone for good; keep a few newer noncurrent versions"])
        .into_remedy()
}
