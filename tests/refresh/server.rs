//! A server of files over HTTP, with the faults that a test asks for.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use md5::{Digest, Md5};

use crate::pricing::hex;

/// What happens to one request of a file, once.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// So many bytes of the answer, then the connection ends.
    CutAfter(usize),
    Status(u16),
    /// The whole file, though a part was asked for.
    WholeInsteadOfRange,
    /// Other bytes of the same length, under the right ETag.
    Altered,
    /// Neither a length nor chunks: the end of the connection is the end.
    NoLength,
}

#[derive(Debug, Default)]
struct File {
    body: Vec<u8>,
    etag: String,
    faults: VecDeque<Fault>,
    /// Of every request from now on.
    always: Option<Fault>,
}

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<String, File>,
    /// Path and range of every request.
    asked: Vec<(String, Option<String>)>,
}

/// Serves until the test ends.
pub(super) struct Server {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl Server {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || answer(&stream, &shared));
            }
        });
        Self { port, state }
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(super) fn put(&self, path: &str, body: impl Into<Vec<u8>>) {
        let body = body.into();
        let etag = format!("\"{}\"", hex(&Md5::digest(&body)));
        let file = File { body, etag, ..File::default() };
        self.state.lock().unwrap().files.insert(path.to_owned(), file);
    }

    pub(super) fn etag(&self, path: &str, etag: &str) {
        etag.clone_into(&mut self.state.lock().unwrap().files.get_mut(path).unwrap().etag);
    }

    pub(super) fn faults(&self, path: &str, faults: &[Fault]) {
        self.state.lock().unwrap().files.get_mut(path).unwrap().faults.extend(faults.iter().cloned());
    }

    pub(super) fn always(&self, path: &str, fault: Option<Fault>) {
        self.state.lock().unwrap().files.get_mut(path).unwrap().always = fault;
    }

    pub(super) fn length(&self, path: &str) -> usize {
        self.state.lock().unwrap().files[path].body.len()
    }

    /// The ranges that were asked of a file, one for each request.
    pub(super) fn ranges(&self, path: &str) -> Vec<Option<String>> {
        let state = self.state.lock().unwrap();
        state.asked.iter().filter(|(asked, _)| asked == path).map(|(_, range)| range.clone()).collect()
    }
}

fn answer(stream: &TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    if reader.read_line(&mut first).is_err() {
        return;
    }
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let (mut range, mut if_range) = (None, None);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            match name.to_ascii_lowercase().as_str() {
                "range" => range = Some(value.trim().to_owned()),
                "if-range" => if_range = Some(value.trim().to_owned()),
                _ => {}
            }
        }
    }
    let (body, etag, fault) = {
        let mut state = state.lock().unwrap();
        state.asked.push((path.clone(), range.clone()));
        let Some(file) = state.files.get_mut(&path) else {
            let mut stream = stream;
            let _ = write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        };
        let fault = file.faults.pop_front().or_else(|| file.always.clone());
        (file.body.clone(), file.etag.clone(), fault)
    };
    // A client that went away is none of our business.
    let range = range.filter(|_| if_range.is_none_or(|known| known == etag));
    let _ = send(stream, body, &etag, range.as_deref(), fault.as_ref());
}

fn send(
    mut stream: &TcpStream,
    mut body: Vec<u8>,
    etag: &str,
    range: Option<&str>,
    fault: Option<&Fault>,
) -> std::io::Result<()> {
    if let Some(Fault::Status(status)) = fault {
        return write!(stream, "HTTP/1.1 {status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
    if matches!(fault, Some(Fault::Altered)) {
        body.reverse();
    }
    let from = match (range, fault) {
        (None, _) | (_, Some(Fault::WholeInsteadOfRange)) => 0,
        (Some(range), _) => range.trim_start_matches("bytes=").trim_end_matches('-').parse().unwrap_or(0),
    };
    let total = body.len();
    let part = &body[from.min(total)..];
    let head = if from > 0 {
        let last = total.saturating_sub(1);
        format!("206 Partial Content\r\nContent-Range: bytes {from}-{last}/{total}")
    } else {
        "200 OK".to_owned()
    };
    let length = if matches!(fault, Some(Fault::NoLength)) {
        String::new()
    } else {
        format!("Content-Length: {}\r\n", part.len())
    };
    write!(stream, "HTTP/1.1 {head}\r\n{length}ETag: {etag}\r\nConnection: close\r\n\r\n")?;
    match fault {
        Some(Fault::CutAfter(count)) => stream.write_all(&part[..part.len().min(*count)]),
        _ => stream.write_all(part),
    }
}
