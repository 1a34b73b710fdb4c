//! Addresses of e-mail: the common form of RFC 5321, without quotes, comments and display names.

use std::fmt;

use super::parse::TargetError;

/// `name@example.com`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MailAddress(String);

/// RFC 5321, 4.5.3.1: octets of a local part, a domain, a path.
const LONGEST_LOCAL: usize = 64;
const LONGEST: usize = 254;
const LONGEST_LABEL: usize = 63;

impl MailAddress {
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        let wrong = |why: &str| TargetError::new(format!("`{}` is no address of e-mail: {why}", shortened(text)), "");
        if text.contains("://") {
            return Err(TargetError::new("a URL is no address of e-mail", "write `name@example.com`"));
        }
        let (local, domain) = text.split_once('@').ok_or_else(|| wrong("it has no `@`"))?;
        if text.len() > LONGEST || local.len() > LONGEST_LOCAL {
            return Err(wrong("it is too long"));
        }
        if !is_dotted(local, |letter| letter.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(letter)) {
            return Err(wrong("letters, digits and `.` stand before the `@`"));
        }
        let label = |label: &str| label.len() <= LONGEST_LABEL && !label.starts_with('-') && !label.ends_with('-');
        let named = is_dotted(domain, |letter| letter.is_ascii_alphanumeric() || letter == '-');
        if !named || !domain.split('.').all(label) {
            return Err(wrong("the name of a host stands after the `@`"));
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("localhost", |(_, domain)| domain)
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Words of such letters between single dots.
fn is_dotted(text: &str, letter: impl Fn(char) -> bool) -> bool {
    text.split('.').all(|word| !word.is_empty() && word.chars().all(&letter))
}

/// What is shown of a text that is not what it should be.
fn shortened(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).take(80).collect()
}
