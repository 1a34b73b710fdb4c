//! Trace folders with mistakes: every one is told with its place, and none makes the reader panic.

use std::io::Write;
use std::path::Path;

/// Names and contents.
type Files<'a> = Vec<(&'a str, &'a [u8])>;

use cloudtrim::traces::{Traces, TracesError, read};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

const HEADER: &str = "vm_id,hour_utc,cpu_pct_avg,cpu_pct_max,mem_mb_avg,mem_mb_max,net_rx_kbps,net_tx_kbps\n";
const INVENTORY: &str = "vm_id,month,vcpus,memory_mb\n9,2026-06,4,8192\n10,2026-06,2,4096\n10,2026-07,8,4096\n";

/// Two hours of two machines; the second was off in the first hour.
fn hourly() -> String {
    format!(
        "{HEADER}10,2026-06-01T00:00:00Z,,,,,,\n10,2026-06-01T01:00:00Z,1.5,3,100,120,1,2\n\
         9,2026-06-01T00:00:00Z,10,20,512,600,,\n9,2026-06-01T01:00:00Z,12,8,,,0,0\n"
    )
}

fn pack(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn write(folder: &Path, files: &[(&str, &[u8])]) {
    for (name, bytes) in files {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
}

fn read_files(files: &[(&str, &[u8])]) -> Result<Traces, String> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    read(folder.path(), None).map_err(|error| {
        let mut text = error.to_string();
        if let TracesError::Read { source, .. } = &error {
            text = format!("{text}: {source}");
        }
        text.replace(&format!("{}/", folder.path().display()), "").replace(&folder.path().display().to_string(), ".")
    })
}

#[test]
fn a_good_folder_is_read() {
    let july = format!("{HEADER}9,2026-07-01T00:00:00Z,50,60,1,2,3,4\n");
    let packed = pack(july.as_bytes());
    let files: [(&str, &[u8]); 5] = [
        ("hourly-2026-07.csv.gz", &packed),
        ("hourly-2026-06.csv", hourly().leak().as_bytes()),
        ("inventory.csv", INVENTORY.as_bytes()),
        ("notes.txt", b"not read"),
        ("hourly-2026-05.txt", b"not read"),
    ];
    let traces = read_files(&files).unwrap();
    let ids: Vec<_> =
        traces.machines.iter().map(|machine| (machine.id.as_str(), machine.vcpus, machine.memory_mib)).collect();
    assert_eq!(
        ids,
        [("9", 4, Some(8192.0)), ("10", 8, Some(4096.0))],
        "numbers sort as numbers, the newest month counts"
    );
    assert_eq!(traces.recorded.start.to_rfc3339(), "2026-06-01T00:00:00+00:00");
    assert_eq!(traces.recorded.end.to_rfc3339(), "2026-07-01T01:00:00+00:00");
    assert_eq!(traces.last_file.start.to_rfc3339(), "2026-07-01T00:00:00+00:00");
    let [nine, ten] = traces.machines.as_slice() else { panic!() };
    assert_eq!((&nine.cpu.averages()[..2], &nine.cpu.peaks()[..2]), ([10.0, 12.0].as_slice(), [20.0, 12.0].as_slice()));
    assert!((nine.network.as_ref().unwrap().peaks()[1] - 0.0).abs() < 1e-3);
    assert!(nine.network.as_ref().unwrap().peaks()[0].is_nan(), "not measured is not zero");
    assert!(ten.cpu.peaks()[0].is_nan(), "off is not zero");
    assert!((ten.network.as_ref().unwrap().peaks()[1] - 3.0 * 1024.0).abs() < 1e-3);
    assert!((ten.memory.as_ref().unwrap().peaks()[1] - 120.0).abs() < 1e-3);
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let good = hourly();
    let many = format!(
        "{HEADER}9,yesterday,1,2,,,,\n9,2026-06-01T00:00:00Z,-1,2,,,,\n9,2026-06-01T01:00:00Z,NaN,inf,1e999,x,,\n\
         9,2026-06-01T02:00:00Z,1\n11,2026-06-01T03:00:00Z,1,2,,,,\n"
    );
    let packed = pack(good.as_bytes());
    let cut = &packed[..packed.len() / 2];
    let far = format!("{good}9,2926-06-01T00:00:00Z,1,2,,,,\n");
    let strange = [HEADER.as_bytes(), b"9,2026-06-01T00:00:00Z,\xff,2,,,,\n"].concat();
    let inventory = INVENTORY.as_bytes();
    let cases: [(&str, Files<'_>); 14] = [
        ("nothing", vec![]),
        ("no_inventory", vec![("hourly-1.csv", good.as_bytes())]),
        ("no_hours", vec![("inventory.csv", inventory)]),
        ("empty_file", vec![("inventory.csv", inventory), ("hourly-1.csv", b"")]),
        ("header_alone", vec![("inventory.csv", inventory), ("hourly-1.csv", HEADER.as_bytes())]),
        ("wrong_header", vec![("inventory.csv", inventory), ("hourly-1.csv", b"vm_id,hour_utc,cpu\n")]),
        ("many", vec![("inventory.csv", inventory), ("hourly-1.csv", many.as_bytes())]),
        ("truncated", vec![("inventory.csv", inventory), ("hourly-1.csv.gz", cut)]),
        ("not_packed", vec![("inventory.csv", inventory), ("hourly-1.csv.gz", good.as_bytes())]),
        ("not_text", vec![("inventory.csv", inventory), ("hourly-1.csv", &strange)]),
        ("a_slip_of_the_year", vec![("inventory.csv", inventory), ("hourly-1.csv", far.as_bytes())]),
        (
            "inventory",
            vec![
                (
                    "inventory.csv",
                    b"vm_id,month,vcpus,memory_mb\n9,2026-06,0,1\n10,2026-06,two,1\n9,2026-06,-1,1\n9,2026-06,1,-5\n",
                ),
                ("hourly-1.csv", good.as_bytes()),
            ],
        ),
        ("inventory_header", vec![("inventory.csv", b"id,cores\n"), ("hourly-1.csv", good.as_bytes())]),
        (
            "reference",
            vec![
                ("inventory.csv", inventory),
                ("hourly-1.csv", good.as_bytes()),
                ("backtest-reference.csv", b"vm_id,min_vcpus_future_p99_80,idle_in_both\n9,x,0\n10,1,yes\n"),
            ],
        ),
    ];
    let told: Vec<String> =
        cases.iter().map(|(what, files)| format!("== {what}\n{}", read_files(files).unwrap_err())).collect();
    insta::assert_snapshot!("mistakes", told.join("\n\n"));
}

#[test]
fn a_flood_of_mistakes_ends() {
    let flood = format!("{HEADER}{}", "9,x,1,2,,,,\n".repeat(20_000));
    let told = read_files(&[("inventory.csv", INVENTORY.as_bytes()), ("hourly-1.csv", flood.as_bytes())]).unwrap_err();
    assert!(told.starts_with("500 mistakes"), "{}", &told[..40]);
}

#[test]
fn the_reference_is_of_the_last_file() {
    let folder = tempfile::tempdir().unwrap();
    let month = |month: u32, days: u32| {
        let rows: Vec<_> = (1..=days).map(|day| format!("9,2026-{month:02}-{day:02}T00:00:00Z,1,2,,,,\n")).collect();
        format!("{HEADER}{}", rows.concat())
    };
    let (june, july) = (month(6, 30), month(7, 31));
    write(
        folder.path(),
        &[
            ("hourly-2026-06.csv", june.as_bytes()),
            ("hourly-2026-07.csv", july.as_bytes()),
            ("inventory.csv", INVENTORY.as_bytes()),
            ("backtest-reference.csv", b"vm_id,min_vcpus_future_p99_80,idle_in_both\n9,2,1\n"),
        ],
    );
    let at = |day: &str| format!("{day}T00:00:00Z").parse().unwrap();
    let known = |span: Option<(&str, &str)>| {
        let judge = span.map(|(start, end)| cloudtrim::units::Window { start: at(start), end: at(end) });
        read(folder.path(), judge).unwrap().machines[0].hindsight.map(|it| (it.minimum_vcpus, it.idle_in_both))
    };
    assert_eq!(known(None), Some((2, true)));
    assert_eq!(known(Some(("2026-07-01", "2026-08-01"))), Some((2, true)));
    assert_eq!(known(Some(("2026-06-30", "2026-07-31"))), Some((2, true)), "another time zone");
    assert_eq!(known(Some(("2026-06-15", "2026-07-01"))), None, "another month");
    assert_eq!(known(Some(("2026-07-01", "2026-07-15"))), None, "half of it");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Bytes changed, dropped and added anywhere in any of the files.
    #[test]
    fn no_change_makes_it_panic(
        file in 0_usize..3, packed in any::<bool>(), changes in proptest::collection::vec((any::<u16>(), any::<u8>(), 0_u8..3), 1..8),
    ) {
        let hours = hourly().into_bytes();
        let hours = if packed { pack(&hours) } else { hours };
        let mut files = [
            (if packed { "hourly-1.csv.gz" } else { "hourly-1.csv" }, hours),
            ("inventory.csv", INVENTORY.as_bytes().to_vec()),
            ("backtest-reference.csv", b"vm_id,min_vcpus_future_p99_80,idle_in_both\n9,2,1\n".to_vec()),
        ];
        for (place, byte, kind) in changes {
            let bytes = &mut files[file].1;
            let place = usize::from(place) % (bytes.len() + 1);
            match kind {
                0 if place < bytes.len() => bytes[place] = byte,
                1 if place < bytes.len() => drop(bytes.remove(place)),
                _ => bytes.insert(place, byte),
            }
        }
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        if let Ok(traces) = read_files(&files) {
            let found = cloudtrim::rightsize::backtest::backtest("x", &traces.machines, traces.recorded, traces.last_file);
            prop_assert!(found.machines.len() <= 4);
        }
    }
}
