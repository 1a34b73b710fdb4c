//! A rendered report → files, S3 objects, SNS topics, mails and webhooks.
//!
//! Targets are tried one after the other and fail alone; what was sent is noted in a [`Ledger`], so that a rerun sends
//! only what is missing. Knows nothing of how reports are made: it takes a [`Parcel`]. Start with [`deliver`].

#![cfg_attr(
    not(all(feature = "aws", feature = "deliver")),
    allow(dead_code, reason = "dry runs make messages that this build cannot send")
)]
#![allow(clippy::format_push_string, reason = "messages are short; a failed write cannot happen")]

mod address;
#[cfg(feature = "aws")]
mod aws;
mod file;
mod generic;
mod ledger;
mod message;
mod parcel;
mod permissions;
mod reach;
mod retry;
mod run;
#[cfg(feature = "aws")]
mod s3;
mod secret;
mod settings;
mod slack;
#[cfg(feature = "deliver")]
mod smtp;
#[cfg(feature = "aws")]
mod sns;
mod target;
mod topic;
#[cfg(feature = "deliver")]
mod trust;
#[cfg(feature = "deliver")]
mod webhook;
mod wording;

pub use ledger::{Ledger, LedgerError, Notes};
pub use parcel::{DocumentFormat, Fact, Parcel};
pub use permissions::{partition_of, statements};
pub use run::{Outcome, deliver, preview};
pub use secret::{REDACTED, Redactor, Secret, SecretError, SecretPlace};
pub use settings::{
    AwsAccess, DEFAULT_ATTACHMENTS, Deliveries, Encryption, PASSWORD_VARIABLE, Patience, SmtpServer, Surroundings,
};
pub use target::{
    Contents, MailAddress, Name, Target, TargetError, TopicArn, WebhookUrl, checked_link, formats_needed,
};
