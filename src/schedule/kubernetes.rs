//! A CronJob of Kubernetes with its service account.

use minijinja::context;

use super::template::render;
use super::texts::{Kind, Schedule, Text, Texts, check_name, is_role_arn};

/// Where the configuration is mounted.
const CONFIG: &str = "/etc/cloudtrim/cloudtrim.yml";

pub(super) fn mistakes(schedule: &Schedule) -> Vec<String> {
    let mut mistakes = schedule.mistakes_of_a_passing_machine(Kind::Kubernetes);
    mistakes.extend(image_mistake(schedule));
    if schedule.role_arn.as_ref().is_some_and(|role| !is_role_arn(role)) {
        mistakes.push("`--role-arn` is no ARN of a role, as in `arn:aws:iam::123456789012:role/cloudtrim`".to_owned());
    }
    if check_name(&schedule.namespace).is_err() {
        mistakes.push("`--namespace` takes lower-case letters, digits and hyphens, a letter first".to_owned());
    }
    mistakes
}

pub(super) fn image_mistake(schedule: &Schedule) -> Option<String> {
    match schedule.image.as_deref() {
        None | Some("") => Some("it runs in a container: give `--image REGISTRY/NAME@sha256:DIGEST`".to_owned()),
        Some(image) if image.chars().any(|letter| letter.is_whitespace() || letter.is_control()) => {
            Some("`--image` has a space or a control character in it".to_owned())
        }
        Some(_) => None,
    }
}

pub(super) fn texts(schedule: &Schedule) -> Result<Texts, minijinja::Error> {
    let name = &schedule.name;
    let namespace = &schedule.namespace;
    let mut run = schedule.run.clone();
    run.config = run.config.map(|_| CONFIG.to_owned());
    let text = render(
        "kubernetes",
        &context! {
            name => name,
            namespace => namespace,
            words => run.timing.words(),
            cron => run.timing.cron(),
            time_zone => run.timing.time_zone.name(),
            image => &schedule.image,
            role => &schedule.role_arn,
            region => schedule.region(),
            audit => run.audit(),
            report => run.report(),
            secrets => &run.secrets,
            config => run.config.is_some(),
        },
    )?;
    let mut prerequisites = vec![
        format!("Kubernetes 1.27 or newer (CronJobs with a time zone) and the namespace `{namespace}`"),
        "the image starts without root as user 65532 and finds the program under the name that is given".to_owned(),
    ];
    prerequisites.push(match &schedule.role_arn {
        Some(role) => format!(
            "an EKS cluster with an OIDC provider, and `{role}` trusts it for \
             `system:serviceaccount:{namespace}:{name}`; it may read what `cloudtrim permissions` prints, and list, read \
             and write `{}`",
            run.store
        ),
        None => format!("AWS credentials for the service account `{name}`, by EKS Pod Identity; else give `--role-arn`"),
    });
    let mut next = Vec::new();
    if let Some(config) = &schedule.run.config {
        next.push(format!("kubectl -n {namespace} create configmap {name} --from-file=cloudtrim.yml={config}"));
    }
    if !run.secrets.is_empty() {
        prerequisites.push(format!("the Secret `{name}` of the namespace has the keys {}", run.secrets.join(", ")));
    }
    next.push("cloudtrim schedule print --for kubernetes … | kubectl apply -f -".to_owned());
    Ok(Texts { texts: vec![Text { file_name: format!("{name}.yml"), text }], prerequisites, next })
}
