//! As much of HTTP as the server's admin API needs.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// Send one request to loopback and read its JSON answer.
pub(super) fn json(port: u16, method: &str, path: &str, body: &str) -> Result<Value, String> {
    let answered = exchange(port, method, path, body).map_err(|error| format!("{method} {path}: {error}"))?;
    let text = String::from_utf8_lossy(&answered);
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(|| format!("{method} {path}: no HTTP answer: {text}"))?;
    if !head.starts_with("HTTP/1.1 200") {
        return Err(format!("{method} {path}: {text}"));
    }
    serde_json::from_str(body).map_err(|error| format!("{method} {path}: {error}: {body}"))
}

/// Put an object or a bucket into S3.
pub(super) fn put(port: u16, path: &str, body: &str) -> Result<(), String> {
    let scope = "testing/20261121/us-east-1/s3/aws4_request";
    let signed = format!("Authorization: AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0\r\n");
    let answered = exchange_with(port, "PUT", path, &signed, body).map_err(|error| format!("PUT {path}: {error}"))?;
    let text = String::from_utf8_lossy(&answered);
    if text.starts_with("HTTP/1.1 200") { Ok(()) } else { Err(format!("PUT {path}: {text}")) }
}

fn exchange(port: u16, method: &str, path: &str, body: &str) -> std::io::Result<Vec<u8>> {
    exchange_with(port, method, path, "", body)
}

fn exchange_with(port: u16, method: &str, path: &str, headers: &str, body: &str) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n"
    )?;
    stream.write_all(body.as_bytes())?;
    let mut answered = Vec::new();
    stream.read_to_end(&mut answered)?;
    Ok(answered)
}
