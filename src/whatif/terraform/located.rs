//! The region that a resource's own values tell.

use serde_json::{Map, Value};

use crate::model::ids::Region;

/// From the `region` attribute (AWS provider 6 and later) or the resource's own ARN.
pub(super) fn own(values: &Map<String, Value>) -> Option<Region> {
    let text = |name: &str| values.get(name).and_then(Value::as_str);
    let named = text("region").filter(|name| is_region(name)).map(str::to_owned);
    named.or_else(|| text("arn").or(text("id")).and_then(of_arn)).map(Region::new)
}

/// From the availability zone, or the first of several. A Local Zone or Wavelength Zone is a region of its own, since its
/// prices are.
pub(super) fn zone(values: &Map<String, Value>) -> Option<Region> {
    let first = || values.get("availability_zones")?.as_array()?.first()?.as_str();
    let zone = values.get("availability_zone").and_then(Value::as_str).or_else(first)?;
    of_zone(zone).map(Region::new)
}

/// Whether `zone` is a Local Zone or Wavelength Zone of `region`.
pub(super) fn is_edge_of(zone: &Region, region: &Region) -> bool {
    zone.as_str().strip_prefix(region.as_str()).is_some_and(|rest| rest.starts_with('-'))
}

/// `arn:aws:ec2:eu-west-1:…` → `eu-west-1`; global services have none.
fn of_arn(arn: &str) -> Option<String> {
    let region = arn.strip_prefix("arn:")?.split(':').nth(2)?;
    is_region(region).then(|| region.to_owned())
}

/// `us-east-1a` → `us-east-1`, `us-west-2-lax-1a` → `us-west-2-lax-1`, `us-east-1-wl1-nyc-wlz-1` → `us-east-1-wl1-nyc1`.
fn of_zone(zone: &str) -> Option<String> {
    let region = match zone.split_once("-wlz-") {
        Some((front, number)) => format!("{front}{number}"),
        None => zone.strip_suffix(|letter: char| letter.is_ascii_lowercase())?.to_owned(),
    };
    is_region(&region).then_some(region)
}

/// Whether a text has the shape of a region code: `eu-west-1`, `us-gov-west-1`, `us-west-2-lax-1`.
pub(super) fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let letters = |part: &&str| part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let number = |part: &&str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let plain = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let numbered = parts.iter().position(number);
    text.len() <= 32
        && numbered.is_some_and(|at| (2..=3).contains(&at) && parts.iter().take(at).all(letters))
        && parts.iter().all(plain)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_tell_the_region() {
        let cases = [
            (json!({"region": "eu-west-1", "arn": "arn:aws:s3:::bucket"}), Some("eu-west-1")),
            (json!({"region": "${var.region}"}), None),
            (json!({"region": 7}), None),
            (json!({"arn": "arn:aws-cn:ec2:cn-north-1:123456789012:volume/vol-1"}), Some("cn-north-1")),
            (json!({"arn": "arn:aws:iam::123456789012:role/r"}), None),
            (json!({"id": "arn:aws:sns:eu-south-2:123456789012:topic"}), Some("eu-south-2")),
        ];
        for (values, expected) in cases {
            let found = own(values.as_object().unwrap());
            assert_eq!(found.as_ref().map(Region::as_str), expected, "{values}");
        }
    }

    #[test]
    fn a_zone_tells_the_region_or_is_one() {
        let cases = [
            (json!({"availability_zone": "us-east-1a"}), Some("us-east-1")),
            (json!({"availability_zone": "us-west-2-lax-1a"}), Some("us-west-2-lax-1")),
            (json!({"availability_zone": "us-east-1-wl1-nyc-wlz-1"}), Some("us-east-1-wl1-nyc1")),
            (json!({"availability_zone": "us-gov-west-1b"}), Some("us-gov-west-1")),
            (json!({"availability_zone": "somewhere"}), None),
            (json!({"availability_zones": ["eu-west-3b", "eu-west-3c"]}), Some("eu-west-3")),
            (json!({"availability_zones": [null]}), None),
        ];
        for (values, expected) in cases {
            let found = zone(values.as_object().unwrap());
            assert_eq!(found.as_ref().map(Region::as_str), expected, "{values}");
        }
        assert!(is_edge_of(&Region::from("us-west-2-lax-1"), &Region::from("us-west-2")));
        assert!(!is_edge_of(&Region::from("us-west-2"), &Region::from("us-west-2")));
    }
}
