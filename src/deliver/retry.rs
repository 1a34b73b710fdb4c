//! Attempts: which failures are worth another, how long to wait, and when a target is given up.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::settings::{Patience, Surroundings};

/// Why an attempt failed; without secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AttemptError {
    pub(super) reason: String,
    pub(super) again: Again,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// The same would come of it.
    Never,
    AfterAWhile,
    /// What the server asked for.
    After(Duration),
}

impl AttemptError {
    pub(super) fn final_one(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), again: Again::Never }
    }

    pub(super) fn passing(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), again: Again::AfterAWhile }
    }
}

/// `Retry-After`: seconds or a date (RFC 9110, 10.2.3).
pub(super) fn asked_wait(header: &str, now: DateTime<Utc>) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = DateTime::parse_from_rfc2822(header).ok()?.with_timezone(&Utc);
    Some((until - now).to_std().unwrap_or(Duration::ZERO))
}

/// Failures in a row of one target, over all its messages.
///
/// Closed, a message has all its attempts. Open, the next message has one, to see whether the target is back; after
/// that one failed too, nothing more is tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Breaker {
    in_a_row: u32,
    probed: bool,
}

impl Breaker {
    pub(super) fn attempts(self, patience: &Patience) -> u32 {
        match (self.is_open(patience), self.probed) {
            (false, _) => patience.attempts.max(1),
            (true, false) => 1,
            (true, true) => 0,
        }
    }

    const fn is_open(self, patience: &Patience) -> bool {
        self.in_a_row >= if patience.attempts == 0 { 1 } else { patience.attempts }
    }

    pub(super) fn failed(&mut self, patience: &Patience) {
        self.probed = self.is_open(patience);
        self.in_a_row = self.in_a_row.saturating_add(1);
    }

    pub(super) fn succeeded(&mut self) {
        *self = Self::default();
    }
}

/// The wait before the attempt after the `failed`th, without chance.
fn backoff(patience: &Patience, failed: u32) -> Duration {
    let doubled = patience.first_wait.saturating_mul(1 << failed.saturating_sub(1).min(20));
    doubled.min(patience.longest_wait)
}

/// Half of the wait, and a part of the other half by chance.
pub(super) fn with_chance(wait: Duration, chance: u64) -> Duration {
    let half = wait / 2;
    half + half.mul_f64((chance >> 11) as f64 / (1_u64 << 53) as f64)
}

/// SplitMix64, of Steele, Lea and Flood (2014): chance that does not have to be safe.
pub(super) fn chance(seed: u64, step: u64) -> u64 {
    let mut mixed = seed.wrapping_add(step.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// What came of all attempts of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    Done { attempts: u32 },
    Failed { attempts: u32, reason: String },
}

/// Try `attempt` until it succeeds, fails for good, or patience ends.
pub(super) fn persist(
    name: &str,
    patience: &Patience,
    surroundings: &Surroundings<'_>,
    breaker: &mut Breaker,
    mut attempt: impl FnMut() -> Result<(), AttemptError>,
) -> Tried {
    let allowed = breaker.attempts(patience);
    if allowed == 0 {
        return Tried::Failed {
            attempts: 0,
            reason: "not tried: the messages before it failed again and again".to_owned(),
        };
    }
    let mut attempts = 0;
    loop {
        attempts += 1;
        let Err(error) = attempt() else {
            breaker.succeeded();
            return Tried::Done { attempts };
        };
        breaker.failed(patience);
        let wait = match error.again {
            Again::Never => return Tried::Failed { attempts, reason: error.reason },
            Again::After(asked) if asked > patience.longest_asked => {
                let reason = format!("{}; it asks to come back after {} s", error.reason, asked.as_secs());
                return Tried::Failed { attempts, reason };
            }
            // Never earlier than asked, and not all at the same moment.
            Again::After(asked) => asked + with_chance(patience.first_wait, chance(surroundings.seed, attempts.into())),
            Again::AfterAWhile => with_chance(backoff(patience, attempts), chance(surroundings.seed, attempts.into())),
        };
        if attempts >= allowed {
            return Tried::Failed { attempts, reason: error.reason };
        }
        (surroundings.said)(&format!("{name}: {}; trying again in {:.1} s", error.reason, wait.as_secs_f64()));
        (surroundings.sleep)(wait);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use proptest::prelude::*;

    use super::*;

    const PATIENCE: Patience = Patience {
        attempts: 4,
        first_wait: Duration::from_secs(1),
        longest_wait: Duration::from_secs(3),
        longest_asked: Duration::from_mins(1),
        timeout: Duration::from_secs(1),
    };

    fn moment() -> DateTime<Utc> {
        "2026-11-01T00:00:00Z".parse().unwrap()
    }

    /// Try with answers from a list; the outcome and the waits in between.
    fn tried(answers: &[Result<(), AttemptError>], breaker: &mut Breaker) -> (Tried, Vec<Duration>) {
        let waits = RefCell::new(Vec::new());
        let position = Cell::new(0);
        let surroundings = Surroundings {
            now: moment(),
            seed: 7,
            variable: &|_| None,
            sleep: &|wait| waits.borrow_mut().push(wait),
            said: &|_| {},
        };
        let outcome = persist("target", &PATIENCE, &surroundings, breaker, || {
            let answer = answers[position.get().min(answers.len() - 1)].clone();
            position.set(position.get() + 1);
            answer
        });
        (outcome, waits.into_inner())
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        let (outcome, waits) = tried(&[Err(AttemptError::passing("503"))], &mut Breaker::default());
        assert_eq!(outcome, Tried::Failed { attempts: 4, reason: "503".to_owned() });
        let bounds = [(500, 1000), (1000, 2000), (1500, 3000)];
        assert_eq!(waits.len(), bounds.len());
        for (wait, (least, most)) in waits.iter().zip(bounds) {
            assert!((least..=most).contains(&wait.as_millis()), "{waits:?}");
        }
    }

    #[test]
    fn a_final_answer_is_not_asked_again() {
        let (outcome, waits) = tried(&[Err(AttemptError::final_one("404"))], &mut Breaker::default());
        assert_eq!(outcome, Tried::Failed { attempts: 1, reason: "404".to_owned() });
        assert!(waits.is_empty());
    }

    #[test]
    fn the_server_is_given_the_time_it_asks_for() {
        let asked = Err(AttemptError { reason: "429".to_owned(), again: Again::After(Duration::from_secs(7)) });
        let (outcome, waits) = tried(&[asked, Ok(())], &mut Breaker::default());
        assert_eq!(outcome, Tried::Done { attempts: 2 });
        assert!((7000..=8000).contains(&waits[0].as_millis()), "{waits:?}");
    }

    #[test]
    fn a_server_that_asks_for_an_hour_is_given_up() {
        let asked = Err(AttemptError { reason: "429".to_owned(), again: Again::After(Duration::from_hours(1)) });
        let (outcome, _) = tried(&[asked], &mut Breaker::default());
        let reason = "429; it asks to come back after 3600 s".to_owned();
        assert_eq!(outcome, Tried::Failed { attempts: 1, reason });
    }

    #[test]
    fn an_open_breaker_probes_once_and_then_tries_no_more() {
        let mut breaker = Breaker::default();
        let failing = [Err(AttemptError::passing("503"))];
        let attempts = |tried| match tried {
            Tried::Done { attempts } | Tried::Failed { attempts, .. } => attempts,
        };
        assert_eq!(attempts(tried(&failing, &mut breaker).0), 4);
        assert_eq!(attempts(tried(&failing, &mut breaker).0), 1);
        assert_eq!(attempts(tried(&failing, &mut breaker).0), 0);
    }

    #[test]
    fn a_probe_that_succeeds_closes_the_breaker() {
        let mut breaker = Breaker::default();
        tried(&[Err(AttemptError::passing("503"))], &mut breaker);
        assert_eq!(tried(&[Ok(())], &mut breaker).0, Tried::Done { attempts: 1 });
        assert_eq!(breaker.attempts(&PATIENCE), 4);
    }

    #[test]
    fn waits_are_asked_for_in_seconds_or_as_a_date() {
        let cases = [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Sun, 01 Nov 2026 00:00:30 GMT", Some(30)),
            ("Sat, 31 Oct 2026 23:59:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("99999999999999999999999", None),
        ];
        for (header, seconds) in cases {
            assert_eq!(asked_wait(header, moment()), seconds.map(Duration::from_secs), "{header}");
        }
    }

    proptest! {
        #[test]
        fn chance_never_makes_a_wait_longer_or_less_than_half(millis in 0_u64..100_000, seed: u64, step: u64) {
            let wait = Duration::from_millis(millis);
            let with = with_chance(wait, chance(seed, step));
            prop_assert!(with <= wait && with * 2 + Duration::from_nanos(2) >= wait);
        }

        #[test]
        fn any_header_is_read_without_panic(header in ".*") {
            let _ = asked_wait(&header, moment());
        }

        #[test]
        fn no_more_attempts_than_patience_has(answers in proptest::collection::vec(any::<bool>(), 1..12)) {
            let mut breaker = Breaker::default();
            let answers: Vec<_> =
                answers.into_iter().map(|good| if good { Ok(()) } else { Err(AttemptError::passing("503")) }).collect();
            let (outcome, waits) = tried(&answers, &mut breaker);
            let attempts = match outcome {
                Tried::Done { attempts } | Tried::Failed { attempts, .. } => attempts,
            };
            prop_assert!(attempts <= PATIENCE.attempts);
            prop_assert_eq!(waits.len(), attempts as usize - 1);
        }
    }
}
