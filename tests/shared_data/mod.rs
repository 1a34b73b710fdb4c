//! shared_data
mod prices;
