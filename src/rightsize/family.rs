//! Sizes of one family.

use super::generation::common_architecture;
use crate::pricing::InstanceSpec;

/// The next size up in the family of `current` that is offered: the least memory above it, then the fewest vCPUs.
pub fn next_larger<'a>(
    specs: &'a [InstanceSpec],
    current: &InstanceSpec,
    offered: &dyn Fn(&str) -> bool,
) -> Option<&'a InstanceSpec> {
    same_family(specs, current)
        .filter(|spec| spec.memory_gib > current.memory_gib && spec.vcpus >= current.vcpus)
        .filter(|spec| offered(&spec.instance_type))
        .min_by(|one, other| one.memory_gib.total_cmp(&other.memory_gib).then(one.vcpus.cmp(&other.vcpus)))
}

fn same_family<'a>(specs: &'a [InstanceSpec], current: &InstanceSpec) -> impl Iterator<Item = &'a InstanceSpec> {
    specs.iter().filter(move |spec| {
        spec.family == current.family
            && spec.instance_type != current.instance_type
            && common_architecture(spec, current)
            && spec.burstable == current.burstable
            // Who took bare metal needs it, whatever the load.
            && spec.bare_metal == current.bare_metal
    })
}
