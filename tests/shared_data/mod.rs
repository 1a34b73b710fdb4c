//! shared_data
#[cfg(feature = "aws")]
mod api_responses;
mod metrics;
#[cfg(feature = "refresh")]
mod offers;
mod prices;
