//! Names, tags, reasons and sentences are written by strangers: no format obeys them.

use cloudtrim::model::monthly::MonthlyReport;
use cloudtrim::report::{MonthlyFormat, render_monthly};
use proptest::prelude::*;

use super::synthetic::report;

const HOSTILE: [&str; 7] = [
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "a|b\n| c | d |",
    "\u{202e}gpj.exe\u{1b}[2J",
    "{{ 7 * 1234567 }}{% include 'page.html' %}",
    "",
];

/// The same with a stranger's words wherever strangers write.
pub(super) fn with_words(words: &str) -> MonthlyReport {
    let mut report = report(3, 7);
    let owned = || words.to_owned();
    for one in &mut report.recommendations {
        let it = &mut one.recommendation;
        it.name = Some(owned());
        it.resource_id = owned();
        it.rule = owned();
        it.restore = owned();
        it.caveats = vec![owned()];
        it.tags = [(owned(), owned())].into();
        it.region = words.into();
        it.account = words.into();
        for evidence in &mut it.evidence {
            evidence.fact = owned();
            evidence.value = owned();
        }
    }
    for service in report.months.iter_mut().flat_map(|month| &mut month.services) {
        service.service_name = owned();
    }
    for step in report.waterfall.iter_mut().flat_map(|one| &mut one.steps) {
        step.label = owned();
    }
    for line in report.comparisons.iter_mut().flat_map(|one| &mut one.lines) {
        line.key = Some(owned());
    }
    for mover in &mut report.movers {
        mover.key = Some(owned());
        mover.sentence = owned();
    }
    for budget in &mut report.budgets {
        budget.name = owned();
        budget.counts = owned();
    }
    for profile in &mut report.profiles {
        profile.name = Some(owned());
        profile.plan = owned();
    }
    for gap in &mut report.gaps {
        gap.detail = owned();
        gap.resource_id = Some(owned());
    }
    for family in &mut report.savings_by_family.families {
        family.family = owned();
    }
    report.headline.sentences = vec![owned()];
    report.accounts = vec![words.into()];
    report.warnings = vec![owned()];
    report.how_totals = vec![owned()];
    report
}

#[test]
fn pages_get_no_markup_and_no_control_characters() {
    for words in HOSTILE {
        let page = String::from_utf8(render_monthly(&with_words(words), MonthlyFormat::Html).unwrap()).unwrap();
        let scripts: Vec<_> =
            page.match_indices("<script").filter_map(|(at, _)| page.get(at.saturating_sub(200)..at + 60)).collect();
        assert_eq!(scripts.len(), 1, "{words:?}: {scripts:#?}");
        assert!(!page.contains("<img"), "{words:?}");
        assert!(!page.contains("8641969"), "{words:?}");
        let bad = |line: &&str| line.contains(|one: char| one.is_control() || one == '\u{202e}');
        assert_eq!(page.lines().find(bad), None, "{words:?}");
    }
}

#[test]
fn markdown_has_no_html_and_no_extra_cells() {
    for words in HOSTILE {
        let text = String::from_utf8(render_monthly(&with_words(words), MonthlyFormat::Markdown).unwrap()).unwrap();
        assert!(!text.contains("<script") && !text.contains("<img"), "{text}");
        let rows =
            text.lines().skip_while(|line| !line.starts_with("| Saves a month | Resource | Change | Where | Effort"));
        for line in rows.skip(2).take(7) {
            let cells = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            assert_eq!(cells, 7, "{line}");
        }
    }
}

#[test]
fn no_csv_cell_starts_a_formula() {
    for words in HOSTILE {
        let text = render_monthly(&with_words(words), MonthlyFormat::Csv).unwrap();
        let mut rows = csv::Reader::from_reader(text.as_slice());
        for row in rows.records() {
            for cell in &row.unwrap() {
                let formula = cell.trim_start().starts_with(['=', '+', '@']) || cell.starts_with(['\t', '\r']);
                let negative = cell.starts_with('-') && cell.parse::<f64>().is_err();
                assert!(!formula && !negative, "{cell:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_format_panics(words in any::<String>()) {
        let report = with_words(&words);
        let formats = [
            MonthlyFormat::Html, MonthlyFormat::Markdown, MonthlyFormat::Json, MonthlyFormat::Csv, MonthlyFormat::Xlsx,
        ];
        for format in formats {
            prop_assert!(!render_monthly(&report, format).unwrap().is_empty());
        }
    }
}
