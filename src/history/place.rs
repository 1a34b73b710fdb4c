//! Where the objects of a store are: a folder or an S3 prefix.

use super::folder::Folder;

/// What a folder or S3 said.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// One object cannot be read; the others can.
    #[error("{0}")]
    Object(String),
    #[error("{0}")]
    Aws(String),
}

#[derive(Debug)]
pub(super) enum Place {
    Folder(Folder),
    #[cfg(feature = "aws")]
    S3(super::s3::S3),
}

impl Place {
    /// Every name that begins with `prefix`.
    pub(super) fn names(&self, prefix: &str) -> Result<Vec<String>, Cause> {
        let names = match self {
            Self::Folder(folder) => folder.names()?,
            #[cfg(feature = "aws")]
            Self::S3(s3) => s3.names(prefix)?,
        };
        Ok(names.into_iter().filter(|name| name.starts_with(prefix)).collect())
    }

    pub(super) fn get(&self, name: &str) -> Result<Vec<u8>, Cause> {
        match self {
            Self::Folder(folder) => folder.get(name).map_err(|error| Cause::Object(error.to_string())),
            #[cfg(feature = "aws")]
            Self::S3(s3) => s3.get(name),
        }
    }

    /// False when there is such an object already; it stays as it is.
    pub(super) fn put_new(&self, name: &str, bytes: &[u8]) -> Result<bool, Cause> {
        match self {
            Self::Folder(folder) => Ok(folder.put_new(name, bytes)?),
            #[cfg(feature = "aws")]
            Self::S3(s3) => s3.put_new(name, bytes),
        }
    }

    pub(super) fn remove(&self, name: &str) -> Result<(), Cause> {
        match self {
            Self::Folder(folder) => Ok(folder.remove(name)?),
            #[cfg(feature = "aws")]
            Self::S3(s3) => s3.remove(name),
        }
    }
}
