//! What exists: ids, resources, configurations and the edits that change them, findings, recommendations, gaps.
//!
//! Plain data with serde. This module reads no file, asks no clock, knows no price.
//! Start with [`resource`], then [`configuration`], [`edit`] and [`analysis`].

pub mod action;
pub mod analysis;
pub mod backtest;
pub mod billing;
pub mod blueprint;
pub mod budget;
pub mod commitments;
pub mod comparison;
pub mod configuration;
pub mod cost;
mod databases;
pub mod delivery;
pub mod edit;
pub mod engine_support;
pub mod estimate_line;
pub mod finding;
pub mod fleet;
pub mod gap;
pub mod history;
pub mod ids;
pub mod metric;
pub mod mistake;
pub mod monthly;
pub mod resource;
mod resource_line;
mod resource_parts;
pub mod rightsizing;
pub mod schedule;
pub mod serverless;
pub mod spend;
pub mod vocabulary;
