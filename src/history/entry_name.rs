//! What an object of a store is called: account set, day, moment, checksum.
//!
//! `123456789012/2026-11-20/060000Z-<sha256 of the object>.json.zst`, below `analyses/`. The name follows from the
//! content, so that two runs never write the same name with different content, and the same analysis is stored once.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveTime, Timelike, Utc};
use sha2::{Digest, Sha256};

use crate::model::ids::AccountId;

const SUFFIX: &str = ".json.zst";
/// So many accounts are named; more become a number and a checksum.
const NAMED_ACCOUNTS: usize = 3;
const SHA256_DIGITS: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryName {
    pub day: NaiveDate,
    /// To the second, in UTC.
    pub time: NaiveTime,
    /// The folder of the account set.
    pub accounts: String,
    /// Of the object's bytes, in hexadecimal digits.
    pub sha256: String,
    /// 2, 3, … where a damaged object has the name that would be right.
    pub copy: u32,
}

impl EntryName {
    pub(super) fn of(as_of: DateTime<Utc>, accounts: &[AccountId], bytes: &[u8]) -> Self {
        let moment = as_of.naive_utc();
        let time = NaiveTime::from_num_seconds_from_midnight_opt(moment.time().num_seconds_from_midnight(), 0);
        Self {
            day: moment.date(),
            time: time.unwrap_or(NaiveTime::MIN),
            accounts: account_set(accounts),
            sha256: hex::encode(Sha256::digest(bytes)),
            copy: 1,
        }
    }

    /// The beginning of the checksum: enough to tell entries apart by eye.
    pub fn short(&self) -> &str {
        self.sha256.get(..12).unwrap_or(&self.sha256)
    }

    pub(super) fn fits(&self, bytes: &[u8]) -> bool {
        self.sha256 == hex::encode(Sha256::digest(bytes))
    }

    /// Whether an analysis of this moment and these accounts has this name.
    pub(super) fn is_of(&self, as_of: DateTime<Utc>, accounts: &[AccountId]) -> bool {
        let right = Self::of(as_of, accounts, &[]);
        (self.day, self.time, &self.accounts) == (right.day, right.time, &right.accounts)
    }

    /// `None` for what no store has written.
    pub fn parse(path: &str) -> Option<Self> {
        let mut parts = path.split('/');
        let (accounts, day, file) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || accounts.is_empty() {
            return None;
        }
        let (time, rest) = file.strip_suffix(SUFFIX)?.split_once("Z-")?;
        let (sha256, copy) = match rest.split_once('-') {
            Some((sha256, copy)) => (sha256, copy.parse().ok().filter(|copy| *copy >= 2)?),
            None => (rest, 1),
        };
        let name = Self {
            day: NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?,
            time: NaiveTime::parse_from_str(time, "%H%M%S").ok()?,
            accounts: accounts.to_owned(),
            sha256: sha256.to_owned(),
            copy,
        };
        // One way to write it: a name that reads otherwise was not written here.
        let is_digit = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
        let is_right = sha256.len() == SHA256_DIGITS && sha256.bytes().all(is_digit) && name.to_string() == path;
        is_right.then_some(name)
    }
}

impl fmt::Display for EntryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { day, time, accounts, sha256, copy } = self;
        write!(f, "{accounts}/{day}/{}Z-{sha256}", time.format("%H%M%S"))?;
        if *copy > 1 {
            write!(f, "-{copy}")?;
        }
        f.write_str(SUFFIX)
    }
}

/// The accounts, in their order, each once; `17-accounts-<checksum>` for many.
pub(super) fn account_set(accounts: &[AccountId]) -> String {
    let mut names: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let is_plain = |name: &&str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if (1..=NAMED_ACCOUNTS).contains(&names.len()) && names.iter().all(is_plain) {
        return names.join("_");
    }
    let digest = hex::encode(Sha256::digest(names.join("\n")));
    format!("{}-accounts-{}", names.len(), digest.get(..12).unwrap_or(&digest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accounts(names: &[&str]) -> Vec<AccountId> {
        names.iter().copied().map(AccountId::from).collect()
    }

    #[test]
    fn a_name_is_read_as_it_is_written() {
        let as_of = "2026-11-20T06:07:08.9Z".parse().unwrap();
        let mut name = EntryName::of(as_of, &accounts(&["123456789012"]), b"{}");
        insta::assert_snapshot!(name, @"123456789012/2026-11-20/060708Z-44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a.json.zst");
        assert_eq!(EntryName::parse(&name.to_string()), Some(name.clone()));
        name.copy = 2;
        assert_eq!(EntryName::parse(&name.to_string()), Some(name));
    }

    #[test]
    fn account_sets_have_one_name_each() {
        assert_eq!(
            account_set(&accounts(&["222222222222", "111111111111", "222222222222"])),
            "111111111111_222222222222"
        );
        let many: Vec<String> = (0..17).map(|account| format!("{account:012}")).collect();
        let many = account_set(&many.iter().map(AccountId::new).collect::<Vec<_>>());
        assert!(many.starts_with("17-accounts-") && many.len() == 24, "{many}");
        assert!(account_set(&accounts(&["../etc"])).starts_with("1-accounts-"));
        assert!(account_set(&[]).starts_with("0-accounts-"));
    }

    #[test]
    fn other_names_are_foreign() {
        let digits = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
        for path in [
            String::new(),
            "README.md".to_owned(),
            format!("1/2026-11-20/060708Z-{digits}.json"),
            format!("1/2026-11-20/060708Z-{}.json.zst", &digits[1..]),
            format!("1/2026-11-20/060708Z-{}.json.zst", digits.to_uppercase()),
            format!("1/2026-11-20/060708Z-{digits}-1.json.zst"),
            format!("1/2026-11-20/060708Z-{digits}-02.json.zst"),
            format!("1/2026-11-31/060708Z-{digits}.json.zst"),
            format!("1/2026-11-20/996199Z-{digits}.json.zst"),
            format!("1/2026-1-2/060708Z-{digits}.json.zst"),
            format!("/2026-11-20/060708Z-{digits}.json.zst"),
            format!("1/2026-11-20/2/060708Z-{digits}.json.zst"),
        ] {
            assert_eq!(EntryName::parse(&path), None, "{path}");
        }
    }
}
