//! One mistake in a dataset gives one clear message.

use cloudtrim::dataset::{LoadError, Mistake, load};
use cloudtrim::tables::{MetricsError, Tables};
use cloudtrim::units::Days;

use super::estate::{self, BUDGETS, COSTS, CUTS, DETAIL, INSTANCE, MANIFEST, POINTS, VOLUME};

/// What loading and scanning the metrics has to say.
fn mistakes(files: &estate::Files) -> Vec<Mistake> {
    let folder = tempfile::tempdir().unwrap();
    estate::write(folder.path(), files);
    let mut found = match load(folder.path()) {
        Err(LoadError::Mistakes(mistakes)) => mistakes,
        Err(other) => panic!("{other}"),
        Ok(dataset) => match Tables::build(&dataset, &[Days::new(14)]) {
            Ok(_) => Vec::new(),
            Err(MetricsError::Mistakes(mistakes)) => mistakes,
            Err(other) => panic!("{other}"),
        },
    };
    for mistake in &mut found {
        if let Ok(inside) = mistake.file.strip_prefix(folder.path()) {
            mistake.file = std::path::Path::new("DATASET").join(inside);
        }
    }
    found
}

#[test]
fn the_unbroken_dataset_has_no_mistake() {
    assert_eq!(mistakes(&estate::files()), []);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one case a line")]
fn one_mistake_gives_one_message() {
    let volumes = "resources/ebs-volume.jsonl";
    let instances = "resources/ec2-instance.jsonl";
    let metrics = "metrics/ec2-instance.csv";
    let costs = "billing/cost-explorer.csv";
    let replaced = |text: &str, from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        format!("{}\n", text.replacen(from, to, 1)).into_bytes()
    };
    let volume = |from: &str, to: &str| (volumes, replaced(VOLUME, from, to));
    let instance = |from: &str, to: &str| (instances, replaced(INSTANCE, from, to));
    let manifest = |from: &str, to: &str| ("manifest.json", replaced(MANIFEST, from, to));
    let point = |from: &str, to: &str| (metrics, POINTS.replacen(from, to, 1).into_bytes());
    let cost = |from: &str, to: &str| (costs, COSTS.replacen(from, to, 1).into_bytes());
    let detail = |from: &str, to: &str| ("billing/detail.csv", replaced(DETAIL.trim_end(), from, to));
    let cut = |from: &str, to: &str| ("billing/cuts.csv", replaced(CUTS.trim_end(), from, to));
    let budget = |from: &str, to: &str| ("billing/budgets.csv", replaced(BUDGETS.trim_end(), from, to));
    let cases: Vec<(&str, (&'static str, Vec<u8>))> = vec![
        ("truncated line", (volumes, VOLUME.as_bytes()[..120].to_vec())),
        ("trailing comma", volume("\"tags\":{\"Name\":\"data\"}}", "\"tags\":{\"Name\":\"data\"},}")),
        ("text for a number", volume("\"size_gib\":100", "\"size_gib\":\"100GB\"")),
        ("negative size", volume("\"size_gib\":100", "\"size_gib\":-100")),
        ("fractional size", volume("\"size_gib\":100", "\"size_gib\":1.5")),
        ("absurd size", volume("\"size_gib\":100", "\"size_gib\":107374182")),
        ("size beyond the type", volume("\"size_gib\":100", "\"size_gib\":107374182400")),
        ("no size", volume("\"size_gib\":100,", "")),
        ("wrong unit", volume("\"size_gib\":100", "\"size_bytes\":107374182400")),
        ("size without unit", volume("\"size_gib\":100", "\"size\":100")),
        ("unknown field", volume("\"iops\"", "\"iosp\"")),
        ("unknown nested field", volume("\"attached_at\"", "\"atached_at\"")),
        ("field given twice", volume("\"iops\":3000", "\"iops\":3000,\"iops\":4000")),
        ("tag given twice", volume("{\"Name\":\"data\"}", "{\"Name\":\"data\",\"Name\":\"more\"}")),
        ("slip in an AWS word", volume("\"gp3\"", "\"gp33\"")),
        ("slip in a state", instance("\"stopped\"", "\"stoped\"")),
        ("unreadable date", volume("2026-01-01T00:00:00Z\",\"attachments", "yesterday\",\"attachments")),
        ("future date", volume("2026-01-01T00:00:00Z\",\"attachments", "2036-01-01T00:00:00Z\",\"attachments")),
        ("ancient date", volume("2026-01-01T00:00:00Z\",\"attachments", "1970-01-01T00:00:00Z\",\"attachments")),
        ("account as a number", volume("\"111122223333\"", "111122223333")),
        ("short account", volume("\"111122223333\"", "\"11112222333\"")),
        ("foreign account", volume("\"111122223333\"", "\"999922223333\"")),
        ("foreign region", volume("\"eu-west-1\"", "\"eu-west-2\"")),
        ("id of another kind", volume("\"vol-1\"", "\"snap-1\"")),
        ("no instance type", instance("\"m5.large\"", "\"large\"")),
        ("not UTF-8", (volumes, [VOLUME.as_bytes(), b"\xff\n"].concat())),
        ("the same resource twice", (volumes, format!("{VOLUME}\n{VOLUME}\n").into_bytes())),
        (
            "many lines of a foreign region",
            (volumes, {
                let line =
                    |id: u32| VOLUME.replace("vol-1", &format!("vol-{id}")).replace("eu-west-1", "eu-west-9") + "\n";
                (1..40).map(line).collect::<String>().into_bytes()
            }),
        ),
        ("absurd bytes", (
            "resources/logs-group.jsonl",
            b"{\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"id\":\"/app\",\"class\":\"STANDARD\",\"stored_bytes\":9223372036854775807}\n".to_vec(),
        )),
        ("unknown kind", ("resources/ebs-volumes.jsonl", format!("{VOLUME}\n").into_bytes())),
        ("unknown file", ("gaps.json", b"[]".to_vec())),
        ("unknown metrics file", ("metrics/ec2-instances.csv", POINTS.into())),
        ("both formats", ("metrics/ec2-instance.parquet", b"PAR1".to_vec())),
        ("truncated Parquet", ("metrics/ebs-volume.parquet", b"PAR1".to_vec())),
        ("unknown schema", manifest("cloudtrim.dataset/1", "cloudtrim.dataset/7")),
        ("another format", manifest("cloudtrim.dataset/1", "cloudtrim.analysis/1")),
        ("truncated manifest", ("manifest.json", MANIFEST.as_bytes()[..90].to_vec())),
        ("unknown manifest field", manifest("\"regions\"", "\"region\"")),
        ("no lookback", manifest("14", "0")),
        ("account of the manifest", manifest("\"111122223333\"", "\"111122223333\", \"42\"")),
        ("marker of a killed run", ("IN-PROGRESS", Vec::new())),
        (
            "gap with an unknown reason",
            ("gaps.jsonl", b"{\"service\":\"EC2\",\"reason\":\"denyed\",\"detail\":\"no\"}\n".to_vec()),
        ),
        ("unparsable value", point("4.5", "4.5 %")),
        ("empty value", point("4.5", "")),
        ("value not a number", point("4.5", "NaN")),
        ("infinite value", point("4.5", "inf")),
        ("negative value", point("4.5", "-4.5")),
        ("unparsable timestamp", point("2026-10-30T00:00:00Z", "2026-10-30 00:00")),
        ("point in the future", point("2026-10-30T00:00:00Z", "2026-11-30T00:00:00Z")),
        ("unknown statistic", point("Maximum", "Max")),
        ("unknown metric", point("CPUUtilization", "CPUUtilisation")),
        ("unknown resource", (metrics, POINTS.replace("i-1", "i-2").into_bytes())),
        ("duplicate point", point("00:05:00", "00:00:00")),
        ("missing column", (metrics, b"account,region,resource,metric,statistic,timestamp,value\n".to_vec())),
        ("misspelled column", point("period_s", "period")),
        ("row too short", point("300,2026-10-30T00:00:00Z,4.5", "300,4.5")),
        ("a multiple of all CPU", point("4.5", "4500")),
        ("billing row twice", (costs, format!("{COSTS}{}", COSTS.split_once('\n').unwrap().1).into_bytes())),
        ("empty metrics file", (metrics, Vec::new())),
        ("no cost", cost("12.5", "a lot")),
        ("other currency", cost("USD", "EUR")),
        ("period in reverse", cost("2026-10-01", "2026-08-01")),
        ("misspelled billing column", cost("BilledCost", "BiledCost")),
        ("unknown cut", detail("\nregion,", "\nregional,")),
        ("cut of another file", detail("\naccount,", "\nservice,")),
        ("region without a region", detail("EC2 - Other,eu-west-1,,,", "EC2 - Other,,,,")),
        ("region of a tag", detail("EC2 - Other,,,,team,web", "EC2 - Other,eu-west-1,,,team,web")),
        ("tag value of a usage type", detail("gp3,,,156.25", "gp3,,web,156.25")),
        ("tag without a key", detail("team,web", ",web")),
        ("usage without a unit", detail("156.25,GB-Mo", "156.25,")),
        ("usage that is no number", detail("156.25", "many")),
        ("infinite usage", detail("156.25", "inf")),
        ("day of two days", detail("2026-09-02", "2026-09-03")),
        ("month of two months", detail("444455556666,2026-09-01,2026-10-01", "444455556666,2026-09-01,2026-11-01")),
        ("cut row twice", detail("team,,", "team,web,")),
        ("detail of no account", detail("444455556666", "4444")),
        ("detail in another currency", detail("0.5,,USD", "0.5,,CNY")),
        ("tag cut without a key", cut("tag,team", "tag,")),
        ("key of a cut that has none", cut("by-day,,", "by-day,team,")),
        ("cut that ends before it begins", cut("2026-09-01,2026-10-31", "2026-11-01,2026-10-31")),
        ("budget by the week", budget("MONTHLY", "WEEKLY")),
        ("budget with words for a limit", budget("500.0", "much")),
        ("negative budget", budget("500.0", "-500.0")),
        ("alert at nothing", budget("actual>80%", "actual")),
        ("filters that are no JSON", budget("{\"\"Service\"\":[\"\"EC2 - Other\"\"]}", "Service: EC2")),
    ];
    let mut golden = String::new();
    for (name, (path, content)) in cases {
        let mut files = estate::files();
        files.insert(path, content);
        let found = mistakes(&files);
        let shown: Vec<String> = found.iter().map(Mistake::to_string).collect();
        golden.extend(["# ", name, "\n", &shown.join("\n"), "\n\n"]);
        assert_eq!(found.len(), 1, "{name}: {shown:#?}");
    }
    insta::assert_snapshot!("one_mistake_gives_one_message", golden);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let mut files = estate::files();
    let line = VOLUME.replace("\"size_gib\":100", "\"size_gib\":\"big\"").replace("\"gp3\"", "3");
    files.insert(
        "resources/ebs-volume.jsonl",
        format!("{line}\n{}\n", VOLUME.replace("vol-1", "vol-2").replace("iops", "ops")).into(),
    );
    files.insert("metrics/ec2-instance.csv", POINTS.replacen("period_s", "seconds", 1).into());
    let fields: Vec<String> =
        mistakes(&files).iter().map(|mistake| format!("{}:{}", mistake.line, mistake.field)).collect();
    assert_eq!(fields, ["1:period_s", "1:seconds", "1:volume_type", "1:size_gib", "2:ops"]);
}

/// What is missing is told beside what is wrong; a misspelled field is not missing as well.
#[test]
fn every_missing_field_is_told() {
    let mut files = estate::files();
    let line = VOLUME
        .replace("\"volume_type\":\"gp3\",", "")
        .replace("\"state\":\"in-use\",", "")
        .replace("\"size_gib\"", "\"size_bytes\"")
        .replace("\"iops\":3000", "\"iops\":null")
        .replace("\"throughput_mibps\":125", "\"throughput_mibps\":\"125\"");
    files.insert("resources/ebs-volume.jsonl", format!("{line}\n").into());
    let found = mistakes(&files);
    let told: Vec<(&str, &str)> = found.iter().map(|one| (one.field.as_str(), one.message.as_str())).collect();
    assert_eq!(
        told,
        [
            ("state", "the field is missing"),
            ("volume_type", "the field is missing"),
            ("size_bytes", "there is no such field"),
            ("throughput_mibps", "expected a whole number, found the text \"125\""),
        ]
    );
}

#[test]
fn a_long_list_is_cut_short() {
    let mut files = estate::files();
    let line = |id: u32| {
        VOLUME
            .replace("vol-1", &format!("vol-{id}"))
            .replace("\"size_gib\":100", &format!("\"size_gib\":{}", 70_000 + id))
            + "\n"
    };
    files.insert("resources/ebs-volume.jsonl", (0..120).map(line).collect::<String>().into());
    let shown = LoadError::Mistakes(mistakes(&files)).to_string();
    assert!(shown.starts_with("120 mistakes in the dataset\n"));
    assert!(shown.ends_with("\nand 70 more"), "{shown}");
}

#[test]
fn words_that_aws_may_add_load() {
    let mut files = estate::files();
    files.insert("resources/ebs-volume.jsonl", VOLUME.replace("gp3", "gp4").into());
    assert_eq!(mistakes(&files), []);
}
