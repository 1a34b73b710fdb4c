//! aiosmtpd on loopback, in a Python environment of its own.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

pub(super) struct MailServer {
    child: Child,
    pub(super) port: u16,
    folder: tempfile::TempDir,
}

/// A mail that arrived.
#[derive(Debug)]
pub(super) struct Arrived {
    pub(super) text: String,
    /// `from`, `to`, `tls`, `user`.
    pub(super) envelope: Value,
}

impl MailServer {
    /// With flags of `tests/deliver/mail/server.py`.
    pub(super) fn start(flags: &[&str]) -> Self {
        let folder = tempfile::Builder::new().prefix("mail-server-").tempdir().unwrap();
        let mut child = Command::new(python())
            .arg("-u")
            .arg(files().join("server.py"))
            .arg(folder.path())
            .args(flags)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(folder.path().join("server.log")).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("listening on ").and_then(|port| port.parse().ok());
        let log = || fs::read_to_string(folder.path().join("server.log")).unwrap_or_default();
        let port = port.unwrap_or_else(|| panic!("the mail server did not start: {line}{}", log()));
        Self { child, port, folder }
    }

    pub(super) fn authority(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    pub(super) fn arrived(&self) -> Vec<Arrived> {
        let mail = |number: usize| {
            let text = fs::read_to_string(self.folder.path().join(format!("{number}.eml"))).ok()?;
            let envelope = fs::read_to_string(self.folder.path().join(format!("{number}.json"))).unwrap();
            Some(Arrived { text, envelope: serde_json::from_str(&envelope).unwrap() })
        };
        (1..).map_while(mail).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn files() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deliver/mail")
}

fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| crate::venv::prepare("mail-server", &files().join("requirements.txt")))
}

/// What Python's own parser of mails makes of a mail: its headers and parts, as JSON.
pub(super) fn parsed(mail: &str) -> Value {
    const PARSE: &str = "import email, email.policy, json, sys\n\
        m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)\n\
        parts = [{'type': p.get_content_type(), 'name': p.get_filename(), 'size': len(p.get_payload(decode=True)),\n\
            'text': p.get_content() if p.get_content_type() in ('text/plain', 'text/html') and not p.get_filename() else None}\n\
            for p in m.walk() if not p.is_multipart()]\n\
        print(json.dumps({'headers': dict(m.items()), 'parts': parts, 'defects': [str(d) for d in m.defects]}))";
    let mut child =
        Command::new(python()).args(["-c", PARSE]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), mail.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}
