//! The price book: dated rows of real AWS list prices, looked up by typed key.
//!
//! A lookup answers a price with its provenance or [`PriceMissing`]; it never borrows another region's, operating
//! system's or tenancy's price. No I/O: the book is embedded.

mod book;

pub use book::{InstanceSpec, Price, PriceBook, RequestTier, TieredPrice};
