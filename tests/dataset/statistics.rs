//! Points → statistics, against sums done by hand.

use cloudtrim::dataset::{Dataset, load};
use cloudtrim::model::ids::{ResourceKey, ResourceKind};
use cloudtrim::model::metric::Statistic;
use cloudtrim::tables::{Answered, SeriesStatistics, Tables};
use cloudtrim::units::Days;

use super::estate::{self, MANIFEST};

const HEADER: &str = "account,region,resource,metric,statistic,period_s,timestamp,value\n";

fn dataset(manifest: &str, rows: &[(&str, &str, u32, &str, f64)], gaps: &str) -> (tempfile::TempDir, Dataset) {
    let mut csv = HEADER.to_owned();
    for (metric, statistic, period, moment, value) in rows {
        let row = format!("111122223333,eu-west-1,i-1,{metric},{statistic},{period},{moment},{value}\n");
        csv.push_str(&row);
    }
    let mut files = estate::files();
    files.insert("manifest.json", manifest.into());
    files.insert("metrics/ec2-instance.csv", csv.into());
    files.insert("gaps.jsonl", gaps.into());
    let folder = tempfile::tempdir().unwrap();
    estate::write(folder.path(), &files);
    let dataset = load(folder.path()).unwrap();
    (folder, dataset)
}

fn key() -> ResourceKey {
    ResourceKey {
        kind: ResourceKind::Ec2Instance,
        account: "111122223333".into(),
        region: "eu-west-1".into(),
        id: "i-1".to_owned(),
    }
}

fn statistics(
    rows: &[(&str, &str, u32, &str, f64)],
    metric: &str,
    statistic: Statistic,
    days: u32,
) -> Option<SeriesStatistics> {
    let (_folder, dataset) = dataset(MANIFEST, rows, "");
    let tables = Tables::build(&dataset, &[Days::new(1), Days::new(2), Days::new(14)]).unwrap();
    match tables.statistics.get(&key(), metric, statistic, Days::new(days)) {
        Answered::Points(found) => Some(found.clone()),
        _ => None,
    }
}

#[test]
fn percentiles_interpolate_as_numpy_does() {
    let rows: Vec<_> = ["00", "01", "02", "03", "04"]
        .iter()
        .zip([5.0, 1.0, 4.0, 2.0, 10.0])
        .map(|(hour, value)| (format!("2026-10-31T{hour}:00:00Z"), value))
        .collect();
    let rows: Vec<_> = rows.iter().map(|(at, value)| ("CPUUtilization", "Average", 300, at.as_str(), *value)).collect();
    let found = statistics(&rows, "CPUUtilization", Statistic::Average, 1).unwrap();
    // numpy.percentile([1, 2, 4, 5, 10], [50, 90, 95, 99, 99.5]) = 4, 8, 9, 9.8, 9.9
    for (computed, expected) in [
        (found.p50, 4.0),
        (found.p90, 8.0),
        (found.p95, 9.0),
        (found.p99, 9.8),
        (found.p99_5, 9.9),
        (found.average, 4.4),
        (found.maximum, 10.0),
        (found.minimum, 1.0),
        (found.sum, 22.0),
        (found.coverage_percent, 100.0 * 5.0 / 24.0),
    ] {
        assert!((computed - expected).abs() < 1e-9, "{computed} is not {expected}");
    }
    assert_eq!((found.count, found.period_s), (5, 300));
}

#[test]
fn a_window_holds_its_start_and_not_its_end() {
    let at = |moment| [("CPUUtilization", "Maximum", 300, moment, 1.0)];
    for (moment, inside) in [
        ("2026-10-30T11:59:59Z", false),
        ("2026-10-30T12:00:00Z", true),
        ("2026-10-31T11:59:59Z", true),
        ("2026-10-31T12:00:00Z", false),
    ] {
        let found = statistics(&at(moment), "CPUUtilization", Statistic::Maximum, 1);
        assert_eq!(found.is_some(), inside, "{moment}");
    }
}

#[test]
fn coverage_counts_hours_once_and_long_periods_whole() {
    let rows = [
        ("CPUUtilization", "Maximum", 300, "2026-10-31T10:00:00Z", 1.0),
        ("CPUUtilization", "Maximum", 300, "2026-10-31T10:05:00Z", 1.0),
        ("CPUUtilization", "Maximum", 300, "2026-10-31T11:00:00Z", 1.0),
        ("NetworkIn", "Sum", 86_400, "2026-10-30T12:00:00Z", 1.0),
    ];
    let hours = |metric, statistic| statistics(&rows, metric, statistic, 1).unwrap().coverage_percent * 0.24;
    assert!((hours("CPUUtilization", Statistic::Maximum) - 2.0).abs() < 1e-9);
    assert!((hours("NetworkIn", Statistic::Sum) - 24.0).abs() < 1e-9);
}

#[test]
fn derived_sums_need_both_parts_and_daily_sums_follow_utc_days() {
    let rows = [
        ("NetworkIn", "Sum", 300, "2026-10-30T23:00:00Z", 1.0),
        ("NetworkIn", "Sum", 300, "2026-10-30T23:55:00Z", 2.0),
        ("NetworkIn", "Sum", 300, "2026-10-31T00:00:00Z", 4.0),
        ("NetworkOut", "Sum", 300, "2026-10-30T23:00:00Z", 10.0),
        ("NetworkOut", "Sum", 300, "2026-10-31T00:00:00Z", 20.0),
        ("NetworkOut", "Sum", 300, "2026-10-31T00:05:00Z", 40.0),
    ];
    let found = statistics(&rows, "NetworkTraffic", Statistic::Sum, 1).unwrap();
    assert_eq!((found.count, found.sum, found.maximum_daily_sum), (2, 35.0, 24.0));
    let of_one_part = statistics(&rows, "NetworkIn", Statistic::Sum, 1).unwrap();
    assert!((of_one_part.maximum_daily_sum - 4.0).abs() < 1e-9);
}

#[test]
fn the_order_of_rows_is_irrelevant() {
    let one = "111122223333,eu-west-1,i-1,CPUUtilization,Maximum,300,2026-10-31T10:00:00Z,1\n";
    let two = "111122223333,eu-west-1,i-1,CPUUtilization,Maximum,300,2026-10-31T11:00:00Z,9\n";
    let other = "111122223333,eu-west-1,i-2,CPUUtilization,Maximum,300,2026-10-31T10:00:00Z,5\n";
    let build = |rows: [&str; 3]| {
        let mut files = estate::files();
        let second = estate::INSTANCE.replace("\"i-1\"", "\"i-2\"");
        files.insert("resources/ec2-instance.jsonl", format!("{}\n{second}\n", estate::INSTANCE).into());
        files.insert("metrics/ec2-instance.csv", format!("{HEADER}{}", rows.concat()).into());
        let folder = tempfile::tempdir().unwrap();
        estate::write(folder.path(), &files);
        let tables = Tables::build(&load(folder.path()).unwrap(), &[Days::new(14)]).unwrap();
        let keys = &tables.keys[&ResourceKind::Ec2Instance];
        format!("{:?}", tables.statistics.column(keys, "CPUUtilization", Statistic::Maximum, Days::new(14)))
    };
    let contiguous = build([one, two, other]);
    assert!(contiguous.contains("maximum: 9.0") && contiguous.contains("maximum: 5.0"), "{contiguous}");
    assert_eq!(contiguous, build([two, other, one]));
}

#[test]
fn no_point_means_nothing_happened_only_where_cloudwatch_was_asked() {
    let answer = |start: &str, end: &str| {
        MANIFEST.replace(
            "\"regions\"",
            &format!(
                "\"metric_answers\": [{{\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"kind\":\"ec2-instance\",\
                 \"metric\":\"NetworkIn\",\"statistic\":\"Sum\",\"period_s\":300,\
                 \"window\":{{\"start\":\"{start}\",\"end\":\"{end}\"}}}}],\n\"regions\""
            ),
        )
    };
    let whole = answer("2026-10-17T12:00:00Z", "2026-10-31T12:00:00Z");
    let slack = answer("2026-10-17T13:00:00Z", "2026-10-31T11:00:00Z");
    let short = answer("2026-10-17T13:00:01Z", "2026-10-31T12:00:00Z");
    let gap = |id: &str| {
        format!(
            "{{\"service\":\"CloudWatch\",\"operation\":\"GetMetricData\"{id},\"reason\":\"throttled\",\"detail\":\"d\"}}\n"
        )
    };
    let (of_resource, of_region) = (gap(",\"resource_id\":\"i-1\""), gap(""));
    let none = "";
    for (name, manifest, gaps, metric, expected) in [
        ("asked", whole.as_str(), none, "NetworkIn", "NoPoints"),
        ("within the slack", &slack, none, "NetworkIn", "NoPoints"),
        ("asked for less", &short, none, "NetworkIn", "NotAnswered"),
        ("asked for another", &whole, none, "NetworkOut", "NotAnswered"),
        ("asked for one part", &whole, none, "NetworkTraffic", "NotAnswered"),
        ("never asked", MANIFEST, none, "NetworkIn", "NotAnswered"),
        ("the resource failed", &whole, &of_resource, "NetworkIn", "NotAnswered, a gap"),
        ("the region failed", MANIFEST, &of_region, "NetworkIn", "NotAnswered, a gap"),
    ] {
        let (_folder, dataset) = dataset(manifest, &[], gaps);
        let tables = Tables::build(&dataset, &[Days::new(14)]).unwrap();
        let found = match tables.statistics.get(&key(), metric, Statistic::Sum, Days::new(14)) {
            Answered::Points(_) => "Points",
            Answered::NoPoints => "NoPoints",
            Answered::NotAnswered(None) => "NotAnswered",
            Answered::NotAnswered(Some(_)) => "NotAnswered, a gap",
        };
        assert_eq!(found, expected, "{name}");
    }
}
