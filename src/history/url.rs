//! Where a store is: `PATH` or `s3://bucket/prefix`.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// A folder, or a bucket and what its keys begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreUrl {
    Folder(PathBuf),
    /// `prefix` has no slash at either end; empty for the whole bucket.
    S3 {
        bucket: String,
        prefix: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreUrlError {
    #[error("give a folder, or `s3://bucket/prefix`")]
    Empty,
    /// `file` is no scheme here: a folder is named as it is.
    #[error("`{0}://` is not supported: give a folder, or `s3://bucket/prefix`")]
    Scheme(String),
    /// Amazon S3 User Guide, "General purpose bucket naming rules".
    #[error("`{0}` is no name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens")]
    Bucket(String),
    #[error("`{0}` cannot stand in a prefix: it has an empty, `.` or `..` part or a control character")]
    Prefix(String),
}

/// How AWS is reached; of an S3 store only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreAccess {
    /// The profile of the AWS configuration files; the environment's credentials otherwise.
    pub profile: Option<String>,
    /// Address buckets by path, as other servers than Amazon's want it.
    pub path_style: bool,
}

impl FromStr for StoreUrl {
    type Err = StoreUrlError;

    fn from_str(text: &str) -> Result<Self, StoreUrlError> {
        let text = text.trim();
        match text.split_once("://") {
            _ if text.is_empty() => Err(StoreUrlError::Empty),
            Some(("s3", place)) => s3(place),
            Some((scheme, _)) => Err(StoreUrlError::Scheme(scheme.to_owned())),
            None => Ok(Self::Folder(PathBuf::from(text))),
        }
    }
}

fn s3(place: &str) -> Result<StoreUrl, StoreUrlError> {
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    if !is_bucket(bucket) {
        return Err(StoreUrlError::Bucket(bucket.to_owned()));
    }
    let prefix = prefix.trim_end_matches('/');
    let is_part = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(char::is_control);
    if !prefix.is_empty() && !prefix.split('/').all(is_part) {
        return Err(StoreUrlError::Prefix(prefix.to_owned()));
    }
    Ok(StoreUrl::S3 { bucket: bucket.to_owned(), prefix: prefix.to_owned() })
}

fn is_bucket(name: &str) -> bool {
    let letters = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let ends = name.bytes().next().is_some_and(letters) && name.bytes().last().is_some_and(letters);
    (3..=63).contains(&name.len()) && ends && name.bytes().all(|byte| letters(byte) || matches!(byte, b'.' | b'-'))
}

impl fmt::Display for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::S3 { bucket, prefix } if prefix.is_empty() => write!(f, "s3://{bucket}"),
            Self::S3 { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_buckets_are_told_apart() {
        let s3 = |bucket: &str, prefix: &str| StoreUrl::S3 { bucket: bucket.to_owned(), prefix: prefix.to_owned() };
        let cases = [
            ("history", StoreUrl::Folder("history".into())),
            ("/var/lib/cloudtrim", StoreUrl::Folder("/var/lib/cloudtrim".into())),
            ("s3/odd:name", StoreUrl::Folder("s3/odd:name".into())),
            ("s3://reports", s3("reports", "")),
            ("s3://reports/", s3("reports", "")),
            ("s3://my.reports-1/team a/cost/", s3("my.reports-1", "team a/cost")),
        ];
        for (text, url) in cases {
            assert_eq!(text.parse(), Ok(url.clone()), "{text}");
            assert_eq!(url.to_string().parse(), Ok(url), "{text}");
        }
    }

    #[test]
    fn what_is_no_store_says_why() {
        let cases = [
            ("", StoreUrlError::Empty),
            ("S3://reports", StoreUrlError::Scheme("S3".to_owned())),
            ("file:///tmp", StoreUrlError::Scheme("file".to_owned())),
            ("s3://", StoreUrlError::Bucket(String::new())),
            ("s3://Reports", StoreUrlError::Bucket("Reports".to_owned())),
            ("s3://-ab", StoreUrlError::Bucket("-ab".to_owned())),
            ("s3://reports/a//b", StoreUrlError::Prefix("a//b".to_owned())),
            ("s3://reports/../b", StoreUrlError::Prefix("../b".to_owned())),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<StoreUrl>(), Err(error), "{text}");
        }
    }
}
