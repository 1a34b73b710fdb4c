//! rules: the language, the rules that ship, and what each says of a few resources.

mod any_input;
mod configuration;
mod documentation;
pub(crate) mod fixture;
mod fixtures;
mod meta;
mod mistakes;

use std::path::PathBuf;

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
