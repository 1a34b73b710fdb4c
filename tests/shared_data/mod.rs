//! shared_data
mod metrics;
mod prices;
