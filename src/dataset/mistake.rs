//! A mistake in a dataset's files is told as one in any other file of the user's.

pub use crate::model::mistake::Mistake;
