//! A store in a folder: every object appears whole or not at all, and none is written over.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::replace::sync_folder;

/// What a file in the making begins with; a killed run leaves one.
pub(super) const PARTIAL: &str = ".partial-";

#[derive(Clone, Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(super) fn exists(&self) -> bool {
        self.root.is_dir()
    }

    fn path(&self, name: &str) -> PathBuf {
        name.split('/').fold(self.root.clone(), |path, part| path.join(part))
    }

    /// Every file below the folder, with slashes between folders. Links are not followed.
    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        if self.exists() {
            collect(&self.root, "", &mut names)?;
        }
        names.sort();
        Ok(names)
    }

    pub(super) fn get(&self, name: &str) -> io::Result<Vec<u8>> {
        fs::read(self.path(name))
    }

    /// False when there is such a file already; it stays as it is.
    pub(super) fn put_new(&self, name: &str, bytes: &[u8]) -> io::Result<bool> {
        let path = self.path(name);
        let folder = crate::replace::parent(&path);
        fs::create_dir_all(folder)?;
        let mut file = builder().tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(&path) {
            Ok(_) => {}
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
            Err(error) => return Err(error.error),
        }
        // The folders may be new themselves.
        for folder in folder.ancestors().take_while(|folder| folder.starts_with(&self.root)) {
            sync_folder(folder)?;
        }
        Ok(true)
    }

    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        let path = self.path(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => sync_folder(crate::replace::parent(&path)),
        }
    }
}

/// As readable as any file the user writes: the umask takes away what it will.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PARTIAL);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

fn collect(folder: &Path, above: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{above}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}
