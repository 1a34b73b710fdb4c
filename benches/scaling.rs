//! A month of minutes under ten policies.

use cloudtrim::whatif::scaling::{Demand, Group, Metric, NamedPolicy, Policy, TargetTracking, Targets, compare};
use divan::Bencher;

fn main() {
    divan::main();
}

/// Two humps a day, one value a minute, for 30 days.
fn month() -> Demand {
    let load = |minute: u32| {
        let of_day = f64::from(minute % 1_440);
        let hump = |at: f64| (1.0 - ((of_day - at) / 300.0).abs()).max(0.0);
        Some(60.0 + 700.0 * (hump(660.0) + hump(1_170.0)) + f64::from(minute * 7_919 % 101))
    };
    let series = [(Metric::Cpu, (0..43_200).map(load).collect())];
    Demand::held(chrono::DateTime::UNIX_EPOCH, 60, &series).unwrap_or_else(|| std::process::exit(2))
}

fn policies() -> Vec<NamedPolicy> {
    let tracking = |target: u32| TargetTracking {
        group: Group { min: 2, max: 40, warm_up_s: 60, ..Group::default() },
        targets: Targets { cpu: Some(f64::from(target)), ..Targets::default() },
        scale_out_cooldown_s: 60,
        scale_in_cooldown_s: 300,
        disable_scale_in: false,
    };
    let named =
        |target: u32| NamedPolicy { name: format!("{target} %"), policy: Policy::TargetTracking(tracking(target)) };
    (0..10).map(|index| named(35 + 5 * index)).collect()
}

#[divan::bench(sample_count = 20)]
fn month_of_minutes_ten_policies(bencher: Bencher<'_, '_>) {
    let (demand, policies) = (month(), policies());
    bencher.bench(|| compare(&demand, &policies));
}
