//! A scheduled task of ECS on Fargate, with its IAM policies, as a CloudFormation template.

use minijinja::context;
use serde_json::{Value, json};

use super::kubernetes::image_mistake;
use super::template::render;
use super::texts::{Kind, Schedule, Text, Texts};

pub(super) fn mistakes(schedule: &Schedule) -> Vec<String> {
    let mut mistakes = schedule.mistakes_of_a_passing_machine(Kind::Ecs);
    mistakes.extend(image_mistake(schedule));
    if schedule.run.store_is_s3() && bucket_and_prefix(&schedule.run.store).is_none() {
        mistakes.push("`--store` is no `s3://BUCKET/PREFIX`".to_owned());
    }
    if schedule.read_policy.is_none() {
        mistakes.push("this build of cloudtrim cannot read AWS: it was built without the feature `aws`".to_owned());
    }
    mistakes
}

pub(super) fn texts(schedule: &Schedule) -> Result<Texts, minijinja::Error> {
    let run = &schedule.run;
    let statements = json!([read_statement(schedule), store_statements(schedule), delivery_statements(schedule)]);
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
            statements => flat(statements).iter().map(Value::to_string).collect::<Vec<_>>(),
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

/// One list of all statements, lists within it spread out.
fn flat(value: Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values.into_iter().flat_map(flat).collect(),
        Value::Null => Vec::new(),
        other => vec![other],
    }
}

fn read_statement(schedule: &Schedule) -> Value {
    let policy = schedule.read_policy.as_ref();
    policy.and_then(|policy| policy.get("Statement")).cloned().unwrap_or(Value::Null)
}

/// What the store needs: list, read, add. Nothing is deleted or replaced by a run.
fn store_statements(schedule: &Schedule) -> Value {
    let Some((bucket, prefix)) = bucket_and_prefix(&schedule.run.store) else { return Value::Null };
    let partition = partition(schedule.region());
    let below = if prefix.is_empty() { "*".to_owned() } else { format!("{prefix}/*") };
    json!([
        {
            "Sid": "StoreList",
            "Effect": "Allow",
            "Action": ["s3:ListBucket"],
            "Resource": format!("arn:{partition}:s3:::{bucket}"),
            "Condition": { "StringLike": { "s3:prefix": [below] } },
        },
        {
            "Sid": "StoreReadAndAdd",
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": format!("arn:{partition}:s3:::{bucket}/{below}"),
        },
    ])
}

/// S3 objects and SNS topics that the report is delivered to.
fn delivery_statements(schedule: &Schedule) -> Value {
    let partition = partition(schedule.region());
    let targets = || schedule.run.deliver.iter();
    let objects: Vec<_> = targets()
        .filter_map(|target| target.find("s3://").and_then(|at| target.get(at..)))
        .filter_map(bucket_and_prefix)
        .map(|(bucket, key)| format!("arn:{partition}:s3:::{bucket}/{}", wildcards(&key)))
        .collect();
    let topics: Vec<_> = targets()
        .filter_map(|target| target.find("arn:").and_then(|at| target.get(at..)))
        .filter(|arn| arn.split(':').nth(2) == Some("sns"))
        .map(str::to_owned)
        .collect();
    let mut statements = Vec::new();
    if !objects.is_empty() {
        statements.push(json!({
            "Sid": "DeliverToS3", "Effect": "Allow", "Action": ["s3:PutObject"], "Resource": objects,
        }));
    }
    if !topics.is_empty() {
        statements.push(json!({
            "Sid": "DeliverToSns", "Effect": "Allow", "Action": ["sns:Publish"], "Resource": topics,
        }));
    }
    Value::Array(statements)
}

/// `{month}` is filled in at each run.
fn wildcards(key: &str) -> String {
    let mut text = String::new();
    let mut rest = key;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        text.push('*');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    if text.is_empty() || text.ends_with('/') { text + "*" } else { text }
}

/// `s3://bucket/a/b/` is `bucket` and `a/b`.
fn bucket_and_prefix(url: &str) -> Option<(String, String)> {
    let rest = url.strip_prefix("s3://")?;
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '.' | '-' | '_');
    let valid = (3..=63).contains(&bucket.len()) && bucket.chars().all(plain);
    valid.then(|| (bucket.to_owned(), prefix.trim_end_matches('/').to_owned()))
}

fn partition(region: &str) -> &'static str {
    match region {
        code if code.starts_with("cn-") => "aws-cn",
        code if code.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}
