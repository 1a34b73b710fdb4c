//! Certificates: public ones are free, private ones are billed when issued, authorities by the month (AWS Private CA
//! pricing).

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Certificate, Month, Quantity};

pub(super) const CERTIFICATE: Kind = Kind {
    type_name: "aws_acm_certificate",
    kind: "acm-certificate",
    service: "AWSCertificateManager",
    attributes: &[
        Field::text("certificate_authority_arn", "The private authority; a public certificate without it."),
        Field::block(
            "options",
            &[Field::text("export", "`ENABLED` makes a public certificate exportable, which is billed.")],
            "Options.",
        ),
    ],
    usage: &[],
    price: price_certificate,
};

pub(super) const AUTHORITY: Kind = Kind {
    type_name: "aws_acmpca_certificate_authority",
    kind: "private-certificate-authority",
    service: "AWSCertificateManager",
    attributes: &[Field::text(
        "usage_mode",
        "`GENERAL_PURPOSE` or `SHORT_LIVED_CERTIFICATE`; GENERAL_PURPOSE without it.",
    )],
    usage: &[Field::number("monthly_requests", "certificates a month", "Certificates issued.")],
    price: price_authority,
};

fn price_certificate(certificate: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if certificate.is_given("certificate_authority_arn") {
        let rate = sheet.rate("acmpca.certificate.general");
        sheet.fixed("Private certificate", Quantity::<Certificate>::of(1_u32), rate);
    } else if certificate.text("options.export") == Some("ENABLED") {
        sheet.gap("exportable public certificates are not priced");
    }
}

fn price_authority(authority: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if authority.is_unknown("usage_mode") {
        return sheet.gap("the usage mode of the authority is known only after apply");
    }
    let (name, mode) = match authority.text("usage_mode").unwrap_or("GENERAL_PURPOSE") {
        "GENERAL_PURPOSE" => ("general purpose", "general"),
        "SHORT_LIVED_CERTIFICATE" => ("short-lived certificates", "short_lived"),
        other => return sheet.gap(format!("authorities of the usage mode `{other}` are not known")),
    };
    let rate = sheet.rate(&format!("acmpca.ca.{mode}"));
    sheet.fixed(&format!("Private certificate authority ({name})"), Quantity::<Month>::new(Decimal::ONE), rate);
    let issued = authority.usage("monthly_requests");
    sheet.usage::<Certificate>("Certificates", issued, sheet.rate(&format!("acmpca.certificate.{mode}")));
}
