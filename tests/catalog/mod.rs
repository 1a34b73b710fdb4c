//! The catalog: what declared resources cost, and what it says of itself.

mod declared;
mod declared_cases;
mod free;
mod management;
mod network;
