//! Reports as a person, a spreadsheet and a program would read them.

pub(crate) mod analysis;
mod goldens;
mod grouping;
mod monthly;
pub(crate) mod schema;
mod strangers;
