//! A workflow of GitHub Actions that takes its AWS role by OpenID Connect.

use minijinja::context;

use super::quote;
use super::template::render;
use super::texts::{Kind, Schedule, Text, Texts, is_role_arn};

/// Actions by commit: tags can be moved.
const CHECKOUT: &str = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0";
const CREDENTIALS: &str = "aws-actions/configure-aws-credentials@00943011d9042930efac3dcd3a170e4273319bc8 # v5.1.0";

pub(super) fn mistakes(schedule: &Schedule) -> Vec<String> {
    let mut mistakes = schedule.mistakes_of_a_passing_machine(Kind::GithubActions);
    match &schedule.role_arn {
        None => mistakes.push(
            "the workflow assumes a role by OpenID Connect: give `--role-arn arn:aws:iam::ACCOUNT:role/NAME`"
                .to_owned(),
        ),
        Some(role) if !is_role_arn(role) => {
            mistakes
                .push("`--role-arn` is no ARN of a role, as in `arn:aws:iam::123456789012:role/cloudtrim`".to_owned());
        }
        Some(_) => {}
    }
    let run = &schedule.run;
    let words = run.audit().into_iter().chain(run.report()).chain(schedule.image.clone());
    if words.into_iter().any(|word| word.contains("${{")) {
        mistakes.push("GitHub Actions would expand `${{` in a value: leave it out".to_owned());
    }
    mistakes
}

pub(super) fn texts(schedule: &Schedule) -> Result<Texts, minijinja::Error> {
    let name = &schedule.name;
    let run = &schedule.run;
    let line = |words: Vec<String>| words.iter().map(|word| quote::shell(word)).collect::<Vec<_>>().join(" ");
    let text = render(
        "github-actions",
        &context! {
            name => name,
            words => run.timing.words(),
            cron => run.timing.cron(),
            time_zone => run.timing.time_zone.name(),
            image => &schedule.image,
            version => &schedule.version,
            checkout => CHECKOUT,
            credentials => CREDENTIALS,
            role => &schedule.role_arn,
            region => schedule.region(),
            audit => line(run.audit()),
            report => line(run.report()),
            secrets => &run.secrets,
        },
    )?;
    let mut prerequisites = vec![
        "the account has the identity provider token.actions.githubusercontent.com, and the role trusts it for this \
         repository alone (`sub` is `repo:OWNER/NAME:ref:refs/heads/BRANCH`, `aud` is `sts.amazonaws.com`)"
            .to_owned(),
        format!(
            "the role may read what `cloudtrim permissions` prints, and list, read and write `{}`",
            run.store
        ),
        "GitHub starts late at busy times, from the default branch only, and stops in a public repository after 60 days \
         without activity; a month that was missed is reported by the next run"
            .to_owned(),
    ];
    if schedule.image.is_none() {
        let version = &schedule.version;
        prerequisites
            .push(format!("`cargo install cloudtrim --version {version}` works on the runner; else give `--image`"));
    }
    if let Some(config) = &run.config {
        prerequisites.push(format!("the repository holds `{config}`"));
    }
    if !run.secrets.is_empty() {
        prerequisites.push(format!("the repository has the secrets {}", run.secrets.join(", ")));
    }
    let next = vec![format!("commit this as `.github/workflows/{name}.yml`")];
    Ok(Texts { texts: vec![Text { file_name: format!("{name}.yml"), text }], prerequisites, next })
}
