//! Secrets that must not get into a text that is printed, stored and committed.

/// What a text holds that is no text to print: `a password in a URL`; `None` where nothing looks like a secret.
///
/// Variables of the environment (`slack:SLACK_URL`) are named, so they are no secrets.
pub fn secret_in(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    let is_webhook = ["hooks.slack.com/", "/api/webhooks/", "webhook.office.com/", "logic.azure.com/"];
    if is_webhook.iter().any(|part| lower.contains(part)) {
        return Some("the URL of a webhook");
    }
    if has_password(&lower) {
        return Some("a password in a URL");
    }
    let parameters = ["token", "secret", "password", "passwd", "api_key", "apikey", "access_key", "sig", "signature"];
    let names = lower.split(['?', '&', ';']).skip(1).filter_map(|part| part.split_once('='));
    if names.into_iter().any(|(name, value)| !value.is_empty() && parameters.contains(&name)) {
        return Some("a secret in the query of a URL");
    }
    let words = text.split(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-')));
    words.into_iter().find_map(known_key)
}

/// `scheme://user:password@host`.
fn has_password(lower: &str) -> bool {
    lower.split("://").skip(1).any(|rest| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
    })
}

/// Keys that are known by their first letters.
fn known_key(word: &str) -> Option<&'static str> {
    let is_access_key = |prefix: &str| {
        word.strip_prefix(prefix).is_some_and(|rest| {
            rest.len() == 16 && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        })
    };
    if is_access_key("AKIA") || is_access_key("ASIA") {
        return Some("an access key of AWS");
    }
    let prefixes = ["xoxb-", "xoxp-", "xoxa-", "ghp_", "gho_", "github_pat_", "glpat-", "sk_live_"];
    let long_enough = word.len() >= 20;
    (long_enough && prefixes.iter().any(|prefix| word.starts_with(prefix))).then_some("an access token")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_seen() {
        let cases = [
            ("slack:https://hooks.slack.com/services/T0/B0/abc", Some("the URL of a webhook")),
            ("webhook:https://discord.com/api/webhooks/1/x", Some("the URL of a webhook")),
            ("smtps://reports:hunter2@mail.example.com", Some("a password in a URL")),
            ("webhook:https://example.com/hook?token=abc", Some("a secret in the query of a URL")),
            ("webhook:https://example.com/hook?a=1&SIG=abc", Some("a secret in the query of a URL")),
            ("--config=AKIAIOSFODNN7EXAMPLE", Some("an access key of AWS")),
            ("xoxb-1234567890-1234567890", Some("an access token")),
            ("slack:SLACK_URL", None),
            ("s3://bucket/reports/{month}.html", None),
            ("smtps://reports@mail.example.com", None),
            ("arn:aws:sns:eu-west-1:123456789012:reports", None),
            ("mailto:a@example.com,b@example.com?subject=Costs", None),
            ("", None),
        ];
        for (text, found) in cases {
            assert_eq!(secret_in(text), found, "{text}");
        }
    }
}
