//! KMS keys and requests by what the key is (AWS Key Management Service pricing).

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Key, Quantity, Request};

const REQUESTS: Field = Field::number("monthly_requests", "requests a month", "API requests with the key.");
const ECC_PAIRS: Field =
    Field::number("monthly_ecc_data_key_pair_requests", "requests a month", "Requests to generate ECC data key pairs.");
const RSA_PAIRS: Field =
    Field::number("monthly_rsa_data_key_pair_requests", "requests a month", "Requests to generate RSA data key pairs.");

pub(super) const KEY: Kind = Kind {
    type_name: "aws_kms_key",
    kind: "kms-key",
    service: "awskms",
    attributes: &[Field::text("customer_master_key_spec", "The key's type; SYMMETRIC_DEFAULT without it.")],
    usage: &[REQUESTS, ECC_PAIRS, RSA_PAIRS],
    price: price_key,
};

/// Imported key material, symmetric.
pub(super) const EXTERNAL_KEY: Kind = Kind {
    type_name: "aws_kms_external_key",
    kind: "kms-external-key",
    service: "awskms",
    attributes: &[],
    usage: &[REQUESTS],
    price: price_symmetric_key,
};

/// A replica is billed as a key of its own, with the type of its primary key.
pub(super) const REPLICA_KEY: Kind = Kind {
    type_name: "aws_kms_replica_key",
    kind: "kms-replica-key",
    service: "awskms",
    attributes: &[Field::text("primary_key_arn", "The primary key.")],
    usage: &[REQUESTS],
    price: price_replica_key,
};

pub(super) const REPLICA_EXTERNAL_KEY: Kind =
    Kind { type_name: "aws_kms_replica_external_key", kind: "kms-replica-external-key", ..EXTERNAL_KEY };

fn price_key(key: &Resource<'_>, sheet: &mut Sheet<'_>) {
    one_key(sheet);
    if key.is_unknown("customer_master_key_spec") {
        return sheet.gap("requests are not priced: the type of the key is known only after apply");
    }
    let spec = key.text("customer_master_key_spec").unwrap_or("SYMMETRIC_DEFAULT");
    requests(spec, key, sheet);
    if spec == "SYMMETRIC_DEFAULT" {
        let ecc = key.usage("monthly_ecc_data_key_pair_requests");
        let rsa = key.usage("monthly_rsa_data_key_pair_requests");
        sheet.usage::<Request>("ECC data key pairs", ecc, sheet.rate("kms.request.data_key_pair.ecc"));
        sheet.usage::<Request>("RSA data key pairs", rsa, sheet.rate("kms.request.data_key_pair.rsa"));
    }
}

fn price_symmetric_key(key: &Resource<'_>, sheet: &mut Sheet<'_>) {
    one_key(sheet);
    requests("SYMMETRIC_DEFAULT", key, sheet);
}

fn price_replica_key(key: &Resource<'_>, sheet: &mut Sheet<'_>) {
    one_key(sheet);
    match key.referred("primary_key_arn") {
        Some(primary) => {
            requests(primary.text("customer_master_key_spec").unwrap_or("SYMMETRIC_DEFAULT"), key, sheet);
        }
        None => sheet.gap("requests are not priced: the type of the primary key is not known"),
    }
}

fn one_key(sheet: &mut Sheet<'_>) {
    sheet.fixed("Customer managed key", Quantity::<Key>::of(1_u32), sheet.rate("kms.key"));
}

fn requests(spec: &str, key: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let (name, item) = match spec {
        "RSA_2048" => ("Requests (RSA 2048)", "kms.request.rsa_2048"),
        spec if spec.starts_with("HMAC_") || spec == "SYMMETRIC_DEFAULT" => ("Requests", "kms.request.symmetric"),
        _ => ("Requests (asymmetric)", "kms.request.asymmetric_other"),
    };
    sheet.usage::<Request>(name, key.usage("monthly_requests"), sheet.rate(item));
}
