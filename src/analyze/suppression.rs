//! Suppressions: which finding each hides, which have expired, which match nothing.

use chrono::NaiveDate;

use super::Suppression;
use crate::estate::{Entry, Estate};
use crate::model::analysis::{Recommendation, SuppressedFinding};
use crate::model::finding::Finding;
use crate::model::gap::Gap;
use crate::model::ids::{ResourceKey, ResourceKind};

pub(super) struct Suppressions<'a> {
    all: Vec<(&'a Suppression, Matches)>,
    today: NaiveDate,
}

#[derive(Clone, Copy, Debug, Default)]
struct Matches {
    findings: usize,
    /// It fits something that could not be judged this time.
    unjudged: bool,
}

impl<'a> Suppressions<'a> {
    pub(super) fn new(suppressions: &'a [Suppression], today: NaiveDate) -> Self {
        Self { all: suppressions.iter().map(|it| (it, Matches::default())).collect(), today }
    }

    /// The first suppression that is in force and fits the finding; every fitting one counts as used.
    pub(super) fn matching(&mut self, finding: &Finding, entry: Option<&Entry<'_>>) -> Option<&'a Suppression> {
        let mut found = None;
        for (suppression, matches) in &mut self.all {
            if fits(suppression, &finding.rule, &finding.key, entry) {
                matches.findings += 1;
                if found.is_none() && is_in_force(suppression, self.today) {
                    found = Some(*suppression);
                }
            }
        }
        found
    }

    /// What could not be judged may be found the next time: a suppression of it is no dead one.
    pub(super) fn unjudged(&mut self, kind: ResourceKind, gap: &Gap, estate: &Estate<'_>) {
        if self.all.is_empty() {
            return;
        }
        let (Some(rule), Some(account), Some(region), Some(id)) =
            (&gap.rule, &gap.account, &gap.region, &gap.resource_id)
        else {
            return;
        };
        let key = ResourceKey { kind, account: account.clone(), region: region.clone(), id: id.clone() };
        let entry = estate.get(&key);
        for (suppression, matches) in &mut self.all {
            matches.unjudged |= fits(suppression, rule, &key, entry);
        }
    }

    /// What expired or matches nothing, in the order of the file.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        for (suppression, Matches { findings, unjudged }) in &self.all {
            let Suppression { at, owner, reason, .. } = suppression;
            match suppression.expires {
                Some(expires) if !is_in_force(suppression, self.today) => warnings.push(format!(
                    "{at}: the suppression by {owner} ({reason}) expired on {expires}; {findings} finding(s) are back"
                )),
                _ if *findings == 0 && !unjudged => {
                    warnings.push(format!("{at}: the suppression by {owner} ({reason}) matches nothing; remove it"));
                }
                _ => {}
            }
        }
        warnings
    }
}

/// A suppression holds through its last day.
fn is_in_force(suppression: &Suppression, today: NaiveDate) -> bool {
    suppression.expires.is_none_or(|expires| today <= expires)
}

/// Everything that the suppression names must fit; one that names nothing fits nothing.
fn fits(suppression: &Suppression, of: &str, key: &ResourceKey, entry: Option<&Entry<'_>>) -> bool {
    let Suppression { rule, resource, tag, account, .. } = suppression;
    let names_something = rule.is_some() || resource.is_some() || tag.is_some() || account.is_some();
    names_something
        && rule.as_ref().is_none_or(|rule| rule == of)
        && resource.as_ref().is_none_or(|id| *id == key.id || *id == key.arn())
        && account.as_ref().is_none_or(|account| account == key.account.as_str())
        && tag.as_ref().is_none_or(|(name, value)| {
            let tags = entry.and_then(|entry| entry.resource.tags());
            tags.is_some_and(|tags| tags.get(name) == Some(value))
        })
}

pub(super) fn suppressed(recommendation: Recommendation, by: &Suppression) -> SuppressedFinding {
    SuppressedFinding { recommendation, reason: by.reason.clone(), owner: by.owner.clone(), expires: by.expires }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suppression(rule: Option<&str>, resource: Option<&str>, expires: Option<&str>) -> Suppression {
        Suppression {
            rule: rule.map(str::to_owned),
            resource: resource.map(str::to_owned),
            tag: None,
            account: None,
            reason: "kept for audit".to_owned(),
            owner: "platform".to_owned(),
            expires: expires.map(|day| day.parse().unwrap()),
            at: "cloudtrim.yml:3".to_owned(),
        }
    }

    fn finding() -> Finding {
        let key = ResourceKey {
            kind: ResourceKind::EbsVolume,
            account: "123456789012".into(),
            region: "eu-west-1".into(),
            id: "vol-1".to_owned(),
        };
        Finding { rule: "ebs-volume-unattached".to_owned(), key, evidence: Vec::new() }
    }

    fn outcome(suppression: Suppression) -> (bool, Vec<String>) {
        let all = [suppression];
        let mut suppressions = Suppressions::new(&all, "2026-11-15".parse().unwrap());
        let hidden = suppressions.matching(&finding(), None).is_some();
        (hidden, suppressions.warnings())
    }

    #[test]
    fn all_that_is_named_must_fit() {
        assert_eq!(outcome(suppression(Some("ebs-volume-unattached"), Some("vol-1"), None)), (true, vec![]));
        let arn = "arn:aws:ec2:eu-west-1:123456789012:volume/vol-1";
        assert_eq!(outcome(suppression(None, Some(arn), None)), (true, vec![]));
        for other in [suppression(Some("ebs-volume-gp2"), Some("vol-1"), None), suppression(None, None, None)] {
            let (hidden, warnings) = outcome(other);
            assert!(!hidden && warnings[0].contains("cloudtrim.yml:3") && warnings[0].contains("matches nothing"));
        }
    }

    #[test]
    fn it_holds_through_its_last_day() {
        assert_eq!(outcome(suppression(None, Some("vol-1"), Some("2026-11-15"))), (true, vec![]));
        let (hidden, warnings) = outcome(suppression(None, Some("vol-1"), Some("2026-11-14")));
        assert!(!hidden && warnings[0].contains("expired on 2026-11-14") && warnings[0].contains("1 finding"));
    }
}
