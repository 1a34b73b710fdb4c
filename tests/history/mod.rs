//! The store, the life of findings and realized savings.

pub(crate) mod builder;
mod damaged;
mod diff;
mod lives;
mod processes;
mod properties;
mod realized;
mod store;
mod warnings;
