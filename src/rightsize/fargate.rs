//! The size and number of a service's tasks on Fargate.

use crate::units::Usd;

/// CPU units and memory of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaskSize {
    pub cpu_units: u32,
    pub memory_mib: u32,
}

/// CPU units, least and most GiB, the step between, whether Windows runs on it; 256 units have sizes of their own.
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size>; the two
/// largest need Linux platform version 1.4.0.
const STEPS: [(u32, u32, u32, u32, bool); 6] = [
    (512, 1, 4, 1, false),
    (1024, 2, 8, 1, true),
    (2048, 4, 16, 1, true),
    (4096, 8, 30, 1, true),
    (8192, 16, 60, 4, false),
    (16_384, 32, 120, 8, false),
];
const SMALLEST_MIB: [u32; 3] = [512, 1024, 2048];

/// Every size that Fargate takes, from the smallest.
pub fn combinations(windows: bool) -> impl Iterator<Item = TaskSize> {
    let smallest =
        SMALLEST_MIB.into_iter().filter(move |_| !windows).map(|memory_mib| TaskSize { cpu_units: 256, memory_mib });
    let larger = STEPS.into_iter().filter(move |(.., on_windows)| *on_windows || !windows).flat_map(
        |(cpu_units, least, most, step, _)| {
            let steps = (most - least) / step;
            (0..=steps).map(move |at| TaskSize { cpu_units, memory_mib: (least + at * step) * 1024 })
        },
    );
    smallest.chain(larger)
}

/// What one task takes at the measured number of tasks, headroom included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaskDemand {
    pub cpu_units: f64,
    pub memory_mib: f64,
}

/// What all tasks take together, where the fewest tasks may be fewer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FewerTasks {
    /// The fewest tasks now, and the fewest that are proposed.
    pub floor: u32,
    pub least: u32,
    pub all: TaskDemand,
}

/// A size, and the fewest tasks where these change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskTarget {
    pub size: TaskSize,
    pub floor: Option<u32>,
}

/// A percentage of a whole unit that binary fractions may be off by.
const SLACK: f64 = 1e-6;

impl TaskSize {
    /// Whether a task of this size gives what is asked.
    pub fn carries(self, demand: TaskDemand) -> bool {
        demand.cpu_units <= f64::from(self.cpu_units) + SLACK && demand.memory_mib <= f64::from(self.memory_mib) + SLACK
    }
}

/// The cheapest size and number that carry the demand, where that costs less than now; of equal ones the most tasks.
///
/// Memory is counted as if it all moved to the tasks that stay: each of fewer tasks takes its share of the others'.
/// `list_cost` answers what a month costs, or `None` without a price.
pub fn cheapest(
    current: TaskSize,
    windows: bool,
    demand: TaskDemand,
    fewer: Option<FewerTasks>,
    list_cost: &dyn Fn(TaskTarget) -> Option<Usd>,
) -> Option<TaskTarget> {
    let now = list_cost(TaskTarget { size: current, floor: None })?;
    let numbers = std::iter::once((None, demand)).chain(fewer.into_iter().flat_map(|fewer| {
        (fewer.least.max(1)..fewer.floor).rev().map(move |floor| (Some(floor), fewer.each_of(floor)))
    }));
    let mut best: Option<(Usd, TaskTarget)> = None;
    for (floor, demand) in numbers {
        let sizes = combinations(windows).chain([current]).filter(|size| size.carries(demand));
        for target in sizes.map(|size| TaskTarget { size, floor }) {
            let Some(cost) = list_cost(target).filter(|cost| *cost < now) else { continue };
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, target));
            }
        }
    }
    best.map(|(_, target)| target)
}

impl FewerTasks {
    fn each_of(self, tasks: u32) -> TaskDemand {
        let share = f64::from(tasks.max(1));
        TaskDemand { cpu_units: self.all.cpu_units / share, memory_mib: self.all.memory_mib / share }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ONE_VCPU: TaskSize = TaskSize { cpu_units: 1024, memory_mib: 2048 };

    /// Prices of us-east-1, by the hour, of as many tasks as there are.
    fn cost(tasks: u32) -> impl Fn(TaskTarget) -> Option<Usd> {
        move |target| {
            let vcpu = f64::from(target.size.cpu_units) / 1024.0 * 0.04048;
            let memory = f64::from(target.size.memory_mib) / 1024.0 * 0.004_445;
            Usd::from_f64((vcpu + memory) * f64::from(target.floor.unwrap_or(tasks)) * 730.0)
        }
    }

    fn demand(cpu_units: f64, memory_mib: f64) -> TaskDemand {
        TaskDemand { cpu_units, memory_mib }
    }

    fn size(cpu_units: u32, memory_mib: u32) -> TaskTarget {
        TaskTarget { size: TaskSize { cpu_units, memory_mib }, floor: None }
    }

    #[test]
    fn the_documented_sizes() {
        let linux: Vec<_> = combinations(false).collect();
        assert_eq!(linux.len(), 3 + 4 + 7 + 13 + 23 + 12 + 12);
        for (cpu_units, memory_mib, known) in [
            (256, 2048, true),
            (256, 3072, false),
            (512, 1024, true),
            (4096, 30 * 1024, true),
            (8192, 20 * 1024, true),
            (8192, 18 * 1024, false),
            (16_384, 120 * 1024, true),
        ] {
            assert_eq!(linux.contains(&TaskSize { cpu_units, memory_mib }), known, "{cpu_units} {memory_mib}");
        }
        assert!(combinations(true).all(|size| (1024..=4096).contains(&size.cpu_units)));
    }

    #[test]
    fn the_smallest_size_that_carries_both() {
        let cases = [
            (demand(256.0, 512.0), Some(size(256, 512))),
            (demand(256.1, 512.0), Some(size(512, 1024))),
            (demand(256.0, 512.1), Some(size(256, 1024))),
            (demand(100.0, 2049.0), Some(size(512, 3072))),
            (demand(513.0, 1000.0), None),
            (demand(2000.0, 9000.0), None),
        ];
        for (demand, expected) in cases {
            assert_eq!(cheapest(ONE_VCPU, false, demand, None, &cost(4)), expected, "{demand:?}");
        }
        // Windows has no quarter of a vCPU.
        assert_eq!(cheapest(ONE_VCPU, true, demand(100.0, 100.0), None, &cost(4)), None);
    }

    #[test]
    fn fewer_tasks_where_no_smaller_size_is_left() {
        let smallest = TaskSize { cpu_units: 256, memory_mib: 512 };
        let fewer = |all| Some(FewerTasks { floor: 6, least: 2, all });
        let found = |all: TaskDemand| {
            let each = demand(all.cpu_units / 6.0, all.memory_mib / 6.0);
            cheapest(smallest, false, each, fewer(all), &cost(6))
        };
        let three = TaskTarget { size: smallest, floor: Some(3) };
        assert_eq!(found(demand(3.0 * 256.0, 100.0)), Some(three));
        assert_eq!(found(demand(10.0, 10.0)), Some(TaskTarget { floor: Some(2), ..three }));
        assert_eq!(found(demand(6.0 * 256.0, 100.0)), None);
    }

    #[test]
    fn of_equal_costs_the_most_tasks_stay() {
        // Half the size or half the tasks cost the same.
        let all = demand(4.0 * 512.0, 4.0 * 1024.0);
        let fewer = Some(FewerTasks { floor: 4, least: 2, all });
        assert_eq!(cheapest(ONE_VCPU, false, demand(512.0, 1024.0), fewer, &cost(4)), Some(size(512, 1024)));
    }

    #[test]
    fn without_a_price_nothing_is_proposed() {
        assert_eq!(cheapest(ONE_VCPU, false, demand(1.0, 1.0), None, &|_| None), None);
    }

    proptest! {
        #[test]
        fn more_demand_never_gives_a_cheaper_target_and_what_is_given_carries_it(
            cpu in 1.0..1024.0_f64, memory in 1.0..2048.0_f64, more in 0.0..512.0_f64, tasks in 1_u32..12
        ) {
            let fewer = |each: TaskDemand| {
                let share = f64::from(tasks);
                let all = demand(each.cpu_units * share, each.memory_mib * share);
                Some(FewerTasks { floor: tasks, least: tasks.min(2), all })
            };
            let now = TaskTarget { size: ONE_VCPU, floor: None };
            let price = cost(tasks);
            let of = |each| cheapest(ONE_VCPU, false, each, fewer(each), &price);
            let (one, two) = (demand(cpu, memory), demand(cpu + more, memory + more));
            let costs = [one, two].map(|each| price(of(each).unwrap_or(now)).unwrap());
            prop_assert!(costs[0] <= costs[1]);
            if let Some(target) = of(one) {
                let share = f64::from(tasks) / f64::from(target.floor.unwrap_or(tasks));
                prop_assert!(target.size.carries(demand(cpu * share - 1e-9, memory * share - 1e-9)));
                prop_assert!(target.floor.is_none_or(|floor| floor >= tasks.min(2)));
            }
        }
    }
}
