//! Types that bear no charge themselves: what they cause is billed on other resources.

use std::sync::LazyLock;

/// One a line, sorted; a star at the end stands for anything. Types that may cost something are not listed.
static TYPES: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("free_types.txt").lines().collect());

/// Whether resources of a type of the provider cost nothing themselves.
pub fn is_free(type_name: &str) -> bool {
    TYPES.binary_search(&type_name).is_ok()
        || TYPES.iter().filter_map(|name| name.strip_suffix('*')).any(|start| type_name.starts_with(start))
}

/// The types, sorted; a star at the end stands for anything.
pub fn free_types() -> &'static [&'static str] {
    &TYPES
}
