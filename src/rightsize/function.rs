//! Lambda memory: the least that holds what was used, and how much slower less CPU can make a function.
//!
//! CPU comes in proportion to memory, one vCPU at 1,769 MB
//! (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html>): a function that computes gets slower by at
//! most the ratio of the sizes, one that waits for others does not.

use super::need::with_headroom;
use crate::units::Percent;

/// The memory that comes with one vCPU.
pub const MB_PER_VCPU: f64 = 1_769.0;
/// The least that a function can have (same page).
pub const LEAST_MEMORY_MB: u32 = 128;
/// Recommended sizes are multiples of this; Lambda takes every whole megabyte.
const STEP_MB: u32 = 64;

/// What was measured of a function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunctionUse {
    pub memory_mb: u32,
    /// The most memory that an invocation used.
    pub used_mb: f64,
    /// All invocations of a month.
    pub duration_ms_per_month: f64,
    /// CPU time of all invocations of a month; `None` where not measured.
    pub cpu_ms_per_month: Option<f64>,
    /// The longest invocation.
    pub longest_ms: Option<f64>,
    pub timeout_ms: Option<f64>,
}

/// A smaller memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MemoryTarget {
    pub memory_mb: u32,
    /// All invocations of a month, where all of their CPU time is as much slower as there is less CPU.
    pub duration_ms_at_most: f64,
    /// The memory is larger than what was used asks for, since a slower invocation could meet the timeout.
    pub kept_for_timeout: bool,
}

/// The least memory of which the highest use leaves `headroom` free, and at which the longest invocation still ends
/// before the timeout; `None` where that is not less than now.
pub fn memory_target(measured: &FunctionUse, headroom: Percent) -> Option<MemoryTarget> {
    let needed = with_headroom(measured.used_mb.max(0.0), headroom);
    let in_time = match (measured.longest_ms, measured.timeout_ms) {
        (Some(longest), Some(timeout)) if timeout > 0.0 => f64::from(measured.memory_mb) * longest.max(0.0) / timeout,
        _ => 0.0,
    };
    let memory_mb = in_steps(needed.max(in_time));
    (memory_mb < measured.memory_mb).then(|| MemoryTarget {
        memory_mb,
        duration_ms_at_most: slowed(measured, memory_mb),
        kept_for_timeout: in_time > needed,
    })
}

/// How long all invocations take at `memory_mb` at most: CPU time stretches as the share of a CPU shrinks, and all of the
/// duration where the CPU time is not known.
fn slowed(measured: &FunctionUse, memory_mb: u32) -> f64 {
    let (now, then) = (f64::from(measured.memory_mb.max(1)), f64::from(memory_mb.max(1)));
    let whole = measured.duration_ms_per_month * (now / then).max(1.0);
    let computed = measured
        .cpu_ms_per_month
        .map(|cpu| measured.duration_ms_per_month + cpu.max(0.0) * (MB_PER_VCPU / then - MB_PER_VCPU / now).max(0.0));
    computed.map_or(whole, |computed| computed.min(whole))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and the value is not negative")]
fn in_steps(memory_mb: f64) -> u32 {
    // A millionth less, so that binary fractions do not round up by a step.
    let steps = ((memory_mb - 1e-6) / f64::from(STEP_MB)).ceil().max(0.0);
    (steps as u32).saturating_mul(STEP_MB).max(LEAST_MEMORY_MB)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn used(memory_mb: u32, used_mb: f64) -> FunctionUse {
        FunctionUse {
            memory_mb,
            used_mb,
            duration_ms_per_month: 1_000_000.0,
            cpu_ms_per_month: None,
            longest_ms: None,
            timeout_ms: None,
        }
    }

    fn target(measured: &FunctionUse) -> Option<u32> {
        memory_target(measured, Percent::new(20.0)).map(|target| target.memory_mb)
    }

    #[test]
    fn both_sides_of_each_threshold() {
        let cases = [
            // 409.6 MB leave 20 % of 512 MB free.
            (used(1024, 409.6), Some(512)),
            (used(1024, 409.7), Some(576)),
            (used(512, 409.6), None),
            (used(576, 409.6), Some(512)),
            (used(1024, 0.0), Some(128)),
            (used(128, 10.0), None),
            (used(1024, f64::INFINITY), None),
            (used(1024, f64::NAN), Some(128)),
        ];
        for (measured, expected) in cases {
            assert_eq!(target(&measured), expected, "{measured:?}");
        }
    }

    #[test]
    fn the_longest_invocation_still_ends_in_time() {
        let timed = |longest, timeout| FunctionUse {
            longest_ms: Some(longest),
            timeout_ms: Some(timeout),
            ..used(1024, 100.0)
        };
        assert_eq!(target(&timed(1_000.0, 3_000.0)), Some(384));
        assert_eq!(target(&timed(1_500.0, 3_000.0)), Some(512));
        assert_eq!(target(&timed(3_000.0, 3_000.0)), None);
        assert!(memory_target(&timed(1_500.0, 3_000.0), Percent::new(20.0)).unwrap().kept_for_timeout);
    }

    #[test]
    fn cpu_time_bounds_the_slowdown() {
        let at_most = |cpu| {
            let measured = FunctionUse { cpu_ms_per_month: cpu, ..used(1769, 700.0) };
            memory_target(&measured, Percent::new(20.0)).map(|target| (target.memory_mb, target.duration_ms_at_most))
        };
        // 896 MB are 1,769 ÷ 896 = 1.974 times slower at worst.
        let (memory_mb, whole) = at_most(None).unwrap();
        assert_eq!(memory_mb, 896);
        assert!((whole - 1_974_330.0).abs() < 1.0, "{whole}");
        let (_, tenth) = at_most(Some(100_000.0)).unwrap();
        assert!((tenth - 1_097_433.0).abs() < 1.0, "{tenth}");
        // More CPU time than duration is more than one thread: no worse than the ratio of the sizes.
        assert!((at_most(Some(9e9)).unwrap().1 - whole).abs() < 1e-6);
        assert!((at_most(Some(0.0)).unwrap().1 - 1_000_000.0).abs() < 1e-6);
    }

    proptest! {
        #[test]
        fn more_use_never_gives_less_memory(memory_mb in 128_u32..10_240, used_mb in 0.0..10_240.0, more in 0.0..1_000.0) {
            let of = |used_mb| target(&used(memory_mb, used_mb)).unwrap_or(memory_mb);
            prop_assert!(of(used_mb) <= of(used_mb + more));
            let chosen = of(used_mb);
            prop_assert!(chosen == memory_mb || f64::from(chosen) >= used_mb);
            prop_assert!(chosen >= LEAST_MEMORY_MB.min(memory_mb));
        }

        #[test]
        fn never_faster_and_never_dearer(memory_mb in 128_u32..10_240, used_mb in 0.0..4_000.0, cpu in 0.0..9e6) {
            let measured = FunctionUse { cpu_ms_per_month: Some(cpu), ..used(memory_mb, used_mb) };
            if let Some(target) = memory_target(&measured, Percent::new(20.0)) {
                prop_assert!(target.duration_ms_at_most >= measured.duration_ms_per_month);
                let gb_seconds = |memory: u32, duration: f64| f64::from(memory) * duration;
                let (now, then) = (
                    gb_seconds(memory_mb, measured.duration_ms_per_month),
                    gb_seconds(target.memory_mb, target.duration_ms_at_most),
                );
                prop_assert!(then <= now * (1.0 + 1e-9), "{then} {now}");
            }
        }
    }
}
