//! What a collection tells while it runs; the command line draws it, tests and pipes ignore it.

use crate::model::ids::Region;

/// One step of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A collector begins; `region` is `None` for what is not regional.
    Started {
        collector: &'static str,
        region: Option<&'a Region>,
    },
    /// So many units of it (resources read, metric queries answered) are done; `total` where it is known.
    Advanced {
        collector: &'static str,
        region: Option<&'a Region>,
        done: u64,
        total: Option<u64>,
    },
    Finished {
        collector: &'static str,
        region: Option<&'a Region>,
        gaps: bool,
    },
}

/// Receives events, in any order between collectors.
pub trait Progress: Send + Sync {
    fn event(&self, event: Event<'_>);
}

/// Says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn event(&self, _event: Event<'_>) {}
}
