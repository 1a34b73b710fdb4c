//! Reserved Instances and Savings Plans: what they cover, what a change strands, what is worth committing to.
//!
//! Pure: usage and commitments in, shares and dollars out. A commitment is paid used or not, so what a change saves is
//! its list saving less the covered usage that finds no successor:
//!
//! ```text
//! net saving = list saving − (value covered before − value covered after)
//! ```
//!
//! A rate that the price book lacks is never derived; what it would decide is stated as a range. Start with [`net`],
//! then [`reservations`] and [`savings_plans`].

pub mod hours;
pub mod net;
pub mod normalization;
pub mod purchase;
pub mod reservations;
pub mod savings_plans;
mod shape;

pub use shape::{Pool, Reservation, Shape, Share, Usage};
