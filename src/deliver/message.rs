//! A target and a parcel → the messages that go there; the same for a dry run and for sending.

use sha2::{Digest as _, Sha256};

use super::parcel::{DocumentFormat, Parcel, update};
use super::secret::{Redactor, Secret};
use super::settings::{Deliveries, Surroundings};
use super::target::{Contents, MailAddress, Name, Target, TopicArn, WebhookUrl, checked_url};
use super::wording::{Link, listed, mail_page, plain_text, title};
use super::{generic, slack, topic};
use crate::model::delivery::Preview;

#[derive(Debug)]
pub(super) struct Message {
    /// The target, as it may be shown.
    pub(super) shown: String,
    pub(super) contents: String,
    pub(super) bytes: usize,
    /// Tells this message from all others; the same when it is sent again. Files need none: their bytes are compared.
    pub(super) key: Option<String>,
    pub(super) payload: Payload,
    pub(super) preview: Preview,
}

#[derive(Debug)]
pub(super) enum Payload {
    File { path: String, bytes: Vec<u8> },
    Object { bucket: String, key: String, format: DocumentFormat, bytes: Vec<u8>, digest: String },
    Topic { arn: TopicArn, subject: String, body: String, attributes: Vec<(&'static str, String)> },
    Mail(Box<Mail>),
    Post { url: Secret, body: String },
}

#[derive(Debug)]
pub(super) struct Mail {
    pub(super) from: MailAddress,
    pub(super) to: Vec<MailAddress>,
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
    pub(super) attachments: Vec<Attachment>,
}

#[derive(Debug)]
pub(super) struct Attachment {
    pub(super) name: String,
    pub(super) format: DocumentFormat,
    pub(super) bytes: Vec<u8>,
}

/// The messages of one target, and what takes its secret out of texts.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    pub(super) messages: Vec<Message>,
    pub(super) redactor: Redactor,
}

/// What all messages are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Making<'a> {
    pub(super) parcel: &'a Parcel,
    pub(super) deliveries: &'a Deliveries,
    pub(super) links: &'a [Link],
    pub(super) surroundings: &'a Surroundings<'a>,
}

impl Making<'_> {
    /// Why the target cannot be delivered to is told without secrets.
    pub(super) fn messages(&self, target: &Target) -> Result<Prepared, String> {
        let messages = match target {
            Target::File(name) => self.files(name)?,
            Target::S3 { bucket, key } => self.objects(bucket, key)?,
            Target::Sns(arn) => vec![self.topic(target, arn)],
            Target::Mail(to) => vec![self.mail(target, to)?],
            Target::Slack(place) => {
                let url = place.read(self.surroundings.variable).map_err(|error| error.to_string())?;
                return self.slack(target, &url);
            }
            Target::Webhook(WebhookUrl::Given { url, .. }) => return Ok(self.webhook(target, url)),
            Target::Webhook(WebhookUrl::Kept(place)) => {
                let url = place.read(self.surroundings.variable).map_err(|error| error.to_string())?;
                checked(&url)?;
                return Ok(self.webhook(target, &url));
            }
        };
        Ok(Prepared { messages, redactor: Redactor::default() })
    }

    fn key(&self, kind: &str, place: &str, part: usize) -> String {
        let mut hash = Sha256::new();
        for text in ["cloudtrim.delivery/1", kind, place, &self.parcel.digest(), &part.to_string()] {
            update(&mut hash, text.as_bytes());
        }
        hex::encode(hash.finalize())
    }

    fn document(&self, format: DocumentFormat) -> Result<Vec<u8>, String> {
        let document = self.parcel.documents.get(&format).cloned();
        document.ok_or_else(|| format!("the report was not made as {format}"))
    }

    /// The documents that a name stands for, each with the whole name.
    fn named(&self, name: &Name) -> Result<Vec<(String, DocumentFormat, Vec<u8>)>, String> {
        let filled = name.filled(self.parcel);
        match name.contents() {
            Contents::Document(format) => Ok(vec![(filled, format, self.document(format)?)]),
            Contents::Folder if self.parcel.documents.is_empty() => Err("the report was made in no format".to_owned()),
            Contents::Folder => {
                let documents = self.parcel.documents.iter();
                let named = |(format, bytes): (&DocumentFormat, &Vec<u8>)| {
                    (format!("{filled}{}", self.parcel.file_name(*format)), *format, bytes.clone())
                };
                Ok(documents.map(named).collect())
            }
        }
    }

    fn files(&self, name: &Name) -> Result<Vec<Message>, String> {
        let message = |(path, format, bytes): (String, DocumentFormat, Vec<u8>)| Message {
            shown: format!("file:{path}"),
            contents: format.to_string(),
            bytes: bytes.len(),
            key: None,
            payload: Payload::File { path, bytes },
            preview: Preview::default(),
        };
        Ok(self.named(name)?.into_iter().map(message).collect())
    }

    fn objects(&self, bucket: &str, key: &Name) -> Result<Vec<Message>, String> {
        let digest = self.parcel.digest();
        let message = |(name, format, bytes): (String, DocumentFormat, Vec<u8>)| {
            let shown = format!("s3://{bucket}/{name}");
            Message {
                key: Some(self.key("s3", &shown, 0)),
                shown,
                contents: format.to_string(),
                bytes: bytes.len(),
                preview: Preview { fields: vec![field("Content type", format.media_type())], payload: String::new() },
                payload: Payload::Object {
                    bucket: bucket.to_owned(),
                    key: name,
                    format,
                    bytes,
                    digest: digest.clone(),
                },
            }
        };
        Ok(self.named(key)?.into_iter().map(message).collect())
    }

    fn topic(&self, target: &Target, arn: &TopicArn) -> Message {
        let key = self.key("sns", arn.as_str(), 0);
        let message = topic::message(self.parcel, self.links, &key);
        Message {
            shown: target.to_string(),
            contents: "message".to_owned(),
            bytes: message.body.len(),
            preview: Preview {
                fields: vec![field("Subject", &message.subject), field("Idempotency key", &key)],
                payload: topic::shown(&message.body),
            },
            payload: Payload::Topic {
                arn: arn.clone(),
                subject: message.subject,
                body: message.body,
                attributes: topic::attributes(self.parcel, &key),
            },
            key: Some(key),
        }
    }

    fn mail(&self, target: &Target, to: &[MailAddress]) -> Result<Message, String> {
        let Some(server) = &self.deliveries.smtp else {
            return Err("no mail server is named: give `--smtp-url`, or `deliver.smtp.url` in cloudtrim.yml".to_owned());
        };
        let Some(from) = self.deliveries.sender() else {
            return Err("no sender is named: give `--mail-from`, or `deliver.from` in cloudtrim.yml".to_owned());
        };
        let mut place: Vec<&str> = to.iter().map(MailAddress::as_str).collect();
        place.sort_unstable();
        let key = self.key("mail", &place.join(","), 0);
        let attachments = self.attachments()?;
        let attached = listed(attachments.iter().map(|attachment| attachment.format));
        let mail = Mail {
            from,
            to: to.to_vec(),
            subject: title(self.parcel),
            text: plain_text(self.parcel, self.links, &attached),
            html: mail_page(self.parcel, self.links, &attached)
                .map_err(|error| format!("cannot write the mail: {error}"))?,
            attachments,
        };
        let sizes: usize = mail.attachments.iter().map(|attachment| attachment.bytes.len()).sum();
        Ok(Message {
            shown: target.to_string(),
            contents: if attached.is_empty() { "mail".to_owned() } else { format!("mail with {attached}") },
            bytes: mail.text.len() + mail.html.len() + sizes,
            preview: mail_preview(&mail, &server.to_string(), &key),
            payload: Payload::Mail(Box::new(mail)),
            key: Some(key),
        })
    }

    fn attachments(&self) -> Result<Vec<Attachment>, String> {
        let attachment = |format: &DocumentFormat| {
            Ok(Attachment { name: self.parcel.file_name(*format), format: *format, bytes: self.document(*format)? })
        };
        self.deliveries.attach.iter().map(attachment).collect()
    }

    fn slack(&self, target: &Target, url: &Secret) -> Result<Prepared, String> {
        let host = checked(url)?;
        let bodies = slack::messages(self.parcel, self.links);
        let all = bodies.len();
        let message = |(part, body): (usize, String)| {
            let contents = if all == 1 { "blocks".to_owned() } else { format!("blocks, part {} of {all}", part + 1) };
            self.post(target, "slack", contents, url, &host, part, body)
        };
        let messages = bodies.into_iter().enumerate().map(message).collect();
        Ok(Prepared { messages, redactor: Redactor::of(url) })
    }

    fn webhook(&self, target: &Target, url: &Secret) -> Prepared {
        let host = checked_url(url.expose()).unwrap_or_default();
        let body = generic::with_report(self.parcel, self.links, &self.key("webhook", url.expose(), 0));
        let message = self.post(target, "webhook", "JSON".to_owned(), url, &host, 0, body);
        Prepared { messages: vec![message], redactor: Redactor::of(url) }
    }

    #[expect(clippy::too_many_arguments, reason = "what a request is made of")]
    fn post(
        &self,
        target: &Target,
        kind: &str,
        contents: String,
        url: &Secret,
        host: &str,
        part: usize,
        body: String,
    ) -> Message {
        let key = self.key(kind, url.expose(), part);
        Message {
            shown: target.to_string(),
            contents,
            bytes: body.len(),
            preview: Preview {
                fields: vec![field("Host", host), field("Idempotency key", &key)],
                payload: pretty(&body),
            },
            payload: Payload::Post { url: url.clone(), body },
            key: Some(key),
        }
    }
}

/// The scheme and host of a URL that was kept elsewhere.
fn checked(url: &Secret) -> Result<String, String> {
    checked_url(url.expose()).map_err(|error| {
        if error.hint.is_empty() { error.message } else { format!("{} ({})", error.message, error.hint) }
    })
}

fn field(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn mail_preview(mail: &Mail, server: &str, key: &str) -> Preview {
    let to: Vec<&str> = mail.to.iter().map(MailAddress::as_str).collect();
    let mut fields = vec![
        field("Server", server),
        field("From", mail.from.as_str()),
        field("To", &to.join(", ")),
        field("Subject", &mail.subject),
    ];
    for attachment in &mail.attachments {
        fields.push(("Attachment".to_owned(), format!("{}, {} bytes", attachment.name, attachment.bytes.len())));
    }
    fields.push(field("Idempotency key", key));
    Preview { fields, payload: mail.text.clone() }
}

/// JSON on several lines; the report in it, which can be shown by other means, by its name only.
fn pretty(body: &str) -> String {
    let Ok(mut document) = serde_json::from_str::<serde_json::Value>(body) else { return body.to_owned() };
    if let Some(report) = document.get_mut("report").filter(|report| !report.is_null()) {
        *report = serde_json::Value::String("… the JSON report …".to_owned());
    }
    format!("{document:#}")
}
