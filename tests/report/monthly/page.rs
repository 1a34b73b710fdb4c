//! HTML and Markdown: what stands on the page, and that it needs nothing else.

use cloudtrim::model::monthly::OwnerWaste;
use cloudtrim::report::{MonthlyFormat, render_monthly};

use super::synthetic::{large, nothing, report, usual};

pub(super) fn html(report: &cloudtrim::model::monthly::MonthlyReport) -> String {
    String::from_utf8(render_monthly(report, MonthlyFormat::Html).unwrap()).unwrap()
}

/// What a reader sees: no style, no script, no tags.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let tag = after.split(['>', ' ']).next().unwrap_or_default();
        let end = match tag {
            "style" | "script" | "svg" => format!("</{tag}>"),
            _ => ">".to_owned(),
        };
        // A cell's neighbors stay beside it.
        text.push(if matches!(tag, "td" | "th" | "small" | "/summary") { '\t' } else { '\n' });
        rest = after.split_once(&end).map_or("", |(_, rest)| rest);
    }
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")];
    let text = entities.iter().fold(text, |text, (entity, shown)| text.replace(entity, shown));
    let cells =
        |line: &str| line.split('\t').map(str::trim).filter(|one| !one.is_empty()).collect::<Vec<_>>().join(" | ");
    text.lines().map(cells).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn text_of_the_page() {
    insta::assert_snapshot!("monthly_html", words(&html(&report(13, 6))));
}

#[test]
fn text_of_a_page_without_bill_and_findings() {
    insta::assert_snapshot!("monthly_html_nothing", words(&html(&nothing())));
}

#[test]
fn markdown() {
    let text = render_monthly(&report(3, 30), MonthlyFormat::Markdown).unwrap();
    insta::assert_snapshot!("monthly_markdown", String::from_utf8(text).unwrap());
}

#[test]
fn owners_that_are_not_named_are_counted() {
    let mut report = report(3, 6);
    let one = report.owners[0].clone();
    report.owners = (0..20)
        .map(|number| OwnerWaste {
            owner: Some(format!("team-{number:02}")),
            findings: number,
            unknown: 1,
            ..one.clone()
        })
        .collect();
    let text = String::from_utf8(render_monthly(&report, MonthlyFormat::Markdown).unwrap()).unwrap();
    assert!(text.contains("| team-14 |") && !text.contains("team-15"), "{text}");
    assert!(text.contains("| 5 owners more |  | 85 | $12,054.50 | 5 |"), "{text}");
}

#[test]
fn the_page_names_no_other() {
    let page = html(&usual());
    for word in ["http:", "https:", "src=", "@import", "url(", "<link", "<iframe", " style=", " onclick="] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let formats =
        [MonthlyFormat::Html, MonthlyFormat::Markdown, MonthlyFormat::Json, MonthlyFormat::Csv, MonthlyFormat::Xlsx];
    for format in formats {
        let one = render_monthly(&usual(), format).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1100));
        assert!(one == render_monthly(&usual(), format).unwrap(), "{format:?}");
    }
}

#[test]
fn a_large_report_stays_below_5_mb() {
    let bytes = html(&large()).len();
    assert!(bytes < 5_000_000, "{bytes} bytes");
}

/// A mail takes no 30 MB; nothing goes without being counted.
#[test]
fn a_page_has_the_5_000_that_save_most() {
    let report = report(3, 5_020);
    let page = html(&report);
    assert_eq!(page.matches("<tbody data-k=").count(), 5_000);
    let rest: cloudtrim::units::Usd = report.recommendations[5_000..]
        .iter()
        .filter(|one| one.recommendation.selected)
        .filter_map(|one| one.recommendation.monthly_savings_usd)
        .sum();
    let said = format!(
        "20 more recommendations, which save least ({rest} a month of the total), stand in the CSV, JSON and XLSX reports."
    );
    assert!(page.contains(&said), "{said}");
    let csv = String::from_utf8(render_monthly(&report, MonthlyFormat::Csv).unwrap()).unwrap();
    assert_eq!(csv.lines().count(), 5_021);
    let text = String::from_utf8(render_monthly(&report, MonthlyFormat::Markdown).unwrap()).unwrap();
    assert!(text.contains("4,995 more recommendations in the CSV and XLSX reports."), "{text}");
}

#[test]
fn json_is_the_report() {
    let json = render_monthly(&usual(), MonthlyFormat::Json).unwrap();
    let read: cloudtrim::model::monthly::MonthlyReport = serde_json::from_slice(&json).unwrap();
    assert_eq!(read.schema, "cloudtrim.report/1");
    assert_eq!(read.recommendations.len(), usual().recommendations.len());
    assert_eq!(read.waterfall, usual().waterfall);
}

#[test]
fn json_follows_its_schema() {
    let schema = serde_json::from_str(include_str!("../../../docs/cloudtrim.report-1.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for report in [usual(), nothing()] {
        let json = render_monthly(&report, MonthlyFormat::Json).unwrap();
        let document = serde_json::from_slice(&json).unwrap();
        let errors: Vec<_> =
            validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}
