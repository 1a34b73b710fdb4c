//! End to end: the binary against an AWS-compatible server on loopback, over a seeded fleet of waste and decoys.
//!
//! `server` starts it (Python, `tests/aws`), `fleet` seeds and reads it; the other modules are what must hold.

mod calls;
mod collect_cost;
mod commitments;
mod failures;
mod fleet;
mod full_bill;
mod http;
mod interrupted;
mod mutations;
mod planted;
mod profiles;
pub(crate) mod server;
mod shared_store;
mod store;
mod venv;

pub(crate) use venv::python;
