//! `cloudtrim schedule`: print, install or remove what runs the monthly report.

mod crontab;
mod units;

use std::path::{Path, PathBuf};

use chrono::NaiveTime;
use chrono_tz::Tz;

use super::deliver::TargetArguments;
use super::screen::Voice;
use super::{Failure, Outcome, output, permissions};
use crate::deliver::{Target, statements};
use crate::history::StoreUrl;
use crate::model::delivery::CONFIGURED;
use crate::model::ids::Region;
use crate::model::mistake::Mistake;
use crate::schedule::{Day, Kind, Run, Schedule, Texts, Timing, secrets};

/// Run the monthly report by cron, systemd, GitHub, Kubernetes or ECS
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true, subcommand_required = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Print(Box<PrintArguments>),
    Install(Box<InstallArguments>),
    Remove(RemoveArguments),
}

/// Print the texts to review; prerequisites are said on stderr
#[derive(Debug, clap::Args)]
struct PrintArguments {
    #[command(flatten)]
    schedule: ScheduleArguments,
    /// Write the files into this folder instead
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Add it to your crontab, or to the timers of your systemd
///
/// Doing it again changes nothing; other entries and units are not touched.
#[derive(Debug, clap::Args)]
struct InstallArguments {
    #[command(flatten)]
    schedule: ScheduleArguments,
    /// Show what would be installed, and install nothing
    #[arg(long)]
    dry_run: bool,
}

/// Take it away again, and nothing else
#[derive(Debug, clap::Args)]
struct RemoveArguments {
    /// Who runs it
    #[arg(long = "for", value_name = "SCHEDULER", value_enum)]
    scheduler: KindName,
    /// The name it was installed under
    #[arg(long, value_name = "NAME", default_value = DEFAULT_NAME)]
    name: String,
    /// Show what would be removed, and remove nothing
    #[arg(long)]
    dry_run: bool,
}

const DEFAULT_NAME: &str = "cloudtrim";

#[derive(Debug, clap::Args)]
struct ScheduleArguments {
    /// Who runs it
    #[arg(long = "for", value_name = "SCHEDULER", value_enum)]
    scheduler: KindName,
    /// Tells this schedule from others
    #[arg(long, value_name = "NAME", default_value = DEFAULT_NAME)]
    name: String,
    /// The day of the month (1 to 28), a weekday, or daily
    #[arg(long, value_name = "DAY", default_value = "5", value_parser = str::parse::<Day>)]
    day: Day,
    /// The time of day
    #[arg(long, value_name = "HH:MM", default_value = "06:00", value_parser = Timing::time_of_day)]
    at: NaiveTime,
    /// A zone of the IANA database [default: UTC; cron: the machine's]
    #[arg(long, value_name = "ZONE", value_parser = Timing::zone)]
    time_zone: Option<Tz>,
    #[command(flatten)]
    run: RunArguments,
    #[command(flatten)]
    place: PlaceArguments,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What is run")]
struct RunArguments {
    /// Where analyses are kept: a folder or s3://BUCKET/PREFIX
    #[arg(long, value_name = "URL")]
    store: String,
    /// Where the report goes (repeat for more), as report --deliver
    #[arg(long, value_name = "TARGET", required_unless_present = "config")]
    deliver: Vec<String>,
    /// A region to read (repeat for more)
    #[arg(long, value_name = "REGION")]
    region: Vec<String>,
    /// Parameters, suppressions and budgets
    #[arg(long, value_name = "FILE")]
    config: Option<String>,
    /// How much of the bill to read; full costs more requests
    #[arg(long, value_name = "DETAIL", value_enum)]
    billing: Option<BillingDetail>,
    /// An environment variable that holds a secret (repeat for more)
    #[arg(long, value_name = "NAME")]
    secret: Vec<String>,
    /// The program to run [default: this one, or cloudtrim]
    #[arg(long, value_name = "PATH")]
    program: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Where it runs")]
struct PlaceArguments {
    /// The container image, best by digest
    #[arg(long, value_name = "IMAGE")]
    image: Option<String>,
    /// The IAM role of a workflow or a service account
    #[arg(long, value_name = "ARN")]
    role_arn: Option<String>,
    /// The namespace of Kubernetes
    #[arg(long, value_name = "NAME", default_value = DEFAULT_NAME)]
    namespace: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum BillingDetail {
    /// Months by service
    Months,
    /// Days, accounts, regions and tags too
    Full,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum KindName {
    /// Your crontab
    Cron,
    /// A timer of your systemd
    Systemd,
    /// A workflow
    GithubActions,
    /// A CronJob
    Kubernetes,
    /// A scheduled task on Fargate, as a CloudFormation template
    Ecs,
}

impl From<KindName> for Kind {
    fn from(name: KindName) -> Self {
        match name {
            KindName::Cron => Self::Cron,
            KindName::Systemd => Self::Systemd,
            KindName::GithubActions => Self::GithubActions,
            KindName::Kubernetes => Self::Kubernetes,
            KindName::Ecs => Self::Ecs,
        }
    }
}

pub(super) fn run(arguments: &Arguments, voice: Voice) -> Result<Outcome, Failure> {
    match &arguments.command {
        Command::Print(arguments) => print(arguments, voice)?,
        Command::Install(arguments) => install(arguments, voice)?,
        Command::Remove(arguments) => remove(arguments, voice)?,
    }
    Ok(Outcome::Done)
}

fn print(arguments: &PrintArguments, voice: Voice) -> Result<(), Failure> {
    let texts = arguments.schedule.texts()?;
    match &arguments.out {
        None => {
            let several = texts.texts.len() > 1;
            let heading = |name: &str| if several { format!("# {name}\n") } else { String::new() };
            let parts: Vec<_> =
                texts.texts.iter().map(|text| format!("{}{}", heading(&text.file_name), text.text)).collect();
            output::write(&parts.join("\n"), None)?;
        }
        Some(folder) => {
            create_folder(folder)?;
            for text in &texts.texts {
                let path = folder.join(&text.file_name);
                output::write(&text.text, Some(&path))?;
                voice.say(&format!("wrote `{}`", path.display()));
            }
        }
    }
    say_list(voice, "it needs:", &texts.prerequisites);
    say_list(voice, "next:", &texts.next);
    Ok(())
}

fn say_list(voice: Voice, heading: &str, sentences: &[String]) {
    if !sentences.is_empty() {
        voice.say(&format!("{heading}\n  - {}", sentences.join("\n  - ")));
    }
}

fn install(arguments: &InstallArguments, voice: Voice) -> Result<(), Failure> {
    let schedule = &arguments.schedule;
    match schedule.scheduler {
        KindName::Cron => {
            let texts = schedule.texts()?;
            crontab::install(&schedule.name, &texts, arguments.dry_run, voice)?;
            say_list(voice, "it needs:", &texts.prerequisites);
        }
        KindName::Systemd => {
            let texts = schedule.texts()?;
            units::install(&schedule.name, &texts, arguments.dry_run, voice)?;
            say_list(voice, "it needs:", &texts.prerequisites);
        }
        other => return Err(elsewhere(other, "install")),
    }
    Ok(())
}

fn remove(arguments: &RemoveArguments, voice: Voice) -> Result<(), Failure> {
    match arguments.scheduler {
        KindName::Cron => crontab::remove(&arguments.name, arguments.dry_run, voice),
        KindName::Systemd => units::remove(&arguments.name, arguments.dry_run, voice),
        other => Err(elsewhere(other, "remove")),
    }
}

/// What is not on this machine is changed by whoever owns it.
fn elsewhere(kind: KindName, verb: &str) -> Failure {
    let name = Kind::from(kind).name();
    let hint = match (kind, verb) {
        (KindName::GithubActions, "install") => "print it and commit it to `.github/workflows`",
        (KindName::Kubernetes, "install") => "print it, review it and pipe it into `kubectl apply -f -`",
        (_, "install") => "print it, review it and give it to `aws cloudformation deploy`",
        (KindName::GithubActions, _) => "remove the workflow's file from the repository",
        (KindName::Kubernetes, _) => "use `kubectl delete cronjob,serviceaccount NAME`",
        _ => "use `aws cloudformation delete-stack --stack-name NAME`",
    };
    Failure::new(format!("cloudtrim does not {verb} schedules of {name}: it changes nothing outside this machine"))
        .hint(hint)
}

pub(super) fn create_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::new(format!("cannot create `{}`: {error}", folder.display())))
}

impl ScheduleArguments {
    fn texts(&self) -> Result<Texts, Failure> {
        let kind = Kind::from(self.scheduler);
        let schedule = self.schedule()?;
        let texts = schedule.texts(kind).map_err(|error| Failure::new(said(&error.0)))?;
        // After secrets were looked for: what is wrong with a store or a target is told with its words.
        schedule.run.store.parse::<StoreUrl>().map_err(|error| Failure::of(&error))?;
        self.targets().map_err(|mistakes| Failure::mistakes("the targets", mistakes))?;
        Ok(texts)
    }

    /// The targets that are named here; `configured` ones are where the schedule will run.
    fn targets(&self) -> Result<Vec<Target>, Vec<Mistake>> {
        let named = self.run.deliver.iter().filter(|target| target.trim() != CONFIGURED);
        TargetArguments::of(named.cloned()).parse(&[])
    }

    /// What AWS must allow for what is run. What is wrong with the store or a target is told elsewhere.
    fn policy(&self) -> Option<Vec<serde_json::Value>> {
        let mut policy = permissions::reading().ok()?;
        let partition = self.run.region.first().map_or("aws", |region| Region::from(region.as_str()).partition());
        if let Ok(StoreUrl::S3 { bucket, prefix }) = self.run.store.parse() {
            policy.extend(crate::history::permissions(partition, &bucket, &prefix, false));
        }
        policy.extend(statements(partition, &self.targets().unwrap_or_default()));
        Some(policy)
    }

    fn on_this_machine(&self) -> bool {
        matches!(self.scheduler, KindName::Cron | KindName::Systemd)
    }

    fn schedule(&self) -> Result<Schedule, Failure> {
        let run = &self.run;
        let path = |text: &str| if self.on_this_machine() { absolute(text) } else { Ok(text.to_owned()) };
        let store =
            if run.store.contains("://") || run.store.is_empty() { run.store.clone() } else { path(&run.store)? };
        Ok(Schedule {
            name: self.name.clone(),
            run: Run {
                program: self.program()?,
                store,
                config: run.config.as_deref().map(path).transpose()?,
                deliver: run.deliver.iter().map(|target| self.target(target)).collect::<Result<_, _>>()?,
                regions: run.region.clone(),
                full_billing: run.billing == Some(BillingDetail::Full),
                timing: Timing::new(self.day, self.at, self.time_zone.unwrap_or(Tz::UTC)),
                secrets: secrets(&run.secret, &run.deliver),
            },
            image: self.place.image.clone(),
            role_arn: self.place.role_arn.clone(),
            namespace: self.place.namespace.clone(),
            policy: self.policy(),
            time_zone_given: self.time_zone.is_some(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }

    /// A file is named from where one stands, and the scheduler stands elsewhere.
    fn target(&self, target: &str) -> Result<String, Failure> {
        match target.strip_prefix("file:") {
            Some(path) if self.on_this_machine() => Ok(format!("file:{}", absolute(path)?)),
            _ => Ok(target.to_owned()),
        }
    }

    fn program(&self) -> Result<String, Failure> {
        match &self.run.program {
            Some(program) => Ok(program.clone()),
            None if !self.on_this_machine() => Ok("cloudtrim".to_owned()),
            None => {
                let failed = |reason: String| {
                    Failure::new(format!("cannot tell where this program is: {reason}")).hint("give `--program PATH`")
                };
                let path = std::env::current_exe().map_err(|error| failed(error.to_string()))?;
                path.to_str().map(str::to_owned).ok_or_else(|| failed("its path is not UTF-8".to_owned()))
            }
        }
    }
}

/// One mistake as it is, several as a list.
fn said(mistakes: &[String]) -> String {
    match mistakes {
        [only] => only.clone(),
        several => format!("this schedule cannot be written:\n  - {}", several.join("\n  - ")),
    }
}

/// Schedulers run in a folder of their own.
fn absolute(text: &str) -> Result<String, Failure> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let path = std::path::absolute(text).map_err(|error| Failure::new(format!("`{text}` is no path: {error}")))?;
    path.to_str().map(str::to_owned).ok_or_else(|| Failure::new("the working folder's path is not UTF-8"))
}
