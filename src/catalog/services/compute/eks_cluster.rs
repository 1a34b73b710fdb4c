//! EKS clusters: an hour of the control plane, dearer in extended support (Amazon EKS pricing).

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::model::cost::PriceMissing;
use crate::pricing::TieredPrice;
use crate::units::{Hour, UnitPrice};

pub(super) const CLUSTER: Kind = Kind {
    type_name: "aws_eks_cluster",
    kind: "eks-cluster",
    service: "AmazonEKS",
    attributes: &[
        Field::text("version", "Kubernetes version, `1.31`; the newest without it."),
        Field::block(
            "upgrade_policy",
            &[Field::text(
                "support_type",
                "`STANDARD` upgrades at the end of standard support, `EXTENDED` (the default) does not.",
            )],
            "What happens at the end of standard support.",
        ),
        Field::block("compute_config", &[Field::flag("enabled", "EKS Auto Mode.")], "EKS Auto Mode."),
    ],
    usage: &[],
    price,
};

/// Minor versions of Kubernetes 1 and the last day of their standard support (Amazon EKS User Guide, *Kubernetes release
/// calendar*, 2026-04). Older ones are long past it, newer ones not yet.
const STANDARD_SUPPORT_UNTIL: [(u32, &str); 13] = [
    (23, "2023-10-11"),
    (24, "2024-01-31"),
    (25, "2024-05-01"),
    (26, "2024-06-11"),
    (27, "2024-07-24"),
    (28, "2024-11-26"),
    (29, "2025-03-23"),
    (30, "2025-07-23"),
    (31, "2025-11-26"),
    (32, "2026-03-23"),
    (33, "2026-07-29"),
    (34, "2026-12-02"),
    (35, "2027-03-27"),
];

fn price(cluster: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if cluster.flag("compute_config.enabled") == Some(true) {
        sheet.gap("EKS Auto Mode adds a fee to the instances it launches, which are not declared");
    }
    let upgrades = cluster.text("upgrade_policy.support_type") == Some("STANDARD");
    let day = cluster.as_of().unwrap_or_else(|| sheet.prices.manifest().newest().unwrap_or_default().to_owned());
    let Some(version) = cluster.text("version") else {
        if cluster.blueprint.references.contains_key("version") {
            sheet.gap("its version is not known: standard support is assumed");
        }
        return standard(sheet);
    };
    match minor(version) {
        None => {
            sheet.gap(format!("`{version}` is no version of Kubernetes: standard support is assumed"));
            standard(sheet);
        }
        Some(minor) if !upgrades && is_extended(minor, &day) => {
            let name = format!("Control plane (extended support of {version} on {day})");
            sheet.all_month(&name, extended(sheet));
        }
        Some(_) => standard(sheet),
    }
}

fn standard(sheet: &mut Sheet<'_>) {
    sheet.all_month("Control plane (standard support)", sheet.rate("eks.cluster.standard_support"));
}

/// The surcharge is billed on top of the standard hour.
fn extended(sheet: &Sheet<'_>) -> Result<TieredPrice<Hour>, PriceMissing> {
    let base: TieredPrice<Hour> = sheet.rate("eks.cluster.standard_support")?;
    let mut both: TieredPrice<Hour> = sheet.rate("eks.cluster.extended_support_surcharge")?;
    let standard = base.first().map(|price| price.unit_price.usd_per_unit()).unwrap_or_default();
    for (_, price) in &mut both.tiers {
        price.unit_price = UnitPrice::new(price.unit_price.usd_per_unit().saturating_add(standard));
        price.source.key.push_str(" + eks.cluster.standard_support");
    }
    Ok(both)
}

/// 29 of `1.29`.
fn minor(version: &str) -> Option<u32> {
    version.strip_prefix("1.")?.split('.').next()?.parse().ok()
}

/// Whether standard support had ended on `day`, `YYYY-MM-DD`.
fn is_extended(minor: u32, day: &str) -> bool {
    match STANDARD_SUPPORT_UNTIL.iter().find(|(known, _)| *known == minor) {
        Some((_, until)) => *until < day,
        None => STANDARD_SUPPORT_UNTIL.first().is_some_and(|(oldest, _)| minor < *oldest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extended_support_begins_after_the_last_day_of_standard_support() {
        let cases = [
            (29, "2025-03-23", false),
            (29, "2025-03-24", true),
            (34, "2026-10-27", false),
            (33, "2026-10-27", true),
            (12, "2026-10-27", true),
            (99, "2026-10-27", false),
        ];
        for (version, day, expected) in cases {
            assert_eq!(is_extended(version, day), expected, "1.{version} on {day}");
        }
        assert_eq!((minor("1.29"), minor("1.29.3"), minor("2.0"), minor("latest")), (Some(29), Some(29), None, None));
    }
}
