//! One running AWS-compatible server, and the binary pointed at it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use tempfile::TempDir;

use super::{http, venv};

/// Credentials that must appear nowhere.
pub(crate) const SECRETS: [&str; 2] = ["e2eSecretAccessKeyThatNobodyMaySee", "e2eSessionTokenThatNobodyMaySee"];
const START_WITHIN: Duration = Duration::from_mins(1);

/// Killed when dropped; one that is never dropped ends with this process, whose end of its stdin closes then.
pub(crate) struct Server {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl Server {
    /// Start one on a free port, with flags of `tests/aws/server/__main__.py`.
    pub(crate) fn start(flags: &[&str]) -> Self {
        let folder = tempfile::Builder::new().prefix("aws-server-").tempdir().unwrap();
        let log = folder.path().join("server.log");
        let file = File::create(&log).unwrap();
        let child = Command::new(venv::python())
            .args(["-u", "-m", "server", "--until-stdin-closes"])
            .args(flags)
            .current_dir(venv::packages())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .spawn()
            .unwrap();
        let mut server = Self { child, port: 0, folder };
        server.port = server.wait_for_port(&log);
        server
    }

    /// The port it says it listens on, once it answers there.
    fn wait_for_port(&mut self, log: &Path) -> u16 {
        let began = Instant::now();
        loop {
            let mut said = String::new();
            File::open(log).unwrap().read_to_string(&mut said).unwrap();
            if let Some(exit) = self.child.try_wait().unwrap() {
                panic!("the test server ended with {exit}:\n{said}");
            }
            let line = said.lines().find_map(|line| line.strip_prefix("listening on http://127.0.0.1:"));
            if let Some(port) = line.and_then(|port| port.trim().parse().ok())
                && http::json(port, "GET", "/_server/health", "").is_ok()
            {
                return port;
            }
            assert!(began.elapsed() < START_WITHIN, "the test server did not start in {START_WITHIN:?}:\n{said}");
            sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Post to the admin API (`tests/aws/server/admin.py`).
    pub(crate) fn post(&self, command: &str, document: &Value) -> Value {
        http::json(self.port, "POST", &format!("/_server/{command}"), &document.to_string()).unwrap()
    }

    /// Put a bucket (`/bucket`) or an object (`/bucket/key`) into S3.
    pub(crate) fn put(&self, path: &str, body: &str) {
        http::put(self.port, path, body).unwrap();
    }

    /// Counts of calls by `account/region/service/operation`, since the last time they were taken.
    pub(crate) fn take_calls(&self) -> Vec<(String, u64)> {
        let report = self.post("calls", &Value::Null);
        let calls = report["calls"].as_object().unwrap();
        calls.iter().map(|(call, count)| (call.clone(), count.as_u64().unwrap())).collect()
    }

    /// Run a Python module of `tests/aws` against the server; what it says on stdout.
    pub(crate) fn python(&self, module: &str, arguments: &[&str]) -> String {
        let output = Command::new(venv::python())
            .args(["-m", module, "--endpoint", &self.endpoint()])
            .args(arguments)
            .current_dir(venv::packages())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .output()
            .unwrap();
        assert!(output.status.success(), "{module} failed: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// A folder that goes away with the server.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }

    /// The binary with this server for AWS, and no other credentials or configuration.
    pub(crate) fn cloudtrim(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(cargo_bin!("cloudtrim"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("AWS_ENDPOINT_URL", self.endpoint())
            .env("AWS_ACCESS_KEY_ID", "testing")
            .env("AWS_SECRET_ACCESS_KEY", SECRETS[0])
            .env("AWS_SESSION_TOKEN", SECRETS[1])
            .env("AWS_REGION", "us-east-1")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_CONFIG_FILE", self.folder.path().join("no-config"))
            .env("AWS_SHARED_CREDENTIALS_FILE", self.folder.path().join("no-credentials"))
            .stdin(Stdio::null());
        command
    }

    /// Run the binary to its end; its outputs must hold no credential.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.cloudtrim(arguments))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let run = Self { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) };
        for secret in SECRETS {
            assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "a credential was printed: {run:?}");
        }
        run
    }

    /// The report of a run that succeeded.
    pub(crate) fn analysis(&self) -> Value {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        serde_json::from_str(&self.stdout).unwrap()
    }
}
