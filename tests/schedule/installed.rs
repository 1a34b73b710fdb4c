use std::fs;
use std::process::Command;

use tempfile::TempDir;

use crate::cli::cloudtrim;

/// A home with a crontab that is a file and a systemctl that writes down what it is told.
struct Home {
    folder: TempDir,
}

const OTHERS: &str = "MAILTO=ops@example.com\n# costs\n0 1 * * * /usr/bin/backup --at \"$(date +\\%F)\"\n";

impl Home {
    fn new() -> Self {
        let home = Self { folder: tempfile::tempdir().unwrap() };
        home.script(
            "crontab",
            "case \"$1\" in\n-l) if [ -f \"$HOME/tab\" ]; then cat \"$HOME/tab\"; else echo 'no crontab for me' >&2; exit 1; fi;;\n\
             -) cat > \"$HOME/tab\";;\n*) exit 9;;\nesac",
        );
        home.script("systemctl", "echo \"$*\" >> \"$HOME/systemctl.log\"");
        home.script("cloudtrim", "for word in \"$@\"; do printf '<%s>' \"$word\"; done >> \"$HOME/ran\"; echo \" $SLACK_URL $PATH\" >> \"$HOME/ran\"");
        home
    }

    fn script(&self, name: &str, text: &str) {
        let (text_file, script) = (self.folder.path().join("text"), self.folder.path().join(name));
        fs::write(&text_file, format!("#!/bin/sh\n{text}\n")).unwrap();
        // Another process writes what is run: a test that forks while this one has it open would keep it busy.
        let copied = Command::new("install").args(["-m", "755"]).args([&text_file, &script]).status();
        assert!(copied.unwrap().success());
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    fn run(&self, words: &[&str]) -> (i32, String, String) {
        let path = format!("{}:/usr/bin:/bin", self.folder.path().display());
        let output = cloudtrim(self.folder.path())
            .env("HOME", self.folder.path())
            .env("PATH", path)
            .arg("schedule")
            .args(words)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn install(&self, kind: &str, more: &[&str]) -> (i32, String, String) {
        let program = self.folder.path().join("cloudtrim");
        let words = ["install", "--for", kind, "--program", program.to_str().unwrap(), "--store", "it's 5 % off"];
        let rest = ["--deliver", "file:reports/{month} 100%.html"];
        self.run(&[&words[..], &rest[..], more].concat())
    }
}

#[test]
fn cron_is_installed_once_and_removed_whole() {
    for before in ["", OTHERS, OTHERS.trim_end()] {
        let home = Home::new();
        if !before.is_empty() {
            fs::write(home.folder.path().join("tab"), before).unwrap();
        }
        let (code, shown, said) = home.install("cron", &["--dry-run"]);
        assert_eq!(code, 0, "{said}");
        assert_eq!(home.read("tab"), before);
        assert_eq!(home.install("cron", &[]).0, 0);
        let once = home.read("tab");
        assert_eq!(once, shown);
        let (code, _, said) = home.install("cron", &[]);
        assert_eq!((code, home.read("tab")), (0, once), "{said}");
        assert!(said.contains("nothing changed"), "{said}");
        assert_eq!(home.install("cron", &["--name", "second", "--day", "daily"]).0, 0);
        assert_eq!(home.run(&["remove", "--for", "cron"]).0, 0);
        assert!(home.read("tab").contains("schedule second: begin"));
        assert_eq!(home.run(&["remove", "--for", "cron", "--name", "second"]).0, 0);
        assert_eq!(home.read("tab").trim_end(), before.trim_end());
        let (code, _, said) = home.run(&["remove", "--for", "cron"]);
        assert!(code == 0 && said.contains("nothing changed"), "{said}");
    }
}

/// The line runs in cron's environment, and the program gets the words that were given.
#[test]
fn the_line_of_cron_runs_as_cron_runs_it() {
    let home = Home::new();
    assert_eq!(home.install("cron", &["--secret", "SLACK_URL"]).0, 0);
    fs::create_dir_all(home.folder.path().join(".config/cloudtrim")).unwrap();
    fs::write(home.folder.path().join(".config/cloudtrim/cloudtrim.env"), "SLACK_URL='https://it is/a secret'\n")
        .unwrap();
    let tab = home.read("tab");
    let line = tab.lines().find(|line| !line.starts_with('#')).unwrap();
    let fields: Vec<_> = line.splitn(6, ' ').collect();
    assert_eq!(fields[..5], ["0", "6", "5", "*", "*"]);
    // crontab(5): a bare percent sign ends the command, an escaped one loses its backslash.
    assert!(!fields[5].replace("\\%", "").contains('%'), "{line}");
    let command = fields[5].replace("\\%", "%");
    let status = Command::new("/bin/sh")
        .args(["-c", &command])
        .env_clear()
        .envs([
            ("HOME", home.folder.path().to_str().unwrap()),
            ("SHELL", "/bin/sh"),
            ("PATH", "/usr/bin:/bin"),
            ("LOGNAME", "me"),
        ])
        .current_dir("/")
        .status()
        .unwrap();
    assert!(status.success());
    let here = home.folder.path().canonicalize().unwrap();
    let (store, reports) = (here.join("it's 5 % off"), here.join("reports"));
    let ran = home.read("ran");
    let lines: Vec<_> = ran.lines().collect();
    let end = " https://it is/a secret /usr/local/bin:/usr/bin:/bin";
    let (store, reports) = (store.display(), reports.display());
    assert_eq!(lines[0], format!("<audit><--quiet><--store><{store}><--output></dev/null>{end}"));
    assert_eq!(
        lines[1],
        format!(
            "<report><--quiet><--store><{store}><--catch-up><--due><5 06:00 UTC>\
             <--deliver><file:{reports}/{{month}} 100%.html><--output></dev/null>{end}"
        )
    );
}

#[test]
fn a_failed_crontab_is_told() {
    let home = Home::new();
    home.script("crontab", "echo 'you are not allowed to use this program' >&2; exit 1");
    let (code, _, said) = home.install("cron", &[]);
    assert_eq!(code, 2);
    assert!(said.contains("`crontab -l` failed: you are not allowed"), "{said}");
    fs::remove_file(home.folder.path().join("crontab")).unwrap();
    let output = cloudtrim(home.folder.path())
        .env("PATH", home.folder.path())
        .args(["schedule", "remove", "--for", "cron"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("cannot run `crontab`") && said.contains("--for systemd"), "{said}");
}

#[test]
fn units_are_written_once_and_only_ours_are_removed() {
    let home = Home::new();
    let (code, shown, _) = home.install("systemd", &["--dry-run"]);
    assert_eq!(code, 0);
    assert!(shown.contains("OnCalendar=*-*-05 06:00:00 UTC"), "{shown}");
    assert!(!home.folder.path().join(".config").exists());
    assert_eq!(home.install("systemd", &[]).0, 0);
    let units = home.folder.path().join(".config/systemd/user");
    assert_eq!(
        home.read("systemctl.log"),
        "--user daemon-reload\n--user enable --now cloudtrim.timer\n--user restart cloudtrim.timer\n"
    );
    let (_, _, said) = home.install("systemd", &[]);
    assert!(said.contains("nothing changed"), "{said}");
    fs::write(units.join("foreign.timer"), "[Timer]\n").unwrap();
    let (code, _, said) = home.install("systemd", &["--name", "foreign"]);
    assert!(code == 2 && said.contains("was not written by cloudtrim"), "{said}");
    assert_eq!(home.run(&["remove", "--for", "systemd", "--name", "foreign"]).0, 2);
    assert_eq!(home.run(&["remove", "--for", "systemd", "--dry-run"]).0, 0);
    assert!(units.join("cloudtrim.timer").exists());
    assert_eq!(home.run(&["remove", "--for", "systemd"]).0, 0);
    let left: Vec<_> = fs::read_dir(&units).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["foreign.timer"]);
}

#[test]
fn what_is_elsewhere_is_not_touched() {
    for (kind, hint) in [("github-actions", ".github/workflows"), ("kubernetes", "kubectl"), ("ecs", "cloudformation")]
    {
        let (code, _, said) = Home::new().install(kind, &[]);
        assert!(code == 2 && said.contains(hint), "{said}");
    }
}
