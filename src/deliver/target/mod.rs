//! Where a report goes: `file:PATH`, `s3://BUCKET/KEY`, `sns:ARN`, `mailto:ADDRESSES`, `slack:NAME`, `webhook:NAME`.

mod mail_address;
mod name;
mod parse;

use std::collections::BTreeSet;
use std::fmt;

use super::parcel::{DocumentFormat, Parcel};
use super::secret::{Secret, SecretPlace};

pub use mail_address::MailAddress;
pub use name::{Contents, Name};
pub(super) use parse::checked_url;
pub use parse::{TargetError, checked_link};

/// One place to deliver to. `Display` and `Debug` show no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    File(Name),
    S3 {
        bucket: String,
        key: Name,
    },
    Sns(TopicArn),
    /// One mail to all of them.
    Mail(Vec<MailAddress>),
    Slack(SecretPlace),
    Webhook(WebhookUrl),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebhookUrl {
    /// Kept elsewhere.
    Kept(SecretPlace),
    /// Written in the target itself; `shown` is its scheme and host.
    Given { url: Secret, shown: String },
}

/// `arn:aws:sns:eu-west-1:111122223333:reports`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicArn {
    pub(super) arn: String,
    pub(super) region: String,
}

impl TopicArn {
    pub fn as_str(&self) -> &str {
        &self.arn
    }

    pub fn region(&self) -> &str {
        &self.region
    }

    /// Topics that keep the order of messages ask for a group and tell duplicates apart.
    pub fn is_fifo(&self) -> bool {
        self.arn.rsplit_once('.').is_some_and(|(_, end)| end == "fifo")
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(name) => write!(f, "file:{name}"),
            Self::S3 { bucket, key } => write!(f, "s3://{bucket}/{key}"),
            Self::Sns(topic) => write!(f, "sns:{}", topic.arn),
            Self::Mail(addresses) => {
                let addresses: Vec<&str> = addresses.iter().map(MailAddress::as_str).collect();
                write!(f, "mailto:{}", addresses.join(","))
            }
            Self::Slack(place) => write!(f, "slack:{place}"),
            Self::Webhook(WebhookUrl::Kept(place)) => write!(f, "webhook:{place}"),
            Self::Webhook(WebhookUrl::Given { shown, .. }) => write!(f, "webhook:{shown}/…"),
        }
    }
}

impl Target {
    /// The documents that are handed over; messages show the summary besides. `attach` is for mails.
    pub fn formats(&self, attach: &[DocumentFormat]) -> BTreeSet<DocumentFormat> {
        match self {
            Self::File(name) | Self::S3 { key: name, .. } => name.formats(),
            Self::Mail(_) => attach.iter().copied().collect(),
            Self::Sns(_) => BTreeSet::from([DocumentFormat::Markdown]),
            Self::Webhook(_) => BTreeSet::from([DocumentFormat::Json]),
            Self::Slack(_) => BTreeSet::new(),
        }
    }

    /// Places that later messages can refer to come first: files, objects, then messages.
    pub(super) const fn rank(&self) -> u8 {
        match self {
            Self::File(_) => 0,
            Self::S3 { .. } => 1,
            Self::Sns(_) | Self::Mail(_) | Self::Slack(_) | Self::Webhook(_) => 2,
        }
    }

    /// As it is shown once the placeholders are filled in.
    pub(super) fn shown(&self, parcel: &Parcel) -> String {
        match self {
            Self::File(name) => format!("file:{}", name.filled(parcel)),
            Self::S3 { bucket, key } => format!("s3://{bucket}/{}", key.filled(parcel)),
            other => other.to_string(),
        }
    }
}

/// The formats that a parcel for these targets needs; JSON always, since it tells reports apart.
pub fn formats_needed(targets: &[Target], attach: &[DocumentFormat]) -> BTreeSet<DocumentFormat> {
    let mut formats: BTreeSet<_> = targets.iter().flat_map(|target| target.formats(attach)).collect();
    formats.insert(DocumentFormat::Json);
    formats
}
