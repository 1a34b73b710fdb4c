//! shared_data
