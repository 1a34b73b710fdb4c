//! shared_data
#[cfg(feature = "aws")]
mod api_responses;
mod backtest;
mod costed_configurations;
mod costed_growth;
mod costed_plans;
mod metrics;
#[cfg(feature = "refresh")]
mod offers;
mod plans;
mod prices;
mod recorded_series;
mod schedules;
mod whatif_plans;
