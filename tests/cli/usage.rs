//! Everything that needs no dataset.

use super::{cloudtrim, run};

#[test]
fn help_and_version_go_to_stdout() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [["--help"].as_slice(), &["audit", "--help"], &["--version"]] {
        let (code, stdout, stderr) = run(folder.path(), arguments);
        assert_eq!((code, stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(stdout.contains("cloudtrim"), "{stdout}");
    }
}

#[test]
fn wrong_usage_exits_with_two_and_says_nothing_on_stdout() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [&[&str]; 9] = [
        &["audti"],
        &["audit", "--formt", "json"],
        &["audit", ".", "--format", "pdf"],
        &["audit", ".", "--group-by", "colour"],
        &["audit", ".", "--fail-on", "net_savings over 5"],
        &["audit", ".", "--min-savings", "-1"],
        &["audit", ".", "--lookback", "2 weeks"],
        &["audit", "--as-of", "yesterday"],
        &["collect"],
    ];
    for arguments in cases {
        let (code, stdout, stderr) = run(folder.path(), arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}\n{stderr}");
        assert!(stderr.starts_with("error: "), "{arguments:?}\n{stderr}");
    }
}

#[test]
fn flags_for_reading_aws_are_refused_with_a_dataset() {
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        (vec!["--as-of", "2026-11-20"], "--as-of"),
        (vec!["--region", "eu-west-1"], "--region"),
        (vec!["--lookback", "30d"], "--lookback"),
        (vec!["--save", "x"], "--save"),
    ];
    for (flags, named) in cases {
        let arguments: Vec<_> = ["audit", "dataset"].into_iter().chain(flags).collect();
        let (code, stdout, stderr) = run(folder.path(), &arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
        assert!(stderr.starts_with(&format!("error: `{named}` is for reading AWS")), "{stderr}");
        assert!(stderr.contains("\nhint: "), "{stderr}");
    }
}

#[cfg(not(feature = "aws"))]
#[test]
fn a_build_without_aws_says_so() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [["audit"].as_slice(), &["collect", "--out", "x"], &["permissions"]] {
        let (code, stdout, stderr) = run(folder.path(), arguments);
        assert_eq!((code, stdout.as_str()), (2, ""));
        assert!(stderr.starts_with("error: this build of cloudtrim cannot read AWS"), "{stderr}");
        assert!(stderr.contains("hint: audit a saved dataset"), "{stderr}");
    }
}

#[test]
fn completions_and_manual_pages_are_generated() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (code, stdout, _) = run(folder.path(), &["completions", shell]);
        assert_eq!(code, 0);
        assert!(stdout.contains("fail-on"), "{shell}");
    }
    let (code, page, _) = run(folder.path(), &["man"]);
    assert_eq!(code, 0);
    assert!(page.contains(".TH cloudtrim 1"), "{page}");
    let (code, stdout, _) = run(folder.path(), &["man", "--out", "pages/man1"]);
    assert_eq!((code, stdout.as_str()), (0, ""));
    let audit = std::fs::read_to_string(folder.path().join("pages/man1/cloudtrim-audit.1")).unwrap();
    assert!(audit.contains("fail\\-on"), "{audit}");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let binary = cloudtrim(folder.path()).get_program().to_owned();
    // More than a pipe holds, and nobody reads.
    let mut child = std::process::Command::new(binary)
        .args(["prices", "show", "--format", "csv"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn rules_are_listed_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = cloudtrim::rules::EMBEDDED_RULES.len();
    let (code, stdout, _) = run(folder.path(), &["rules", "list"]);
    assert_eq!(code, 0);
    assert_eq!(
        stdout.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase())).count(),
        shipped,
        "{stdout}"
    );
    let (code, stdout, _) = run(folder.path(), &["rules", "check"]);
    assert_eq!((code, stdout.as_str()), (0, format!("no mistakes: {shipped} rules that ship\n").as_str()));
    std::fs::create_dir_all(folder.path().join("mine/ebs")).unwrap();
    std::fs::write(folder.path().join("mine/ebs/volume-odd.yml"), "id: ebs-volume-odd\nsumary: x\n").unwrap();
    std::fs::write(folder.path().join("bad.yml"), "min_saving: 3\n").unwrap();
    let (code, stdout, stderr) = run(folder.path(), &["rules", "check", "mine", "--config", "bad.yml"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("mine/ebs/volume-odd.yml:2:1: "), "{stderr}");
    assert!(stderr.contains("bad.yml:1:1: "), "{stderr}");
    assert!(stderr.contains("hint: "), "{stderr}");
}

#[test]
fn prices_are_shown_with_source_and_date() {
    let folder = tempfile::tempdir().unwrap();
    let (code, stdout, _) = run(folder.path(), &["prices", "show", "ebs.gp3.storage", "--region", "us-east-1"]);
    assert_eq!(code, 0);
    assert!(stdout.starts_with("Region "), "{stdout}");
    assert!(stdout.contains("0.08"), "{stdout}");
    let (code, stdout, stderr) = run(folder.path(), &["prices", "show", "--region", "mars-north-1"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.starts_with("error: the price book has no such row\nhint: "), "{stderr}");
}
