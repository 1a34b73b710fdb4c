//! `--profile` reads the account of that profile, whatever credentials the environment holds.

use std::fs;
use std::process::Command;

use super::fleet::collected;
use super::server::{Run, Server};

const CONFIG: &str = "[default]\naws_access_key_id = a\naws_secret_access_key = b\n\
    [profile other]\nrole_arn = arn:aws:iam::222222222222:role/Auditor\nsource_profile = default\n";

fn with_config(server: &Server, arguments: &[&str]) -> Command {
    let file = server.folder().join("aws-config");
    fs::write(&file, CONFIG).unwrap();
    let mut command = server.cloudtrim(arguments);
    command.env("AWS_CONFIG_FILE", file).env("AWS_REGION", "us-west-2");
    command
}

#[test]
fn a_named_profile_goes_before_the_environments_credentials() {
    let server = &collected().fleet.server;
    let out = server.folder().join("by-profile");
    let run = Run::of(&mut with_config(server, &["collect", "--profile", "other", "--out", out.to_str().unwrap()]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stderr.contains("account 222222222222"), "{}", run.stderr);
}

#[test]
fn a_profile_that_nobody_defined_is_named() {
    let server = &collected().fleet.server;
    for (by_flag, by_environment) in [(vec!["--profile", "othr"], None), (vec![], Some("othr"))] {
        let mut command = with_config(server, &[&["audit"], by_flag.as_slice()].concat());
        if let Some(name) = by_environment {
            command.env("AWS_PROFILE", name);
        }
        let run = Run::of(&mut command);
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains("no AWS profile is called `othr`"), "{}", run.stderr);
        assert!(run.stderr.contains("did you mean `other`?"), "{}", run.stderr);
    }
}
