//! Sentences that many recommendations share stand once, numbered.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::report::text::one_line;

/// A sentence of a recommendation: its own, or the number of a shared one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::report::monthly) struct Note {
    /// From 1; `None` for a sentence of its own.
    pub number: Option<usize>,
    /// Empty for shared ones.
    pub text: String,
}

/// How often a sentence must occur, and how long it must be, to stand once.
const OFTEN: usize = 4;
const LONG: usize = 24;

#[derive(Debug, Default)]
pub(super) struct Notes {
    numbers: BTreeMap<String, usize>,
    shared: Vec<String>,
}

impl Notes {
    /// Numbers follow the order of first occurrence.
    pub(super) fn of(sentences: &[String]) -> Self {
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for sentence in sentences {
            let number = times.entry(sentence).or_default();
            *number = number.saturating_add(1);
        }
        let mut notes = Self::default();
        for sentence in sentences {
            let often = times.get(sentence.as_str()).is_some_and(|number| *number >= OFTEN);
            if often && sentence.len() >= LONG && !notes.numbers.contains_key(sentence) {
                notes.shared.push(one_line(sentence));
                notes.numbers.insert(sentence.clone(), notes.shared.len());
            }
        }
        notes
    }

    pub(super) fn note(&self, sentence: &str) -> Note {
        match self.numbers.get(sentence) {
            Some(number) => Note { number: Some(*number), text: String::new() },
            None => Note { number: None, text: one_line(sentence) },
        }
    }

    pub(super) fn shared(self) -> Vec<String> {
        self.shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_say_stands_once() {
        let often = "start the instance again to restore it";
        let all = [often, "only once, however long it may be", often, "short", "short", "short", "short", often, often];
        let notes = Notes::of(&all.map(str::to_owned));
        assert_eq!(notes.note(often).number, Some(1));
        assert_eq!(notes.note("short"), Note { number: None, text: "short".to_owned() });
        assert_eq!(notes.shared(), [often]);
    }
}
