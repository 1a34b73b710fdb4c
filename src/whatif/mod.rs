//! Before and after of what is not there yet: declared resources, read and compared before they exist.

pub mod terraform;
