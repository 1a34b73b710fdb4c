//! Reservations and plans by AWS's rules, what changes strand, what is worth committing to.

mod account;
mod builder;
mod cases;
mod fixture;
mod mistakes;
mod plans;
mod properties;
mod purchases;
