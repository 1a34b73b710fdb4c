//! Text → target. Messages never repeat a text that may be a secret.

use super::{MailAddress, Name, Target, TopicArn, WebhookUrl};
use crate::deliver::address::Address;
use crate::deliver::secret::{Secret, SecretPlace};

/// What is wrong with a target, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TargetError {
    pub message: String,
    /// Empty when the message says it.
    pub hint: String,
}

impl TargetError {
    pub(in crate::deliver) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}

const KINDS: &str = "one of `file:PATH`, `s3://BUCKET/KEY`, `sns:ARN`, `mailto:ADDRESS,…`, `slack:VARIABLE` and \
                     `webhook:VARIABLE`";
/// Amazon SES takes 50 recipients a message, and others take less than they could.
const MOST_RECIPIENTS: usize = 50;

impl std::str::FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let text = text.trim();
        let Some((kind, rest)) = text.split_once(':') else {
            return Err(TargetError::new("it does not say what kind of target it is", KINDS));
        };
        match kind.to_ascii_lowercase().as_str() {
            "file" => Name::parse(file_path(rest)?, "path").map(Self::File),
            "s3" => s3(rest),
            "sns" => topic(rest).map(Self::Sns),
            // An ARN by itself can only be a topic.
            "arn" => topic(text).map(Self::Sns),
            "mailto" => mail(rest),
            "slack" => secret_place(rest).map(Self::Slack),
            "webhook" => webhook(rest),
            "http" | "https" => Err(TargetError::new(
                "a URL does not say what it takes",
                "write `slack:VARIABLE` or `webhook:VARIABLE`, and put the URL into that environment variable",
            )),
            other => Err(unknown_kind(other)),
        }
    }
}

fn unknown_kind(kind: &str) -> TargetError {
    const NAMES: [&str; 6] = ["file", "s3", "sns", "mailto", "slack", "webhook"];
    let closest = NAMES
        .iter()
        .map(|name| (strsim::damerau_levenshtein(name, kind), *name))
        .min()
        .filter(|(distance, _)| *distance <= 2);
    match closest {
        Some((_, name)) => TargetError::new("there is no such kind of target", format!("did you mean `{name}:`?")),
        None => TargetError::new("there is no such kind of target", KINDS),
    }
}

/// `file:report.html`, `file:/tmp/report.html` and `file:///tmp/report.html`.
fn file_path(rest: &str) -> Result<&str, TargetError> {
    match rest.strip_prefix("//") {
        None => Ok(rest),
        Some(absolute) if absolute.starts_with('/') => Ok(absolute),
        Some(_) => Err(TargetError::new(
            "a `file:` URL with two slashes names a host",
            "write `file:report.html`, `file:/folder/report.html` or `file:///folder/report.html`",
        )),
    }
}

fn s3(rest: &str) -> Result<Target, TargetError> {
    let Some(rest) = rest.strip_prefix("//") else {
        return Err(TargetError::new("after `s3:` come two slashes", "write `s3://BUCKET/KEY`"));
    };
    let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    let letters = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '.' | '-');
    let edges = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let named = (3..=63).contains(&bucket.len())
        && bucket.chars().all(letters)
        && bucket.starts_with(edges)
        && bucket.ends_with(edges);
    if !named {
        return Err(TargetError::new(
            "the bucket has no name that a bucket can have",
            "3 to 63 lower-case letters, digits, `.` and `-`",
        ));
    }
    if key.len() > LONGEST_KEY {
        return Err(TargetError::new(format!("the key is longer than {LONGEST_KEY} bytes"), ""));
    }
    Ok(Target::S3 { bucket: bucket.to_owned(), key: Name::parse(key, "key")? })
}

/// Of 1,024 bytes, with room for a name in a folder and filled placeholders.
const LONGEST_KEY: usize = 900;

/// `arn:PARTITION:sns:REGION:ACCOUNT:NAME`.
fn topic(arn: &str) -> Result<TopicArn, TargetError> {
    let wrong = |why: &str| {
        TargetError::new(
            format!("it is no ARN of a topic: {why}"),
            "as in `sns:arn:aws:sns:eu-west-1:111122223333:reports`",
        )
    };
    let parts: Vec<&str> = arn.split(':').collect();
    let [first, partition, service, region, account, name] = parts.as_slice() else {
        return Err(wrong("it has six parts between colons"));
    };
    if *first != "arn" || !partition.starts_with("aws") || *service != "sns" {
        return Err(wrong("it starts with `arn:aws:sns:`"));
    }
    let word = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    if region.is_empty() || ![partition, region].into_iter().all(|part| part.chars().all(word)) {
        return Err(wrong("the region stands after `sns:`"));
    }
    if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong("the account has 12 digits"));
    }
    // https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
    let plain = name.strip_suffix(".fifo").unwrap_or(name);
    if plain.is_empty() || name.len() > 256 || !plain.chars().all(word) {
        return Err(wrong("the name has up to 256 letters, digits, `-` and `_`"));
    }
    Ok(TopicArn { arn: arn.to_owned(), region: (*region).to_owned() })
}

fn mail(rest: &str) -> Result<Target, TargetError> {
    if rest.contains('?') {
        return Err(TargetError::new("`mailto:` takes addresses only", "leave out what follows the `?`"));
    }
    let mut addresses = Vec::new();
    for text in rest.split(',').map(str::trim).filter(|text| !text.is_empty()) {
        let address = MailAddress::parse(text)?;
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    match addresses.len() {
        0 => Err(TargetError::new("it names no recipient", "write `mailto:name@example.com`")),
        1..=MOST_RECIPIENTS => Ok(Target::Mail(addresses)),
        more => Err(TargetError::new(
            format!("{more} recipients are more than one mail takes: {MOST_RECIPIENTS}"),
            "use a mailing list, or several targets",
        )),
    }
}

/// The name of an environment variable, or the path of a file.
fn secret_place(text: &str) -> Result<SecretPlace, TargetError> {
    const HINT: &str = "put the URL into an environment variable or a file, and name that: `slack:SLACK_WEBHOOK_URL`, \
                        `slack:/run/secrets/slack`";
    if text.is_empty() {
        return Err(TargetError::new("it names neither an environment variable nor a file", HINT));
    }
    let lower = text.to_ascii_lowercase();
    if lower.contains("://") || lower.contains("hooks.slack.com") || lower.starts_with("//") {
        return Err(TargetError::new("the URL of a webhook is a secret: it is named, not written out", HINT));
    }
    if text.chars().any(char::is_control) {
        return Err(TargetError::new("the name holds a control character", HINT));
    }
    if is_variable(text) {
        return Ok(SecretPlace::Variable(text.to_owned()));
    }
    if text.contains(['/', '\\', '.']) {
        return Ok(SecretPlace::File(text.into()));
    }
    Err(TargetError::new("it names neither an environment variable nor a path", HINT))
}

fn is_variable(text: &str) -> bool {
    !text.starts_with(|letter: char| letter.is_ascii_digit())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

fn webhook(rest: &str) -> Result<Target, TargetError> {
    let lower = rest.to_ascii_lowercase();
    if !lower.starts_with("https://") && !lower.starts_with("http://") {
        return secret_place(rest).map(|place| Target::Webhook(WebhookUrl::Kept(place)));
    }
    let shown = checked_url(rest)?;
    Ok(Target::Webhook(WebhookUrl::Given { url: Secret::new(rest), shown }))
}

/// That a report may be posted there; scheme and host, which may be shown.
pub(in crate::deliver) fn checked_url(url: &str) -> Result<String, TargetError> {
    let address = Address::parse(url).map_err(|why| TargetError::new(format!("the URL cannot be used: {why}"), ""))?;
    if address.user.is_some() {
        return Err(TargetError::new("the URL holds a user or password", "use a URL whose path is the secret"));
    }
    match address.scheme.as_str() {
        "https" => {}
        "http" if address.is_loopback() => {}
        "http" => {
            return Err(TargetError::new(
                "without TLS, everybody on the way could read the report",
                "use `https://`; `http://` is for this machine alone",
            ));
        }
        _ => return Err(TargetError::new("the URL does not begin with `https://`", "")),
    }
    let host = if address.host.contains(':') { format!("[{}]", address.host) } else { address.host.to_owned() };
    let port = address.port.map(|port| format!(":{port}")).unwrap_or_default();
    Ok(format!("{}://{host}{port}", address.scheme))
}

/// That people can follow the link to the report. Unlike a webhook it is no secret.
pub fn checked_link(text: &str) -> Result<(), TargetError> {
    let filled = text.replace("{month}", "").replace("{date}", "");
    if filled.contains(['{', '}']) {
        return Err(TargetError::new(
            "the link has a placeholder that does not exist",
            "there are `{month}` and `{date}`",
        ));
    }
    let address =
        Address::parse(&filled).map_err(|why| TargetError::new(format!("the link cannot be used: {why}"), ""))?;
    if address.user.is_some() {
        return Err(TargetError::new(
            "the link holds a user or password",
            "everybody who gets the report would see it",
        ));
    }
    if !matches!(address.scheme.as_str(), "https" | "http") {
        return Err(TargetError::new("the link does not begin with `https://`", ""));
    }
    Ok(())
}
