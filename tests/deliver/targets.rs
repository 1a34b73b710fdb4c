//! Text → target: what is taken, what is refused, and that nothing is repeated that may be a secret.

use std::fmt::Write as _;

use cloudtrim::deliver::{DocumentFormat, MailAddress, SmtpServer, Target, formats_needed, statements};
use proptest::prelude::*;

use super::{parcel, target};

#[test]
fn targets_are_shown_as_they_are_written() {
    let cases = [
        ("file:report.html", "file:report.html"),
        ("file:/var/reports/{month}.xlsx", "file:/var/reports/{month}.xlsx"),
        ("file:///var/reports/{date}/", "file:/var/reports/{date}/"),
        ("FILE:report.MD", "file:report.MD"),
        ("s3://acme-reports/cost/{month}/report.html", "s3://acme-reports/cost/{month}/report.html"),
        ("s3://acme-reports/cost/", "s3://acme-reports/cost/"),
        ("sns:arn:aws:sns:eu-west-1:111122223333:reports", "sns:arn:aws:sns:eu-west-1:111122223333:reports"),
        ("arn:aws-cn:sns:cn-north-1:111122223333:a.fifo", "sns:arn:aws-cn:sns:cn-north-1:111122223333:a.fifo"),
        ("mailto:a@example.com, b@example.com,a@example.com", "mailto:a@example.com,b@example.com"),
        ("slack:SLACK_WEBHOOK_URL", "slack:SLACK_WEBHOOK_URL"),
        ("slack:/run/secrets/slack", "slack:/run/secrets/slack"),
        ("webhook:FINOPS_HOOK", "webhook:FINOPS_HOOK"),
        ("webhook:https://hooks.example.com:8443/in/4Zq9?token=hunter2", "webhook:https://hooks.example.com:8443/…"),
        ("webhook:http://127.0.0.1:9000/in", "webhook:http://127.0.0.1:9000/…"),
        ("webhook:http://[::1]:9000/in", "webhook:http://[::1]:9000/…"),
    ];
    for (text, shown) in cases {
        assert_eq!(target(text).to_string(), shown);
    }
}

#[test]
fn what_is_wrong_is_said_with_a_way_out() {
    let texts = [
        "report.html",
        "",
        "files:report.html",
        "ftp://example.com/report.html",
        "https://hooks.slack.com/services/T0/B0/hunter2",
        "file:",
        "file:report.pdf",
        "file:report",
        "file:{year}/report.html",
        "file:report}.html",
        "file://host/report.html",
        "s3:acme/report.html",
        "s3://acme-reports",
        "s3://Acme/report.html",
        "s3://ab/report.html",
        "sns:reports",
        "sns:arn:aws:sqs:eu-west-1:111122223333:reports",
        "sns:arn:aws:sns:eu-west-1:1111:reports",
        "sns:arn:aws:sns:eu-west-1:111122223333:re ports",
        "mailto:",
        "mailto:a",
        "mailto:a@b@c",
        "mailto:a@-example.com",
        "mailto:a@example.com?subject=hello",
        "mailto:Ann <a@example.com>",
        "slack:",
        "slack:https://hooks.slack.com/services/T0/B0/hunter2",
        "slack:hooks.slack.com/services/T0/B0/hunter2",
        "slack:not a name",
        "webhook:http://example.com/in",
        "webhook:https://user:hunter2@example.com/in",
        "webhook:https:///in",
        "webhook:https://example.com:99999/in",
        "webhook:ftp://example.com/in",
    ];
    let mut said = String::new();
    for text in texts {
        let error = text.parse::<Target>().expect_err(text);
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
        writeln!(said, "{text}\n    {}", error.message).unwrap();
        if !error.hint.is_empty() {
            writeln!(said, "    hint: {}", error.hint).unwrap();
        }
    }
    insta::assert_snapshot!(said);
}

#[test]
fn mail_servers_are_urls_without_a_password() {
    let cases = [
        ("smtps://user@mail.example.com", "mail.example.com:465 (TLS), user Some(\"user\")"),
        ("smtp://a%40example.com@mail.example.com", "mail.example.com:587 (STARTTLS), user Some(\"a@example.com\")"),
        ("smtp://a@example.com@mail.example.com:25", "mail.example.com:25 (STARTTLS), user Some(\"a@example.com\")"),
        ("smtp://localhost", "localhost:25 (no encryption, this machine), user None"),
        ("smtp://127.0.0.1:2525?tls=required", "127.0.0.1:2525 (STARTTLS), user None"),
        ("smtp://[::1]:2525", "::1:2525 (no encryption, this machine), user None"),
        ("smtp://mail.example.com?tls=none", "ERR after the port comes nothing, or `?tls=required`"),
        ("https://mail.example.com", "ERR it begins with `smtps://` or `smtp://`"),
        ("mail.example.com", "ERR it is no URL: `://` is missing"),
        ("smtps://user:hunter2@mail.example.com", "ERR the URL of the mail server holds a password"),
        ("smtps://us%er@mail.example.com", "ERR the user is not percent-encoded text"),
    ];
    for (url, expected) in cases {
        let found = match SmtpServer::parse(url, None) {
            Ok(server) => format!("{server}, user {:?}", server.user),
            Err(error) => {
                assert!(!format!("{error:?}").contains("hunter2"));
                let message = error.message.rsplit_once("used: ").map_or(error.message.as_str(), |(_, why)| why);
                format!("ERR {message}")
            }
        };
        assert_eq!(found, expected, "{url}");
    }
}

#[test]
fn only_the_formats_that_are_asked_for_are_rendered() {
    let all = |texts: &[&str]| {
        let targets: Vec<_> = texts.iter().map(|text| target(text)).collect();
        let formats = formats_needed(&targets, &[DocumentFormat::Xlsx]);
        formats.into_iter().map(DocumentFormat::extension).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(all(&["slack:A"]), "json");
    assert_eq!(all(&["mailto:a@example.com"]), "json xlsx");
    assert_eq!(all(&["s3://bucket/a.csv", "file:b.html"]), "html json csv");
    assert_eq!(all(&["s3://bucket/a/"]), "html md json csv xlsx");
}

#[test]
fn permissions_are_as_narrow_as_the_targets() {
    let texts = [
        "s3://acme-reports/cost/{month}/report.html",
        "s3://acme-reports/whole/{date}/",
        "sns:arn:aws:sns:eu-west-1:111122223333:reports",
        "file:report.html",
        "slack:SLACK",
    ];
    let targets: Vec<_> = texts.iter().map(|text| target(text)).collect();
    insta::assert_snapshot!(serde_json::to_string_pretty(&statements("aws", &targets)).unwrap());
    assert!(statements("aws-cn", &[target("file:report.html")]).is_empty());
}

proptest! {
    #[test]
    fn any_text_is_a_target_or_a_mistake(text in ".{0,80}") {
        let _ = text.parse::<Target>();
        let _ = SmtpServer::parse(&text, None);
    }

    #[test]
    fn any_text_behind_a_kind_is_a_target_or_a_mistake(
        kind in prop::sample::select(vec!["file:", "s3://", "sns:", "arn:aws:sns:", "mailto:", "slack:", "webhook:https://", "webhook:"]),
        rest in ".{0,60}",
    ) {
        if let Ok(target) = format!("{kind}{rest}").parse::<Target>() {
            // What is shown is on one line.
            prop_assert!(!target.to_string().contains(char::is_control));
        }
    }

    #[test]
    fn a_target_without_secrets_is_read_back_from_what_is_shown(
        path in "[a-z/{]{0,3}[a-z]{1,12}", extension in prop::sample::select(vec!["html", "md", "json", "csv", "xlsx"]),
        local in "[a-z0-9.+]{1,8}", domain in "[a-z0-9-]{1,8}\\.[a-z]{2,5}",
    ) {
        for text in [format!("file:{path}.{extension}"), format!("s3://bucket/{path}.{extension}"), format!("mailto:{local}@{domain}")] {
            if let Ok(target) = text.parse::<Target>() {
                prop_assert_eq!(target.to_string().parse::<Target>().unwrap(), target);
            }
        }
    }

    #[test]
    fn no_mistake_repeats_a_token(token in "[A-Za-z0-9]{12,24}", kind in prop::sample::select(vec![
        "https://hooks.slack.com/services/T00/B00/",
        "slack:https://hooks.slack.com/services/T00/B00/",
        "slack:hooks.slack.com/services/T00/B00/",
        "webhook:http://example.com/",
        "webhook:https://u:",
        "webhok:https://example.com/",
        "hook ",
    ])) {
        let text = format!("{kind}{token}");
        let said = match text.parse::<Target>() {
            Ok(target) => format!("{target} {target:?}"),
            Err(error) => format!("{error} {error:?}"),
        };
        prop_assert!(!said.contains(&token), "{}", said);
    }

    #[test]
    fn addresses_have_one_at_and_no_surprises(text in ".{0,40}@.{0,40}") {
        if let Ok(address) = MailAddress::parse(&text) {
            prop_assert_eq!(address.as_str().matches('@').count(), 1);
            prop_assert!(address.as_str().is_ascii() && !address.as_str().contains(char::is_whitespace));
        }
    }
}

#[test]
fn a_report_without_a_month_has_that_of_its_moment() {
    let mut parcel = parcel();
    parcel.month = None;
    assert_eq!(parcel.month(), "2026-11");
    assert_eq!(parcel.file_name(DocumentFormat::Xlsx), "cloudtrim-2026-11.xlsx");
}
