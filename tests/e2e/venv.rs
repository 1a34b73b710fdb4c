//! The Python environment of the test server.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// `tests/aws`: the server's and the seeding's packages.
pub(super) fn packages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/aws")
}

/// The interpreter that has the requirements.
///
/// # Panics
/// When there is no Python, or the requirements cannot be installed: an end-to-end test is never skipped.
pub(crate) fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| crate::venv::prepare("aws-server", &packages().join("requirements.txt")))
}
