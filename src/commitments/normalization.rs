//! Normalized units of instance sizes: how reservations of one size count for another of the same family.

use crate::pricing::PriceBook;

/// Quarters of a normalized unit, so that they are whole: nano 0.25, large 4, xlarge 8.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html> (normalization factors).
const QUARTER_UNITS: &[(&str, u64)] = &[
    ("nano", 1),
    ("micro", 2),
    ("small", 4),
    ("medium", 8),
    ("large", 16),
    ("xlarge", 32),
    ("2xlarge", 64),
    ("3xlarge", 96),
    ("4xlarge", 128),
    ("6xlarge", 192),
    ("8xlarge", 256),
    ("9xlarge", 288),
    ("10xlarge", 320),
    ("12xlarge", 384),
    ("16xlarge", 512),
    ("18xlarge", 576),
    ("24xlarge", 768),
    ("32xlarge", 1024),
    ("48xlarge", 1536),
    ("56xlarge", 1792),
    ("112xlarge", 3584),
];

/// Families whose reservations match one size only, from the same page (its limitations, as of 2026).
const INFLEXIBLE_FAMILIES: &[&str] = &[
    "g4ad", "g4dn", "g5", "g5g", "g6", "g6e", "g6f", "gr6", "gr6f", "hpc7a", "inf1", "inf2", "p5", "u7i-6tb", "u7i-8tb",
];

/// Bare metal that no other size of its family has the vCPUs of, from the same page; high memory (`u-…`) counts as
/// `112xlarge`.
const QUARTER_UNITS_OF_METAL: &[(&str, u64)] = &[("i3", 512)];
const QUARTER_UNITS_OF_HIGH_MEMORY: u64 = 3584;

/// Family and size of a type: `m5` and `large`.
pub fn family_and_size(instance_type: &str) -> (&str, &str) {
    instance_type.split_once('.').unwrap_or((instance_type, ""))
}

/// Reservations of the family float over its sizes.
pub fn is_size_flexible(family: &str) -> bool {
    !INFLEXIBLE_FAMILIES.contains(&family)
}

/// Quarters of a normalized unit of a size; `None` for sizes that AWS's table does not have.
pub fn quarter_units(size: &str) -> Option<u64> {
    QUARTER_UNITS.iter().find(|(known, _)| *known == size).map(|(_, units)| *units)
}

/// The same for a type; bare metal counts as the size of its family with as many vCPUs (`metal-24xl`: as it says).
pub fn quarter_units_of(instance_type: &str, prices: &PriceBook) -> Option<u64> {
    let (family, size) = family_and_size(instance_type);
    if let Some(virtual_size) = size.strip_prefix("metal-") {
        return quarter_units(&virtual_size.replace("xl", "xlarge"));
    }
    if size != "metal" {
        return quarter_units(size);
    }
    if family.starts_with("u-") {
        return Some(QUARTER_UNITS_OF_HIGH_MEMORY);
    }
    if let Some((_, units)) = QUARTER_UNITS_OF_METAL.iter().find(|(known, _)| *known == family) {
        return Some(*units);
    }
    let metal = prices.instance_spec(instance_type)?;
    let same =
        |spec: &&crate::pricing::InstanceSpec| spec.family == family && !spec.bare_metal && spec.vcpus == metal.vcpus;
    prices.instance_specs().iter().find(same).and_then(|spec| quarter_units(&spec.size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_count_as_the_table_says() {
        for (instance_type, quarters) in [
            ("t3.nano", Some(1)),
            ("m5.large", Some(16)),
            ("m5.xlarge", Some(32)),
            ("m5.24xlarge", Some(768)),
            ("m7i.metal-24xl", Some(768)),
            // 96 vCPUs, as c5.24xlarge.
            ("c5.metal", Some(768)),
            ("c5n.metal", Some(576)),
            ("i3.metal", Some(512)),
            ("u-6tb1.metal", Some(3584)),
            ("m5.gigantic", None),
            ("m5", None),
            ("", None),
        ] {
            assert_eq!(quarter_units_of(instance_type, PriceBook::embedded()), quarters, "{instance_type}");
        }
    }
}
