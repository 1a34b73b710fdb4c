//! CSV and the workbook: real numbers and days, nothing that runs.

use std::collections::BTreeMap;
use std::io::Read;

use cloudtrim::report::{MonthlyFormat, render_monthly};

use super::strangers::with_words;
use super::synthetic::{report, usual};

/// The texts of a ZIP archive by name, from its central directory.
fn unzipped(archive: &[u8]) -> BTreeMap<String, String> {
    let number = |at: usize, bytes: usize| {
        archive[at..at + bytes].iter().rev().fold(0_usize, |number, byte| number << 8 | usize::from(*byte))
    };
    let end = archive.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
    let (entries, mut at) = (number(end + 10, 2), number(end + 16, 4));
    let mut texts = BTreeMap::new();
    for _ in 0..entries {
        let (packed, method) = (number(at + 20, 4), number(at + 10, 2));
        let (name, extra, comment) = (number(at + 28, 2), number(at + 30, 2), number(at + 32, 2));
        let local = number(at + 42, 4);
        let data = local + 30 + number(local + 26, 2) + number(local + 28, 2);
        let bytes = &archive[data..data + packed];
        let mut text = String::new();
        match method {
            0 => text = String::from_utf8_lossy(bytes).into_owned(),
            _ => {
                flate2::read::DeflateDecoder::new(bytes).read_to_string(&mut text).unwrap();
            }
        }
        texts.insert(String::from_utf8_lossy(&archive[at + 46..at + 46 + name]).into_owned(), text);
        at += 46 + name + extra + comment;
    }
    texts
}

#[test]
fn the_workbook_has_four_sheets_that_stay_readable() {
    let files = unzipped(&render_monthly(&usual(), MonthlyFormat::Xlsx).unwrap());
    let names = &files["xl/workbook.xml"];
    for name in ["Summary", "Recommendations", "Cost by month", "Gaps"] {
        assert!(names.contains(&format!("name=\"{name}\"")), "{names}");
    }
    for sheet in 1..=4 {
        let text = &files[&format!("xl/worksheets/sheet{sheet}.xml")];
        assert!(
            text.contains("state=\"frozen\"") && text.contains("<autoFilter") && text.contains("<cols>"),
            "{sheet}"
        );
    }
    assert!(files["docProps/core.xml"].contains("2026-11-20T06:00:00Z"));
}

#[test]
fn amounts_and_months_are_numbers() {
    let files = unzipped(&render_monthly(&report(2, 3), MonthlyFormat::Xlsx).unwrap());
    let costs = &files["xl/worksheets/sheet3.xml"];
    // 2026-10-01 is day 46296 of Excel's calendar.
    assert!(costs.contains("<v>46296</v>"), "{costs}");
    let texts = costs.matches("t=\"s\"").count();
    let numbers = costs.matches("<v>").count() - texts;
    assert!(numbers > texts, "{numbers} numbers, {texts} texts");
}

#[test]
fn nothing_in_the_workbook_is_a_formula_or_a_link() {
    for words in ["=1+1", "@SUM(A1)", "https://evil.example", "+2", "-2", "{=A1}", "mailto:x@y.example"] {
        let files = unzipped(&render_monthly(&with_words(words), MonthlyFormat::Xlsx).unwrap());
        for (name, text) in files {
            assert!(!text.contains("<f>") && !text.contains("<hyperlink"), "{words}: {name}");
        }
    }
}

#[test]
fn csv() {
    let text = render_monthly(&report(2, 3), MonthlyFormat::Csv).unwrap();
    insta::assert_snapshot!("monthly_csv", String::from_utf8(text).unwrap());
}
