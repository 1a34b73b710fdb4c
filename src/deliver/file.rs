//! Files: written beside their place and renamed, so that whoever reads sees the old one or the whole new one.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::message::{Message, Payload};
use super::retry::AttemptError;
use super::run::Sender;
use crate::replace::{parent, sync_folder};

#[derive(Debug)]
pub(super) struct Files;

impl Sender for Files {
    fn send(&self, message: &Message) -> Result<(), AttemptError> {
        let Payload::File { path, bytes } = &message.payload else {
            return Err(AttemptError::final_one("it is no file"));
        };
        write(Path::new(path), bytes).map_err(|error| AttemptError::final_one(format!("cannot be written: {error}")))
    }
}

/// The file has these very bytes.
pub(super) fn holds(path: &str, bytes: &[u8]) -> bool {
    let same_length =
        fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64);
    same_length && fs::read(path).is_ok_and(|found| found == bytes)
}

/// Folders on the way are made.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Devices and pipes can be written to, not replaced.
    if path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return fs::write(path, bytes);
    }
    let folder = parent(path);
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cloudtrim-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Like any file the user writes: the umask takes away what it will.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}
