//! `report --catch-up`, and the lock that keeps two runs on one store apart.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::Failure;
use super::price_book::below;
use super::screen::Voice;
use crate::schedule::{CatchUp, LockError, RunLock, Timing, catch_up};
use crate::units::month::Month;

#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Schedule")]
pub(super) struct CatchUpArguments {
    /// Report the newest month that is due and was not delivered, once
    ///
    /// Months that were missed before it are told, not reported.
    #[arg(long, requires = "store", conflicts_with = "month")]
    pub(super) catch_up: bool,
    /// When reports are due [default: '1 00:00 UTC']
    #[arg(long, value_name = "'DAY HH:MM ZONE'", requires = "catch_up")]
    pub(super) due: Option<Timing>,
}

/// Before any other reading of the clock's: a month is due as soon as it is over.
const AT_ONCE: &str = "1 00:00 UTC";

impl CatchUpArguments {
    /// The month to report, or `None` where nothing is due; says which.
    ///
    /// `analyzed` are the moments of the store's analyses, `delivered` the months whose report went out.
    pub(super) fn month(
        &self,
        analyzed: impl IntoIterator<Item = DateTime<Utc>>,
        delivered: &BTreeSet<Month>,
        now: DateTime<Utc>,
        voice: Voice,
    ) -> Result<Option<Month>, Failure> {
        let timing = match self.due {
            Some(timing) => timing,
            None => AT_ONCE.parse().map_err(|error| Failure::of(&error))?,
        };
        let CatchUp { make, unread, passed_over } = catch_up(&timing, analyzed, delivered, now);
        if let Some((month, count)) = passed_over.last().map(|month| (month, passed_over.len())) {
            let months = if count == 1 { format!("{month} has") } else { format!("{count} months up to {month} have") };
            voice.say(&format!("{months} no delivered report; `report --month {month}` makes one"));
        }
        if let Some(month) = unread {
            let message = format!("the report of {month} is due, and the store has no analysis made since it was over");
            if make.is_none() {
                return Err(Failure::new(message).hint("`cloudtrim audit --store URL` adds one"));
            }
            voice.say(&message);
        } else if make.is_none() {
            voice.say("no report is due: the newest closed month was delivered, or its day has not come");
        }
        Ok(make)
    }
}

/// Keep other runs off the store until the guard is dropped.
pub(super) fn lock(store: &str, now: DateTime<Utc>) -> Result<RunLock, Failure> {
    let by = format!("process {} since {}", std::process::id(), now.format("%Y-%m-%d %H:%M:%S UTC"));
    let state = below("XDG_STATE_HOME", ".local/state", "cloudtrim");
    let state = state.unwrap_or_else(|| std::env::temp_dir().join("cloudtrim"));
    RunLock::acquire(&RunLock::file_of(store, &state), &by).map_err(|error| match error {
        LockError::Held { .. } => Failure::of(&error).hint("wait for it to end; what it delivers is not sent again"),
        LockError::Io { .. } => Failure::of(&error),
    })
}
