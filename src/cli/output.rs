//! Where data goes: stdout, or a file that appears whole or not at all.

use std::io::{ErrorKind, Write};
use std::path::Path;

use super::Failure;

/// Write `text` to `file`, or to stdout without one. A reader that closed the pipe has had enough: no error.
pub(super) fn write(text: &str, file: Option<&Path>) -> Result<(), Failure> {
    match file {
        None => write_stdout(text.as_bytes()),
        Some(path) => write_file(text.as_bytes(), path),
    }
}

pub(super) fn write_stdout(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("cannot write to stdout: {error}")))
        }
        _ => Ok(()),
    }
}

/// Beside its destination first, then renamed: whoever reads the file sees the old one or the whole new one.
pub(super) fn write_file(bytes: &[u8], path: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        let failure = Failure::new(format!("cannot write `{}`: {error}", path.display()));
        if error.kind() == ErrorKind::NotFound { failure.hint("create its folder first") } else { failure }
    };
    if path.is_dir() {
        return Err(Failure::new(format!("cannot write `{}`: it is a folder", path.display())));
    }
    // Devices and pipes (`/dev/stdout`, a named pipe) can be written to, not replaced.
    if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        return std::fs::write(path, bytes).map_err(failed);
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cloudtrim-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Like any file the user writes: the umask takes away what it will.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}
