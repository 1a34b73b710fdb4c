//! Declared resources and what they cost.

mod storage;
