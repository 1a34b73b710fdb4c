//! Profiles of real series: numpy's statistics are found again, and five-minute points decide and judge.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Read;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use cloudtrim::rightsize::{Preset, Resource, need};
use cloudtrim::tables::{HourlyUse, Profile};
use cloudtrim::traces;
use cloudtrim::units::Window;
use flate2::read::GzDecoder;

fn folder() -> PathBuf {
    PathBuf::from(std::env::var_os("CLOUDTRIM_SHARED_DATA").expect("CLOUDTRIM_SHARED_DATA names the folder"))
        .join("utilization")
}

fn unpacked(path: &str) -> String {
    let mut text = String::new();
    let bytes = std::fs::read(folder().join(path)).unwrap();
    GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
    text
}

/// Every machine and month, and all of them together: the columns computed of the hourly rows.
#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn profiles_have_the_statistics_numpy_gives() {
    let recorded = traces::read(&folder().join("bitbrains-rnd"), None).unwrap();
    let machines: BTreeMap<&str, _> = recorded.machines.iter().map(|machine| (machine.id.as_str(), machine)).collect();
    let text = unpacked("bitbrains-rnd/reference-stats.csv.gz");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let (mut compared, mut wrong) = (0, Vec::new());
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        // A month of the recording begins at 22:00 UTC of the day before.
        let Some(window) = month(&row["period"], recorded.recorded) else { panic!("{}", row["period"]) };
        let Some(machine) = machines.get(row["vm_id"].as_str()) else { continue };
        let cpu = machine.cpu.within(window);
        let Some(peaks) = Profile::of(&cpu) else { continue };
        let averages = Profile::of(&cpu.of_averages()).unwrap();
        let memory = machine.memory.as_ref().and_then(|memory| Profile::of(&memory.within(window)));
        let pairs = [
            ("hours_on", Some(f64::from(peaks.hours))),
            ("hourly_avg_cpu_p95", Some(averages.p95)),
            ("hourly_avg_cpu_p99", Some(averages.p99)),
            ("hourly_max_cpu_p95", Some(peaks.p95)),
            ("hourly_max_cpu_p99", Some(peaks.p99)),
            ("hourly_max_cpu_max", Some(peaks.peak)),
            ("hourly_max_mem_mb_p99", memory.map(|memory| memory.p99)),
        ];
        for (column, found) in pairs {
            let (Ok(expected), Some(found)) = (row[column].parse::<f64>(), found) else { continue };
            compared += 1;
            if (found - expected).abs() > 0.0051 + 1e-5 * expected.abs() {
                wrong.push(format!("{} {} {column}: {found} is not {expected}", row["vm_id"], row["period"]));
            }
        }
    }
    assert!(compared > 6_000, "{compared}");
    assert!(wrong.is_empty(), "{} of {compared}\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}

fn month(period: &str, all: Window) -> Option<Window> {
    let start =
        |month: u32| format!("2013-{month:02}-01T00:00:00Z").parse::<DateTime<Utc>>().unwrap() - TimeDelta::hours(2);
    match period {
        "2013-07" => Some(Window { start: all.start, end: start(8) }),
        "2013-08" => Some(Window { start: start(8), end: start(9) }),
        "2013-09" => Some(Window { start: start(9), end: all.end }),
        _ => period.contains("..").then_some(all),
    }
}

/// The highest point and the mean of each hour of five-minute points.
fn by_the_hour(points: &[(DateTime<Utc>, f64)]) -> HourlyUse {
    let window = Window { start: points[0].0, end: points[points.len() - 1].0 + TimeDelta::minutes(5) };
    let mut hours: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
    for (moment, value) in points {
        hours.entry(moment.timestamp().div_euclid(3600)).or_default().push(*value);
    }
    let mut use_ = HourlyUse::new(window);
    for (hour, values) in hours {
        let moment = DateTime::from_timestamp(3600 * hour, 0).unwrap();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        use_.set(moment, mean, values.into_iter().fold(f64::MIN, f64::max));
    }
    use_
}

/// Real CPU series of CloudWatch: the first two thirds decide a capacity, the rest says how often it was passed.
#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn five_minute_points_above_the_capacity() {
    let names = [
        "ec2_cpu_utilization_53ea38",
        "ec2_cpu_utilization_77c1ca",
        "ec2_cpu_utilization_ac20cd",
        "ec2_cpu_utilization_fe7f93",
        "rds_cpu_utilization_e47b3b",
        "cpu_utilization_asg_misconfiguration",
    ];
    let mut told = Vec::new();
    for name in names {
        let mut reader = csv::Reader::from_path(folder().join(format!("nab-cloudwatch/{name}.csv"))).unwrap();
        let mut points: Vec<(DateTime<Utc>, f64)> = reader
            .records()
            .map(|row| {
                let row = row.unwrap();
                let moment = NaiveDateTime::parse_from_str(&row[0], "%Y-%m-%d %H:%M:%S").unwrap().and_utc();
                (moment, row[1].parse().unwrap())
            })
            .collect();
        points.sort_by_key(|(moment, _)| *moment);
        let (first, rest) = points.split_at(points.len() * 2 / 3);
        let profile = Profile::of(&by_the_hour(first)).unwrap();
        let mut shares = Vec::new();
        let mut line = name.to_owned();
        for preset in Preset::all() {
            let need = need(&profile, &preset, Resource::Cpu).unwrap();
            // A machine never gets more than it has here, and nobody uses more than that.
            let capacity = need.capacity.min(100.0);
            let above = rest.iter().filter(|(_, value)| *value > capacity).count();
            shares.push(above);
            let percent = 100.0 * above as f64 / rest.len() as f64;
            write!(
                line,
                "\n  {:<16} {capacity:>5.1} % of the capacity, {percent:.2} % of the points above, {}",
                preset.name, need.driver
            )
            .unwrap();
        }
        assert!(shares.is_sorted_by(|careless, careful| careless >= careful), "{name}: {shares:?}");
        told.push(line);
    }
    insta::assert_snapshot!("five_minute_points", told.join("\n"));
}

/// A day is too short to say anything, of a thousand machines.
#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn a_day_is_too_short() {
    let text = unpacked("planetlab/cpu-2011-03-03.csv.gz");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let start: DateTime<Utc> = "2011-03-03T00:00:00Z".parse().unwrap();
    let mut machines = 0;
    for row in reader.records() {
        let row = row.unwrap();
        let points: Vec<(DateTime<Utc>, f64)> = (0..)
            .zip(row.iter().skip(1))
            .map(|(step, value)| (start + TimeDelta::minutes(5 * step), value.parse().unwrap()))
            .collect();
        let profile = Profile::of(&by_the_hour(&points)).unwrap();
        assert_eq!((profile.hours, profile.window_hours), (24, 24));
        assert!(profile.peak <= 100.0 && profile.p90 <= profile.peak);
        for preset in Preset::all() {
            assert!(need(&profile, &preset, Resource::Cpu).is_err());
        }
        machines += 1;
    }
    assert_eq!(machines, 1_052);
}
