//! HTTP: small files as text, large ones to disk, resumed and checked.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use md5::{Digest as _, Md5};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body};

use super::{Progress, RefreshError};

/// Attempts in a row that bring nothing new.
const ATTEMPTS: u32 = 5;
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// An index has some hundred kilobytes.
const LARGEST_INDEX: u64 = 32 << 20;
const BUFFER: usize = 1 << 16;

pub(super) struct Client {
    agent: Agent,
    endpoint: String,
    backoff: Duration,
}

/// A file on disk that is whole.
#[derive(Clone, Debug)]
pub(super) struct Downloaded {
    pub(super) file: PathBuf,
    pub(super) bytes: u64,
    /// So many were there from an earlier run.
    pub(super) had: u64,
}

/// What is known of a file in the cache: beside it, as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    url: String,
    /// A strong one: two answers with it have the same bytes.
    etag: Option<String>,
    length: Option<u64>,
    /// Of the whole file, once it is.
    sha256: Option<String>,
}

/// Why an attempt failed, when another may succeed.
struct Again {
    error: RefreshError,
    wait: Option<Duration>,
}

enum Attempt {
    Done,
    Again(Again),
}

impl Client {
    pub(super) fn new(endpoint: &str, backoff: Duration) -> Self {
        let endpoint = endpoint.trim_end_matches('/').to_owned();
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .user_agent(concat!("cloudtrim/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(Duration::from_secs(30)))
            .timeout_recv_response(Some(Duration::from_mins(1)))
            .timeout_recv_body(Some(Duration::from_mins(15)));
        if ["http://127.0.0.1", "http://localhost"].iter().any(|local| endpoint.starts_with(local)) {
            config = config.proxy(None);
        }
        Self { agent: config.build().into(), endpoint, backoff }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.endpoint)
    }

    /// A small file as text.
    pub(super) fn text(&self, path: &str, progress: &dyn Progress) -> Result<String, RefreshError> {
        let url = self.url(path);
        let mut failures = 0;
        loop {
            let again = match self.get(&url, None) {
                Ok(mut response) if response.status() == StatusCode::OK => {
                    match response.body_mut().with_config().limit(LARGEST_INDEX).read_to_string() {
                        Ok(text) => return Ok(text),
                        Err(source) => Again { error: network(&url, source), wait: None },
                    }
                }
                Ok(response) => refusal(&url, &response)?,
                Err(again) => again,
            };
            self.pause(&mut failures, again, progress)?;
        }
    }

    /// The file at `path` of the endpoint, whole, in `cache` under `name`.
    pub(super) fn download(
        &self,
        path: &str,
        cache: &Path,
        name: &str,
        progress: &dyn Progress,
        started: &dyn Fn(u64, Option<u64>),
    ) -> Result<Downloaded, RefreshError> {
        let url = self.url(path);
        let whole = cache.join(name);
        let slot = Slot { part: cache.join(format!("{name}.part")), note: cache.join(format!("{name}.note.json")) };
        if let Some(bytes) = slot.is_whole(&url, &whole)? {
            started(bytes, Some(bytes));
            return Ok(Downloaded { file: whole, bytes, had: bytes });
        }
        let had = slot.have(&url);
        let (mut failures, mut most) = (0, had);
        loop {
            match self.attempt(&url, &slot, progress, started)? {
                Attempt::Done => break,
                Attempt::Again(again) => {
                    let have = slot.length();
                    if have > most {
                        (failures, most) = (0, have);
                    }
                    self.pause(&mut failures, again, progress)?;
                }
            }
        }
        let bytes = slot.length();
        fs::rename(&slot.part, &whole).map_err(RefreshError::io(&whole))?;
        Ok(Downloaded { file: whole, bytes, had: had.min(bytes) })
    }

    fn attempt(
        &self,
        url: &str,
        slot: &Slot,
        progress: &dyn Progress,
        started: &dyn Fn(u64, Option<u64>),
    ) -> Result<Attempt, RefreshError> {
        let have = slot.have(url);
        let known = slot.read();
        let resume = known.etag.as_deref().filter(|_| have > 0).map(|etag| (have, etag));
        let response = match self.get(url, resume) {
            Ok(response) => response,
            Err(again) => return Ok(Attempt::Again(again)),
        };
        let status = response.status();
        if status == StatusCode::RANGE_NOT_SATISFIABLE {
            slot.clear();
            return Ok(Attempt::Again(Again { error: status_error(url, &response), wait: Some(Duration::ZERO) }));
        }
        if status != StatusCode::OK && status != StatusCode::PARTIAL_CONTENT {
            return refusal(url, &response).map(Attempt::Again);
        }
        let (from, note) = if status == StatusCode::OK {
            (
                0,
                Note {
                    url: url.to_owned(),
                    etag: strong_etag(&response),
                    length: content_length(&response),
                    sha256: None,
                },
            )
        } else if continues(&response, have, &known) {
            (have, known)
        } else {
            // Not what was asked for: what is there belongs to another version.
            slot.clear();
            return Ok(Attempt::Again(Again { error: status_error(url, &response), wait: Some(Duration::ZERO) }));
        };
        let chunked = header(&response, "transfer-encoding").is_some_and(|coding| coding.contains("chunked"));
        if note.length.is_none() && !chunked && md5_of(&note).is_none() {
            return Err(RefreshError::NoLength { url: url.to_owned() });
        }
        if from == 0 {
            // Before its note: what is there must never pass for the start of what comes now.
            slot.clear();
        }
        slot.write(&note)?;
        started(from, note.length);
        if let Err(error) = slot.append(response, from, progress)? {
            return Ok(Attempt::Again(Again { error: network(url, ureq::Error::Io(error)), wait: None }));
        }
        let have = slot.length();
        if let Some(total) = note.length.filter(|total| *total != have) {
            if have > total {
                slot.clear();
            }
            return Ok(Attempt::Again(Again {
                error: RefreshError::CutOff { url: url.to_owned(), have, total },
                wait: None,
            }));
        }
        let (md5, sha256) = sums(&slot.part)?;
        if let Some(expected) = md5_of(&note).filter(|expected| *expected != md5) {
            slot.clear();
            let error = RefreshError::Altered { url: url.to_owned(), found: md5, expected };
            return Ok(Attempt::Again(Again { error, wait: None }));
        }
        slot.write(&Note { sha256: Some(sha256), length: Some(have), ..note })?;
        Ok(Attempt::Done)
    }

    fn get(&self, url: &str, resume: Option<(u64, &str)>) -> Result<Response<Body>, Again> {
        let mut request = self.agent.get(url);
        if let Some((from, etag)) = resume {
            request = request.header("Range", format!("bytes={from}-")).header("If-Range", etag);
        }
        request.call().map_err(|source| Again { error: network(url, source), wait: None })
    }

    /// Wait, unless there have been too many failures in a row.
    fn pause(&self, failures: &mut u32, again: Again, progress: &dyn Progress) -> Result<(), RefreshError> {
        *failures += 1;
        if *failures >= ATTEMPTS {
            return Err(again.error);
        }
        let wait = again.wait.unwrap_or_else(|| self.backoff.saturating_mul(1 << (*failures - 1).min(16)));
        progress.said(&format!("{}; trying again", again.error));
        sleep(wait.min(LONGEST_WAIT));
        Ok(())
    }
}

/// The files of one download.
struct Slot {
    part: PathBuf,
    note: PathBuf,
}

impl Slot {
    fn read(&self) -> Note {
        fs::read(&self.note).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    fn write(&self, note: &Note) -> Result<(), RefreshError> {
        let text = serde_json::to_vec(note).map_err(|error| RefreshError::io(&self.note)(io::Error::other(error)))?;
        fs::write(&self.note, text).map_err(RefreshError::io(&self.note))
    }

    fn clear(&self) {
        // What cannot be removed is written over.
        let _ = fs::remove_file(&self.part);
        let _ = fs::remove_file(&self.note);
    }

    fn length(&self) -> u64 {
        fs::metadata(&self.part).map_or(0, |metadata| metadata.len())
    }

    /// Bytes of this very file that an earlier attempt left and that can be continued.
    fn have(&self, url: &str) -> u64 {
        let note = self.read();
        if note.url == url && note.etag.is_some() { self.length() } else { 0 }
    }

    /// The length of `whole`, when it is there and as it was when it arrived.
    fn is_whole(&self, url: &str, whole: &Path) -> Result<Option<u64>, RefreshError> {
        let note = self.read();
        let Ok(metadata) = fs::metadata(whole) else { return Ok(None) };
        if note.url == url && note.length == Some(metadata.len()) && note.sha256 == Some(sums(whole)?.1) {
            return Ok(Some(metadata.len()));
        }
        fs::remove_file(whole).map_err(RefreshError::io(whole))?;
        Ok(None)
    }

    /// The inner error is one of the connection.
    fn append(
        &self,
        response: Response<Body>,
        from: u64,
        progress: &dyn Progress,
    ) -> Result<Result<(), io::Error>, RefreshError> {
        let failed = |error| RefreshError::io(&self.part)(error);
        let mut file = OpenOptions::new().create(true).append(true).open(&self.part).map_err(failed)?;
        let mut body = response.into_body().into_reader();
        let mut buffer = vec![0; BUFFER];
        let mut have = from;
        loop {
            let count = match body.read(&mut buffer) {
                Ok(0) => return Ok(Ok(())),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Ok(Err(error)),
            };
            file.write_all(buffer.get(..count).unwrap_or_default()).map_err(failed)?;
            have += count as u64;
            progress.advanced(have);
        }
    }
}

/// MD5 and SHA-256 in hexadecimal.
fn sums(file: &Path) -> Result<(String, String), RefreshError> {
    let failed = |error| RefreshError::io(file)(error);
    let mut reader = BufReader::new(File::open(file).map_err(failed)?);
    let (mut md5, mut sha256) = (Md5::new(), Sha256::new());
    let mut buffer = vec![0; BUFFER];
    loop {
        let count = reader.read(&mut buffer).map_err(failed)?;
        let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
        md5.update(bytes);
        sha256.update(bytes);
    }
    Ok((hex::encode(md5.finalize()), hex::encode(sha256.finalize())))
}

fn header<'r>(response: &'r Response<Body>, name: &str) -> Option<&'r str> {
    response.headers().get(name)?.to_str().ok()
}

fn content_length(response: &Response<Body>) -> Option<u64> {
    header(response, "content-length")?.trim().parse().ok()
}

fn strong_etag(response: &Response<Body>) -> Option<String> {
    header(response, "etag").filter(|etag| etag.starts_with('"')).map(str::to_owned)
}

/// The ETag of a file that S3 took in one piece is its MD5.
fn md5_of(note: &Note) -> Option<String> {
    let etag = note.etag.as_deref()?.trim_matches('"').to_ascii_lowercase();
    (etag.len() == 32 && etag.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(etag)
}

/// The answer goes on where the file ends, and is of the same version.
fn continues(response: &Response<Body>, have: u64, known: &Note) -> bool {
    let same = strong_etag(response).is_none_or(|etag| Some(etag) == known.etag);
    let range = header(response, "content-range").and_then(|range| range.strip_prefix("bytes "));
    let Some((from, total)) = range.and_then(|range| Some((range.split_once('-')?.0, range.rsplit_once('/')?.1)))
    else {
        return false;
    };
    let same_length = total == "*" || known.length.is_none_or(|length| total == length.to_string());
    same && same_length && from == have.to_string()
}

fn network(url: &str, source: ureq::Error) -> RefreshError {
    RefreshError::Network { url: url.to_owned(), source: Box::new(source) }
}

fn status_error(url: &str, response: &Response<Body>) -> RefreshError {
    RefreshError::Status { url: url.to_owned(), status: response.status().as_u16() }
}

/// An answer that is no file: worth another attempt, or final.
fn refusal(url: &str, response: &Response<Body>) -> Result<Again, RefreshError> {
    let error = status_error(url, response);
    let status = response.status();
    let busy = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
    if !busy && !status.is_server_error() {
        return Err(error);
    }
    let wait = header(response, "retry-after").and_then(|seconds| seconds.trim().parse().ok()).map(Duration::from_secs);
    Ok(Again { error, wait })
}
