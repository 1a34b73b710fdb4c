//! How far a price refresh is, on stderr, when it is a terminal.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::screen::Voice;
use crate::refresh::{Progress, Silent};

/// A bar for people; silence for logs and pipes.
pub(super) fn bar(voice: Voice) -> Box<dyn Progress> {
    if voice.is_quiet() || !std::io::stderr().is_terminal() {
        return Box::new(Silent);
    }
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(Duration::from_millis(120));
    Box::new(Bar(bar))
}

/// One file at a time.
struct Bar(ProgressBar);

impl Progress for Bar {
    fn started(&self, service: &str, region: &str, have: u64, total: Option<u64>) {
        let style =
            |template: &str| ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        match total {
            Some(total) => {
                self.0.set_style(style("{spinner} {prefix} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec}"));
                self.0.set_length(total);
            }
            None => self.0.set_style(style("{spinner} {prefix} {bytes} {bytes_per_sec}")),
        }
        self.0.set_prefix(format!("{service} {region}"));
        self.0.set_position(have);
    }

    fn advanced(&self, have: u64) {
        self.0.set_position(have);
    }

    fn finished(&self) {
        self.0.reset();
    }

    fn said(&self, text: &str) {
        self.0.println(text);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        // Nothing is left on the screen, also after a failure.
        self.0.finish_and_clear();
    }
}
