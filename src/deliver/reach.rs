//! Who hands over what, in this build.

use super::file::Files;
use super::run::Sender;
use super::settings::{Deliveries, Surroundings};
use super::target::Target;

type Reached = Result<Box<dyn Sender>, String>;

/// What sends to `target`, or why nothing does.
pub(super) fn sender(target: &Target, deliveries: &Deliveries, surroundings: &Surroundings<'_>) -> Reached {
    match target {
        Target::File(_) => Ok(Box::new(Files)),
        Target::S3 { .. } => s3(deliveries),
        Target::Sns(topic) => sns(deliveries, topic.region()),
        Target::Mail(_) => mail(deliveries, surroundings),
        Target::Slack(_) | Target::Webhook(_) => webhook(deliveries, surroundings),
    }
}

#[cfg(feature = "aws")]
fn s3(deliveries: &Deliveries) -> Reached {
    Ok(Box::new(super::s3::Objects::new(deliveries)?))
}

#[cfg(feature = "aws")]
fn sns(deliveries: &Deliveries, region: &str) -> Reached {
    Ok(Box::new(super::sns::Topics::new(deliveries, region)?))
}

#[cfg(feature = "deliver")]
fn mail(deliveries: &Deliveries, surroundings: &Surroundings<'_>) -> Reached {
    Ok(Box::new(super::smtp::Mails::new(deliveries, surroundings)?))
}

#[cfg(feature = "deliver")]
fn webhook(deliveries: &Deliveries, surroundings: &Surroundings<'_>) -> Reached {
    Ok(Box::new(super::webhook::Webhooks::new(deliveries, surroundings.now)?))
}

#[cfg(not(feature = "aws"))]
fn s3(_: &Deliveries) -> Reached {
    Err("this build of cloudtrim cannot write to S3: it was built without the feature `aws`".to_owned())
}

#[cfg(not(feature = "aws"))]
fn sns(_: &Deliveries, _: &str) -> Reached {
    Err("this build of cloudtrim cannot publish to SNS: it was built without the feature `aws`".to_owned())
}

#[cfg(not(feature = "deliver"))]
fn mail(_: &Deliveries, _: &Surroundings<'_>) -> Reached {
    Err("this build of cloudtrim cannot send mail: it was built without the feature `deliver`".to_owned())
}

#[cfg(not(feature = "deliver"))]
fn webhook(_: &Deliveries, _: &Surroundings<'_>) -> Reached {
    Err("this build of cloudtrim cannot post to webhooks: it was built without the feature `deliver`".to_owned())
}
