//! Secrets Manager: each secret and replica by the month, and API requests (AWS Secrets Manager pricing).

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Quantity, Request, Secret};

pub(super) const SECRET: Kind = Kind {
    type_name: "aws_secretsmanager_secret",
    kind: "secrets-manager-secret",
    service: "AWSSecretsManager",
    attributes: &[Field::block(
        "replica",
        &[Field::text("region", "Where the replica is.")],
        "Replicas in other regions; each is billed as a secret.",
    )],
    usage: &[Field::number("monthly_requests", "requests a month", "API requests.")],
    price,
};

fn price(secret: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let one = Quantity::<Secret>::of(1_u32);
    sheet.fixed("Secret", one, sheet.rate("secretsmanager.secret"));
    for replica in secret.blocks("replica") {
        match replica.text("region") {
            Some(region) => {
                sheet.fixed(&format!("Replica in {region}"), one, sheet.rate_at(region, "secretsmanager.secret"));
            }
            None => sheet.gap("the region of a replica is not known"),
        }
    }
    sheet.usage::<Request>("API requests", secret.usage("monthly_requests"), sheet.rate("secretsmanager.api"));
}
