//! When a report is due, what was missed, and the texts that make a scheduler run it.
//!
//! Pure but for [`RunLock`]: texts go in and come out, nothing is installed here.
//! Start with [`Schedule::texts`]; [`catch_up`] says which month a run has to make.

mod crontab;
mod ecs;
mod github_actions;
mod kubernetes;
mod lock;
mod missed;
mod quote;
mod run;
mod schedule_error;
mod secret;
mod systemd;
mod template;
mod texts;
mod timing;

pub use crontab::{CrontabError, with_entry, without_entry};
pub use lock::{LockError, RunLock};
pub use missed::{CatchUp, catch_up};
pub use run::{Run, secrets};
pub use schedule_error::ScheduleError;
pub use secret::secret_in;
pub use systemd::is_ours as is_our_unit;
pub use texts::{Kind, Schedule, Text, Texts};
pub use timing::{Day, Timing, TimingError};
