//! Why a schedule cannot be written: everything that is wrong with it, at once.

/// What has to be changed, a sentence each, never empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct ScheduleError(pub Vec<String>);

impl ScheduleError {
    /// `Err` where there is something to say.
    pub(super) fn unless_empty(mistakes: Vec<String>) -> Result<(), Self> {
        if mistakes.is_empty() { Ok(()) } else { Err(Self(mistakes)) }
    }
}
