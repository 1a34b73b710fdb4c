//! Which families of managed nodes (`db.m6g`, `cache.r7g`) follow each other: one purpose, no older, the same extras.

/// A family's name in its parts: `m6gd` is letter `m`, generation 6, extras `d`, on Graviton.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Family<'a> {
    purpose: &'a str,
    generation: u32,
    /// What the letters after the generation promise, without those that name the processor (`i`, `a`, `g`).
    extras: String,
    graviton: bool,
    amd: bool,
}

/// Families as AWS names them (<https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html>).
fn parts(family: &str) -> Option<Family<'_>> {
    let digits = family.find(|letter: char| letter.is_ascii_digit())?;
    let (purpose, rest) = family.split_at_checked(digits)?;
    let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    let (generation, letters) = rest.split_at_checked(end)?;
    Some(Family {
        purpose,
        generation: generation.parse().ok()?,
        extras: letters.chars().filter(|letter| !matches!(letter, 'i' | 'a' | 'g')).collect(),
        graviton: letters.starts_with('g'),
        amd: letters.starts_with('a'),
    })
}

/// Whether a node of `current` may become one of `target`: the same purpose and extras (local disks, network), no older
/// generation, and the same processor's maker or Graviton.
pub fn succeeds(target: &str, current: &str) -> bool {
    let (Some(one), Some(two)) = (parts(current), parts(target)) else { return target == current };
    let processor = two.graviton || (!one.graviton && one.amd == two.amd);
    one.purpose == two.purpose && one.extras == two.extras && two.generation >= one.generation && processor
}

/// Whether the family runs on AWS Graviton.
pub fn is_graviton(family: &str) -> bool {
    parts(family).is_some_and(|parts| parts.graviton)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purpose_and_extras_stay_and_no_generation_is_older() {
        let cases = [
            ("m5", "m5", true),
            ("m5", "m6g", true),
            ("m5", "m6i", true),
            ("m5", "m4", false),
            ("m5", "r6g", false),
            ("m5", "m6gd", false),
            ("m5", "m8a", false),
            ("m5d", "m6gd", true),
            ("m6g", "m7i", false),
            ("m6g", "m7g", true),
            ("r5b", "r6i", false),
            ("t2", "t4g", true),
            ("x1", "x2g", true),
            ("serverless", "serverless", true),
            ("serverless", "m5", false),
        ];
        for (current, target, expected) in cases {
            assert_eq!(succeeds(target, current), expected, "{current} → {target}");
        }
    }
}
