//! Goldens: whole reports.

use cloudtrim::report::{Format, GroupBy, Layout, Paint, explain_recommendation, explain_suppressed, render};

use super::analysis::{everything, nothing};

fn rendered(format: Format, layout: &Layout) -> String {
    render(&everything(), format, layout).unwrap()
}

#[test]
fn table() {
    insta::assert_snapshot!("table", rendered(Format::Table, &Layout::default()));
}

#[test]
fn table_of_a_narrow_terminal() {
    let narrow = Layout { width: 80, ..Layout::default() };
    insta::assert_snapshot!("table_narrow", rendered(Format::Table, &narrow));
}

#[test]
fn table_of_nothing() {
    insta::assert_snapshot!("table_nothing", render(&nothing(), Format::Table, &Layout::default()).unwrap());
}

#[test]
fn table_of_the_top_two_by_region() {
    let layout = Layout { top: Some(2), group_by: Some(GroupBy::Region), ..Layout::default() };
    insta::assert_snapshot!("table_top_by_region", rendered(Format::Table, &layout));
}

#[test]
fn markdown() {
    let layout = Layout { group_by: Some(GroupBy::Tag("team".to_owned())), ..Layout::default() };
    insta::assert_snapshot!("markdown", rendered(Format::Markdown, &layout));
}

#[test]
fn csv() {
    insta::assert_snapshot!("csv", rendered(Format::Csv, &Layout::default()));
}

#[test]
fn json() {
    let mut short = everything();
    short.recommendations.truncate(1);
    insta::assert_snapshot!("json", render(&short, Format::Json, &Layout::default()).unwrap());
}

#[test]
fn explanations() {
    let analysis = everything();
    let texts: Vec<_> = analysis
        .recommendations
        .iter()
        .map(|one| explain_recommendation(&analysis, one, &Layout::default()))
        .chain(analysis.suppressed.iter().map(|one| explain_suppressed(one, &Layout::default())))
        .collect();
    insta::assert_snapshot!("explanations", texts.join("\n---\n\n"));
}

#[test]
fn emphasis_adds_escapes_and_nothing_else() {
    let painted = rendered(Format::Table, &Layout { paint: Paint::Ansi, ..Layout::default() });
    let mut plain = painted.clone();
    for code in ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m"] {
        plain = plain.replace(code, "");
    }
    assert_ne!(painted, plain);
    assert_eq!(plain, rendered(Format::Table, &Layout::default()));
}

#[test]
fn every_line_fits_its_width() {
    for width in [60, 72, 80, 100, 120, 200] {
        let layout = Layout { width, group_by: Some(GroupBy::Service), ..Layout::default() };
        for line in rendered(Format::Table, &layout).lines() {
            let columns = line.chars().count();
            // The last line names a command, which must not be broken.
            assert!(columns <= width || line.starts_with("`cloudtrim explain"), "{columns} > {width}: {line}");
        }
    }
}
