//! Which fields may be read: checked in debug builds, nothing at all in release builds.

use super::Field;
#[cfg(debug_assertions)]
use super::Form;

/// The fields that a block is declared to have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declared {
    /// `None` where anything may be read.
    #[cfg(debug_assertions)]
    fields: Option<&'static [Field]>,
}

#[cfg(debug_assertions)]
impl Declared {
    pub(super) const ANY: Self = Self { fields: None };

    pub(super) const fn fields(fields: &'static [Field]) -> Self {
        Self { fields: Some(fields) }
    }

    /// Stops where `path` is read though it is not declared.
    pub(super) fn check(self, path: &str) {
        debug_assert!(self.at(path).is_some(), "`{path}` is read but not declared in {:?}", self.names());
    }

    /// What may be read of the blocks at a path.
    pub(super) fn below(self, path: &str) -> Self {
        self.at(path).unwrap_or(Self::ANY)
    }

    fn at(self, path: &str) -> Option<Self> {
        let mut declared = self;
        for step in path.split('.').filter(|step| step.parse::<usize>().is_err()) {
            let Some(fields) = declared.fields else { return Some(Self::ANY) };
            declared = match fields.iter().find(|field| field.name == step)?.form {
                Form::Block(fields) => Self::fields(fields),
                Form::Any => Self::ANY,
                Form::Text | Form::Flag | Form::Number(_) => Self::fields(&[]),
            };
        }
        Some(declared)
    }

    fn names(self) -> Vec<&'static str> {
        self.fields.unwrap_or_default().iter().map(|field| field.name).collect()
    }
}

#[cfg(not(debug_assertions))]
impl Declared {
    pub(super) const ANY: Self = Self {};

    pub(super) const fn fields(_: &'static [Field]) -> Self {
        Self {}
    }

    pub(super) const fn check(self, _: &str) {}

    pub(super) const fn below(self, _: &str) -> Self {
        self
    }
}
