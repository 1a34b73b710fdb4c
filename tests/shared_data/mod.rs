//! shared_data
mod prices;

mod metrics;
