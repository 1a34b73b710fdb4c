//! The Python environment of the test server: made once for one `requirements.txt`, by whichever process comes first.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use sha2::{Digest, Sha256};

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
    PYTHON.get_or_init(prepare)
}

fn prepare() -> PathBuf {
    let requirements = packages().join("requirements.txt");
    let digest = Sha256::digest(fs::read(&requirements).unwrap());
    let key = digest.iter().take(6).fold(0_u64, |key, byte| key << 8 | u64::from(*byte));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("aws-server-{key:012x}"));
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    let lock = File::create(folder.with_extension("lock")).unwrap();
    lock.lock().unwrap();
    let interpreter = folder.join("bin/python");
    let marker = folder.join("complete");
    if !marker.exists() {
        let _ = fs::remove_dir_all(&folder);
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "-r"];
        run(Command::new(&interpreter).args(pip).arg(&requirements));
        fs::write(&marker, "").unwrap();
    }
    interpreter
}

fn run(command: &mut Command) {
    let shown = format!("{command:?}");
    let needs =
        "the end-to-end tests need python3 (3.11 or newer) with venv and pip, and a package index they can reach";
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => panic!("{shown} could not be started: {error}\n{needs}"),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{shown} failed with {}:\n{said}\n{needs}", output.status);
}
