//! Messaging, functions, streaming and analytics.

mod sqs;

use crate::catalog::Kind;

pub(super) const KINDS: &[&Kind] = &[&sqs::QUEUE];
