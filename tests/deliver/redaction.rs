//! Secrets are printed nowhere.

use cloudtrim::deliver::{REDACTED, Redactor, Secret, SecretPlace};
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_secret_is_not_in_what_is_printed_of_it(text in "[a-zA-Z0-9:/]{11,40}") {
        let secret = Secret::new(&text);
        prop_assert_eq!(format!("{secret} {secret:?} {:?}", Some(&secret)), format!("{REDACTED} {REDACTED} Some({REDACTED})"));
        let redactor = format!("{:?}", Redactor::of(&secret));
        prop_assert!(!redactor.contains(&text), "{}", redactor);
    }

    #[test]
    fn a_secret_is_taken_out_of_what_others_say(
        text in "[a-zA-Z0-9]{2,40}", before in "[ .,;]{0,20}", after in "[ .,;]{0,20}",
    ) {
        let scrubbed = Redactor::of(&Secret::new(&text)).scrub(&format!("{before}{text}{after}{text}"));
        prop_assert!(text == "redacted" || REDACTED.contains(&text) || !scrubbed.contains(&text), "{}", scrubbed);
    }

    #[test]
    fn the_pieces_of_a_url_are_taken_out_too(token in "[a-zA-Z0-9]{16,30}", host in "[a-z]{3,10}\\.example\\.com") {
        let redactor = Redactor::of(&Secret::new(format!("https://{host}/services/{token}?key={token}x")));
        for said in [
            format!("no route to https://{host}/services/{token}?key={token}x"),
            format!("POST /services/{token}?key={token}x"),
            format!("no such hook: {token}"),
            format!("key {token}x is not known"),
        ] {
            prop_assert!(!redactor.scrub(&said).contains(&token), "{}", redactor.scrub(&said));
        }
        // The host is no secret.
        let said = format!("{host} did not answer");
        prop_assert_eq!(redactor.scrub(&said), said);
    }
}

#[test]
fn secrets_come_from_variables_and_files() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    std::fs::write(&file, "\n hunter2 \n").unwrap();
    let variable = |name: &str| (name == "SET").then(|| "hunter2 ".to_owned()).or((name == "EMPTY").then(String::new));
    let read = |place: SecretPlace| match place.read(&variable) {
        Ok(secret) => secret.expose().to_owned(),
        Err(error) => error.to_string().replace(&folder.path().display().to_string(), "FOLDER"),
    };
    assert_eq!(read(SecretPlace::File(file)), "hunter2");
    assert_eq!(read(SecretPlace::Variable("SET".to_owned())), "hunter2");
    assert_eq!(read(SecretPlace::Variable("EMPTY".to_owned())), "`EMPTY` is empty");
    assert_eq!(read(SecretPlace::Variable("OTHER".to_owned())), "the environment variable `OTHER` is not set");
    let missing = read(SecretPlace::File(folder.path().join("missing")));
    assert!(missing.starts_with("cannot read `FOLDER/missing`: "), "{missing}");
    let large = folder.path().join("large");
    std::fs::write(&large, vec![b'x'; 100_000]).unwrap();
    assert_eq!(read(SecretPlace::File(large)), "`FOLDER/large` is larger than a secret: 65536 bytes at most");
}
