//! What the user may choose about sizes: the preset, families, and other presets for what bears a tag.

use super::candidates::Families;
use super::preset::Preset;
use crate::model::resource::Tags;

/// `rightsizing` of `cloudtrim.yml`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    pub preset: Preset,
    pub families: Families,
    /// The first whose tag the resource bears decides.
    pub overrides: Vec<TagOverride>,
}

/// Another preset for resources that bear a tag.
#[derive(Clone, Debug, PartialEq)]
pub struct TagOverride {
    pub key: String,
    pub value: String,
    pub preset: Preset,
}

impl Settings {
    /// The preset for a resource with these tags; `None` for tags that could not be read, which take the most careful
    /// of those that may apply.
    pub fn preset_for(&self, tags: Option<&Tags>) -> &Preset {
        let Some(tags) = tags else {
            let all = self.overrides.iter().map(|other| &other.preset).chain([&self.preset]);
            return all.max_by_key(|preset| preset.parameters.len()).unwrap_or(&self.preset);
        };
        let bears = |other: &&TagOverride| tags.get(&other.key).is_some_and(|value| *value == other.value);
        self.overrides.iter().find(bears).map_or(&self.preset, |other| &other.preset)
    }
}
