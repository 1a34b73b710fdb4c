//! Webhooks over HTTPS: Slack's, and those compatible with it or with nothing.

use chrono::{DateTime, Utc};
use ureq::http::{Response, StatusCode};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body};

use super::address::Address;
use super::message::{Message, Payload};
use super::retry::{Again, AttemptError, asked_wait};
use super::run::Sender;
use super::settings::Deliveries;
use super::trust::authorities;
use super::wording::{cut, one_line};

pub(super) struct Webhooks {
    agent: Agent,
    /// Without a proxy, which has no business with this machine's own servers.
    local: Agent,
    now: DateTime<Utc>,
}

/// So much of an answer is read to tell why.
const ANSWER: u64 = 4 << 10;
const ANSWER_SHOWN: usize = 200;

impl Webhooks {
    pub(super) fn new(deliveries: &Deliveries, now: DateTime<Utc>) -> Result<Self, String> {
        let mut tls = TlsConfig::builder();
        if let Some(file) = &deliveries.ca_file {
            let certificates: Vec<_> =
                authorities(file)?.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
            tls = tls.root_certs(RootCerts::new_with_certs(&certificates));
        }
        let (tls, timeout) = (tls.build(), deliveries.patience.timeout);
        let config = || {
            Agent::config_builder()
                .http_status_as_error(false)
                .user_agent(concat!("cloudtrim/", env!("CARGO_PKG_VERSION")))
                // A redirected POST becomes a GET, and may leave for another host.
                .max_redirects(0)
                .max_redirects_will_error(false)
                .tls_config(tls.clone())
                .timeout_global(Some(timeout))
        };
        Ok(Self { agent: config().build().into(), local: config().proxy(None).build().into(), now })
    }
}

impl Sender for Webhooks {
    fn send(&self, message: &Message) -> Result<(), AttemptError> {
        let Payload::Post { url, body } = &message.payload else {
            return Err(AttemptError::final_one("it is no webhook"));
        };
        let url = url.expose();
        let local = Address::parse(url).is_ok_and(|address| address.is_loopback());
        let agent = if local { &self.local } else { &self.agent };
        let mut request = agent.post(url).header("Content-Type", "application/json; charset=utf-8");
        if let Some(key) = &message.key {
            request = request.header("Idempotency-Key", key);
        }
        match request.send(body.as_str()) {
            Ok(response) if response.status().is_success() => Ok(()),
            Ok(response) => Err(refusal(response, self.now)),
            Err(error) => Err(network(&error)),
        }
    }
}

fn refusal(mut response: Response<Body>, now: DateTime<Utc>) -> AttemptError {
    let status = response.status();
    let said = response.body_mut().with_config().limit(ANSWER).read_to_string().unwrap_or_default();
    let said = cut(&one_line(&said), ANSWER_SHOWN, |_| 1);
    let reason = match said.as_str() {
        _ if status.is_redirection() => format!("answered {}: the address has moved", status.as_u16()),
        "" => format!("answered {}", status.as_u16()),
        said => format!("answered {}: {said}", status.as_u16()),
    };
    let busy = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
    if !busy && !status.is_server_error() {
        return AttemptError::final_one(reason);
    }
    let header = |name: &str| response.headers().get(name)?.to_str().ok();
    // By the server's own clock, where it tells the time.
    let clock = header("date").and_then(|date| DateTime::parse_from_rfc2822(date).ok());
    let clock = clock.map_or(now, |clock| clock.with_timezone(&Utc));
    let asked = header("retry-after").and_then(|after| asked_wait(after, clock));
    AttemptError { reason, again: asked.map_or(Again::AfterAWhile, Again::After) }
}

fn network(error: &ureq::Error) -> AttemptError {
    match error {
        ureq::Error::Timeout(_) => AttemptError::passing("did not answer in time"),
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            AttemptError::passing("did not answer in time")
        }
        ureq::Error::Io(error) if error.to_string().contains("certificate") => {
            AttemptError::final_one(format!("its certificate is not trusted: {error}"))
        }
        ureq::Error::Io(error) => AttemptError::passing(format!("cannot be reached: {error}")),
        ureq::Error::HostNotFound => AttemptError::passing("its host was not found"),
        ureq::Error::ConnectionFailed => AttemptError::passing("cannot be reached"),
        ureq::Error::Protocol(_) => AttemptError::passing("gave an answer that is not HTTP"),
        ureq::Error::Rustls(error) => AttemptError::final_one(format!("TLS failed: {error}")),
        ureq::Error::Tls(error) => AttemptError::final_one(format!("TLS failed: {error}")),
        other => AttemptError::final_one(format!("cannot be used: {other}")),
    }
}
