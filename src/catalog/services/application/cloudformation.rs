//! CloudFormation stacks: handler operations of third-party resource types (AWS CloudFormation pricing).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Operation, Second};

/// Types of these namespaces cost nothing.
const FREE_NAMESPACES: &[&str] = &["AWS::", "Alexa::", "Custom::"];

const ATTRIBUTES: &[Field] =
    &[Field::text("template_body", "The template, JSON or YAML; one of AWS's own types alone costs nothing.")];
const USAGE: &[Field] = &[
    Field::number("monthly_handler_operations", "operations a month", "Operations on third-party types."),
    Field::number("monthly_duration_secs", "seconds a month", "Seconds of operations beyond the first 30 of each."),
];

pub(super) const STACK: Kind = Kind {
    type_name: "aws_cloudformation_stack",
    kind: "cloudformation-stack",
    service: "AWSCloudFormation",
    attributes: ATTRIBUTES,
    usage: USAGE,
    price,
};

pub(super) const STACK_SET: Kind =
    Kind { type_name: "aws_cloudformation_stack_set", kind: "cloudformation-stack-set", ..STACK };

fn price(stack: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if stack.text("template_body").is_some_and(is_free) {
        return;
    }
    let operations = stack.usage("monthly_handler_operations");
    sheet.usage::<Operation>("Handler operations", operations, sheet.rate("cloudformation.handler.operation"));
    let seconds = stack.usage("monthly_duration_secs");
    sheet.usage::<Second>("Handler time above 30 s", seconds, sheet.rate("cloudformation.handler.duration"));
}

/// What of a template is read.
#[derive(Deserialize)]
struct Template {
    #[serde(rename = "Resources")]
    resources: BTreeMap<String, Declared>,
}

#[derive(Deserialize)]
struct Declared {
    #[serde(rename = "Type")]
    type_name: String,
}

/// Whether a template can be read and holds no type that costs.
fn is_free(template: &str) -> bool {
    let read: Option<Template> = serde_json::from_str(template).ok().or_else(|| serde_saphyr::from_str(template).ok());
    let free = |declared: &Declared| FREE_NAMESPACES.iter().any(|space| declared.type_name.starts_with(space));
    read.is_some_and(|template| template.resources.values().all(free))
}

#[cfg(test)]
mod tests {
    use super::is_free;

    #[test]
    fn templates_of_free_types_are_recognized() {
        let cases = [
            (r#"{"Resources": {"a": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": {"Ref": "c"}}}}}"#, true),
            (r#"{"Resources": {"a": {"Type": "AWS::EC2::VPC"}, "b": {"Type": "Custom::Thing"}}}"#, true),
            (r#"{"Resources": {"a": {"Type": "AWS::EC2::VPC"}, "b": {"Type": "Datadog::Monitors::Monitor"}}}"#, false),
            ("Resources:\n  a:\n    Type: AWS::S3::Bucket\n    Properties:\n      Name: !Sub '${x}'\n", true),
            ("Resources:\n  a:\n    Type: AWS::S3::Bucket\n    Properties:\n      Tags: !Split [',', !Ref t]\n", true),
            ("Resources:\n  a:\n    Type: MongoDB::Atlas::Cluster\n", false),
            ("no template", false),
            ("", false),
        ];
        for (template, free) in cases {
            assert_eq!(is_free(template), free, "{template}");
        }
    }
}
