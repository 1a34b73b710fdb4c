//! What would be if: models of configurations that nobody has bought yet.

pub mod scaling;
