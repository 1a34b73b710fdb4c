//! What is asked for: targets and how to reach them. Read from flags and `cloudtrim.yml` by others.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::address::Address;
use super::parcel::DocumentFormat;
use super::secret::SecretPlace;
use super::target::{MailAddress, Target, TargetError};

/// The environment variable of the password, where no file is named.
pub const PASSWORD_VARIABLE: &str = "CLOUDTRIM_SMTP_PASSWORD";

/// Everything a delivery depends on besides the report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deliveries {
    pub targets: Vec<Target>,
    pub smtp: Option<SmtpServer>,
    /// The sender of mails; without one, the user of the mail server where that is an address.
    pub from: Option<MailAddress>,
    /// Documents that mails bring along.
    pub attach: Vec<DocumentFormat>,
    /// Certificate authorities that are trusted in the place of the built-in ones, as PEM.
    pub ca_file: Option<PathBuf>,
    /// Where people find the report: shown in messages; `{month}` and `{date}` are filled in.
    pub link: Option<String>,
    pub aws: AwsAccess,
    pub patience: Patience,
    /// Send also what was sent before.
    pub resend: bool,
}

/// What mails bring along where nothing else is asked for.
pub const DEFAULT_ATTACHMENTS: [DocumentFormat; 2] = [DocumentFormat::Html, DocumentFormat::Xlsx];

/// How AWS is reached; the SDK's own chain finds the credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AwsAccess {
    pub profile: Option<String>,
    /// `AWS_ENDPOINT_URL` is honored without it.
    pub endpoint_url: Option<String>,
    /// Path-style S3 addresses; always on with one custom endpoint for all services.
    pub s3_path_style: bool,
}

/// A mail server; the password is kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpServer {
    pub host: String,
    pub port: u16,
    pub encryption: Encryption,
    pub user: Option<String>,
    /// A file, or the variable [`PASSWORD_VARIABLE`].
    pub password: SecretPlace,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte: `smtps://`.
    Tls,
    /// Nothing is said before STARTTLS succeeds: `smtp://`.
    StartTls,
    /// This machine alone: `smtp://localhost`.
    None,
}

impl fmt::Display for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.encryption {
            Encryption::Tls => "TLS",
            Encryption::StartTls => "STARTTLS",
            Encryption::None => "no encryption, this machine",
        };
        write!(f, "{}:{} ({how})", self.host, self.port)
    }
}

impl SmtpServer {
    /// `smtps://user@host:465` or `smtp://user@host:587`; a password in it is refused.
    ///
    /// `?tls=required` asks for STARTTLS also on this machine.
    pub fn parse(url: &str, password_file: Option<PathBuf>) -> Result<Self, TargetError> {
        let hint = "as in `smtps://user@mail.example.com:465` or `smtp://user@mail.example.com:587`";
        let wrong = |why: &str| TargetError::new(format!("the URL of the mail server cannot be used: {why}"), hint);
        let address = Address::parse(url.trim()).map_err(wrong)?;
        let required = match address.path.trim_start_matches('/') {
            "" => false,
            "?tls=required" => true,
            _ => return Err(wrong("after the port comes nothing, or `?tls=required`")),
        };
        let (encryption, port) = match address.scheme.as_str() {
            "smtps" => (Encryption::Tls, 465),
            "smtp" if address.is_loopback() && !required => (Encryption::None, 25),
            "smtp" => (Encryption::StartTls, 587),
            _ => return Err(wrong("it begins with `smtps://` or `smtp://`")),
        };
        let user = address.user.filter(|user| !user.is_empty());
        if user.is_some_and(|user| user.contains(':')) {
            return Err(TargetError::new(
                "the URL of the mail server holds a password",
                format!(
                    "put it into the environment variable `{PASSWORD_VARIABLE}` or into a file, and change it: others may have seen it"
                ),
            ));
        }
        let user =
            user.map(|user| decoded(user).ok_or_else(|| wrong("the user is not percent-encoded text"))).transpose()?;
        let password =
            password_file.map_or_else(|| SecretPlace::Variable(PASSWORD_VARIABLE.to_owned()), SecretPlace::File);
        Ok(Self { host: address.host.to_owned(), port: address.port.unwrap_or(port), encryption, user, password })
    }
}

/// `name%40example.com` → `name@example.com`.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.chars().any(char::is_control))
}

impl Deliveries {
    /// The sender of mails: what is configured, or the user of the mail server where that is an address.
    pub fn sender(&self) -> Option<MailAddress> {
        let user = || self.smtp.as_ref()?.user.as_deref().and_then(|user| MailAddress::parse(user).ok());
        self.from.clone().or_else(user)
    }
}

/// How long and how often is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Of one message, the first included.
    pub attempts: u32,
    /// Before the second attempt; twice as long before each after it, of which half is chance.
    pub first_wait: Duration,
    pub longest_wait: Duration,
    /// A server that asks for more (`Retry-After`) is given up.
    pub longest_asked: Duration,
    /// Of one attempt.
    pub timeout: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            attempts: 5,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(30),
            longest_asked: Duration::from_mins(2),
            timeout: Duration::from_secs(30),
        }
    }
}

/// What only the command line sees.
pub struct Surroundings<'a> {
    pub now: DateTime<Utc>,
    /// Chance in the waits: runs that failed together do not come back together.
    pub seed: u64,
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    pub sleep: &'a dyn Fn(Duration),
    /// Told while it happens: `slack:SLACK_URL: answered 503; trying again in 2 s`.
    pub said: &'a dyn Fn(&str),
}

impl fmt::Debug for Surroundings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").field("now", &self.now).finish_non_exhaustive()
    }
}
