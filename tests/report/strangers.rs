//! Names and tags are written by strangers: no report obeys them, none breaks on them.

use cloudtrim::report::{Format, GroupBy, Layout, explain_recommendation, render};
use proptest::prelude::*;

use super::analysis::with_words;

const HOSTILE: [&str; 7] = [
    "\u{1b}]0;owned\u{7}\u{1b}[2J",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "a|b\n| c | d |",
    "<script>alert(1)</script>",
    "\u{202e}gpj.exe",
    "\u{9b}31m\r\n+1",
    "",
];

#[test]
fn terminals_and_pages_get_no_control_characters() {
    for words in HOSTILE {
        let analysis = with_words(words);
        let mut texts: Vec<_> = [Format::Table, Format::Markdown]
            .into_iter()
            .map(|format| render(&analysis, format, &Layout::default()).unwrap())
            .collect();
        texts.push(explain_recommendation(&analysis, &analysis.recommendations[0], &Layout::default()));
        for text in texts {
            let bad = text.chars().find(|one| (one.is_control() && *one != '\n') || *one == '\u{202e}');
            assert_eq!(bad, None, "{words:?}\n{text}");
        }
    }
}

#[test]
fn markdown_has_no_html_and_no_extra_cells() {
    for words in HOSTILE {
        let layout = Layout { group_by: Some(GroupBy::Tag("team".to_owned())), ..Layout::default() };
        let text = render(&with_words(words), Format::Markdown, &layout).unwrap();
        assert!(!text.contains("<script"), "{text}");
        for line in text.lines().filter(|line| line.starts_with("| $") || line.starts_with("| unknown")) {
            let cells = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            assert_eq!(cells, 10, "{line}");
        }
    }
}

#[test]
fn no_csv_cell_starts_a_formula() {
    for words in HOSTILE {
        let layout = Layout { group_by: Some(GroupBy::Tag("team".to_owned())), ..Layout::default() };
        let text = render(&with_words(words), Format::Csv, &layout).unwrap();
        let mut rows = csv::Reader::from_reader(text.as_bytes());
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
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_renderer_panics(words in any::<String>(), width in 0_usize..300, top in proptest::option::of(0_usize..9)) {
        let analysis = with_words(&words);
        let group_by = Some(GroupBy::Tag(words));
        let layout = Layout { width, top, group_by, ..Layout::default() };
        for format in [Format::Table, Format::Json, Format::Csv, Format::Markdown] {
            let text = render(&analysis, format, &layout).unwrap();
            prop_assert!(text.ends_with('\n'));
        }
        for one in &analysis.recommendations {
            explain_recommendation(&analysis, one, &layout);
        }
    }
}
