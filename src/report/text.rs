//! Names and tags are written by strangers: here they lose their power over terminals, spreadsheets and pages.

/// Characters that move, hide or reorder what a reader sees: C0 and C1 controls, line separators, zero-width and
/// bidirectional marks (Unicode TR36, "Bidirectional Text Spoofing").
fn deceives(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// One line of plain text: deceiving characters are shown as escapes (`\u{1b}`), tabs and line feeds as `\t`, `\n`.
pub fn one_line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if deceives(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// One line of Markdown that renders as the text itself: no markup, no HTML, no table cell ends.
pub fn markdown_text(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in one_line(text).chars() {
        match character {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            // Mentions and issue references would notify people.
            '@' => shown.push_str("&#64;"),
            '#' => shown.push_str("&#35;"),
            '\\' | '|' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '~' | '!' => {
                shown.push('\\');
                shown.push(character);
            }
            ordinary => shown.push(ordinary),
        }
    }
    shown
}

/// The same, but what stands in a pair of backticks is code. `in_table` keeps a code's bars from ending a table cell.
pub(super) fn markdown_sentence(text: &str, in_table: bool) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let codes = parts.iter().skip(1).step_by(2);
    if parts.len().is_multiple_of(2) || codes.clone().any(|code| code.trim().is_empty()) {
        return markdown_text(text);
    }
    let shown = parts
        .iter()
        .enumerate()
        .map(|(at, part)| if at % 2 == 1 { markdown_code(part, in_table) } else { markdown_text(part) });
    shown.collect()
}

/// Text as code: an address, a file. What holds a backtick or nothing cannot be code and is plain text.
pub(super) fn markdown_code(text: &str, in_table: bool) -> String {
    if text.contains('`') || text.trim().is_empty() {
        return markdown_text(text);
    }
    let line = one_line(text);
    if !in_table {
        return format!("`{line}`");
    }
    // In a table, `\|` is a bar within code too, and a backslash before it would undo that.
    if line.contains("\\|") { markdown_text(text) } else { format!("`{}`", line.replace('|', "\\|")) }
}

/// A text cell of CSV: what a spreadsheet would run as a formula starts with an apostrophe
/// (OWASP, "CSV Injection"). Numbers cloudtrim writes itself do not come here.
pub fn csv_cell(text: &str) -> String {
    let starts_a_formula = |character: char| matches!(character, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let shown = one_line(text);
    if shown.trim_start().starts_with(starts_a_formula) || text.starts_with(['\t', '\r', '\n']) {
        format!("'{shown}")
    } else {
        shown
    }
}

/// `1 volume`, `3 volumes`.
pub(super) fn count(number: usize, noun: &str) -> String {
    let plural = match (number, noun.strip_suffix('y')) {
        (1, _) => noun.to_owned(),
        (_, Some(stem)) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if noun.ends_with('s') => format!("{noun}es"),
        _ => format!("{noun}s"),
    };
    format!("{} {plural}", grouped(number))
}

/// `12,345`.
pub(super) fn grouped(number: usize) -> String {
    thousands(&number.to_string())
}

/// `12345` → `12,345`, however many digits.
pub(super) fn thousands(digits: &str) -> String {
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A number to one decimal place at most, with thousands apart: `1,200`, `0.4`; small ones keep two digits.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() {
        return "unknown".to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.abs() < 0.01 {
        return format!("{value:.0e}");
    }
    let places = if value.abs() < 1.0 { 2 } else { usize::from(value.abs() < 1000.0) };
    let fixed = format!("{value:.places$}");
    let (whole, fraction) = fixed.split_once('.').unwrap_or((&fixed, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let whole = digits.parse::<usize>().map_or_else(|_| digits.to_owned(), grouped);
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

/// `a, b and c`.
pub(super) fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_not_obeyed() {
        let cases = [
            ("web-1", "web-1"),
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            ("a\nb\tc", "a\\nb\\tc"),
            ("\u{202e}evil", "\\u{202e}evil"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("größe 名前", "größe 名前"),
        ];
        for (text, shown) in cases {
            assert_eq!(one_line(text), shown);
        }
    }

    #[test]
    fn formulas_are_text() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("  @SUM(A1)", "'  @SUM(A1)"),
            ("-2+3", "'-2+3"),
            ("\t=1", "'\\t=1"),
            ("i-0abc", "i-0abc"),
            ("a=b", "a=b"),
        ];
        for (text, shown) in cases {
            assert_eq!(csv_cell(text), shown);
        }
    }

    #[test]
    fn markdown_renders_as_itself() {
        assert_eq!(markdown_text("a|b <img> [x](y) @team #1"), "a\\|b &lt;img&gt; \\[x\\](y) &#64;team &#35;1");
    }

    #[test]
    fn pairs_of_backticks_are_code() {
        let cases = [
            ("run `a_b --c` now_", "run `a_b --c` now\\_"),
            ("`a|b`", "`a\\|b`"),
            ("one ` alone", "one \\` alone"),
            ("none `` here", "none \\`\\` here"),
            ("`<img>` <img>", "`<img>` &lt;img&gt;"),
        ];
        for (text, shown) in cases {
            assert_eq!(markdown_sentence(text, true), shown);
        }
        assert_eq!(markdown_code("a|b", false), "`a|b`");
        assert_eq!(markdown_code("a\\|b", true), "a\\\\\\|b");
    }

    #[test]
    fn numbers_and_counts() {
        assert_eq!(count(1, "volume"), "1 volume");
        assert_eq!(count(1200, "policy"), "1,200 policies");
        assert_eq!(count(2, "address"), "2 addresses");
        let cases = [(1234.56, "1,235"), (12.34, "12.3"), (12.0, "12"), (0.25, "0.25"), (0.0, "0"), (-5.5, "-5.5")];
        for (value, shown) in cases {
            assert_eq!(number(value), shown);
        }
    }
}
