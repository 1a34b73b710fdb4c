//! Bad input, end to end: each mistake is one clear error, and nothing at all is a panic.
//!
//! Cases are data: something good, one change to it, and the one error it gives (in the goldens). Start with
//! [`mutation`].

mod accepted;
mod configurations;
mod datasets;
mod mutation;
mod never_panics;
mod pipeline;
mod rules;
