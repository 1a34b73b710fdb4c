//! CloudHSM: an HSM by the hour (AWS CloudHSM pricing).

use crate::catalog::{Kind, Resource, Sheet};

pub(super) const HSM: Kind = Kind {
    type_name: "aws_cloudhsm_v2_hsm",
    kind: "cloudhsm-hsm",
    service: "CloudHSM",
    attributes: &[],
    usage: &[],
    price,
};

fn price(_: &Resource<'_>, sheet: &mut Sheet<'_>) {
    sheet.all_month("HSM", sheet.rate("cloudhsm.hsm"));
}
