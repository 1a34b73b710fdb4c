//! What a collection costs the client: run by name, `cargo test --release -- --ignored --nocapture collect_cost`.

use std::time::Instant;

use super::fleet::{REGIONS, stamp};
use super::server::Server;

const INSTANCES: usize = 1_000;

#[test]
#[ignore = "a measurement of a minute or more, not a check"]
fn collect_cost_of_a_thousand_instances() {
    let server = Server::start(&["--latency-ms", "25", "--replay"]);
    let as_of = stamp(chrono::Utc::now().date_naive().and_time(chrono::NaiveTime::MIN).and_utc());
    server.python("seed.many", &["--as-of", &as_of, "--instances", &INSTANCES.to_string()]);
    server.take_calls();
    let out = server.folder().join("dataset");
    let arguments = ["collect", "--out", out.to_str().unwrap(), "--region", REGIONS[0], "--as-of", &as_of];
    let began = Instant::now();
    let mut child = server.cloudtrim(&arguments).spawn().unwrap();
    let stat = format!("/proc/{}", child.id());
    let (mut cpu_ticks, mut peak_kib) = (0, 0);
    let exit = loop {
        if let Some(exit) = child.try_wait().unwrap() {
            break exit;
        }
        // The last reading before it ends; the kernel forgets both with the process.
        cpu_ticks = cpu_ticks_of(&stat).unwrap_or(cpu_ticks);
        peak_kib = peak_kib_of(&stat).unwrap_or(peak_kib);
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    let wall = began.elapsed();
    assert!(exit.success());
    let calls = server.take_calls();
    println!("{INSTANCES} instances, 14 days of five-minute points, 25 ms latency");
    println!("  calls          {}", calls.iter().map(|(_, count)| count).sum::<u64>());
    for (call, count) in &calls {
        println!("    {count:>6}  {call}");
    }
    println!("  wall           {:.1} s", wall.as_secs_f64());
    // A tick is a hundredth of a second on Linux.
    println!("  client CPU     {:.2} s", f64::from(cpu_ticks) / 100.0);
    println!("  peak memory    {} MiB", peak_kib / 1024);
}

/// User and system time in ticks: fields 14 and 15 of `/proc/PID/stat`, counted behind the parenthesized name.
fn cpu_ticks_of(process: &str) -> Option<u32> {
    let text = std::fs::read_to_string(format!("{process}/stat")).ok()?;
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    Some(fields.get(11)?.parse::<u32>().ok()? + fields.get(12)?.parse::<u32>().ok()?)
}

fn peak_kib_of(process: &str) -> Option<u64> {
    let text = std::fs::read_to_string(format!("{process}/status")).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
