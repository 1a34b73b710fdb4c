//! The monthly report of the year, as a reader of the page sees it.

use std::fs;
use std::path::Path;

use crate::cli::run;

/// Audits all months into a store and reports October; the page is also for `tests/browser/run`.
fn page() -> String {
    let pages = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&pages).unwrap();
    let work = tempfile::tempdir().unwrap();
    let year = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/datasets/year");
    let mut months: Vec<_> = fs::read_dir(&year).unwrap().map(|entry| entry.unwrap().path()).collect();
    months.retain(|path| path.is_dir());
    months.sort();
    for month in &months {
        let arguments =
            ["audit", month.to_str().unwrap(), "--store", "store", "--format", "json", "--output", "last.json"];
        let (code, _, stderr) = run(work.path(), &arguments);
        assert_eq!(code, 0, "{stderr}");
    }
    let (config, file) = (year.join("cloudtrim.yml"), pages.join("year.html"));
    let words =
        ["report", "--store", "store", "--config", config.to_str().unwrap(), "--output", file.to_str().unwrap()];
    let (code, _, stderr) = run(work.path(), &words);
    assert_eq!(code, 0, "{stderr}");
    fs::read_to_string(file).unwrap()
}

/// What a page says, without drawings: a line a block, cells parted by bars.
fn text_of(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page.split_once("<body").unwrap().1.split_once('>').unwrap().1;
    while let Some((words, after)) = rest.split_once('<') {
        text.push_str(words);
        let (tag, mut inside) = after.split_once('>').unwrap();
        let name = tag.split([' ', '/']).next().unwrap();
        match name {
            "script" | "style" | "svg" | "select" => {
                inside = inside.split_once(&format!("</{name}>")).unwrap().1;
            }
            "td" | "th" => text.push_str(" | "),
            "a" | "b" | "strong" | "code" | "span" | "small" | "" => text.push(' '),
            _ => text.push('\n'),
        }
        rest = inside;
    }
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")];
    let text = plain.iter().fold(text, |text, (escaped, letter)| text.replace(escaped, letter));
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn of_october() {
    let page = page();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("year-report", text_of(&page));
    });
    assert_eq!(page.matches("<svg").count() % 2, 0, "each chart is drawn wide and narrow");
}
