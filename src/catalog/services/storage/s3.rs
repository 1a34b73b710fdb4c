//! S3 buckets: Standard, and every class that the usage names or a lifecycle rule moves objects into.

use std::collections::BTreeSet;

use super::s3_classes::{CLASSES, FIELDS};
use crate::catalog::resource::Block;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::Tag;

const TRANSITION: &[Field] = &[Field::text("storage_class", "The class that objects move into.")];

pub(super) const BUCKET: Kind = Kind {
    type_name: "aws_s3_bucket",
    kind: "s3-bucket",
    service: "AmazonS3",
    attributes: &[Field::block(
        "lifecycle_rule",
        &[
            Field::flag("enabled", "Whether the rule is carried out."),
            Field::any("tags", "Only objects with these tags."),
            Field::block("transition", TRANSITION, "Where objects move."),
            Field::block("noncurrent_version_transition", TRANSITION, "Where earlier versions move."),
        ],
        "Rules of the bucket; those of `aws_s3_bucket_lifecycle_configuration` count too.",
    )],
    usage: FIELDS,
    price,
};

/// What the lifecycle of a bucket shows of its objects.
#[derive(Default)]
struct Lifecycle<'a> {
    classes: BTreeSet<&'a str>,
    tags: bool,
}

impl<'a> Lifecycle<'a> {
    fn of(bucket: &Resource<'a>) -> Self {
        let mut lifecycle = Self::default();
        for rule in bucket.blocks("lifecycle_rule") {
            if rule.flag("enabled") != Some(false) {
                lifecycle.add(rule, &["tags"]);
            }
        }
        for configuration in bucket.referring("aws_s3_bucket_lifecycle_configuration") {
            for rule in configuration.blocks("rule") {
                if rule.text("status") != Some("Disabled") {
                    lifecycle.add(rule, &["filter.tag", "filter.and.tags"]);
                }
            }
        }
        if !bucket.referring("aws_s3_bucket_intelligent_tiering_configuration").is_empty() {
            lifecycle.classes.insert("INTELLIGENT_TIERING");
        }
        lifecycle
    }

    fn add(&mut self, rule: Block<'a>, tags: &[&str]) {
        self.tags |= tags.iter().any(|path| rule.block(path).is_some_and(|tags| tags.entries().next().is_some()));
        let moves = ["transition", "noncurrent_version_transition"];
        let moves = moves.into_iter().flat_map(|name| rule.blocks(name));
        self.classes.extend(moves.filter_map(|step| step.text("storage_class")));
    }
}

fn price(bucket: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let lifecycle = Lifecycle::of(bucket);
    let tags = bucket.usage("object_tags");
    if lifecycle.tags || tags.is_some() {
        sheet.usage::<Tag>("Object tags", tags, sheet.rate("s3.tags"));
    }
    for class in &CLASSES {
        let held = class.moved_to.is_empty()
            || lifecycle.classes.contains(class.moved_to)
            || bucket.usage_block().block(class.usage).is_some();
        if held {
            sheet.part(class.part, |sheet| {
                for line in class.lines {
                    line.write(bucket, &format!("{}.{}", class.usage, line.field.name), sheet);
                }
            });
        }
    }
}
