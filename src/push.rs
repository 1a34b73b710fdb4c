//! Metrics → a Prometheus pushgateway, over HTTP. Start with [`push`].

use std::thread;
use std::time::Duration;

use ureq::Agent;
use ureq::http::StatusCode;

/// Tries in all.
const ATTEMPTS: u32 = 4;
/// So much of an answer is shown.
const SHOWN: u64 = 500;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PushError {
    #[error("`{0}` is no address of a pushgateway; give `http://HOST:9091`")]
    Address(String),
    #[error("the address holds a user name or a password, which must not be an argument")]
    Credentials,
    #[error("the pushgateway answered {status}: {said}")]
    Refused { status: u16, said: String },
    #[error("the pushgateway could not be reached in {ATTEMPTS} attempts: {reason}")]
    Unreachable { reason: String },
}

/// Replace the group of job `job` (an address with `/metrics/job/…` names its own) by `text`.
///
/// An answer that may be another one later is asked for again, after `backoff`, twice that, and so on; `told` hears why.
pub fn push(
    address: &str,
    job: &str,
    text: &str,
    backoff: Duration,
    told: &mut dyn FnMut(&str),
) -> Result<(), PushError> {
    let url = url_of(address, job)?;
    let agent = agent(&url);
    let mut wait = backoff;
    let mut attempt = 1;
    loop {
        let reason = match put(&agent, &url, text) {
            Ok(Answer::Taken) => return Ok(()),
            Ok(Answer::Refused(error)) => return Err(error),
            Ok(Answer::Later(reason)) | Err(reason) => reason,
        };
        if attempt >= ATTEMPTS {
            return Err(PushError::Unreachable { reason });
        }
        told(&format!("the pushgateway did not take the metrics ({reason}); trying again in {} s", wait.as_secs_f32()));
        thread::sleep(wait);
        attempt += 1;
        wait = wait.saturating_mul(2);
    }
}

enum Answer {
    Taken,
    Refused(PushError),
    Later(String),
}

fn url_of(address: &str, job: &str) -> Result<String, PushError> {
    let wrong = || PushError::Address(address.chars().take(200).collect());
    let rest = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"));
    let rest = rest.ok_or_else(wrong)?;
    let host = rest.split('/').next().unwrap_or_default();
    if host.contains('@') {
        return Err(PushError::Credentials);
    }
    if host.is_empty() || address.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        return Err(wrong());
    }
    let address = address.trim_end_matches('/');
    if rest.contains("/metrics/job") { Ok(address.to_owned()) } else { Ok(format!("{address}/metrics/job/{job}")) }
}

fn agent(url: &str) -> Agent {
    let mut config = Agent::config_builder()
        .http_status_as_error(false)
        .user_agent(concat!("cloudtrim/", env!("CARGO_PKG_VERSION")))
        .timeout_global(Some(Duration::from_secs(30)));
    if ["http://127.0.0.1", "http://localhost"].iter().any(|local| url.starts_with(local)) {
        config = config.proxy(None);
    }
    config.build().into()
}

fn put(agent: &Agent, url: &str, text: &str) -> Result<Answer, String> {
    // Every family is a gauge, so the text is also of the older format that pushgateways read.
    let request = agent.put(url).header("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    let mut response = request.send(text).map_err(|error| error.to_string())?;
    let status = response.status();
    if status.is_success() {
        return Ok(Answer::Taken);
    }
    let said = response.body_mut().with_config().limit(SHOWN).lossy_utf8(true).read_to_string().unwrap_or_default();
    let said: String = said.lines().next().unwrap_or_default().chars().filter(|letter| !letter.is_control()).collect();
    let busy = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
    if busy || status.is_server_error() {
        return Ok(Answer::Later(format!("{}: {said}", status.as_u16())));
    }
    Ok(Answer::Refused(PushError::Refused { status: status.as_u16(), said }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let cases = [
            ("http://gateway:9091", Ok("http://gateway:9091/metrics/job/costs")),
            ("http://gateway:9091/", Ok("http://gateway:9091/metrics/job/costs")),
            ("https://example.com/push", Ok("https://example.com/push/metrics/job/costs")),
            ("http://gateway:9091/metrics/job/x/team/y", Ok("http://gateway:9091/metrics/job/x/team/y")),
            ("http://me:secret@gateway:9091", Err(PushError::Credentials)),
            ("gateway:9091", Err(PushError::Address("gateway:9091".to_owned()))),
            ("http://", Err(PushError::Address("http://".to_owned()))),
        ];
        for (address, url) in cases {
            assert_eq!(url_of(address, "costs"), url.map(str::to_owned), "{address}");
        }
    }
}
