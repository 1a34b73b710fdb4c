//! What is run at each time: an analysis into the store, then the report of the month that is due.

use super::schedule_error::ScheduleError;
use super::secret::secret_in;
use super::timing::Timing;
use crate::model::delivery::CONFIGURED;

/// The two command lines of a scheduled run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// `cloudtrim`, or where it is.
    pub program: String,
    /// A folder, or `s3://bucket/prefix`.
    pub store: String,
    pub config: Option<String>,
    /// Targets in the words of `report --deliver`; without any, those of the configuration.
    pub deliver: Vec<String>,
    /// The first is also the one whose endpoints the run talks to.
    pub regions: Vec<String>,
    /// `--billing full`.
    pub full_billing: bool,
    pub timing: Timing,
    /// Environment variables that hold secrets: names, never values.
    pub secrets: Vec<String>,
}

impl Run {
    /// Read AWS and add the analysis to the store.
    pub fn audit(&self) -> Vec<String> {
        let mut words = vec![self.program.clone(), "audit".to_owned(), "--quiet".to_owned()];
        pair(&mut words, "--store", &self.store);
        for region in &self.regions {
            pair(&mut words, "--region", region);
        }
        if let Some(config) = &self.config {
            pair(&mut words, "--config", config);
        }
        if self.full_billing {
            pair(&mut words, "--billing", "full");
        }
        // The analysis goes into the store; logs are read by more people than the store is.
        pair(&mut words, "--output", "/dev/null");
        words
    }

    /// Report the newest month that is due and deliver it, unless that was done.
    pub fn report(&self) -> Vec<String> {
        let mut words = vec![self.program.clone(), "report".to_owned(), "--quiet".to_owned()];
        pair(&mut words, "--store", &self.store);
        words.push("--catch-up".to_owned());
        pair(&mut words, "--due", &self.timing.to_string());
        if let Some(config) = &self.config {
            pair(&mut words, "--config", config);
        }
        for target in self.targets() {
            pair(&mut words, "--deliver", target);
        }
        pair(&mut words, "--output", "/dev/null");
        words
    }

    /// Without any, those that the configuration lists.
    pub(super) fn targets(&self) -> impl Iterator<Item = &str> {
        let configured = self.deliver.is_empty().then_some(CONFIGURED);
        self.deliver.iter().map(String::as_str).chain(configured)
    }

    pub(super) fn store_is_s3(&self) -> bool {
        self.store.starts_with("s3://")
    }

    /// Everything that is wrong with it wherever it runs.
    pub(super) fn check(&self) -> Result<(), ScheduleError> {
        let mut mistakes = Vec::new();
        let named = self.deliver.iter().map(|target| ("--deliver", target));
        let named = named.chain(self.regions.iter().map(|region| ("--region", region)));
        let named = named.chain(self.config.iter().map(|config| ("--config", config)));
        for (flag, text) in named.chain([("--store", &self.store), ("--program", &self.program)]) {
            if text.is_empty() {
                mistakes.push(format!("`{flag}` is empty"));
            }
            if text.chars().any(char::is_control) {
                mistakes.push(format!("`{flag}` has a line break or another control character in it"));
            }
            if let Some(what) = secret_in(text) {
                mistakes.push(format!(
                    "`{flag}` holds {what}, which a printed schedule must not: name a variable of the environment that \
                     holds it, as in `--deliver slack:SLACK_URL --secret SLACK_URL`"
                ));
            }
        }
        if self.deliver.is_empty() && self.config.is_none() {
            mistakes.push("a scheduled report goes nowhere: give `--deliver TARGET`".to_owned());
        }
        mistakes.extend(self.secrets.iter().filter(|name| !is_variable(name)).map(|name| {
            let shown = if secret_in(name).is_some() { "a secret" } else { name.as_str() };
            format!("`--secret` takes the name of a variable of the environment, as in `SLACK_URL`, not `{shown}`")
        }));
        ScheduleError::unless_empty(mistakes)
    }
}

/// The variables that hold secrets: those that are named, and those that targets name (`slack:SLACK_URL`).
pub fn secrets(named: &[String], targets: &[String]) -> Vec<String> {
    let prefixes = ["slack:", "webhook:"];
    let of_target = |target: &String| {
        let name = prefixes.iter().find_map(|prefix| target.strip_prefix(prefix)).filter(|name| is_variable(name));
        name.map(str::to_owned)
    };
    let mut all = Vec::new();
    for name in named.iter().cloned().chain(targets.iter().filter_map(of_target)) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

fn pair(words: &mut Vec<String>, flag: &str, value: &str) {
    // `--flag=value` keeps a value that begins with a hyphen a value.
    if value.starts_with('-') {
        words.push(format!("{flag}={value}"));
    } else {
        words.extend([flag.to_owned(), value.to_owned()]);
    }
}

/// `SLACK_URL`: what shells, Kubernetes, GitHub and ECS all take as a name.
fn is_variable(name: &str) -> bool {
    let letters = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_';
    !name.is_empty() && name.chars().all(letters) && !name.starts_with(|first: char| first.is_ascii_digit())
}
