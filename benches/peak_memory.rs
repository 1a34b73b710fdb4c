//! Peak resident memory of one audit, in a process of its own: `VmHWM` of `/proc/self/status`.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use super::estate::{Size, dataset};

/// Names the dataset of a child process; without it, this is the parent.
const CHILD: &str = "CLOUDTRIM_BENCH_PEAK_MEMORY_OF";

const SIZES: [Size; 7] = [
    Size { resources: 1_000, measured_instances: 0 },
    Size { resources: 10_000, measured_instances: 0 },
    Size { resources: 100_000, measured_instances: 0 },
    // The same resources, ten times the points: memory should not follow.
    Size { resources: 10_000, measured_instances: 30 },
    Size { resources: 10_000, measured_instances: 300 },
    Size { resources: 10_000, measured_instances: 1_000 },
    Size { resources: 10_000, measured_instances: 2_700 },
];

pub(super) fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Audit the dataset and print one line: seconds and MiB.
pub(super) fn child() {
    let Some(folder) = std::env::var_os(CHILD).map(PathBuf::from) else { return };
    let start = Instant::now();
    let analysis = super::audit(&folder);
    let seconds = start.elapsed().as_secs_f64();
    let peak = peak_mib().map_or_else(|| "unknown".to_owned(), |mib| format!("{mib:.0} MiB"));
    println!("{seconds:6.2} s  {peak:>9}  {:>7} recommendations", analysis.recommendations.len());
}

/// Linux alone tells it.
fn peak_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()? / 1024.0)
}

/// One line a size; asked for by no filter at all, or by the filter `peak_memory`.
pub(super) fn report() {
    let mut filters = std::env::args().skip(1).filter(|argument| argument != "--bench").peekable();
    if filters.peek().is_some() && !filters.any(|filter| filter == "peak_memory") {
        return;
    }
    let Ok(this) = std::env::current_exe() else { return };
    println!("\npeak memory of one audit, in a process of its own");
    for size in SIZES {
        let output = Command::new(&this).env(CHILD, dataset(size)).output();
        let line = output.map_or_else(
            |error| error.to_string(),
            |output| {
                String::from_utf8_lossy(if output.status.success() { &output.stdout } else { &output.stderr })
                    .into_owned()
            },
        );
        println!("{:<42} {}", size.to_string(), line.trim_end());
    }
}
