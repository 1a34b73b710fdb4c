//! One folder in the place of another, in one step where the system has one.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// `destination` may be written: it is not there, empty, or its manifest has `schema` in any version.
pub(crate) fn may_replace(destination: &Path, schema: &str) -> io::Result<bool> {
    if !destination.exists() {
        return Ok(true);
    }
    if !destination.is_dir() {
        return Ok(false);
    }
    if fs::read_dir(destination)?.next().is_none() {
        return Ok(true);
    }
    let family = schema.split('/').next().unwrap_or(schema);
    let manifest = fs::read(destination.join("manifest.json")).unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap_or_default();
    let found = manifest.get("schema").and_then(serde_json::Value::as_str).unwrap_or_default();
    Ok(found.split('/').next() == Some(family))
}

/// Move `finished` to `destination`; what was there is gone afterwards. `aside` names where the old folder stays when the
/// process is killed between the two steps, on systems that cannot exchange two folders in one.
pub(crate) fn replace(finished: &Path, destination: &Path, aside: &Path) -> io::Result<()> {
    if !destination.exists() {
        return fs::rename(finished, destination);
    }
    if exchange(finished, destination)? {
        return fs::remove_dir_all(finished);
    }
    fs::rename(destination, aside)?;
    if let Err(error) = fs::rename(finished, destination) {
        fs::rename(aside, destination)?;
        return Err(error);
    }
    fs::remove_dir_all(aside)
}

/// Swap two folders in one step; false where the system or file system has no such call.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// What a folder in the making is called: hidden, beside its destination.
pub(crate) fn partial_prefix(destination: &Path) -> String {
    let name = destination.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    format!(".{name}.partial-")
}

/// A folder in the making that a killed run left beside `destination`.
pub(crate) fn partial_beside(destination: &Path) -> Option<PathBuf> {
    let prefix = partial_prefix(destination);
    let mut found: Vec<PathBuf> = fs::read_dir(parent(destination))
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix)))
        .collect();
    found.sort();
    found.into_iter().next()
}

pub(crate) fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Bring a folder and everything in it to the disk.
pub(crate) fn sync_all(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync_all(&path)?;
        } else {
            File::open(&path)?.sync_all()?;
        }
    }
    sync_folder(folder)
}

/// Windows cannot open a folder to sync it; there its entries are as durable as the system makes them.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// A temporary folder is its owner's alone; what stays is as readable as the folder it stands in.
#[cfg(unix)]
pub(crate) fn readable_by_others(folder: &Path, parent: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(parent)?.permissions().mode() & 0o777;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700 | (mode & 0o055)))
}

#[cfg(not(unix))]
pub(crate) fn readable_by_others(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}
