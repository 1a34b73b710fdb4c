//! shared_data
#[cfg(feature = "aws")]
mod api_responses;
mod metrics;
mod plans;
mod prices;
