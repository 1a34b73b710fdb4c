//! Datasets with one thing wrong.

use std::fmt::Write as _;

use super::mutation::Mutation::{self, Append, Become, BecomeBytes, CutBefore, Repeat, Replace, ReplaceBy, Vanish};
use super::pipeline::{audit_by_default, minimal};

const MANIFEST: &str = "manifest.json";
const INSTANCES: &str = "resources/ec2-instance.jsonl";
const VOLUMES: &str = "resources/ebs-volume.jsonl";
const GROUPS: &str = "resources/logs-group.jsonl";
const VOLUME_METRICS: &str = "metrics/ebs-volume.csv";
const GROUP_METRICS: &str = "metrics/logs-group.csv";
const BILLING: &str = "billing/cost-explorer.csv";
const FORECAST: &str = "billing/forecast.csv";
const GAPS: &str = "gaps.jsonl";

const POINT: &str = "2026-11-14T09:00:00Z,120";

/// What is wrong, in which file, and the change that makes it so.
const CASES: &[(&str, &str, Mutation)] = &[
    ("manifest missing", MANIFEST, Vanish),
    ("manifest truncated", MANIFEST, CutBefore("\"regions\"")),
    ("manifest empty", MANIFEST, Become("")),
    ("manifest a list", MANIFEST, Become("[]")),
    ("manifest of another version", MANIFEST, Replace("cloudtrim.dataset/1", "cloudtrim.dataset/9")),
    ("manifest of another program", MANIFEST, Replace("cloudtrim.dataset/1", "terraform")),
    ("manifest with a mistyped field", MANIFEST, Replace("lookback_days", "lookback_day")),
    (
        "manifest with no such date",
        MANIFEST,
        Replace("2026-11-15T06:00:00Z\",\n  \"lookback", "2026-02-30T06:00:00Z\",\n  \"lookback"),
    ),
    ("lookback negative", MANIFEST, Replace("\"lookback_days\": 14", "\"lookback_days\": -14")),
    ("lookback of another unit", MANIFEST, Replace("\"lookback_days\": 14", "\"lookback_days\": \"336h\"")),
    ("lookback absurdly large", MANIFEST, Replace("\"lookback_days\": 14", "\"lookback_days\": 4000000000")),
    ("lookback zero", MANIFEST, Replace("\"lookback_days\": 14", "\"lookback_days\": 0")),
    ("account not an account", MANIFEST, Replace("\"accounts\": [\"123456789012\"]", "\"accounts\": [\"prod\"]")),
    ("metric answer with an unknown statistic", MANIFEST, Replace("\"statistic\": \"Sum\"", "\"statistic\": \"sum\"")),
    ("metric answer with a period of zero", MANIFEST, Replace("\"period_s\": 300", "\"period_s\": 0")),
    ("metric window that ends before it starts", MANIFEST, Replace("\"end\": \"2026-11-15", "\"end\": \"2026-10-15")),
    ("line truncated", VOLUMES, CutBefore(",\"created_at\":\"2026-05-04")),
    ("line a number", VOLUMES, Append("42\n")),
    ("two objects in a line", VOLUMES, Replace("{\"Name\":\"left-over\"}}\n", "{\"Name\":\"left-over\"}} ")),
    ("field mistyped", VOLUMES, Replace("volume_type", "volume_typ")),
    ("field twice", VOLUMES, Replace("\"size_gib\":100", "\"size_gib\":100,\"size_gib\":200")),
    ("field missing", VOLUMES, Replace("\"size_gib\":100,", "")),
    ("number as text", VOLUMES, Replace("\"size_gib\":100", "\"size_gib\":\"100\"")),
    ("text as number", VOLUMES, Replace("\"volume_type\":\"gp2\"", "\"volume_type\":2")),
    ("size with a unit", VOLUMES, Replace("\"size_gib\":100", "\"size_gib\":\"100 GiB\"")),
    ("size negative", VOLUMES, Replace("\"size_gib\":100", "\"size_gib\":-100")),
    ("size a fraction", VOLUMES, Replace("\"size_gib\":100", "\"size_gib\":100.5")),
    ("size in bytes", VOLUMES, Replace("\"size_gib\":100", "\"size_gib\":107374182400")),
    ("size zero", VOLUMES, Replace("\"size_gib\":100", "\"size_gib\":0")),
    ("size beyond any volume", VOLUMES, Replace("\"size_gib\":100", "\"size_gib\":4000000000")),
    ("IOPS beyond any volume", VOLUMES, Replace("\"iops\":3000", "\"iops\":4000000000")),
    ("time without a date", VOLUMES, Replace("2026-02-20T15:30:00Z", "15:30")),
    ("time without a zone", VOLUMES, Replace("2026-02-20T15:30:00Z", "2026-02-20T15:30:00")),
    ("time in the year zero", VOLUMES, Replace("2026-02-20T15:30:00Z", "0000-01-01T00:00:00Z")),
    ("time in the year 9999", VOLUMES, Replace("2026-02-20T15:30:00Z", "9999-12-31T23:59:59Z")),
    ("time as a number", VOLUMES, Replace("\"2026-02-20T15:30:00Z\"", "1771601400")),
    ("resource twice", VOLUMES, Repeat("left-over")),
    ("id empty", VOLUMES, Replace("vol-0bbbbbbbbbbbbbbb2", "")),
    ("account of a resource unknown", VOLUMES, Replace("123456789012", "210987654321")),
    ("region of a resource unknown", VOLUMES, Replace("us-east-1", "us-esat-1")),
    ("tags as a list", VOLUMES, Replace("{\"Name\":\"left-over\"}", "[{\"Key\":\"Name\",\"Value\":\"left-over\"}]")),
    ("tag not text", VOLUMES, Replace("\"left-over\"", "7")),
    ("bytes that are no UTF-8", VOLUMES, BecomeBytes(b"{\"account\":\"\xff\xfe\"}\n")),
    ("a kind that does not exist", "resources/ebs-volumes.jsonl", Append("{}\n")),
    ("retention negative", GROUPS, Replace("\"retention_days\":null", "\"retention_days\":-1")),
    ("stored bytes beyond any number", GROUPS, Replace("53687091200", "99999999999999999999")),
    ("stored bytes as 1e308", GROUPS, Replace("53687091200", "1e308")),
    ("nested without end", GROUPS, ReplaceBy("\"class\":\"STANDARD\"", || format!("\"class\":{}", "[".repeat(50_000)))),
    ("flag as a word", INSTANCES, Replace("\"detailed_monitoring\":false", "\"detailed_monitoring\":\"no\"")),
    ("metric column missing", VOLUME_METRICS, Replace(",period_s,", ",")),
    ("metric column mistyped", VOLUME_METRICS, Replace("timestamp", "time_stamp")),
    ("metric row truncated", VOLUME_METRICS, CutBefore(",288")),
    ("metric file empty", VOLUME_METRICS, Become("")),
    ("metric value not a number", VOLUME_METRICS, Replace(POINT, "2026-11-14T09:00:00Z,many")),
    ("metric value with a unit", VOLUME_METRICS, Replace(POINT, "2026-11-14T09:00:00Z,120 ops")),
    ("metric value NaN", VOLUME_METRICS, Replace(POINT, "2026-11-14T09:00:00Z,NaN")),
    ("metric value infinite", VOLUME_METRICS, Replace(POINT, "2026-11-14T09:00:00Z,inf")),
    ("metric value missing", VOLUME_METRICS, Replace(POINT, "2026-11-14T09:00:00Z,")),
    ("metric value negative", VOLUME_METRICS, Replace(POINT, "2026-11-14T09:00:00Z,-120")),
    ("metric time in local time", VOLUME_METRICS, Replace(POINT, "14.11.2026 09:00,120")),
    ("metric time missing", VOLUME_METRICS, Replace(POINT, ",120")),
    ("metric statistic unknown", VOLUME_METRICS, Replace("VolumeReadOps,Sum", "VolumeReadOps,Total")),
    ("metric period zero", VOLUME_METRICS, Replace("Sum,300,2026", "Sum,0,2026")),
    ("metric period negative", VOLUME_METRICS, Replace("Sum,300,2026", "Sum,-300,2026")),
    ("metric point twice", VOLUME_METRICS, Repeat("VolumeWriteOps,Sum,300,2026-11-14T09:05")),
    (
        "metric of a kind that does not exist",
        "metrics/volume.csv",
        Append("account,region,resource,metric,statistic,period_s,timestamp,value\n"),
    ),
    ("metrics that are no Parquet", "metrics/ec2-instance.parquet", Become("PAR1 and no more")),
    ("metrics as CSV and as Parquet", "metrics/logs-group.parquet", Become("PAR1")),
    (
        "CPU above a hundred percent",
        "metrics/ec2-instance.csv",
        Become(concat!(
            "account,region,resource,metric,statistic,period_s,timestamp,value\n",
            "123456789012,us-east-1,i-0aaaaaaaaaaaaaaa1,CPUUtilization,Average,300,2026-11-14T09:00:00Z,4200\n",
        )),
    ),
    ("logs metric with a comma in the number", GROUP_METRICS, Replace("1073741824", "\"1,073,741,824\"")),
    ("billing column missing", BILLING, Replace("ServiceName,", "")),
    ("billing column mistyped", BILLING, Replace("BilledCost", "BiledCost")),
    ("billing in another currency", BILLING, Replace("36.40,36.40,USD", "36.40,36.40,EUR")),
    ("billing with a dollar sign", BILLING, Replace("36.40,36.40", "$36.40,36.40")),
    ("billing absurdly large", BILLING, Replace("36.40,36.40", "1e308,36.40")),
    ("billing with another date", BILLING, Replace("2026-10-01,2026-11-01", "10/01/2026,2026-11-01")),
    ("billing period that ends before it starts", BILLING, Replace("2026-10-01,2026-11-01", "2026-10-01,2026-09-01")),
    ("billing row twice", BILLING, Repeat("2026-10-01,2026-11-01,EC2 - Other")),
    ("billing flag as a word", BILLING, Replace("USD,false", "USD,no")),
    ("forecast without a number", FORECAST, Replace("20.10", "")),
    ("forecast whose low end is above its high end", FORECAST, Replace("18.70,21.90", "21.90,18.70")),
    ("gap with an unknown reason", GAPS, Replace("\"denied\"", "\"forbidden\"")),
    ("gap without a service", GAPS, Replace("\"service\":\"EBS\",", "")),
];

#[test]
fn each_is_one_clear_error() {
    let (mut golden, mut wrong) = (String::new(), Vec::new());
    for (name, file, mutation) in CASES {
        let folder = minimal();
        mutation.apply_to(&folder.path().join(file));
        match audit_by_default(folder.path()) {
            Ok(_) => wrong.push(format!("{name}: accepted")),
            Err(mistakes) if mistakes.len() == 1 => {
                writeln!(golden, "{name}\n    {}\n", mistakes[0].replace('\n', "\n    ")).unwrap();
            }
            Err(mistakes) => wrong.push(format!("{name}: {} errors\n{}", mistakes.len(), mistakes.join("\n"))),
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
    insta::assert_snapshot!("datasets", golden);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let folder = minimal();
    let spoilt = [
        (VOLUMES, Replace("volume_type", "volume_typ")),
        (INSTANCES, CutBefore(",\"tags\"")),
        (GAPS, Replace("\"denied\"", "\"no\"")),
    ];
    for (file, mutation) in spoilt {
        mutation.apply_to(&folder.path().join(file));
    }
    let mistakes = audit_by_default(folder.path()).unwrap_err();
    assert_eq!(mistakes.len(), 3, "{mistakes:#?}");
}

#[test]
fn what_is_spoilt_was_good_before() {
    audit_by_default(minimal().path()).unwrap();
}
