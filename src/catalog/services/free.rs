//! Types that bear no charge themselves: what they cause is billed on other resources.

use std::sync::LazyLock;

/// One a line, sorted; a star at the end stands for anything. Types that may cost something are not listed.
static TYPES: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("free_types.txt").lines().collect());

/// Types of providers whose resources live in Terraform's state alone: `random_password`, `terraform_data`.
const OF_STATE_ALONE: [&str; 9] =
    ["archive_", "cloudinit_", "local_", "null_", "random_", "template_", "terraform_", "time_", "tls_"];

/// Whether resources of a type cost nothing themselves.
pub fn is_free(type_name: &str) -> bool {
    OF_STATE_ALONE.iter().any(|start| type_name.starts_with(start))
        || TYPES.binary_search(&type_name).is_ok()
        || TYPES.iter().filter_map(|name| name.strip_suffix('*')).any(|start| type_name.starts_with(start))
}

/// The types, sorted; a star at the end stands for anything.
pub fn free_types() -> &'static [&'static str] {
    &TYPES
}
