//! Declared resources cost what the price pages say, for configurations of our own.

mod application;
mod databases;
mod storage;
