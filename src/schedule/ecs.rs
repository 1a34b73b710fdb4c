//! A scheduled task of ECS on Fargate, with its IAM policies, as a CloudFormation template.

use minijinja::context;
use serde_json::Value;

use super::kubernetes::image_mistake;
use super::template::render;
use super::texts::{Kind, Schedule, Text, Texts};
use crate::model::delivery::CONFIGURED;

pub(super) fn mistakes(schedule: &Schedule) -> Vec<String> {
    let mut mistakes = schedule.mistakes_of_a_passing_machine(Kind::Ecs);
    mistakes.extend(image_mistake(schedule));
    if schedule.policy.is_none() {
        mistakes.push("this build of cloudtrim cannot read AWS: it was built without the feature `aws`".to_owned());
    }
    mistakes
}

pub(super) fn texts(schedule: &Schedule) -> Result<Texts, minijinja::Error> {
    let run = &schedule.run;
    let text = render(
        "ecs",
        &context! {
            name => &schedule.name,
            words => run.timing.words(),
            expression => run.timing.event_bridge(),
            time_zone => run.timing.time_zone.name(),
            image => &schedule.image,
            region => schedule.region(),
            audit => run.audit(),
            report => run.report(),
            secrets => secrets(&run.secrets),
            statements => schedule.policy.iter().flatten().map(Value::to_string).collect::<Vec<_>>(),
        },
    )?;
    let name = &schedule.name;
    let mut prerequisites = vec![
        "an ECS cluster, subnets with a way to AWS's endpoints, and a security group that lets HTTPS out".to_owned(),
        "the image is for x86_64, can be pulled by the task's execution role, and has a /tmp that user 65532 may write"
            .to_owned(),
    ];
    if let Some(config) = &run.config {
        prerequisites.push(format!("the image holds `{config}`"));
        if run.targets().any(|target| target == CONFIGURED) {
            prerequisites.push(format!(
                "the policy does not allow the targets of `{config}`: add what \
                 `cloudtrim permissions --deliver {CONFIGURED} --config {config}` adds"
            ));
        }
    }
    if !run.secrets.is_empty() {
        prerequisites.push(format!(
            "Secrets Manager has a secret for each of {}; their ARNs are parameters of the stack",
            run.secrets.join(", ")
        ));
    }
    if run.deliver.iter().any(|target| target.contains('{') && target.contains("s3://")) {
        prerequisites.push("review the S3 paths of the policy: placeholders became `*`".to_owned());
    }
    let next = vec![format!(
        "aws cloudformation deploy --stack-name {name} --template-file {name}.yml --capabilities CAPABILITY_IAM \
         --parameter-overrides Cluster=ARN Subnets=subnet-… SecurityGroups=sg-…"
    )];
    Ok(Texts { texts: vec![Text { file_name: format!("{name}.yml"), text }], prerequisites, next })
}

/// Names of variables with the CloudFormation parameters that hold the ARNs of their secrets: `SLACK_URL`,
/// `SlackUrlSecret`.
fn secrets(names: &[String]) -> Vec<minijinja::Value> {
    let parameter = |name: &str| {
        let parts = name.split('_').filter_map(|part| {
            let mut letters = part.chars();
            letters.next().map(|first| format!("{first}{}", letters.as_str().to_lowercase()))
        });
        format!("{}Secret", parts.collect::<String>())
    };
    names.iter().map(|name| context! { name => name, parameter => parameter(name) }).collect()
}
