//! Newer generations of one line: an explicit list, oldest first, of families of one purpose and one CPU maker.

use crate::pricing::InstanceSpec;
use crate::units::Usd;

/// Lines of succession as AWS's instance type pages present them
/// (<https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-types.html> and
/// <https://aws.amazon.com/ec2/previous-generation/>). A family may stand in two lines, where its successors differ by
/// instance store; specifications then decide. Flex, burstable and other variants are lines of their own, and no line
/// changes the CPU maker or the architecture.
pub const LINES: &[&[&str]] = &[
    // Burstable, Intel. T3a is AMD and T4g Arm: no successors of these.
    &["t1", "t2", "t3"],
    // General purpose.
    &["m1", "m3", "m4", "m5", "m6i", "m7i", "m8i"],
    &["m1", "m3", "m5d", "m6id", "m8id"],
    &["m5n", "m6in", "m8in"],
    &["m5dn", "m6idn", "m8idn"],
    &["m5a", "m6a", "m7a", "m8a"],
    &["m6g", "m7g", "m8g", "m9g"],
    &["m6gd", "m7gd", "m8gd", "m9gd"],
    // Compute optimized.
    &["c1", "c3", "c4", "c5", "c6i", "c7i", "c8i"],
    &["c1", "c3", "c5d", "c6id", "c8id"],
    &["c5n", "c6in", "c8in"],
    &["c5a", "c6a", "c7a", "c8a"],
    &["c6g", "c7g", "c8g", "c9g"],
    &["c6gd", "c7gd", "c8gd", "c9gd"],
    &["c6gn", "c7gn", "c8gn"],
    // Memory optimized.
    &["m2", "r3", "r4", "r5", "r6i", "r7i", "r8i"],
    &["m2", "r3", "r5d", "r6id", "r8id"],
    &["r5n", "r6in", "r8in"],
    &["r5dn", "r6idn", "r8idn"],
    &["r5a", "r6a", "r7a", "r8a"],
    &["r6g", "r7g", "r8g", "r9g"],
    &["r6gd", "r7gd", "r8gd", "r9gd"],
    &["x1", "x2idn"],
    &["x1e", "x2iedn"],
    // Storage optimized.
    &["i2", "i3", "i4i", "i7i"],
    &["d2", "d3"],
];

/// Families that succeed `family`, each with how many steps newer it is.
fn successors(family: &str) -> impl Iterator<Item = (&'static str, usize)> {
    let family = family.to_owned();
    LINES.iter().flat_map(move |line| {
        let from = line.iter().position(|member| *member == family).map_or(line.len(), |position| position + 1);
        line.iter().skip(from).enumerate().map(|(step, member)| (*member, step + 1))
    })
}

/// The cheapest newer generation of the same line that is cheaper than `current` and specified no lower; of equally
/// cheap ones the newest. Of each family the same size, or any size where it lacks that one (c4.8xlarge → c5.9xlarge).
pub fn newer<'a>(
    specs: &'a [InstanceSpec],
    spec_of: &dyn Fn(&str) -> Option<&'a InstanceSpec>,
    current: &InstanceSpec,
    offered: &dyn Fn(&str) -> bool,
    list_cost: &dyn Fn(&InstanceSpec) -> Option<Usd>,
) -> Option<(&'a InstanceSpec, Usd)> {
    let current_cost = list_cost(current)?;
    let mut best: Option<(&InstanceSpec, Usd, usize)> = None;
    for (family, step) in successors(&current.family) {
        let same_size = spec_of(&format!("{family}.{}", current.size));
        let others = if same_size.is_none() { specs } else { &[] };
        for spec in same_size.into_iter().chain(others.iter().filter(|spec| spec.family == family)) {
            if !is_no_less(spec, current) || !offered(&spec.instance_type) {
                continue;
            }
            let Some(cost) = list_cost(spec).filter(|cost| *cost < current_cost) else { continue };
            if best.is_none_or(|(_, least, steps)| cost < least || (cost == least && step > steps)) {
                best = Some((spec, cost, step));
            }
        }
    }
    best.map(|(spec, cost, _)| (spec, cost))
}

/// Same maker and architecture, and nothing specified lower.
fn is_no_less(target: &InstanceSpec, current: &InstanceSpec) -> bool {
    let at_least = |target: Option<f64>, current: Option<f64>| match (target, current) {
        (Some(target), Some(current)) => target >= current,
        (None, Some(_)) => false,
        (_, None) => true,
    };
    target.cpu_manufacturer == current.cpu_manufacturer
        && common_architecture(target, current)
        && target.bare_metal == current.bare_metal
        && target.burstable.is_some()
        && target.burstable == current.burstable.or(Some(false))
        && target.vcpus >= current.vcpus
        && target.memory_gib >= current.memory_gib
        && target.local_disk_gb >= current.local_disk_gb
        && target.gpus == current.gpus
        && at_least(super::burstable::sustained_vcpus(target), super::burstable::sustained_vcpus(current))
        && at_least(target.network_baseline_gbps, current.network_baseline_gbps)
        && at_least(target.ebs_baseline_iops.map(f64::from), current.ebs_baseline_iops.map(f64::from))
        && at_least(target.ebs_baseline_throughput_mibps, current.ebs_baseline_throughput_mibps)
}

/// Types may support more than one architecture: `i386;x86_64`.
pub fn common_architecture(one: &InstanceSpec, other: &InstanceSpec) -> bool {
    one.architecture.split(';').any(|word| other.architecture.split(';').any(|listed| word == listed))
}

#[cfg(test)]
mod tests {
    use super::super::fit::tests::spec;
    use super::*;

    fn found(specs: &[InstanceSpec], current: &InstanceSpec, cost: &dyn Fn(&str) -> f64) -> Option<String> {
        newer(specs, &|name| specs.iter().find(|spec| spec.instance_type == name), current, &|_| true, &|spec| {
            Usd::from_f64(cost(&spec.instance_type))
        })
        .map(|(spec, _)| spec.instance_type.clone())
    }

    #[test]
    fn the_cheapest_newer_one_and_the_newest_of_equals() {
        let specs = [spec("m5.large", 2), spec("m6i.large", 2), spec("m7i.large", 2), spec("m3.large", 2)];
        let current = spec("m4.large", 2);
        let price = |name: &str| match name {
            "m4.large" => 73.0,
            "m5.large" | "m6i.large" => 70.08,
            "m7i.large" => 73.58,
            _ => 1.0,
        };
        assert_eq!(found(&specs, &current, &price).as_deref(), Some("m6i.large"));
        assert_eq!(found(&specs, &current, &|_| 70.0), None, "equal is not cheaper");
        assert_eq!(found(&specs, &spec("m7i.large", 2), &price), None, "an older one is no successor");
    }

    #[test]
    fn another_size_only_where_the_family_lacks_the_same() {
        let specs = [spec("m5.9xlarge", 36), spec("m5.12xlarge", 48), spec("m5.4xlarge", 16), spec("m5.large", 2)];
        let price = |name: &str| match name {
            "m4.8xlarge" => 100.0,
            "m5.12xlarge" => 99.0,
            "m5.9xlarge" => 90.0,
            _ => 1.0,
        };
        assert_eq!(found(&specs, &spec("m4.8xlarge", 32), &price).as_deref(), Some("m5.9xlarge"));
        let same = [spec("m5.8xlarge", 30), spec("m5.9xlarge", 36)];
        assert_eq!(found(&same, &spec("m4.8xlarge", 32), &price), None);
    }

    #[test]
    fn nothing_specified_lower() {
        let current = spec("m4.large", 2);
        let price = |name: &str| if name == "m4.large" { 73.0 } else { 70.0 };
        let lower: [fn(&mut InstanceSpec); 8] = [
            |spec| spec.memory_gib -= 0.1,
            |spec| spec.vcpus -= 1,
            |spec| spec.network_baseline_gbps = Some(0.1),
            |spec| spec.ebs_baseline_iops = None,
            |spec| spec.ebs_baseline_throughput_mibps = Some(1.0),
            |spec| spec.cpu_manufacturer = "AMD".to_owned(),
            |spec| spec.architecture = "arm64".to_owned(),
            |spec| spec.burstable = Some(true),
        ];
        assert!(found(&[spec("m5.large", 2)], &current, &price).is_some());
        for (position, change) in lower.iter().enumerate() {
            let mut target = spec("m5.large", 2);
            change(&mut target);
            assert_eq!(found(&[target], &current, &price), None, "change {position}");
        }
    }

    #[test]
    fn no_line_names_a_family_twice() {
        for line in LINES {
            let mut names = line.to_vec();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), line.len(), "{line:?}");
        }
    }
}
