//! Did-you-mean: which known word a mistaken one was meant to be.

/// The known word that `word` is most likely a slip of; `None` when nothing is near.
pub(super) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let tolerance = if lower.chars().count() >= 9 { 3 } else { 2 };
    known
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), *candidate))
        .filter(|(distance, candidate)| *distance <= tolerance && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Units that a field's name may end in.
const UNITS: &[(&str, &str)] = &[
    ("_gib", "GiB"),
    ("_mib", "MiB"),
    ("_bytes", "bytes"),
    ("_mibps", "MiB/s"),
    ("_mbps", "MB/s"),
    ("_gbps", "Gbit/s"),
    ("_days", "days"),
    ("_s", "seconds"),
    ("_gb", "GB"),
    ("_mb", "MB"),
    ("_kb", "KB"),
    ("_tb", "TB"),
    ("_hours", "hours"),
];

/// The unit that a field's number is in, from its name.
pub(super) fn unit(field: &str) -> Option<&'static str> {
    UNITS.iter().find(|(suffix, _)| field.ends_with(suffix)).map(|(_, unit)| *unit)
}

fn stem(field: &str) -> &str {
    UNITS.iter().find_map(|(suffix, _)| field.strip_suffix(suffix)).unwrap_or(field)
}

/// The known field that an unknown one was meant to be: the same with its unit, or the nearest.
pub(super) fn meant_field<'a>(field: &str, known: &[&'a str]) -> Option<&'a str> {
    let same_stem =
        known.iter().copied().find(|candidate| *candidate != stem(candidate) && stem(candidate) == stem(field));
    same_stem.or_else(|| nearest(field, known))
}

/// What a hint says of an unknown field.
pub(super) fn field_hint(field: &str, known: &[&str]) -> String {
    match meant_field(field, known) {
        Some(near) => match unit(near) {
            Some(unit) => format!("did you mean `{near}`? it is a number of {unit}"),
            None => format!("did you mean `{near}`?"),
        },
        None => format!("known fields: {}", known.join(", ")),
    }
}

/// The known word of which `word` is a slip, for lists that AWS may lengthen at any time.
///
/// A live account may hold words that this version does not know, and those must load. So a word is refused only when
/// it is a slip beyond doubt: another case, or one edit away (two for nine letters and more) where the edit is not
/// merely another digit, which is how AWS names what comes next (`gp3` → `gp4`).
pub(super) fn slip<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    if known.contains(&word) {
        return None;
    }
    let tolerance = if word.chars().count() >= 9 { 2 } else { 1 };
    known.iter().copied().find(|candidate| {
        word.eq_ignore_ascii_case(candidate)
            || (strsim::damerau_levenshtein(word, candidate) <= tolerance && !next_generation(word, candidate))
    })
}

fn next_generation(word: &str, known: &str) -> bool {
    let letters = |text: &str| text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect::<String>();
    letters(word) == letters(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::vocabulary::{InstanceState, VolumeType};

    #[test]
    fn slips_are_told_from_new_words() {
        let cases = [
            ("gp33", VolumeType::WORDS, Some("gp3")),
            ("GP3", VolumeType::WORDS, Some("gp3")),
            ("gp4", VolumeType::WORDS, None),
            ("ultra", VolumeType::WORDS, None),
            ("runing", InstanceState::WORDS, Some("running")),
            ("hibernated", InstanceState::WORDS, None),
            ("stopped", InstanceState::WORDS, None),
        ];
        for (word, known, expected) in cases {
            assert_eq!(slip(word, known), expected, "{word}");
        }
    }

    #[test]
    fn wrong_units_name_the_right_field() {
        let known = ["size_gib", "iops", "throughput_mibps"];
        assert_eq!(field_hint("size_bytes", &known), "did you mean `size_gib`? it is a number of GiB");
        assert_eq!(field_hint("size", &known), "did you mean `size_gib`? it is a number of GiB");
        assert_eq!(field_hint("iosp", &known), "did you mean `iops`?");
        assert!(field_hint("colour", &known).starts_with("known fields: size_gib"));
    }
}
