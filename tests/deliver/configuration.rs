//! `deliver` in cloudtrim.yml, and the flags.

use std::path::Path;
use std::rc::Rc;

use clap::{Args, FromArgMatches};
use cloudtrim::cli::deliver::{DeliverArguments, DeliverContext, deliver_all};
use cloudtrim::config::read_deliveries;
use cloudtrim::deliver::Target;
use cloudtrim::history::{Store, StoreAccess, StoreUrl};
use cloudtrim::model::mistake::Mistake;

use super::parcel;

#[test]
fn the_section_says_where_and_how() {
    let text = "\
deliver:
  targets:
    - s3://acme-reports/{month}/
    - mailto:finance@example.com
    - slack:SLACK_URL
  smtp:
    url: smtps://reports@mail.example.com
    password_file: /run/secrets/smtp
  from: cloudtrim@example.com
  attach: [html, csv]
  ca_file: /etc/ssl/acme.pem
  link: https://reports.example.com/{month}.html
";
    let deliveries = read_deliveries(Path::new("cloudtrim.yml"), text).unwrap();
    let targets: Vec<_> = deliveries.targets.iter().map(Target::to_string).collect();
    assert_eq!(targets, ["s3://acme-reports/{month}/", "mailto:finance@example.com", "slack:SLACK_URL"]);
    assert_eq!(deliveries.smtp.unwrap().to_string(), "mail.example.com:465 (TLS)");
    assert_eq!(deliveries.attach.len(), 2);
    assert_eq!(deliveries.link.as_deref(), Some("https://reports.example.com/{month}.html"));
}

#[test]
fn every_mistake_is_told_at_once_and_no_secret_with_it() {
    let text = "\
deliver:
  target: [file:report.html]
  targets:
    - file:report.pdf
    - slack:https://hooks.slack.com/services/T0/B0/hunter2
    - 12
  smtp:
    url: smtps://user:hunter2@mail.example.com
    password: hunter2
  from: nobody
  attach: [html, exel]
  link: ftp://reports.example.com
";
    let mistakes = read_deliveries(Path::new("cloudtrim.yml"), text).unwrap_err();
    let said: Vec<_> = mistakes.iter().map(Mistake::to_string).collect();
    let said = said.join("\n");
    assert!(!said.contains("hunter2"), "{said}");
    insta::assert_snapshot!(said);
    // An audit reads the same file and tells them too.
    let mut rules = cloudtrim::rules::RuleSet::embedded().unwrap();
    assert_eq!(cloudtrim::config::read(Path::new("cloudtrim.yml"), text, &mut rules).unwrap_err(), mistakes);
}

#[test]
fn a_file_without_the_section_delivers_nowhere() {
    for text in ["", "min_savings: 5\n", "deliver:\n  targets:\n", "[]"] {
        assert!(read_deliveries(Path::new("cloudtrim.yml"), text).unwrap().targets.is_empty(), "{text}");
    }
}

fn arguments(words: &[&str]) -> DeliverArguments {
    let command = DeliverArguments::augment_args(clap::Command::new("report"));
    let matches = command.try_get_matches_from(["report"].iter().chain(words)).unwrap();
    DeliverArguments::from_arg_matches(&matches).unwrap()
}

#[test]
fn the_help_is_short_enough_for_every_command() {
    let mut command = DeliverArguments::augment_args(clap::Command::new("report").max_term_width(80));
    let helps: Vec<_> = command.get_arguments().filter_map(clap::Arg::get_help).map(ToString::to_string).collect();
    assert!(helps.iter().all(|help| help.chars().count() < 72 && !help.ends_with('.')), "{helps:#?}");
    let text = command.render_long_help().to_string();
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn flags_come_before_the_configuration_and_targets_stand_for_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cloudtrim.yml");
    std::fs::write(&file, "deliver:\n  targets: [\"file:a.html\"]\n  from: a@example.com\n  attach: [csv]\n").unwrap();
    let deliveries = |words: &[&str]| arguments(words).deliveries(Some(&file)).unwrap();
    let targets =
        |words: &[&str]| deliveries(words).targets.iter().map(Target::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!(targets(&[]), "", "what is configured goes nowhere unasked");
    assert_eq!(targets(&["--deliver", "configured"]), "file:a.html");
    assert_eq!(targets(&["--deliver", "file:b.html"]), "file:b.html");
    assert_eq!(targets(&["--deliver", "configured", "--deliver", "file:b.html"]), "file:a.html file:b.html");
    let named =
        deliveries(&["--mail-from", "b@example.com", "--attach", "html,xlsx", "--smtp-url", "smtp://localhost"]);
    assert_eq!((named.from.unwrap().to_string(), named.attach.len()), ("b@example.com".to_owned(), 2));
    assert!(deliveries(&["--attach", "none"]).attach.is_empty());
}

#[test]
fn mistakes_in_flags_are_told_together_without_what_was_written() {
    let arguments = arguments(&[
        "--deliver",
        "slack:https://hooks.slack.com/services/T0/B0/hunter2",
        "--deliver",
        "file:report.pdf",
        "--deliver",
        "configured",
        "--smtp-url",
        "smtps://user:hunter2@mail.example.com",
        "--attach",
        "hunter2",
    ]);
    assert!(!format!("{arguments:?}").contains("hunter2/"), "{arguments:?}");
    let failure = arguments.deliveries(None).unwrap_err().to_string();
    assert!(!failure.contains("hunter2"), "{failure}");
    insta::assert_snapshot!(failure);
}

#[test]
fn mails_need_a_server_and_a_sender() {
    let failure = |words: &[&str]| arguments(words).deliveries(None).unwrap_err().to_string();
    let nothing = failure(&["--deliver", "mailto:a@example.com"]);
    assert!(nothing.contains("mails need a mail server"), "{nothing}");
    let no_sender = failure(&["--deliver", "mailto:a@example.com", "--smtp-url", "smtp://reports@mail.example.com"]);
    assert!(no_sender.contains("mails need a sender"), "{no_sender}");
    arguments(&["--deliver", "mailto:a@example.com", "--smtp-url", "smtp://r@example.com@mail.example.com"])
        .deliveries(None)
        .unwrap();
}

#[test]
fn the_exit_code_says_that_something_failed_and_the_table_what() {
    let folder = tempfile::tempdir().unwrap();
    let written = format!("file:{}/report.html", folder.path().display());
    let arguments = arguments(&["--deliver", "slack:SURELY_NOT_SET", "--deliver", &written]);
    let deliveries = arguments.deliveries(None).unwrap();
    let said = std::cell::RefCell::new(String::new());
    let say = |text: &str| said.borrow_mut().push_str(text);
    let store = StoreUrl::Folder(folder.path().join("store"));
    let store = Rc::new(Store::open(&store, &StoreAccess::default()).unwrap());
    let context = DeliverContext { store: Some(&store), profile: None, width: 200, say: &say };
    let failure = deliver_all(&parcel(), &arguments, deliveries, &context).unwrap_err();
    assert_eq!(failure.message, "1 of 2 deliveries failed; the table says why");
    assert!(said.borrow().contains("the environment variable `SURELY_NOT_SET` is not set"), "{}", said.borrow());
    assert!(folder.path().join("report.html").exists());
}
