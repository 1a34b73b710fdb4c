//! The values of a usage file: numbers, and texts where a key is a choice.

use serde_json::Value as Json;

use crate::rules::yaml::Value;

/// What keys that take a number end with.
const NUMERIC: [&str; 21] = [
    "_gb",
    "_tb",
    "_mb",
    "_kb",
    "_hrs",
    "_hours",
    "_mins",
    "_secs",
    "_ms",
    "_per_hr",
    "_per_sec",
    "_requests",
    "_units",
    "_objects",
    "_count",
    "_licenses",
    "_subscriptions",
    "_connections",
    "_events",
    "_queries",
    "_evaluations",
];

type Told = (String, String);

/// A leaf as JSON, or a message and a hint.
pub(super) fn leaf(key: &str, value: &Value) -> Result<Option<Json>, Told> {
    match value {
        Value::Number(number) => json_number(*number).map(Some),
        Value::Text(text) => from_text(key, text.trim()).map(Some),
        Value::Null => Ok(None),
        other => Err((format!("expected a number, found {}", other.noun()), String::new())),
    }
}

fn json_number(number: f64) -> Result<Json, Told> {
    if number < 0.0 {
        return Err((format!("must not be negative, found {number}"), String::new()));
    }
    let whole = number.fract() == 0.0 && number < 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, positive and below 2^53")]
    let json =
        if whole { Some(Json::from(number as u64)) } else { serde_json::Number::from_f64(number).map(Json::from) };
    json.ok_or_else(|| ("is not a finite number".to_owned(), String::new()))
}

/// A number in quotes is a number; other text is a choice, unless it begins like a number or the key takes one.
fn from_text(key: &str, text: &str) -> Result<Json, Told> {
    if text.is_empty() {
        return Err(("must not be empty".to_owned(), "remove the key where the usage is not known".to_owned()));
    }
    if is_plain_number(text) {
        return text.parse().map_err(|_| ("is not a finite number".to_owned(), String::new())).and_then(json_number);
    }
    let message = || format!("expected a number, found text `{}`", shortened(text));
    if let Some((digits, rest)) = leading_number(text) {
        let why = match rest {
            "" => String::new(),
            unit => format!(" without `{}`; the key names the unit", shortened(unit)),
        };
        return Err((message(), format!("write `{digits}`{why}")));
    }
    if key.starts_with("monthly_") || NUMERIC.iter().any(|ending| key.ends_with(ending)) {
        return Err((message(), "write a plain number such as `1000`".to_owned()));
    }
    Ok(Json::from(text))
}

fn is_plain_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    unsigned.starts_with(|letter: char| letter.is_ascii_digit())
        && unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && unsigned.matches('.').count() <= 1
}

/// `1,000 GB` → (`1000`, `GB`); `None` where the text is no number with a unit, as `1_year` and `3d.large`.
fn leading_number(text: &str) -> Option<(String, &str)> {
    let end = text.find(|letter: char| !(letter.is_ascii_digit() || ",._ ".contains(letter))).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    let digits: String = number.chars().filter(|letter| letter.is_ascii_digit() || *letter == '.').collect();
    let is_unit = unit.chars().all(|letter| letter.is_alphabetic() || "%/$".contains(letter));
    let joined = !unit.is_empty() && number.ends_with(['_', '.']);
    let begins = number.starts_with(|letter: char| letter.is_ascii_digit());
    (begins && is_unit && !joined && digits.matches('.').count() <= 1).then(|| (digits, unit.trim()))
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}
