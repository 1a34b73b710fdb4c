//! The price book: dated rows of real AWS list prices, looked up by typed key.
//!
//! A lookup answers a price with its provenance or [`PriceMissing`](crate::model::cost::PriceMissing); it never borrows
//! another region's, operating system's or tenancy's price. The book is embedded from `pricing/`, whose README
//! says what it holds and where the holes are; a folder of the user's ([`PriceFolder`]) may stand before it.
//! Start with [`PriceBook`].

mod book;
mod diff;
mod file;
mod folder;
mod instance_types;
mod listing;
mod manifest;
mod node_types;
mod offers;
mod s3_items;
mod search;
mod source;
mod spot_advisor;
mod storage_class_rules;
mod tiered;
mod verify;

pub use book::{PriceBook, RequestTier};
pub use diff::{ChangeKind, PriceChange, changes};
pub use folder::{FolderError, FolderRow, PriceFolder};
pub use instance_types::InstanceSpec;
pub use listing::{ListedPrice, PriceFilter, PriceOrigin};
pub use manifest::{FileSummary, PRICES_SCHEMA, PriceManifest};
pub use node_types::NodeSpec;
pub use offers::{
    FreeOfCharge, OfferItem, OfferRule, OfferTerm, ServiceOffers, mapped_services, same_attribute, unmapped_services,
};
pub use search::FoundItem;
pub use source::Source;
pub use spot_advisor::SpotAdvice;
pub use storage_class_rules::StorageClassRule;
pub use tiered::{Price, Spread, TieredPrice};
pub use verify::{Verification, verify};
