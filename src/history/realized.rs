//! What resolved findings save: what the estimate said, and what the bill then shows.
//!
//! The last full month before the finding was seen last is held against the first full month after it was resolved,
//! both as one analysis read them. Rows by resource speak for the resource alone; a service speaks only where it fell by
//! at least all that was claimed in it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Datelike, NaiveTime, Utc};

use super::bill::{Bill, service_name};
use super::series::series;
use crate::model::history::{FindingLife, FindingState, PastAnalysis, RealizedSaving, SavingVerdict};
use crate::model::ids::{AccountId, ResourceKey};
use crate::units::Usd;
use crate::units::month::Month;

/// The two months that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Months {
    before: Month,
    after: Month,
}

impl Months {
    fn of(last_seen: DateTime<Utc>, resolved_at: DateTime<Utc>) -> Self {
        let month = Month::of(resolved_at.date_naive());
        let starts = resolved_at.day() == 1 && resolved_at.time() == NaiveTime::MIN;
        let after = if starts { month } else { month.next() };
        Self { before: Month::of(last_seen.date_naive()).previous(), after }
    }

    fn overlap(self, other: Self) -> bool {
        self.before <= other.after && other.before <= self.after
    }
}

/// A resolved finding whose saving counts.
struct Claim<'a> {
    life: &'a FindingLife,
    resolved_at: DateTime<Utc>,
    months: Months,
    service: Option<&'static str>,
}

/// What the bill says of a claim.
struct Shown {
    confirmed: Option<Usd>,
    verdict: SavingVerdict,
    reason: String,
}

/// In the order of `lives`, which are those of `past`. Of changes that exclude each other one counts: the selected, or
/// else the one that claims most.
pub fn realized(past: &[PastAnalysis], lives: &[FindingLife]) -> Vec<RealizedSaving> {
    let claims = claims(lives);
    let mut shown: HashMap<&str, Shown> = HashMap::new();
    for series in series(past) {
        let accounts: Vec<_> = series.iter().flat_map(|past| &past.analysis.accounts).collect();
        let of_series: Vec<&Claim<'_>> =
            claims.iter().filter(|claim| accounts.contains(&&claim.life.account)).collect();
        shown.extend(show(&of_series, &series));
    }
    let saving = |claim: &Claim<'_>| {
        let life = claim.life;
        let shown = shown.remove(life.id.as_str())?;
        Some(RealizedSaving {
            id: life.id.clone(),
            rule: life.rule.clone(),
            account: life.account.clone(),
            region: life.region.clone(),
            resource_kind: life.resource_kind,
            resource_id: life.resource_id.clone(),
            name: life.name.clone(),
            last_seen: life.last_seen,
            resolved_at: claim.resolved_at,
            claimed_monthly_usd: life.monthly_savings_usd,
            confirmed_monthly_usd: shown.confirmed,
            verdict: shown.verdict,
            reason: shown.reason,
        })
    };
    claims.iter().filter_map(saving).collect()
}

fn claims(lives: &[FindingLife]) -> Vec<Claim<'_>> {
    let resolved = lives.iter().filter(|life| life.state == FindingState::Resolved);
    let mut together: BTreeMap<(ResourceKey, DateTime<Utc>), Vec<&FindingLife>> = BTreeMap::new();
    for life in resolved {
        if let Some(resolved_at) = life.resolved_at {
            together.entry((life.key(), resolved_at)).or_default().push(life);
        }
    }
    let mut claims = Vec::new();
    for ((key, resolved_at), lives) in together {
        let service = service_name(key.kind);
        for life in counting(&lives) {
            let months = Months::of(life.last_seen, resolved_at);
            claims.push(Claim { life, resolved_at, months, service });
        }
    }
    let order: HashMap<&str, usize> = lives.iter().enumerate().map(|(at, life)| (life.id.as_str(), at)).collect();
    claims.sort_by_key(|claim| order.get(claim.life.id.as_str()).copied());
    claims
}

/// Those of one resource that may be added up.
fn counting<'a>(lives: &[&'a FindingLife]) -> Vec<&'a FindingLife> {
    let selected: Vec<_> = lives.iter().copied().filter(|life| life.selected).collect();
    if !selected.is_empty() {
        return selected;
    }
    let most = lives.iter().copied().max_by(|one, other| {
        one.monthly_savings_usd.cmp(&other.monthly_savings_usd).then_with(|| other.id.cmp(&one.id))
    });
    most.into_iter().collect()
}

fn show<'a>(claims: &[&Claim<'a>], series: &[&PastAnalysis]) -> HashMap<&'a str, Shown> {
    let mut services = Services::of(claims, Bills::of(series));
    let mut by_resource: BTreeMap<ResourceKey, Vec<&Claim<'a>>> = BTreeMap::new();
    for claim in claims {
        by_resource.entry(claim.life.key()).or_default().push(claim);
    }
    let mut shown = HashMap::new();
    for (key, claims) in by_resource {
        for (months, together) in overlapping(claims) {
            match services.bills.resource(&key, months) {
                Some(amounts) => shown.extend(by_rows(&together, months, amounts)),
                None => shown.extend(together.iter().map(|claim| (claim.life.id.as_str(), services.shown(claim)))),
            }
        }
    }
    shown
}

/// Claims of one resource whose months overlap share one fall: from the first month before to the last after.
fn overlapping<'c, 'a>(mut claims: Vec<&'c Claim<'a>>) -> Vec<(Months, Vec<&'c Claim<'a>>)> {
    claims.sort_by_key(|claim| (claim.months.before, claim.months.after));
    let mut groups: Vec<(Months, Vec<&Claim<'a>>)> = Vec::new();
    for claim in claims {
        match groups.last_mut() {
            Some((months, group)) if months.overlap(claim.months) => {
                months.after = months.after.max(claim.months.after);
                group.push(claim);
            }
            _ => groups.push((claim.months, vec![claim])),
        }
    }
    groups
}

/// What the rows of the resource itself show. The fall is shared out, the largest claim first, and no claim gets more
/// than it claims.
fn by_rows<'a>(claims: &[&Claim<'a>], months: Months, (before, after): (Usd, Usd)) -> Vec<(&'a str, Shown)> {
    let mut left = fall(before, after);
    let said = format!("the resource was billed {before} in {} and {after} in {}", months.before, months.after);
    let alone = claims.len() == 1;
    let mut claims = claims.to_vec();
    claims.sort_by(|one, other| {
        other.life.monthly_savings_usd.cmp(&one.life.monthly_savings_usd).then_with(|| one.life.id.cmp(&other.life.id))
    });
    let share = |claim: &Claim<'a>| {
        let confirmed = match claim.life.monthly_savings_usd {
            Some(claimed) => claimed.max(Usd::ZERO).min(left),
            None if alone => left,
            None => Usd::ZERO,
        };
        left = left - confirmed;
        let is_shown = !confirmed.is_zero();
        let verdict = if is_shown { SavingVerdict::Confirmed } else { SavingVerdict::Unclear };
        (claim.life.id.as_str(), Shown { confirmed: is_shown.then_some(confirmed), verdict, reason: said.clone() })
    };
    claims.into_iter().map(share).collect()
}

/// Credits can make a bill negative; nobody saves more than was billed.
fn fall(before: Usd, after: Usd) -> Usd {
    (before.max(Usd::ZERO) - after.max(Usd::ZERO)).max(Usd::ZERO)
}

/// The bills of a series, the newest first.
struct Bills<'b>(Vec<(&'b PastAnalysis, Bill<'b>)>);

impl<'b> Bills<'b> {
    fn of(series: &[&'b PastAnalysis]) -> Self {
        Self(series.iter().rev().map(|past| (*past, Bill::of(past))).collect())
    }

    /// Both amounts of the newest bill that has both; the account must be one that it is of.
    fn newest(
        &self,
        account: &AccountId,
        months: Months,
        amount: impl Fn(&Bill<'b>, Month) -> Option<Usd>,
    ) -> Option<(Usd, Usd)> {
        let of_account = self.0.iter().filter(|(past, _)| past.analysis.accounts.contains(account));
        of_account.map(|(_, bill)| amount(bill, months.before).zip(amount(bill, months.after))).find_map(|both| both)
    }

    fn resource(&self, key: &ResourceKey, months: Months) -> Option<(Usd, Usd)> {
        self.newest(&key.account, months, |bill, month| bill.resource(key, month))
    }
}

/// A service of an account in two months.
type ServiceMonths = (&'static str, AccountId, Months);

/// What services show of the claims of a series.
struct Services<'b> {
    bills: Bills<'b>,
    /// All that is claimed, by service and months; `None` where a part is unknown.
    claimed: HashMap<&'static str, Vec<(Months, Option<Usd>)>>,
    amounts: HashMap<ServiceMonths, Option<(Usd, Usd)>>,
}

impl<'b> Services<'b> {
    fn of(claims: &[&Claim<'_>], bills: Bills<'b>) -> Self {
        let mut claimed: HashMap<&'static str, HashMap<Months, Option<Usd>>> = HashMap::new();
        for claim in claims {
            let Some(service) = claim.service else { continue };
            let sum = claimed.entry(service).or_default().entry(claim.months).or_insert(Some(Usd::ZERO));
            // A claim below zero makes no room for others.
            *sum = sum.zip(claim.life.monthly_savings_usd).map(|(sum, claim)| sum + claim.max(Usd::ZERO));
        }
        let claimed = claimed.into_iter().map(|(service, sums)| (service, sums.into_iter().collect())).collect();
        Self { bills, claimed, amounts: HashMap::new() }
    }

    fn amounts(&mut self, service: &'static str, account: &AccountId, months: Months) -> Option<(Usd, Usd)> {
        let Self { bills, amounts, .. } = self;
        *amounts
            .entry((service, account.clone(), months))
            .or_insert_with(|| bills.newest(account, months, |bill, month| bill.service(service, month)))
    }

    /// All that is claimed in the service in months that overlap these.
    fn claimed(&self, service: &str, months: Months) -> Option<Usd> {
        let overlapping = self.claimed.get(service).into_iter().flatten().filter(|(other, _)| other.overlap(months));
        overlapping.map(|(_, sum)| *sum).try_fold(Usd::ZERO, |all, sum| sum.map(|sum| all + sum))
    }

    fn shown(&mut self, claim: &Claim<'_>) -> Shown {
        let shown = |confirmed, verdict, reason| Shown { confirmed, verdict, reason };
        let Months { before: first, after: second } = claim.months;
        let Some(service) = claim.service else {
            let reason = format!("no service of the bill is known to hold {}", claim.life.resource_kind);
            return shown(None, SavingVerdict::Claimed, reason);
        };
        let Some((before, after)) = self.amounts(service, &claim.life.account, claim.months) else {
            let reason = format!("no analysis has read the closed bills of {first} and of {second}");
            return shown(None, SavingVerdict::Claimed, reason);
        };
        let went = format!("{service} was billed {before} in {first} and {after} in {second}");
        let Some(saving) = claim.life.monthly_savings_usd else {
            return shown(None, SavingVerdict::Unclear, format!("{went}; what this saves was not known"));
        };
        match self.claimed(service, claim.months) {
            None => {
                let reason = format!("{went}; what another resolved finding saves in it is not known");
                shown(None, SavingVerdict::Unclear, reason)
            }
            Some(sum) if saving > Usd::ZERO && fall(before, after) >= sum => {
                let reason = format!("{went}: it fell by at least the {sum} claimed in it");
                shown(Some(saving), SavingVerdict::Confirmed, reason)
            }
            Some(sum) => {
                shown(None, SavingVerdict::Unclear, format!("{went}: it did not fall by the {sum} claimed in it"))
            }
        }
    }
}
