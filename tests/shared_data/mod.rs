//! shared_data

mod metrics;
