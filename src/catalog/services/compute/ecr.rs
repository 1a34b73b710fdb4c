//! ECR repositories: stored images (Amazon ECR pricing).

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::GbMonth;

pub(super) const REPOSITORY: Kind = Kind {
    type_name: "aws_ecr_repository",
    kind: "ecr-repository",
    service: "AmazonECR",
    attributes: &[],
    usage: &[Field::number("storage_gb", "GiB", "Images stored.")],
    price,
};

fn price(repository: &Resource<'_>, sheet: &mut Sheet<'_>) {
    sheet.usage::<GbMonth>("Storage", repository.usage("storage_gb"), sheet.rate("ecr.storage"));
}
