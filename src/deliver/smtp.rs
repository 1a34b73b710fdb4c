//! Mails over SMTP: TLS from the first byte, or STARTTLS before anything is said.

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::{SmtpTransport, Transport};

use super::message::{Mail, Message, Payload};
use super::retry::AttemptError;
use super::run::Sender;
use super::secret::Redactor;
use super::settings::{Deliveries, Encryption, SmtpServer, Surroundings};
use super::target::MailAddress;
use super::trust::authorities;
use super::wording::{cut, one_line};

pub(super) struct Mails {
    transport: SmtpTransport,
    server: String,
    redactor: Redactor,
    now: std::time::SystemTime,
}

const ANSWER_SHOWN: usize = 200;

impl Mails {
    pub(super) fn new(deliveries: &Deliveries, surroundings: &Surroundings<'_>) -> Result<Self, String> {
        let server = deliveries.smtp.as_ref().ok_or("no mail server is named")?;
        let mut builder = SmtpTransport::builder_dangerous(&server.host)
            .port(server.port)
            .tls(tls(server, deliveries)?)
            .timeout(Some(deliveries.patience.timeout));
        let mut redactor = Redactor::default();
        if let Some(user) = &server.user {
            let password = server.password.read(surroundings.variable);
            let password = password.map_err(|error| format!("no password for the mail server: {error}"))?;
            builder = builder.credentials(Credentials::new(user.clone(), password.expose().to_owned()));
            redactor = Redactor::of(&password);
        }
        Ok(Self { transport: builder.build(), server: server.host.clone(), redactor, now: surroundings.now.into() })
    }
}

fn tls(server: &SmtpServer, deliveries: &Deliveries) -> Result<Tls, String> {
    if server.encryption == Encryption::None {
        return Ok(Tls::None);
    }
    let mut parameters = TlsParameters::builder(server.host.clone());
    if let Some(file) = &deliveries.ca_file {
        parameters = parameters.certificate_store(CertificateStore::None);
        for der in authorities(file)? {
            let certificate = Certificate::from_der(der);
            let certificate = certificate.map_err(|error| format!("a certificate cannot be used: {error}"))?;
            parameters = parameters.add_root_certificate(certificate);
        }
    }
    let parameters = parameters.build().map_err(|error| format!("TLS cannot be set up: {error}"))?;
    Ok(match server.encryption {
        Encryption::Tls => Tls::Wrapper(parameters),
        Encryption::StartTls | Encryption::None => Tls::Required(parameters),
    })
}

impl Sender for Mails {
    fn send(&self, message: &Message) -> Result<(), AttemptError> {
        let Payload::Mail(mail) = &message.payload else {
            return Err(AttemptError::final_one("it is no mail"));
        };
        let key = message.key.as_deref().unwrap_or_default();
        let written = written(mail, key, self.now);
        let written = written.map_err(|why| AttemptError::final_one(format!("the mail cannot be written: {why}")))?;
        self.transport.send(&written).map(drop).map_err(|error| self.failure(&error))
    }
}

impl Mails {
    fn failure(&self, error: &lettre::transport::smtp::Error) -> AttemptError {
        let server = &self.server;
        if let Some(code) = error.status() {
            let code = u16::from(code);
            // What a server says to a wrong password may hold it in forms that are not looked for.
            let about_password = matches!(code, 334 | 432 | 454 | 530 | 534 | 535 | 538);
            let said = if about_password { "the user or password was refused".to_owned() } else { self.said(error) };
            let reason = format!("{server} answered {code}: {said}");
            return if error.is_transient() { AttemptError::passing(reason) } else { AttemptError::final_one(reason) };
        }
        let said = self.said(error);
        if error.is_timeout() {
            AttemptError::passing(format!("{server} did not answer in time"))
        } else if error.is_tls() || said.contains("certificate") {
            AttemptError::final_one(format!("TLS with {server} failed: {said}"))
        } else if error.is_client() {
            AttemptError::final_one(format!("{server} cannot be used: {said}"))
        } else {
            AttemptError::passing(format!("{server} cannot be reached: {said}"))
        }
    }

    /// What the server or system said, on one line and without the password.
    fn said(&self, error: &lettre::transport::smtp::Error) -> String {
        let said = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
        cut(&self.redactor.scrub(&one_line(&said)), ANSWER_SHOWN, |_| 1)
    }
}

/// Plain text and HTML as alternatives, documents attached. Message-ID and key are the same when it is sent again.
fn written(mail: &Mail, key: &str, now: std::time::SystemTime) -> Result<lettre::Message, String> {
    let mailbox = |address: &MailAddress| {
        let address = address.as_str().parse().map_err(|error| format!("`{address}`: {error}"))?;
        Ok::<_, String>(Mailbox::new(None, address))
    };
    let id = format!("<{}.cloudtrim@{}>", key.get(..32).unwrap_or(key), mail.from.domain());
    let mut builder = lettre::Message::builder()
        .from(mailbox(&mail.from)?)
        .subject(mail.subject.clone())
        .date(now)
        .message_id(Some(id))
        .raw_header(header("Idempotency-Key", key))
        // RFC 3834: nobody's absence is answered to a report.
        .raw_header(header("Auto-Submitted", "auto-generated"));
    for address in &mail.to {
        builder = builder.to(mailbox(address)?);
    }
    let bodies = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
    if mail.attachments.is_empty() {
        return builder.multipart(bodies).map_err(|error| error.to_string());
    }
    let mut parts = MultiPart::mixed().multipart(bodies);
    for attachment in &mail.attachments {
        let kind = ContentType::parse(attachment.format.media_type()).map_err(|error| error.to_string())?;
        parts = parts.singlepart(Attachment::new(attachment.name.clone()).body(attachment.bytes.clone(), kind));
    }
    builder.multipart(parts).map_err(|error| error.to_string())
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}
