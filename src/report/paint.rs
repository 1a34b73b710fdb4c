//! Emphasis on a terminal. Nothing is said by it alone.

/// Whether to emphasize.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    Plain,
    Ansi,
}

impl Paint {
    /// Bold; whole lines or words that are already laid out, since escape sequences have no width.
    pub fn bold(self, text: &str) -> String {
        self.wrap(text, "1")
    }

    /// Fainter than the rest.
    pub fn faint(self, text: &str) -> String {
        self.wrap(text, "2")
    }

    /// The lines of a grid, the first of them (its header) fainter.
    pub fn header(self, grid: &str) -> String {
        let lines = grid.lines().enumerate();
        lines.map(|(position, line)| if position == 0 { self.faint(line) } else { line.to_owned() } + "\n").collect()
    }

    fn wrap(self, text: &str, code: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Ansi if text.is_empty() => String::new(),
            Self::Ansi => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }
}
