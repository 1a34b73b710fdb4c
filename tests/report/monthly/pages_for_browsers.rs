//! Writes the pages that `tests/browser/run` looks at.

use std::fs;
use std::path::Path;

use super::page::html;
use super::synthetic::{large, nothing, usual};

#[test]
fn written() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&folder).unwrap();
    for (name, report) in [("usual", usual()), ("large", large()), ("nothing", nothing())] {
        fs::write(folder.join(name).with_extension("html"), html(&report)).unwrap();
    }
}
