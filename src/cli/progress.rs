//! Progress bars on stderr, when it is a terminal.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::screen::Voice;
use crate::collect::{Event, Progress, Silent};

/// Bars for people; silence for logs and pipes.
pub(super) fn bars(voice: Voice) -> Box<dyn Progress> {
    if voice.is_quiet() || !std::io::stderr().is_terminal() {
        Box::new(Silent)
    } else {
        Box::new(Bars { all: MultiProgress::new(), shown: Mutex::default() })
    }
}

type Name = (&'static str, Option<String>);

/// One line for each collector and region that is at work.
struct Bars {
    all: MultiProgress,
    shown: Mutex<BTreeMap<Name, ProgressBar>>,
}

impl Progress for Bars {
    fn event(&self, event: Event<'_>) {
        // A poisoned lock means that another thread ended; the bars are still bars.
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Started { collector, region } => {
                let name = (collector, region.map(ToString::to_string));
                let bar = self.all.add(ProgressBar::new_spinner().with_style(spinner()));
                bar.set_prefix(region.map_or_else(|| collector.to_owned(), |region| format!("{region} {collector}")));
                bar.enable_steady_tick(Duration::from_millis(120));
                shown.insert(name, bar);
            }
            Event::Advanced { collector, region, done, total } => {
                if let Some(bar) = shown.get(&(collector, region.map(ToString::to_string))) {
                    if let Some(total) = total.filter(|total| *total > 0) {
                        bar.set_length(total);
                        bar.set_style(counted());
                    }
                    bar.set_position(done);
                }
            }
            Event::Finished { collector, region, .. } => {
                if let Some(bar) = shown.remove(&(collector, region.map(ToString::to_string))) {
                    bar.finish_and_clear();
                }
            }
        }
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        // Nothing is left on the screen, also after a failure.
        let _ = self.all.clear();
    }
}

fn spinner() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {prefix} {pos}").unwrap_or_else(|_| ProgressStyle::default_spinner())
}

fn counted() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {prefix} {wide_bar} {pos}/{len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
