//! What the parsers say of a value of the wrong type, in the words of a person.

use super::words::unit;

/// How to mend a value of the wrong type.
pub(super) fn type_hint(field: &str, message: &str) -> String {
    if message.contains("expected an RFC 3339") || message.contains("premature end of input") || field.ends_with("_at")
    {
        "write a moment as `2026-10-31T12:00:00Z`".to_owned()
    } else if message.contains("string") && unit(field).is_some() {
        format!("write a plain number of {}, without quotes or unit", unit(field).unwrap_or_default())
    } else if message.contains("integer `-") || message.contains("floating point `-") {
        "it cannot be negative".to_owned()
    } else if message.contains("expected u32") || message.contains("expected u64") || message.contains("expected f64") {
        unit(field).map_or_else(
            || "write a plain whole number, without quotes".to_owned(),
            |unit| format!("write a plain whole number of {unit}"),
        )
    } else {
        String::new()
    }
}

/// serde_json's sentence on a value of the wrong type, without Rust's names for types.
pub(super) fn told_type(message: &str) -> String {
    let Some((found, expected)) = message.split_once(": ").and_then(|(_, rest)| rest.rsplit_once(", expected ")) else {
        // chrono's sentences on a moment that is none name no type.
        return match message {
            "input contains invalid characters" | "premature end of input" | "trailing input" => {
                "this is no moment of time".to_owned()
            }
            "input is out of range" => "there is no such moment of time".to_owned(),
            list if list.starts_with("invalid length") => "expected an object, found a list".to_owned(),
            other => other.to_owned(),
        };
    };
    let whole = matches!(expected, "u8" | "u16" | "u32" | "u64" | "usize");
    let expected = match expected {
        "f32" | "f64" => "a number",
        "a string" => "text in quotes",
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list",
        _ if whole => "a whole number",
        moment if moment.contains("RFC 3339") => "a moment of time in quotes",
        object if object.starts_with("a map") || object.starts_with("struct ") => "an object",
        other => other,
    };
    if let Some(number) = found.strip_prefix("integer ").filter(|_| whole && message.starts_with("invalid value")) {
        return format!("{number} is {}", if number.starts_with("`-") { "negative" } else { "too large" });
    }
    let found = match found {
        "map" => "an object".to_owned(),
        "sequence" => "a list".to_owned(),
        _ => match found.split_once(' ') {
            Some(("string", text)) => format!("the text {text}"),
            Some(("integer" | "boolean", value)) => value.to_owned(),
            _ => found.strip_prefix("floating point ").unwrap_or(found).to_owned(),
        },
    };
    format!("expected {expected}, found {found}")
}

/// What is wrong with a cell of a CSV file; `None` where the parser's own words must do.
pub(super) fn told_cell(kind: &csv::DeserializeErrorKind, field: &str, cell: &str) -> Option<String> {
    use csv::DeserializeErrorKind::{ParseBool, ParseFloat, ParseInt};
    match kind {
        ParseFloat(_) | ParseInt(_) => Some(format!("`{cell}` is no number")),
        ParseBool(_) => Some(format!("`{cell}` is neither `true` nor `false`")),
        _ if field.starts_with("ChargePeriod") => Some(format!("`{cell}` is no day")),
        _ if field == "x_Cut" => Some(format!("the bill is not cut by `{cell}`")),
        _ if field == "TimeUnit" => Some(format!("`{cell}` is no time unit of a budget")),
        _ if field == "ConsumedQuantity" => Some(format!("`{cell}` is no number")),
        _ if field.ends_with("Cost") => Some(format!("`{cell}` is no amount of dollars")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told<T: serde::de::DeserializeOwned>(json: &str) -> String {
        let error = serde_json::from_str::<T>(json).err().unwrap().to_string();
        told_type(error.rsplit_once(" at line ").map_or(error.as_str(), |(message, _)| message))
    }

    #[test]
    fn no_name_of_a_rust_type_is_shown() {
        let cases = [
            (told::<u32>("\"9, expected u32\""), "expected a whole number, found the text \"9, expected u32\""),
            (told::<u32>("-1"), "`-1` is negative"),
            (told::<u32>("4294967296"), "`4294967296` is too large"),
            (told::<u64>("1.5"), "expected a whole number, found `1.5`"),
            (told::<f64>("[]"), "expected a number, found a list"),
            (told::<bool>("null"), "expected `true` or `false`, found null"),
            (told::<String>("{}"), "expected text in quotes, found an object"),
            (told::<Vec<String>>("true"), "expected a list, found `true`"),
            (told::<chrono::DateTime<chrono::Utc>>("7"), "expected a moment of time in quotes, found `7`"),
            (told::<chrono::DateTime<chrono::Utc>>("\"today\""), "this is no moment of time"),
        ];
        for (told, expected) in cases {
            assert_eq!(told, expected);
        }
    }
}
