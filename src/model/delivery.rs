//! What became of a report that was to be delivered: one entry a message, in the order of sending.
//!
//! Nothing here holds a secret: targets are named as they may be printed.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// In the words of `--deliver`, the targets that `cloudtrim.yml` lists.
pub const CONFIGURED: &str = "configured";

/// One message to one target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// `s3://bucket/key`, `slack:SLACK_URL`: placeholders filled in, no secret.
    pub target: String,
    /// `HTML`, `mail with HTML, XLSX`; empty when it could not be made.
    pub contents: String,
    /// Bytes that are handed over.
    pub bytes: usize,
    pub state: DeliveryState,
    /// Of a dry run.
    pub preview: Option<Preview>,
}

/// Whose turn it is to send a message that several machines may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody else's until it is sent or given up; turns of a message are counted from 1.
    Ours {
        turn: u32,
    },
    Sent {
        at: DateTime<Utc>,
    },
    /// Another run is sending it, or died less than a quarter of an hour ago.
    Another {
        since: DateTime<Utc>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DeliveryState {
    Sent {
        attempts: u32,
    },
    /// The file holds these bytes already.
    Unchanged,
    /// An earlier run sent this report there.
    AlreadySent {
        at: DateTime<Utc>,
    },
    /// A dry run: nothing was sent.
    WouldSend,
    /// `attempts` is 0 where nothing could be tried.
    Failed {
        reason: String,
        attempts: u32,
    },
}

impl Delivery {
    pub const fn failed(&self) -> bool {
        matches!(self.state, DeliveryState::Failed { .. })
    }
}

/// What would be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Recipients, subject, attachments with their sizes.
    pub fields: Vec<(String, String)>,
    /// The text of the message; empty for a document, which is shown by its size.
    pub payload: String,
}
