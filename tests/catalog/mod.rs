//! The catalog: what declared resources of our own cost by the price pages, and what it says of itself.

mod application;
mod compute;
mod databases;
mod declared;
mod declared_cases;
mod free;
mod management;
mod network;
mod storage;
