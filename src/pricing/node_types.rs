//! What cache node types are: `pricing/AmazonElastiCache/node-types.csv`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::source::source;

const TEXT: &str = include_str!("../../pricing/AmazonElastiCache/node-types.csv");

/// What a cache node type is. Its memory is less than that of the EC2 type of the same name: the service keeps some.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeSpec {
    /// `cache.m6g.large`.
    pub node_type: String,
    pub vcpus: u32,
    pub memory_gib: f64,
    pub current_generation: bool,
    /// `YYYY-MM-DD`.
    pub as_of: String,
}

impl NodeSpec {
    /// `m6g` of `cache.m6g.large`.
    pub fn family(&self) -> &str {
        self.node_type.split('.').nth(1).unwrap_or_default()
    }

    /// `large` of `cache.m6g.large`.
    pub fn size(&self) -> &str {
        self.node_type.split('.').nth(2).unwrap_or_default()
    }
}

/// One line of the file.
#[derive(Deserialize)]
struct Line {
    node_type: String,
    vcpus: u32,
    memory_gib: f64,
    current_generation: String,
    source: String,
}

/// Sorted by name; a line that cannot be read is left out, and a test holds that there is none.
pub(super) static NODES: LazyLock<Vec<NodeSpec>> = LazyLock::new(|| {
    let mut specs: Vec<NodeSpec> =
        csv::Reader::from_reader(TEXT.as_bytes()).deserialize::<Line>().filter_map(|line| spec(line.ok()?)).collect();
    specs.sort_by(|one, other| one.node_type.cmp(&other.node_type));
    specs
});

fn spec(line: Line) -> Option<NodeSpec> {
    Some(NodeSpec {
        as_of: source(&line.source)?.as_of.to_string(),
        current_generation: line.current_generation == "yes",
        node_type: line.node_type,
        vcpus: line.vcpus,
        memory_gib: line.memory_gib,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_sensible() {
        assert_eq!(NODES.len(), TEXT.lines().count() - 1);
        for spec in NODES.iter() {
            assert!(spec.vcpus > 0 && spec.memory_gib > 0.0, "{}", spec.node_type);
            assert_eq!(spec.node_type, format!("cache.{}.{}", spec.family(), spec.size()));
        }
        assert!(NODES.is_sorted_by(|one, other| one.node_type < other.node_type), "names are unique");
    }
}
