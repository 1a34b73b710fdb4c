use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use cloudtrim::push::{PushError, push};

use super::{demo, export};

/// What one request said: its first line, its body.
type Request = (String, String);

/// A gateway that gives these answers, one a connection.
fn gateway(answers: Vec<(u16, &'static str)>) -> (String, thread::JoinHandle<Vec<Request>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let handle = thread::spawn(move || {
        answers
            .into_iter()
            .map(|(status, said)| {
                let (stream, _) = listener.accept().unwrap();
                let mut reader = BufReader::new(stream);
                let mut first = String::new();
                reader.read_line(&mut first).unwrap();
                let mut length = 0;
                loop {
                    let mut line = String::new();
                    reader.read_line(&mut line).unwrap();
                    if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                    if line.trim().is_empty() {
                        break;
                    }
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                let answer =
                    format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{said}", said.len());
                reader.get_mut().write_all(answer.as_bytes()).unwrap();
                (first.trim().to_owned(), String::from_utf8(body).unwrap())
            })
            .collect()
    });
    (address, handle)
}

#[test]
fn the_command_replaces_the_group() {
    let (address, handle) = gateway(vec![(202, "")]);
    let (code, text, said) = export(&["fixtures/datasets/demo", "--push", &address, "--job", "costs"]);
    assert_eq!((code, text.as_str()), (0, ""), "{said}");
    assert_eq!(handle.join().unwrap(), [("PUT /metrics/job/costs HTTP/1.1".to_owned(), demo())]);
}

#[test]
fn what_may_pass_is_tried_again() {
    let (address, handle) = gateway(vec![(503, "busy"), (429, ""), (200, "")]);
    let mut told = Vec::new();
    push(&address, "x", "a 1\n# EOF\n", Duration::from_millis(1), &mut |text| told.push(text.to_owned())).unwrap();
    assert_eq!(handle.join().unwrap().len(), 3);
    assert!(told.len() == 2 && told[0].contains("503: busy"), "{told:?}");
}

#[test]
fn what_will_not_pass_is_not() {
    let (address, handle) = gateway(vec![(400, "text format parsing error\nmore")]);
    let error = push(&address, "x", "a 1\n", Duration::from_millis(1), &mut |_| {}).unwrap_err();
    assert_eq!(error, PushError::Refused { status: 400, said: "text format parsing error".to_owned() });
    assert_eq!(handle.join().unwrap().len(), 1);
}

#[test]
fn a_gateway_that_is_not_there_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let mut told = 0;
    let error = push(&address, "x", "a 1\n", Duration::from_millis(1), &mut |_| told += 1).unwrap_err();
    assert!(matches!(error, PushError::Unreachable { .. }), "{error}");
    assert_eq!(told, 3);
    let (code, _, said) = export(&["fixtures/datasets/demo", "--push", "http://me:hunter2@example.com"]);
    assert!(code == 2 && !said.contains("hunter2"), "{said}");
}
