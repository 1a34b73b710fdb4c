//! The price book: dated rows of real AWS list prices, looked up by typed key.
//!
//! A lookup answers a price with its provenance or [`PriceMissing`](crate::model::cost::PriceMissing); it never borrows
//! another region's, operating system's or tenancy's price. No I/O: the book is embedded from `pricing/`, whose README
//! says what it holds and where the holes are. Start with [`PriceBook`].

mod book;
mod file;
mod instance_types;
mod listing;
mod manifest;
mod s3_items;
mod source;
mod spot_advisor;
mod storage_class_rules;
mod tiered;

pub use book::{PriceBook, RequestTier};
pub use instance_types::InstanceSpec;
pub use listing::{ListedPrice, PriceFilter};
pub use manifest::{FileSummary, PriceManifest};
pub use spot_advisor::SpotAdvice;
pub use storage_class_rules::StorageClassRule;
pub use tiered::{Price, Spread, TieredPrice};
