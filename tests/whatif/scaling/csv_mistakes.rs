//! Demand as CSV: what is read, and every mistake with its place.

use std::fmt::Write as _;
use std::path::Path;

use cloudtrim::whatif::scaling::{CsvDemand, Demand, Metric, Targets, read_csv};
use proptest::prelude::*;

const GOOD: &str = "\
timestamp,requests,cpu_percent
2026-10-05T00:00:00Z,600,40
2026-10-05T00:05:00Z,900,55.5
2026-10-05T00:10:00Z,,60
";

fn read_bytes(bytes: &[u8], measured_on: Option<u32>, step_s: Option<u32>) -> Result<Demand, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("day.csv");
    std::fs::write(&file, bytes).unwrap();
    let idle = Targets { cpu: Some(10.0), ..Targets::default() };
    read_csv(&CsvDemand { file, measured_on, step_s, idle }).map_err(|mistakes| {
        let shown = format!("{}/", folder.path().display());
        mistakes.iter().map(|mistake| mistake.to_string().replace(&shown, "")).collect()
    })
}

fn read(text: &str) -> Result<Demand, Vec<String>> {
    read_bytes(text.as_bytes(), Some(4), None)
}

#[test]
fn percentages_are_of_all_units_and_requests_of_a_minute() {
    let demand = read(GOOD).unwrap();
    assert_eq!((demand.step_s, demand.minutes()), (300, 15));
    assert_eq!(demand.start.to_rfc3339(), "2026-10-05T00:00:00+00:00");
    // (40 − 10 idle) × 4 units; 600 requests in five minutes.
    assert_eq!((demand.at(Metric::Cpu, 0), demand.at(Metric::Requests, 4)), (Some(120.0), Some(120.0)));
    assert_eq!((demand.at(Metric::Cpu, 14), demand.at(Metric::Requests, 14)), (Some(200.0), None));
    assert_eq!(demand.unknown_share(), 5.0 / 15.0);
}

#[test]
fn the_same_demand_in_other_words() {
    let same = [
        ("epoch", "timestamp,requests,cpu_percent\n1791158400,600,40\n1791158700,900,55.5\n1791159000,,60\n"),
        (
            "milliseconds",
            "timestamp,requests,cpu_percent\n1791158400000,600,40\n1791158700000,900,55.5\n1791159000000,,60\n",
        ),
        (
            "by the second",
            "timestamp,requests_per_second,cpu_percent\n1791158400,2,40\n1791158700,3,55.5\n1791159000,,60\n",
        ),
        (
            "other order",
            "cpu_percent, requests ,timestamp\r\n40,600,1791158400\r\n55.5,900,1791158700\r\n60,,1791159000\r\n",
        ),
    ];
    for (name, text) in same {
        assert_eq!(read(text), read(GOOD), "{name}");
    }
    let units = "timestamp,requests,cpu_percent,units\n1791158400,600,70,2\n1791158700,900,55.5,4\n1791159000,,210,1\n";
    assert!(read_bytes(units.as_bytes(), None, None).unwrap_err()[0].contains("absurd"));
    let units = units.replace("210,1", "110,2");
    assert_eq!(
        read_bytes(units.as_bytes(), None, None).unwrap().series(Metric::Cpu),
        read(GOOD).unwrap().series(Metric::Cpu)
    );
}

#[test]
fn steps_of_a_minute_and_an_hour_and_holes() {
    let rows = |step: i64, skip: i64| {
        let rows = (0..6).filter(|row| *row != skip).map(|row| format!("{},12,40\n", 1_791_158_400 + row * step));
        read(&format!("timestamp,requests,cpu_percent\n{}", rows.collect::<String>())).unwrap()
    };
    for (step, skip, step_s, minutes, unknown) in
        [(60, 9, 60, 6, 0.0), (3_600, 9, 3_600, 360, 0.0), (300, 3, 300, 30, 5.0 / 30.0), (60, 2, 60, 6, 1.0 / 6.0)]
    {
        let demand = rows(step, skip);
        assert_eq!((demand.step_s, demand.minutes(), demand.unknown_share()), (step_s, minutes, unknown), "{step}");
    }
    let one = "timestamp,requests\n1791158400,600\n";
    assert_eq!(read_bytes(one.as_bytes(), None, Some(3_600)).unwrap().series(Metric::Requests), [Some(10.0); 60]);
}

#[test]
fn notes_say_what_a_reader_must_know() {
    let text = GOOD.replace("55.5", "100").replace(",,60", ",,");
    let notes = read(&text).unwrap().notes().join("\n");
    insta::assert_snapshot!(notes, @r"
    the demand covers 0.2 hours, no whole days: the month repeats that stretch
    the demand is unknown in 33.3 % of the minutes: scale-in stops there, and shares leave them out
    33.3 % of the rows were measured at full capacity: the demand there is at least what they say
    ");
}

/// What is wrong, the text, and what it becomes.
const CASES: &[(&str, &str, &str)] = &[
    ("empty", GOOD, ""),
    ("header alone", GOOD, "timestamp,requests\n"),
    ("column mistyped", "cpu_percent", "cpu_percentage"),
    ("column unknown", "requests,", "hits,"),
    ("column twice", "requests,", "cpu_percent,"),
    ("no timestamp", GOOD, "requests\n5\n"),
    ("nothing demanded", GOOD, "timestamp\n2026-10-05T00:00:00Z\n"),
    ("requests twice", GOOD, "timestamp,requests,requests_per_second\n2026-10-05T00:00:00Z,1,1\n"),
    ("units twice", GOOD, "timestamp,cpu_percent,units\n2026-10-05T00:00:00Z,40,4\n"),
    ("row too short", "00:05:00Z,900,55.5", "00:05:00Z,900"),
    ("row too long", "00:05:00Z,900,55.5", "00:05:00Z,900,55.5,7"),
    ("no moment", "2026-10-05T00:05:00Z", "yesterday"),
    ("no zone", "2026-10-05T00:05:00Z", "2026-10-05 00:05:00"),
    ("no such day", "2026-10-05T00:05:00Z", "2026-02-30T00:05:00Z"),
    ("no timestamp in a row", "2026-10-05T00:05:00Z", ""),
    ("moment twice", "2026-10-05T00:05:00Z", "2026-10-05T00:00:00Z"),
    ("out of order", "2026-10-05T00:10:00Z", "2026-10-05T00:01:00Z"),
    ("years between", "2026-10-05T00:10:00Z", "2036-10-05T00:10:00Z"),
    ("text for a number", "900", "many"),
    ("thousands", "900", "\"1,900\""),
    ("with a unit", "55.5", "55.5 %"),
    ("negative", "900", "-900"),
    ("not a number", "900", "NaN"),
    ("infinite", "900", "inf"),
    ("beyond any number", "900", "1e400"),
    ("absurd percentage", "55.5", "5550"),
    ("below idle", "55.5", "9.5"),
    ("a column without value", GOOD, "timestamp,requests,cpu_percent\n1791158400,,40\n1791158700,,41\n"),
    ("one row", GOOD, "timestamp,requests\n2026-10-05T00:00:00Z,600\n"),
    ("long cell", "900", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff"),
];

#[test]
fn each_is_one_clear_error() {
    let (mut golden, mut wrong) = (String::new(), Vec::new());
    for (name, from, to) in CASES {
        assert!(GOOD.contains(from), "{name}: nothing to change");
        match read(&GOOD.replacen(from, to, 1)) {
            Ok(_) => wrong.push(format!("{name}: accepted")),
            Err(mistakes) if mistakes.len() == 1 => {
                writeln!(golden, "{name}\n    {}\n", mistakes[0].replace('\n', "\n    ")).unwrap();
            }
            Err(mistakes) => wrong.push(format!("{name}: {} errors\n{}", mistakes.len(), mistakes.join("\n"))),
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
    insta::assert_snapshot!("csv_mistakes", golden);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let spoilt =
        GOOD.replace("900", "-900").replace("55.5", "NaN").replace("00:10:00Z", "00:04:00Z").replace("600", "x");
    assert_eq!(read(&spoilt).unwrap_err().len(), 4);
}

#[test]
fn what_is_no_text_is_a_mistake() {
    assert_eq!(
        read_bytes(b"timestamp,requests\n\xff\xfe,1\n", None, None).unwrap_err(),
        ["day.csv: is not UTF-8 text"]
    );
    let missing = read_csv(&CsvDemand::of(Path::new("no/such.csv"))).unwrap_err();
    assert_eq!(read_csv(&CsvDemand::of(Path::new("src"))).unwrap_err()[0].to_string(), "src: is no file");
    assert!(missing[0].to_string().starts_with("no/such.csv: cannot be read: "));
}

#[test]
fn percentages_of_no_units_are_a_mistake() {
    let mistakes = read_bytes(GOOD.as_bytes(), None, None).unwrap_err();
    assert_eq!(mistakes.len(), 1);
    assert!(mistakes[0].contains("on how many units"), "{mistakes:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_is_a_demand_or_mistakes(
        at in any::<prop::sample::Index>(), cut in 0..30_usize, put in "[-0-9a-zTZ:,.\"\n\r+]{0,12}",
    ) {
        let start = at.index(GOOD.len());
        let end = (start + cut).min(GOOD.len());
        let result = read(&format!("{}{put}{}", &GOOD[..start], &GOOD[end..]));
        prop_assert!(result.is_ok() || !result.unwrap_err().is_empty());
    }

    #[test]
    fn any_bytes_are_a_demand_or_mistakes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(read_bytes(&bytes, Some(4), None).is_err());
    }
}
