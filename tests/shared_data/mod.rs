//! shared_data
#[cfg(feature = "aws")]
mod api_responses;
mod costed_configurations;
mod costed_growth;
mod costed_plans;
mod metrics;
#[cfg(feature = "refresh")]
mod offers;
mod plans;
mod prices;
mod schedules;
mod whatif_plans;
