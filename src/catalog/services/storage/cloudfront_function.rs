//! CloudFront functions: invocations, at one price everywhere.

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::Request;

pub(super) const FUNCTION: Kind = Kind {
    type_name: "aws_cloudfront_function",
    kind: "cloudfront-function",
    service: "AmazonCloudFront",
    attributes: &[],
    usage: &[Field::number("monthly_requests", "requests a month", "Invocations.")],
    price,
};

fn price(function: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let price = sheet.rate_at("us-east-1", "cloudfront.function.invocation");
    sheet.usage::<Request>("Invocations", function.usage("monthly_requests"), price);
}
