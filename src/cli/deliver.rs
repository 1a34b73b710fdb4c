//! `--deliver`: the flags, and what came of them. Commands that make a report flatten [`DeliverArguments`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;
use std::{fmt, io};

use chrono::{DateTime, Utc};

use super::price_book::below;
use super::{Failure, Outcome};
use crate::config;
use crate::deliver::{
    AwsAccess, Deliveries, DocumentFormat, Ledger, LedgerError, MailAddress, Notes, Parcel, SmtpServer, Surroundings,
    Target, TargetError, deliver, formats_needed, preview,
};
use crate::history::{Store, StoreError, StoreUrl};
use crate::model::delivery::{CONFIGURED, Claim};
use crate::model::mistake::Mistake;
use crate::report::{delivery_preview, delivery_table};

#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Delivery")]
pub struct DeliverArguments {
    #[command(flatten)]
    targets: TargetArguments,
    /// Show what would go where, and send nothing
    #[arg(long, requires = "deliver")]
    dry_run: bool,
    /// Send also what was sent before
    #[arg(long, requires = "deliver")]
    resend: bool,
    /// The mail server, as in smtps://user@mail.example.com:465
    ///
    /// The password comes from the environment variable
    /// CLOUDTRIM_SMTP_PASSWORD or a file, never from an argument.
    #[arg(long, value_name = "URL")]
    smtp_url: Option<Unshown>,
    /// The file that holds the password of the mail server
    #[arg(long, value_name = "FILE")]
    smtp_password_file: Option<PathBuf>,
    /// The sender of mails [default: the user of the mail server]
    #[arg(long, value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// What mails bring along, or `none` [default: html,xlsx]
    ///
    /// html, md, json, csv and xlsx, with commas between them.
    #[arg(long, value_name = "FORMATS", value_delimiter = ',')]
    attach: Vec<String>,
    /// Trust these certificate authorities (PEM), not the built-in ones
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// The list of what was sent [default: in the store]
    ///
    /// Without a store, it stands in cloudtrim/ below $XDG_STATE_HOME.
    #[arg(long, value_name = "FILE")]
    deliveries: Option<PathBuf>,
}

/// `--deliver` alone.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct TargetArguments {
    /// Deliver the report there (repeat for more), or as `configured`
    ///
    /// file:PATH, s3://BUCKET/KEY, sns:ARN, mailto:ADDRESS,ADDRESS,
    /// slack:VARIABLE and webhook:VARIABLE (or a file that holds the URL);
    /// {month} and {date} are filled in. `configured` stands for the targets
    /// of cloudtrim.yml.
    #[arg(long = "deliver", id = "deliver", value_name = "TARGET")]
    targets: Vec<Unshown>,
}

/// An argument that may hold a secret by mistake: it is not printed, neither by clap nor in messages.
#[derive(Clone)]
struct Unshown(String);

impl std::str::FromStr for Unshown {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Unshown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(crate::deliver::REDACTED)
    }
}

/// What [`deliver_all`] needs to know of the run.
#[derive(Clone, Copy)]
pub struct DeliverContext<'a> {
    /// The store, where there is one: the list of deliveries stands in it.
    pub store: Option<&'a Rc<Store>>,
    pub profile: Option<&'a str>,
    /// Columns of the terminal.
    pub width: usize,
    /// Told of retries, and of what went where.
    pub say: &'a dyn Fn(&str),
}

impl fmt::Debug for DeliverContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeliverContext").field("store", &self.store).finish_non_exhaustive()
    }
}

impl TargetArguments {
    /// As if these had been given.
    pub fn of(targets: impl IntoIterator<Item = String>) -> Self {
        Self { targets: targets.into_iter().map(Unshown).collect() }
    }

    pub const fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// The targets, each once; `configured` are those of `cloudtrim.yml`. Every mistake at once.
    pub fn parse(&self, configured: &[Target]) -> Result<Vec<Target>, Vec<Mistake>> {
        let (mut targets, mut mistakes) = (Vec::new(), Vec::new());
        for (position, text) in self.targets.iter().enumerate() {
            if text.0.trim() == CONFIGURED {
                targets.extend_from_slice(configured);
                if configured.is_empty() {
                    let error = "there are no targets in cloudtrim.yml";
                    mistakes.push(mistake("--deliver", error, "list them there below `deliver.targets`"));
                }
                continue;
            }
            match text.0.parse() {
                Ok(target) => targets.push(target),
                Err(TargetError { message, hint }) => {
                    let message = format!("target {}: {message}", position + 1);
                    mistakes.push(mistake("--deliver", &message, &hint));
                }
            }
        }
        if mistakes.is_empty() { Ok(targets) } else { Err(mistakes) }
    }
}

fn mistake(flag: &str, message: &str, hint: &str) -> Mistake {
    Mistake { field: flag.to_owned(), ..Mistake::of_file("command line", message, hint) }
}

impl DeliverArguments {
    /// Something is to be delivered.
    pub const fn is_asked(&self) -> bool {
        !self.targets.is_empty()
    }

    /// Nothing is to be sent.
    pub const fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// What is to be delivered to, by flags and the configuration at `config`. To be called before the report is made:
    /// mistakes are said before anything is collected.
    pub fn deliveries(&self, config: Option<&Path>) -> Result<Deliveries, Failure> {
        let mut deliveries = match config {
            Some(file) => config::load_deliveries(file)?,
            None => config::no_deliveries(),
        };
        let mut mistakes = Vec::new();
        match self.targets.parse(&deliveries.targets) {
            Ok(targets) => deliveries.targets = targets,
            Err(found) => mistakes.extend(found),
        }
        self.server(&mut deliveries, &mut mistakes);
        if !self.attach.is_empty() {
            match attachments(&self.attach) {
                Ok(formats) => deliveries.attach = formats,
                Err(found) => mistakes.push(found),
            }
        }
        if let Some(file) = &self.ca_file {
            deliveries.ca_file = Some(file.clone());
        }
        deliveries.resend = self.resend;
        check_mail(&deliveries, &mut mistakes);
        if mistakes.is_empty() { Ok(deliveries) } else { Err(Failure::mistakes("what is to be delivered", mistakes)) }
    }

    /// The mail server and the sender: flags before the configuration.
    fn server(&self, deliveries: &mut Deliveries, mistakes: &mut Vec<Mistake>) {
        let file = self.smtp_password_file.clone();
        match &self.smtp_url {
            Some(url) => match SmtpServer::parse(&url.0, file) {
                Ok(server) => deliveries.smtp = Some(server),
                Err(error) => mistakes.push(mistake("--smtp-url", &error.message, &error.hint)),
            },
            None => {
                if let (Some(file), Some(server)) = (file, &mut deliveries.smtp) {
                    server.password = crate::deliver::SecretPlace::File(file);
                }
            }
        }
        if let Some(from) = &self.mail_from {
            match MailAddress::parse(from) {
                Ok(address) => deliveries.from = Some(address),
                Err(error) => mistakes.push(mistake("--mail-from", &error.message, &error.hint)),
            }
        }
    }

    /// The formats that a report for these targets is to be rendered to.
    pub fn formats(deliveries: &Deliveries) -> std::collections::BTreeSet<DocumentFormat> {
        formats_needed(&deliveries.targets, &deliveries.attach)
    }

    /// The list of what was sent: a file, or the objects of a store in S3.
    fn ledger(&self, store: Option<&Rc<Store>>) -> Result<Ledger, Failure> {
        let file = match (&self.deliveries, store.map(|store| (store, store.url()))) {
            (Some(file), _) => file.clone(),
            (None, Some((_, StoreUrl::Folder(folder)))) => folder.join(LEDGER),
            (None, Some((store, url @ StoreUrl::S3 { .. }))) => {
                let place = PathBuf::from(format!("{url}/deliveries"));
                return Ok(Ledger::of_notes(&place, Box::new(StoreNotes(Rc::clone(store))))?);
            }
            (None, None) => Self::ledger_of_this_machine()?,
        };
        Ok(if self.dry_run { Ledger::read(&file)? } else { Ledger::open(&file)? })
    }

    fn ledger_of_this_machine() -> Result<PathBuf, Failure> {
        let state = below("XDG_STATE_HOME", ".local/state", "cloudtrim");
        // Of Windows.
        let state = state.or_else(|| Some(PathBuf::from(std::env::var_os("LOCALAPPDATA")?).join("cloudtrim")));
        state.map(|state| state.join(LEDGER)).ok_or_else(|| {
            Failure::new("there is no place for the list of deliveries").hint("name a file with `--deliveries FILE`")
        })
    }
}

const LEDGER: &str = "deliveries.jsonl";

/// What was sent, noted beside the analyses of a store.
#[derive(Debug)]
struct StoreNotes(Rc<Store>);

impl Notes for StoreNotes {
    fn sent(&self) -> io::Result<BTreeMap<String, DateTime<Utc>>> {
        self.0.deliveries().map_err(|error| said(&error))
    }

    fn note(&self, key: &str, at: DateTime<Utc>) -> io::Result<()> {
        self.0.note_delivery(key, at).map_err(|error| said(&error))
    }

    /// A run takes minutes: its turn begins now, not when the run did.
    fn claim(&self, key: &str) -> io::Result<Claim> {
        self.0.claim_delivery(key, Utc::now()).map_err(|error| said(&error))
    }

    fn give_up(&self, key: &str, turn: u32) -> io::Result<()> {
        self.0.give_up_delivery(key, turn).map_err(|error| said(&error))
    }
}

/// With what caused it, which `io::Error` does not show.
fn said(error: &StoreError) -> io::Error {
    io::Error::other(Failure::of(error).message)
}

/// Mails need a server and a sender; said once nothing else is wrong.
fn check_mail(deliveries: &Deliveries, mistakes: &mut Vec<Mistake>) {
    if !deliveries.targets.iter().any(|target| matches!(target, Target::Mail(_))) || !mistakes.is_empty() {
        return;
    }
    if deliveries.smtp.is_none() {
        let hint = "add `--smtp-url`, or `deliver.smtp.url` to cloudtrim.yml";
        mistakes.push(mistake("--deliver", "mails need a mail server", hint));
    } else if deliveries.sender().is_none() {
        let hint = "add `--mail-from`, or `deliver.from` to cloudtrim.yml";
        mistakes.push(mistake("--deliver", "mails need a sender", hint));
    }
}

fn attachments(words: &[String]) -> Result<Vec<DocumentFormat>, Mistake> {
    let mut formats = Vec::new();
    if let [word] = words
        && word.trim() == "none"
    {
        return Ok(formats);
    }
    for word in words {
        let Some(format) = DocumentFormat::of_extension(word.trim()) else {
            let hint = "`html`, `md`, `json`, `csv`, `xlsx`, or `none` alone";
            return Err(mistake("--attach", "it names a format that reports do not have", hint));
        };
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    Ok(formats)
}

/// Send `parcel` to all targets, or print what would be sent. A failed target is a failure of the run, after all others
/// were tried.
pub fn deliver_all(
    parcel: &Parcel,
    arguments: &DeliverArguments,
    mut deliveries: Deliveries,
    context: &DeliverContext<'_>,
) -> Result<Outcome, Failure> {
    deliveries.aws = AwsAccess {
        profile: context.profile.map(str::to_owned),
        endpoint_url: None,
        s3_path_style: std::env::var_os("AWS_ENDPOINT_URL_S3").is_some_and(|url| !url.is_empty()),
    };
    let now = Utc::now();
    let surroundings = Surroundings {
        now,
        seed: now.timestamp_subsec_nanos().into(),
        variable: &|name| std::env::var(name).ok(),
        sleep: &|wait: Duration| std::thread::sleep(wait),
        said: context.say,
    };
    let mut ledger = arguments.ledger(context.store)?;
    let outcome = if arguments.dry_run {
        let outcome = preview(parcel, &deliveries, &ledger, &surroundings);
        super::output::write(&delivery_preview(&outcome.deliveries, context.width), None)?;
        outcome
    } else {
        let outcome = deliver(parcel, &deliveries, &mut ledger, &surroundings);
        if !outcome.deliveries.is_empty() {
            (context.say)(delivery_table(&outcome.deliveries, context.width).trim_end());
        }
        outcome
    };
    for warning in &outcome.warnings {
        (context.say)(&format!("warning: {}", crate::report::one_line(warning)));
    }
    match outcome.failed() {
        0 => Ok(Outcome::Done),
        failed => Err(undelivered(failed, outcome.deliveries.len(), arguments.dry_run)),
    }
}

fn undelivered(failed: usize, all: usize, dry_run: bool) -> Failure {
    let tense = if dry_run { "would fail" } else { "failed" };
    let failure = Failure::new(format!("{failed} of {all} deliveries {tense}; the table says why"));
    if dry_run { failure } else { failure.hint("run it again: what was sent is not sent twice") }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        Self::new(error.to_string()).hint("`--deliveries FILE` names another place for it")
    }
}
