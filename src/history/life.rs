//! The life of each finding: what the analyses of its series, one after the other, say of it.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::scope::{Absence, Scope};
use super::series::series;
use crate::model::history::{FindingLife, FindingOutline, FindingState, PastAnalysis, Resolution};
use crate::units::{Usd, Window};

/// What one analysis says of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Observation {
    Found,
    /// Found, and hidden by a suppression.
    Hidden,
    NotFound,
    NotLookedAt,
}

/// Where a finding stands, and where it stood when it was looked at last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Standing {
    /// Never `OutOfScope`.
    known: FindingState,
    /// The newest analysis did not look.
    out_of_scope: bool,
}

impl Standing {
    const fn state(self) -> FindingState {
        if self.out_of_scope { FindingState::OutOfScope } else { self.known }
    }

    /// Total: every standing has an answer to every observation. What was not looked at keeps what was known; what was
    /// resolved stays so until it is found again.
    const fn next(standing: Option<Self>, observation: Observation) -> Option<Self> {
        use FindingState::{New, Open, Regressed, Resolved, Suppressed};
        let known = match (standing, observation) {
            (None, Observation::NotFound | Observation::NotLookedAt) => return None,
            (None, Observation::Found) => New,
            (Some(Self { known: Resolved, .. }), Observation::Found) => Regressed,
            (Some(_), Observation::Found) => Open,
            (_, Observation::Hidden) => Suppressed,
            (Some(_), Observation::NotFound) | (Some(Self { known: Resolved, .. }), Observation::NotLookedAt) => {
                Resolved
            }
            (Some(Self { known, .. }), Observation::NotLookedAt) => return Some(Self { known, out_of_scope: true }),
        };
        Some(Self { known, out_of_scope: false })
    }
}

/// The lives of all findings, by rule, account, region, kind and resource. The order of `past` does not matter.
pub fn lives(past: &[PastAnalysis]) -> Vec<FindingLife> {
    let mut lives: Vec<FindingLife> = series(past).iter().flat_map(|series| lives_of_series(series)).collect();
    lives.sort_by(|one, other| order(one).cmp(&order(other)));
    lives
}

fn order(life: &FindingLife) -> impl Ord + '_ {
    (&life.rule, &life.account, &life.region, life.resource_kind, &life.resource_id, &life.id, life.first_seen)
}

fn lives_of_series(series: &[&PastAnalysis]) -> Vec<FindingLife> {
    let Some(newest) = series.last() else { return Vec::new() };
    let scopes: Vec<Scope<'_>> = series.iter().map(|past| Scope::of(past)).collect();
    let mut tracks: HashMap<&str, Track<'_>> = HashMap::new();
    for (past, scope) in series.iter().zip(&scopes) {
        let seen = observe(past, scope, &mut tracks);
        for (id, track) in &mut tracks {
            if !seen.contains(id) {
                track.miss(past.analysis.as_of, scope);
            }
        }
    }
    tracks.into_values().map(|track| track.life(newest.analysis.as_of)).collect()
}

/// Note everything that the analysis found. The first of two findings with one id counts.
fn observe<'a, 's>(
    past: &'a PastAnalysis,
    scope: &'s Scope<'a>,
    tracks: &mut HashMap<&'a str, Track<'s>>,
) -> HashSet<&'a str>
where
    'a: 's,
{
    let analysis = &past.analysis;
    let found = analysis.recommendations.iter().map(|finding| (finding, Observation::Found));
    let hidden = analysis.suppressed.iter().map(|suppressed| (&suppressed.recommendation, Observation::Hidden));
    let mut seen = HashSet::with_capacity(analysis.recommendations.len() + analysis.suppressed.len());
    for (finding, observation) in found.chain(hidden) {
        if !seen.insert(finding.id.as_str()) {
            continue;
        }
        match tracks.entry(&finding.id) {
            Entry::Vacant(place) => {
                place.insert(Track::new(finding, scope, observation, analysis.as_of));
            }
            Entry::Occupied(mut track) => track.get_mut().hit(finding, scope, observation, analysis.as_of),
        }
    }
    seen
}

/// One finding on its way through a series.
struct Track<'s> {
    finding: &'s FindingOutline,
    /// Of the analysis that found it last.
    found_by: &'s Scope<'s>,
    standing: Standing,
    reason: Option<String>,
    first_seen: DateTime<Utc>,
    last_seen: DateTime<Utc>,
    open_since: DateTime<Utc>,
    resolved: Option<(DateTime<Utc>, Resolution)>,
    regressions: u32,
    cost_of_delay: Option<Usd>,
    /// Found and not hidden when it was looked at last: since then, and at what savings.
    waiting: Option<(DateTime<Utc>, Option<Usd>)>,
}

impl<'s> Track<'s> {
    fn new(
        finding: &'s FindingOutline,
        found_by: &'s Scope<'s>,
        observation: Observation,
        as_of: DateTime<Utc>,
    ) -> Self {
        let known = if observation == Observation::Hidden { FindingState::Suppressed } else { FindingState::New };
        Self {
            finding,
            found_by,
            standing: Standing { known, out_of_scope: false },
            reason: None,
            first_seen: as_of,
            last_seen: as_of,
            open_since: as_of,
            resolved: None,
            regressions: 0,
            cost_of_delay: Some(Usd::ZERO),
            waiting: (observation == Observation::Found).then_some((as_of, finding.monthly_savings_usd)),
        }
    }

    fn hit(
        &mut self,
        finding: &'s FindingOutline,
        found_by: &'s Scope<'s>,
        observation: Observation,
        as_of: DateTime<Utc>,
    ) {
        if self.standing.known == FindingState::Resolved {
            self.regressions = self.regressions.saturating_add(1);
            self.open_since = as_of;
        }
        self.step(observation);
        (self.finding, self.found_by, self.last_seen) = (finding, found_by, as_of);
        (self.resolved, self.reason) = (None, None);
        if observation == Observation::Hidden {
            // Somebody decided to let it be.
            self.waiting = None;
            return;
        }
        if let Some((since, savings)) = self.waiting {
            let waited = Window { start: since, end: as_of };
            let delay = savings.map(|savings| waited.share_of_monthly(savings));
            self.cost_of_delay = self.cost_of_delay.zip(delay).map(|(before, delay)| before + delay);
        }
        self.waiting = Some((as_of, finding.monthly_savings_usd));
    }

    fn miss(&mut self, as_of: DateTime<Utc>, scope: &Scope<'_>) {
        if self.standing.known == FindingState::Resolved {
            return;
        }
        match scope.absence(self.finding, self.found_by) {
            Absence::Resolved(how) => {
                self.step(Observation::NotFound);
                (self.resolved, self.reason, self.waiting) = (Some((as_of, how)), None, None);
            }
            Absence::NotLookedAt(reason) => {
                self.step(Observation::NotLookedAt);
                self.reason = Some(reason);
            }
        }
    }

    fn step(&mut self, observation: Observation) {
        self.standing = Standing::next(Some(self.standing), observation).unwrap_or(self.standing);
    }

    fn life(self, newest: DateTime<Utc>) -> FindingLife {
        let state = self.standing.state();
        let until = match (state, self.resolved) {
            (FindingState::OutOfScope, _) => self.last_seen,
            (_, Some((resolved_at, _))) => resolved_at,
            (_, None) => newest,
        };
        FindingLife {
            id: self.finding.id.clone(),
            rule: self.finding.rule.clone(),
            account: self.finding.account.clone(),
            region: self.finding.region.clone(),
            resource_kind: self.finding.resource_kind,
            resource_id: self.finding.resource_id.clone(),
            name: self.finding.name.clone(),
            state,
            reason: self.reason,
            first_seen: self.first_seen,
            last_seen: self.last_seen,
            open_since: self.open_since,
            resolved_at: self.resolved.map(|(resolved_at, _)| resolved_at),
            resolved_by: self.resolved.map(|(_, how)| how),
            regressions: self.regressions,
            age_days: (until - self.open_since).num_days(),
            monthly_savings_usd: self.finding.monthly_savings_usd,
            cost_of_delay_usd: self.cost_of_delay,
            selected: self.finding.selected,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OBSERVATIONS: [Observation; 4] =
        [Observation::Found, Observation::Hidden, Observation::NotFound, Observation::NotLookedAt];

    /// Every standing there is, with every observation.
    #[test]
    fn the_table_of_transitions() {
        let mut lines = Vec::new();
        let standings = FindingState::ALL
            .into_iter()
            .filter(|known| *known != FindingState::OutOfScope)
            .flat_map(|known| [false, true].map(|out_of_scope| Standing { known, out_of_scope }))
            // What is resolved stays so when nobody looks.
            .filter(|standing| standing.known != FindingState::Resolved || !standing.out_of_scope);
        for standing in [None].into_iter().chain(standings.map(Some)) {
            let name = standing.map_or("not known".to_owned(), |standing: Standing| {
                let behind = if standing.out_of_scope { ", not looked at" } else { "" };
                format!("{}{behind}", standing.known)
            });
            let next = OBSERVATIONS.map(|observation| {
                Standing::next(standing, observation).map_or("-", |standing| standing.state().name())
            });
            lines.push(format!("{name:<28}{}", next.map(|state| format!("{state:<14}")).concat().trim_end()));
        }
        insta::assert_snapshot!(lines.join("\n"));
    }
}
