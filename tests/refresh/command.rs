//! The command as a user runs it.

use super::Place;
use super::offers::{load_balancers, serve};
use crate::cli::run;

#[test]
fn prices_are_fetched_found_compared_and_verified() {
    let server = serve(&[("AWSELB", "us-east-1", load_balancers("us-east-1", "", "0.0300000000"))]);
    let place = Place::new();
    let folder = place.0.path();
    let refresh = |more: &[&str]| {
        let url = server.url();
        let mut arguments = vec!["prices", "refresh", "--endpoint", &url, "--out", "mine", "--cache", "cache"];
        arguments.extend(more);
        run(folder, &arguments)
    };
    let (code, stdout, stderr) = refresh(&["--services", "AWSELB"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.starts_with("error: mine has no prices yet, so regions must be named\nhint: "), "{stderr}");

    let (code, stdout, stderr) = refresh(&["--services", "AWSELB", "--regions", "us-east-1"]);
    assert_eq!(code, 0, "{stderr}");
    insta::assert_snapshot!("refresh", format!("{stdout}--- stderr\n{stderr}"));

    let (code, _, stderr) = refresh(&["--regions", "us-east-1"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("\nAmazonEC2 is not in the index of offers\n"), "{stderr}");
    assert!(stderr.contains("\nnot fetched, their shipped prices stay: AWSCertificateManager, "), "{stderr}");

    let (code, stdout, _) =
        run(folder, &["prices", "show", "elb.alb.hour", "--region", "us-east-1", "--prices", "mine"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("folder") && stdout.contains("0.03"), "{stdout}");
    let (code, stdout, _) = run(folder, &["prices", "find", "alb", "us-east-1", "--prices", "mine"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("elb.alb.hour"), "{stdout}");
    let (code, stdout, _) = run(folder, &["prices", "verify", "mine"]);
    assert_eq!(code, 0);
    assert!(stdout.starts_with("no mistakes: `mine`, 2 prices, 1 file, current"), "{stdout}");
    let (code, _, stderr) = run(folder, &["prices", "verify", "mine", "--as-of", "2040-01-01", "--max-age", "90"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("`--max-age 90` is met"), "{stderr}");
}

#[test]
fn a_server_that_is_not_there_is_said() {
    let place = Place::new();
    let arguments = ["prices", "refresh", "--endpoint", "http://127.0.0.1:1", "--out", "mine", "--cache", "cache"];
    let arguments: Vec<_> = arguments.into_iter().chain(["--services", "AWSELB", "--regions", "us-east-1"]).collect();
    let (code, stdout, stderr) = run(place.0.path(), &arguments);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.starts_with("error: cannot reach http://127.0.0.1:1/offers/v1.0/aws/index.json: "), "{stderr}");
    assert!(stderr.contains("\nhint: run it again"), "{stderr}");
}
