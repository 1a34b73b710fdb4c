//! Past analyses: a store that is only added to, the life of each finding, what was really saved.
//!
//! The store is a folder or an S3 prefix; everything else is a pure function of the analyses that it holds. No clock.
//! Start with [`Store`], then [`history`], then `life`.

mod bill;
mod diff;
mod entry_name;
mod envelope;
mod folder;
mod life;
mod past;
mod permissions;
mod place;
mod prune;
mod realized;
mod reported;
#[cfg(feature = "aws")]
mod s3;
mod scope;
mod series;
mod store;
mod turns;
mod url;

pub use diff::diff;
pub use entry_name::EntryName;
pub use envelope::{Damage, encode};
pub use life::lives;
pub use past::{entry, history};
pub use permissions::permissions;
pub use place::Cause;
pub use prune::{Pruning, to_prune};
pub use realized::realized;
pub use store::{Added, Listing, Past, Store, StoreError};
pub use url::{StoreAccess, StoreUrl, StoreUrlError};
