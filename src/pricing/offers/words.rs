//! How offers write attributes, units and usage types, and the names that items are made of.

/// The words of a reservation, which stand in braces in the items of reserved prices until its term is read.
/// `payment_` is the payment with underscores.
pub(super) const RESERVATION: [&str; 4] = ["class", "term", "payment", "payment_"];

/// Whether two names are one attribute: `Pre Installed S/W` of CSV, `preInstalledSw` of JSON, `usagetype`.
pub fn same_attribute(one: &str, other: &str) -> bool {
    let letters =
        |name: &'_ str| name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).collect();
    let (one, other): (Vec<u8>, Vec<u8>) = (letters(one), letters(other));
    one == other
}

/// A unit without what one service writes so and another otherwise: `Hrs` and `hours`, `GB-Mo` and `GB-month`.
pub(super) fn plain_unit(unit: &str) -> String {
    let unit = unit.to_ascii_lowercase();
    let words = unit.split(|letter: char| !letter.is_ascii_alphanumeric()).map(|word| {
        match word.strip_suffix('s').unwrap_or(word) {
            "hour" => "hr",
            "month" => "mo",
            "gigabyte" => "gb",
            other => other,
        }
    });
    words.collect()
}

/// The names in braces that are attributes of a product.
pub(super) fn placeholders(template: &'static str) -> impl Iterator<Item = &'static str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .filter(|name| *name != "*" && !RESERVATION.contains(name))
}

/// `None` when the product lacks what the template names.
pub(super) fn filled<'v>(template: &str, wildcard: &'v str, value: impl Fn(&str) -> &'v str) -> Option<String> {
    let mut parts = template.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}')?;
        if RESERVATION.contains(&name) {
            text.extend(["{", name, "}", rest]);
            continue;
        }
        let found = if name == "*" { wildcard } else { value(name) };
        let fits =
            !found.is_empty() && found.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',' && byte != b'"');
        if !fits {
            return None;
        }
        text.push_str(found);
        text.push_str(rest);
    }
    Some(text)
}

/// A region code is part of a file's name.
pub(super) fn is_region(region: &str) -> bool {
    !region.is_empty() && region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// us-east-1 has no prefix, or `USE1-`; every other region has one of capitals and digits. Some services write the region
/// as it is (`us-east-1-KMS-Keys`).
pub(super) fn without_region<'u>(usage: &'u str, region: &str) -> &'u str {
    if let Some(rest) =
        usage.strip_prefix(region).and_then(|rest| rest.strip_prefix('-')).filter(|_| !region.is_empty())
    {
        return rest;
    }
    if region.is_empty() || region == "us-east-1" {
        return usage.strip_prefix("USE1-").unwrap_or(usage);
    }
    let is_prefix = |prefix: &str| {
        (2..=5).contains(&prefix.len()) && prefix.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    usage.split_once('-').filter(|(prefix, _)| is_prefix(prefix)).map_or(usage, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_types_lose_the_prefix_of_their_region_only() {
        let cases = [
            ("us-east-1", "BoxUsage:m5.large", "BoxUsage:m5.large"),
            ("us-east-1", "TS-LoadBalancerUsage", "TS-LoadBalancerUsage"),
            ("us-east-1", "USE1-EU-AWS-Out-Bytes", "EU-AWS-Out-Bytes"),
            ("us-east-1-nyc-1", "NYC1-BoxUsage:m5.large", "BoxUsage:m5.large"),
            ("eu-west-1", "EU-TS-LoadBalancerUsage", "TS-LoadBalancerUsage"),
            ("eu-west-2", "EUW2-EU-AWS-Out-Bytes", "EU-AWS-Out-Bytes"),
            ("af-south-1", "CPT-TimedStorage-ByteHrs", "TimedStorage-ByteHrs"),
            ("", "Global-Request", "Global-Request"),
            ("eu-west-1", "RDS:Multi-AZ-GP3-Storage", "RDS:Multi-AZ-GP3-Storage"),
            ("eu-west-1", "", ""),
            ("eu-west-1", "eu-west-1-KMS-Keys", "KMS-Keys"),
            ("us-east-1", "us-east-1-KMS-Requests", "KMS-Requests"),
            ("", "-", "-"),
        ];
        for (region, usage, bare) in cases {
            assert_eq!(without_region(usage, region), bare, "{usage} in {region}");
        }
    }

    #[test]
    fn names_of_csv_and_json_are_the_same_attributes() {
        for (csv, json) in [
            ("Pre Installed S/W", "preInstalledSw"),
            ("usageType", "usagetype"),
            ("Product Family", "productFamily"),
            ("CapacityStatus", "capacitystatus"),
            ("Region Code", "regionCode"),
        ] {
            assert!(same_attribute(csv, json), "{csv}");
        }
        assert!(!same_attribute("From Region Code", "regionCode"));
    }

    #[test]
    fn units_are_the_same_in_any_writing() {
        for (one, other) in [("Hrs", "hours"), ("GB-Mo", "GB-month"), ("Requests", "Request"), ("GB", "GigaBytes")] {
            assert_eq!(plain_unit(one), plain_unit(other));
        }
        for (one, other) in [("GB", "GB-Mo"), ("GiBps-mo", "MiBps-Mo"), ("Hrs", "vCPU-Hours"), ("Metrics", "Minutes")] {
            assert_ne!(plain_unit(one), plain_unit(other));
        }
    }

    #[test]
    fn a_region_is_no_path() {
        assert!(is_region("us-east-1-nyc-1") && is_region("global"));
        for region in ["", "../etc", "EU", "a/b", "eu_west"] {
            assert!(!is_region(region), "{region}");
        }
    }
}
