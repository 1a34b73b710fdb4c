//! A schedule and the texts that make a scheduler run it.

use serde_json::Value;

use super::run::Run;
use super::schedule_error::ScheduleError;
use super::{crontab, ecs, github_actions, kubernetes, systemd};

/// Who runs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Cron,
    Systemd,
    GithubActions,
    Kubernetes,
    Ecs,
}

/// One scheduled run.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Tells this schedule from others: lower-case letters, digits and hyphens.
    pub name: String,
    pub run: Run,
    /// The container image; needed by Kubernetes and ECS.
    pub image: Option<String>,
    /// The IAM role that reads; needed by GitHub Actions, and by Kubernetes on EKS.
    pub role_arn: Option<String>,
    /// Of Kubernetes.
    pub namespace: String,
    /// Statements of an IAM policy that allow what is run: reading, the store, the targets; needed by ECS.
    pub policy: Option<Vec<Value>>,
    /// `cron` and `systemd` run in the time zone of the machine unless one is named.
    pub time_zone_given: bool,
    /// The version that a runner without an image installs.
    pub version: String,
}

/// A file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What it is called where it belongs: `cloudtrim.timer`.
    pub file_name: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    pub texts: Vec<Text>,
    /// What must be there before, a sentence each.
    pub prerequisites: Vec<String>,
    /// How it is put to work, a command or a sentence each.
    pub next: Vec<String>,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Cron, Self::Systemd, Self::GithubActions, Self::Kubernetes, Self::Ecs];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Cron => "cron",
            Self::Systemd => "systemd",
            Self::GithubActions => "github-actions",
            Self::Kubernetes => "kubernetes",
            Self::Ecs => "ecs",
        }
    }
}

/// A DNS label; Kubernetes leaves a CronJob 52 letters of it.
const LONGEST_NAME: usize = 52;

impl Schedule {
    /// The texts for one scheduler.
    pub fn texts(&self, kind: Kind) -> Result<Texts, ScheduleError> {
        let mut mistakes = Vec::new();
        if let Err(error) = check_name(&self.name) {
            mistakes.push(error);
        }
        if let Err(ScheduleError(more)) = self.run.check() {
            mistakes.extend(more);
        }
        let own = match kind {
            Kind::Cron => crontab::mistakes(self),
            Kind::Systemd => Vec::new(),
            Kind::GithubActions => github_actions::mistakes(self),
            Kind::Kubernetes => kubernetes::mistakes(self),
            Kind::Ecs => ecs::mistakes(self),
        };
        mistakes.extend(own);
        ScheduleError::unless_empty(mistakes)?;
        let texts = match kind {
            Kind::Cron => crontab::texts(self),
            Kind::Systemd => systemd::texts(self),
            Kind::GithubActions => github_actions::texts(self),
            Kind::Kubernetes => kubernetes::texts(self),
            Kind::Ecs => ecs::texts(self),
        };
        texts.map_err(|error| ScheduleError(vec![format!("a template of this program is wrong: {error}")]))
    }

    /// What is missing for a run whose machine is gone afterwards.
    pub(super) fn mistakes_of_a_passing_machine(&self, kind: Kind) -> Vec<String> {
        let mut mistakes = Vec::new();
        if !self.run.store_is_s3() {
            let name = kind.name();
            mistakes.push(format!("with {name} nothing stays on disk: give `--store s3://BUCKET/PREFIX`"));
        }
        if self.run.deliver.iter().any(|target| target.starts_with("file:")) {
            let name = kind.name();
            mistakes.push(format!("with {name} a file is gone after the run: deliver to `s3://BUCKET/KEY` instead"));
        }
        if self.run.regions.is_empty() {
            mistakes.push("there is no AWS profile to take a region from: give `--region REGION`".to_owned());
        }
        mistakes
    }

    pub(super) fn region(&self) -> &str {
        self.run.regions.first().map_or("", String::as_str)
    }
}

/// The name stands in file names, labels and comments.
pub(super) fn check_name(name: &str) -> Result<(), String> {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    let starts = name.starts_with(|first: char| first.is_ascii_lowercase());
    if starts && name.len() <= LONGEST_NAME && name.chars().all(plain) && !name.ends_with('-') {
        return Ok(());
    }
    let shown: String = name.chars().filter(|letter| !letter.is_control()).take(60).collect();
    Err(format!("`--name {shown}`: use lower-case letters, digits and hyphens, a letter first, {LONGEST_NAME} at most"))
}

/// An ARN of IAM: `arn:aws:iam::123456789012:role/name`.
pub(super) fn is_role_arn(text: &str) -> bool {
    let parts: Vec<_> = text.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", partition, "iam", "", account, role] => {
            let plain = |letter: char| letter.is_ascii_alphanumeric() || "+=,.@_/-".contains(letter);
            let name = role.strip_prefix("role/").unwrap_or_default();
            partition.starts_with("aws")
                && account.len() == 12
                && account.bytes().all(|byte| byte.is_ascii_digit())
                && !name.is_empty()
                && name.chars().all(plain)
        }
        _ => false,
    }
}
