//! `resources/<kind>.jsonl` → resources, wholly validated.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::de::DeserializeOwned;

use super::Mistake;
use super::check::Checked;
use super::json::{Place, explain, members};
use super::sink::{Context, Sink};
use super::words::{field_hint, meant_field};

/// Lines are parsed in so many pieces at least, when there is a core for each.
const LINES_A_THREAD: usize = 4_000;

/// A line's number and what it holds.
type Parsed<T> = Vec<(u64, T)>;

/// All resources of one file; the mistakes go to `mistakes`.
pub(super) fn parse<T: Checked>(
    bytes: &[u8],
    file: &Path,
    context: &Context<'_>,
    mistakes: &mut Vec<Mistake>,
) -> Vec<T> {
    let lines: Vec<(u64, &[u8])> =
        (1_u64..).zip(bytes.split(|byte| *byte == b'\n')).filter(|(_, line)| !line.trim_ascii().is_empty()).collect();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let piece = lines.len().div_ceil(cores).max(LINES_A_THREAD);
    let pieces: Vec<(Parsed<T>, Vec<Mistake>)> = std::thread::scope(|scope| {
        let workers: Vec<_> =
            lines.chunks(piece).map(|lines| scope.spawn(move || parse_lines::<T>(lines, file, context))).collect();
        // A worker that panicked would lose its lines; resuming shows the panic itself.
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let mut parsed = Vec::with_capacity(lines.len());
    let mut found = Vec::new();
    for (resources, of_piece) in pieces {
        parsed.extend(resources);
        found.extend(of_piece);
    }
    find_duplicates(&parsed, file, &mut found);
    mistakes.extend(without_repetition(found));
    parsed.into_iter().map(|(_, resource)| resource).collect()
}

fn parse_lines<T: Checked>(lines: &[(u64, &[u8])], file: &Path, context: &Context<'_>) -> (Parsed<T>, Vec<Mistake>) {
    let mut parsed = Vec::with_capacity(lines.len());
    let mut mistakes = Vec::new();
    for (number, line) in lines {
        let place = Place { file, line: *number };
        match parse_line::<T>(line, place) {
            Ok(resource) => {
                let mut sink = Sink::default();
                resource.check(context, &mut sink);
                mistakes.extend(sink.found.into_iter().map(|wrong| {
                    let column = column_of(line, &wrong.field);
                    place.mistake(column, &wrong.field, wrong.message, wrong.hint)
                }));
                parsed.push((*number, resource));
            }
            Err(found) => mistakes.extend(found),
        }
    }
    (parsed, mistakes)
}

fn parse_line<T: Checked>(line: &[u8], place: Place<'_>) -> Result<T, Vec<Mistake>> {
    let text = std::str::from_utf8(line).map_err(|error| vec![not_utf8(error.valid_up_to(), place)])?;
    serde_json::from_str(text).map_err(|error| field_mistakes::<T>(text, &error, place))
}

fn not_utf8(valid: usize, place: Place<'_>) -> Mistake {
    let column = u64::try_from(valid).unwrap_or(0).saturating_add(1);
    place.mistake(column, "", "these bytes are not UTF-8", "save the file as UTF-8")
}

/// Each member of the line by itself, so that all mistakes are told at once.
fn field_mistakes<T: Checked>(text: &str, error: &serde_json::Error, place: Place<'_>) -> Vec<Mistake> {
    let Some(members) = members(text) else { return vec![explain(error, place, 0, "")] };
    let mut mistakes = Vec::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    // What is right in the line, and a stand-in for each field that was at least meant.
    let mut right: Vec<(&str, &str)> = Vec::new();
    for (name, json, offset) in &members {
        let column = u64::try_from(*offset).unwrap_or(0).saturating_add(1);
        if seen.insert(name, *offset).is_some() {
            mistakes.push(place.mistake(column, name, "the field is given twice", "keep one of the two"));
        } else if !T::fields().contains(&name.as_str()) {
            mistakes.push(place.mistake(column, name, "there is no such field", field_hint(name, T::fields())));
            right.extend(meant_field(name, T::fields()).and_then(stand_in::<T>));
        } else if let Some(error) = T::wrong_field(name, json) {
            let mut mistake = explain(&error, place, column - 1, name);
            if mistake.field == *name {
                mistake.column = column;
            }
            mistakes.push(mistake);
            right.extend(stand_in::<T>(name));
        } else {
            right.push((name, json));
        }
    }
    mistakes.extend(
        missing_fields::<T>(right).into_iter().map(|field| place.mistake(0, field, "the field is missing", "")),
    );
    // What is left concerns no member of its own: a tag that is given twice.
    if mistakes.is_empty() {
        mistakes.push(explain(error, place, 0, ""));
    }
    mistakes
}

/// A value that the field takes; `None` for fields of no simple type, which have a default.
fn stand_in<T: Checked>(field: &str) -> Option<(&'static str, &'static str)> {
    let field = T::fields().iter().copied().find(|known| *known == field)?;
    let fits = |json: &&str| T::wrong_field(field, json).is_none();
    ["null", "0", "\"\"", "false", "[]", "{}"].into_iter().find(fits).map(|json| (field, json))
}

/// The required fields that a line with these members lacks.
fn missing_fields<T: Checked>(right: Vec<(&str, &str)>) -> Vec<&'static str> {
    let mut given: BTreeMap<&str, &str> = BTreeMap::new();
    for (name, json) in right {
        given.entry(name).or_insert(json);
    }
    let mut missing = Vec::new();
    loop {
        let members: Vec<String> = given.iter().map(|(name, json)| format!("\"{name}\":{json}")).collect();
        let Err(error) = serde_json::from_str::<T>(&format!("{{{}}}", members.join(","))) else { return missing };
        let told = error.to_string();
        let field = told.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        let Some((field, json)) = field.and_then(stand_in::<T>) else { return missing };
        // Each turn adds a member, so there are no more turns than fields.
        if given.insert(field, json).is_some() {
            return missing;
        }
        missing.push(field);
    }
}

/// The column of a field's value in a line that is whole; 0 for what is nested or missing.
fn column_of(line: &[u8], field: &str) -> u64 {
    let text = std::str::from_utf8(line).unwrap_or_default();
    let top = field.split(['.', '[']).next().unwrap_or(field);
    let found = members(text).and_then(|members| members.into_iter().find(|(name, ..)| name == top));
    found.map_or(0, |(_, _, offset)| u64::try_from(offset).unwrap_or(0).saturating_add(1))
}

fn find_duplicates<T: Checked>(parsed: &Parsed<T>, file: &Path, mistakes: &mut Vec<Mistake>) {
    let mut lines: HashMap<(&str, &str, &str), u64> = HashMap::with_capacity(parsed.len());
    for (line, resource) in parsed {
        let place = resource.place();
        if let Some(first) = lines.insert(place, *line) {
            let message = format!("`{}` is also on line {first}", place.2);
            let place = Place { file, line: *line };
            mistakes.push(place.mistake(0, "id", message, "keep one of the two lines"));
        }
    }
}

/// The same mistake on many lines (an account that the manifest lacks) is told once, with their number.
fn without_repetition(found: Vec<Mistake>) -> Vec<Mistake> {
    let mut kept: Vec<(Mistake, usize)> = Vec::new();
    let mut first: HashMap<(String, String), usize> = HashMap::new();
    for mistake in found {
        let key = (mistake.field.clone(), mistake.message.clone());
        let foreign = mistake.message.ends_with("is not in the manifest");
        match first.get(&key).and_then(|at| kept.get_mut(*at)) {
            Some((_, more)) if foreign => *more += 1,
            _ => {
                first.insert(key, kept.len());
                kept.push((mistake, 0));
            }
        }
    }
    kept.into_iter()
        .map(|(mut mistake, more)| {
            if more > 0 {
                let plural = if more == 1 { "" } else { "s" };
                mistake.message = format!("{} (so on {more} more line{plural})", mistake.message);
            }
            mistake
        })
        .collect()
}

/// Lines of one JSON value each, without the checks of resources: `gaps.jsonl`.
pub(super) fn parse_plain<T: DeserializeOwned>(bytes: &[u8], file: &Path, mistakes: &mut Vec<Mistake>) -> Vec<T> {
    let mut parsed = Vec::new();
    for (number, line) in (1_u64..).zip(bytes.split(|byte| *byte == b'\n')) {
        let place = Place { file, line: number };
        if line.trim_ascii().is_empty() {
            continue;
        }
        match std::str::from_utf8(line) {
            Err(error) => mistakes.push(not_utf8(error.valid_up_to(), place)),
            Ok(text) => match serde_json::from_str(text) {
                Ok(value) => parsed.push(value),
                Err(error) => mistakes.push(explain(&error, place, 0, "")),
            },
        }
    }
    parsed
}
