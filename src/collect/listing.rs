//! Reading all pages of one listing: what was read is kept, what failed is a gap.

use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};

use super::failure::CallFailure;
use super::operation::Operation;
use super::session::Session;
use crate::dataset::CollectorState;
use crate::model::gap::GapReason;
use crate::model::ids::Region;

/// What one listing gave.
#[derive(Debug)]
pub(super) struct Listing<T> {
    pub(super) items: Vec<T>,
    pub(super) state: CollectorState,
}

impl<T> Listing<T> {
    pub(super) fn is_complete(&self) -> bool {
        self.state == CollectorState::Complete
    }
}

/// An item of an answer that lacks what every such item has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    pub(super) resource_id: Option<String>,
    pub(super) missing: &'static str,
}

impl Malformed {
    pub(super) fn new(resource_id: Option<&str>, missing: &'static str) -> Self {
        Self { resource_id: resource_id.map(str::to_owned), missing }
    }
}

/// Call `next_page` until it has no more; `read` turns a page into items.
///
/// A failed page ends the listing as partial (as failed, when it was the first) with a gap; a malformed item is a gap
/// of its own and makes the listing partial.
pub(super) async fn read_pages<P, T, E: ProvideErrorMetadata, R>(
    session: &Session<'_>,
    region: Option<&Region>,
    operation: &Operation,
    mut next_page: impl AsyncFnMut() -> Option<Result<P, SdkError<E, R>>>,
    mut read: impl FnMut(P) -> Vec<Result<T, Malformed>>,
) -> Listing<T> {
    let _permit = session.permit().await;
    let mut listing = Listing { items: Vec::new(), state: CollectorState::Complete };
    let mut pages = 0_u32;
    while let Some(answer) = next_page().await {
        match answer {
            Ok(page) => {
                pages = pages.saturating_add(1);
                session.journal().answered(operation, region);
                for item in read(page) {
                    match item {
                        Ok(item) => listing.items.push(item),
                        Err(malformed) => {
                            listing.state = CollectorState::Partial;
                            let detail =
                                format!("an item in the answer of {} has no {}", operation.name, malformed.missing);
                            session.journal().noted(
                                operation,
                                region,
                                malformed.resource_id.as_deref(),
                                GapReason::BadAnswer,
                                detail,
                            );
                        }
                    }
                }
            }
            Err(error) => {
                session.journal().failed(operation, region, None, &CallFailure::of(&error));
                listing.state = if pages == 0 { CollectorState::Failed } else { CollectorState::Partial };
                break;
            }
        }
    }
    listing
}
