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

#[cfg(all(test, debug_assertions))]
mod tests {
    use super::*;

    const FIELDS: &[Field] = &[
        Field::text("size", "Its size."),
        Field::block("disk", &[Field::text("type", "Its type.")], "Disks."),
        Field::any("tags", "Tags."),
    ];

    fn may_be_read(path: &str) -> bool {
        Declared::fields(FIELDS).at(path).is_some()
    }

    #[test]
    fn only_what_is_declared_may_be_read() {
        for declared in ["size", "disk", "disk.type", "disk.0.type", "tags", "tags.any.thing"] {
            assert!(may_be_read(declared), "{declared}");
        }
        for not in ["", "sizes", "size.more", "disk.size", "disk.0.tags", "disks.type"] {
            assert!(!may_be_read(not), "{not}");
        }
        assert!(Declared::ANY.at("disks.type").is_some());
    }

    #[test]
    #[should_panic(expected = "`disk.size` is read but not declared")]
    fn reading_more_stops() {
        Declared::fields(FIELDS).check("disk.size");
    }
}
