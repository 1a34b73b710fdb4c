//! What holds of every history.

use std::collections::BTreeMap;

use cloudtrim::history::{history, lives};
use cloudtrim::model::history::{FindingState, PastAnalysis, SavingVerdict};
use cloudtrim::units::Usd;
use proptest::prelude::*;

use super::builder::{ACCOUNT, ACCOUNT_BESIDE, LETTERS, Made, SERVICE, analysis};
use crate::report::analysis::usd;

const VOLUMES: usize = 3;

fn letter() -> impl Strategy<Value = char> {
    prop::sample::select(LETTERS.iter().map(|(letter, _)| *letter).collect::<Vec<_>>())
}

/// What each analysis says of each volume.
fn years() -> impl Strategy<Value = Vec<Vec<char>>> {
    prop::collection::vec(prop::collection::vec(letter(), VOLUMES), 1..9)
}

fn made(index: usize, letters: &[char]) -> Made {
    let day = format!("2026-{:02}-{:02}", index + 1, index + 1);
    let mut made = analysis(&day, VOLUMES);
    made.0.analysis.accounts = vec![ACCOUNT.into(), ACCOUNT_BESIDE.into()];
    letters.iter().enumerate().fold(made, |made, (volume, letter)| made.says(*letter, volume))
}

fn past(years: &[Vec<char>]) -> Vec<PastAnalysis> {
    years.iter().enumerate().map(|(index, letters)| made(index, letters).past(&index.to_string())).collect()
}

const FOUND: [char; 4] = ['F', 'f', '?', 'H'];
/// What one volume's letter says is true of all of them.
const OF_ALL: [char; 9] = ['A', 'R', 'X', 'K', 'D', 'W', 'N', 'M', 'P'];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lives_do_not_depend_on_the_order((years, order) in years().prop_flat_map(|years| {
        let order = Just((0..years.len()).collect::<Vec<_>>()).prop_shuffle();
        (Just(years), order)
    })) {
        let past = past(&years);
        let shuffled: Vec<PastAnalysis> = order.iter().map(|index| past[*index].clone()).collect();
        prop_assert_eq!(lives(&past), lives(&shuffled));
        prop_assert_eq!(history(&past, Vec::new()), history(&shuffled, Vec::new()));
    }

    #[test]
    fn every_finding_has_one_life_and_only_a_look_resolves(years in years()) {
        let lives = lives(&past(&years));
        for volume in 0..VOLUMES {
            let letters: Vec<char> = years.iter().map(|letters| letters[volume]).collect();
            let last_found = letters.iter().rposition(|letter| FOUND.contains(letter));
            let of_volume: Vec<_> =
                lives.iter().filter(|life| life.resource_id == super::builder::id(volume)).collect();
            let Some(last_found) = last_found else {
                prop_assert!(of_volume.is_empty());
                continue;
            };
            prop_assert_eq!(of_volume.len(), 1);
            let life = of_volume[0];
            prop_assert!(life.first_seen <= life.open_since && life.open_since <= life.last_seen);
            prop_assert!(life.age_days >= 0);
            prop_assert_eq!(life.resolved_at.is_some(), life.state == FindingState::Resolved);
            prop_assert_eq!(life.reason.is_some(), life.state == FindingState::OutOfScope);
            prop_assert!(life.cost_of_delay_usd.is_none_or(|cost| !cost.is_negative()));
            let newest_found = last_found + 1 == letters.len();
            prop_assert_eq!(
                newest_found,
                life.state.is_found() || life.state == FindingState::Suppressed
            );
            // Resolved needs an analysis after the last finding that looked, and nothing in its way.
            let looked = years[last_found + 1..]
                .iter()
                .any(|all| !all.iter().any(|letter| ['A', 'R', 'X', 'K'].contains(letter)));
            if life.state == FindingState::Resolved {
                prop_assert!(looked);
            }
            let clean = |all: &Vec<char>| {
                ['C', 'G', 'S'].contains(&all[volume]) && !all.iter().any(|letter| OF_ALL.contains(letter))
            };
            let parameters = years[last_found].contains(&'P');
            if years[last_found + 1..].iter().any(clean) && !parameters {
                prop_assert_eq!(life.state, FindingState::Resolved);
            }
        }
    }

    #[test]
    fn realized_never_exceeds_billed(
        years in prop::collection::vec(prop::collection::vec(prop::sample::select(vec!['F', 'f', '?', 'C', 'G']), VOLUMES), 2..12),
        services in prop::collection::vec(-50_i32..200, 14),
        resources in prop::collection::vec((0_usize..14, 0..VOLUMES, -20_i32..40), 0..20),
        by_resource in any::<bool>(),
    ) {
        let month = |index: usize| format!("{}-{:02}", 2025 + index.div_ceil(12), (index + 11) % 12 + 1);
        let past: Vec<PastAnalysis> = years.iter().enumerate().map(|(index, letters)| {
            let names: Vec<(String, String)> =
                services.iter().enumerate().map(|(at, amount)| (month(at), amount.to_string())).collect();
            let known: Vec<(&str, &str)> =
                names.iter().map(|(month, amount)| (month.as_str(), amount.as_str())).collect();
            let rows: Vec<(String, usize, String)> = resources
                .iter()
                .map(|(at, volume, amount)| (month(*at), *volume, amount.to_string()))
                .collect();
            let rows: Vec<(&str, usize, &str)> =
                rows.iter().map(|(month, volume, amount)| (month.as_str(), *volume, amount.as_str())).collect();
            let made = made(index, letters).billed(&known);
            let made = if by_resource { made.billed_by_resource(&rows) } else { made };
            made.past(&index.to_string())
        }).collect();
        let billed = |at: &str| -> Usd {
            services.iter().enumerate().filter(|(index, _)| month(*index) == at).map(|(_, amount)| usd(&amount.to_string())).sum()
        };
        let billed_of = |at: &str, volume: &str| -> Usd {
            let of = resources.iter().filter(|(index, number, _)| month(*index) == at && super::builder::id(*number) == volume);
            of.map(|(_, _, amount)| usd(&amount.to_string())).sum()
        };
        let mut by_service: BTreeMap<String, Usd> = BTreeMap::new();
        for saving in history(&past, Vec::new()).realized {
            let before = cloudtrim::units::month::Month::of(saving.last_seen.date_naive()).previous().to_string();
            prop_assert_eq!(saving.confirmed_monthly_usd.is_some(), saving.verdict == SavingVerdict::Confirmed);
            let Some(confirmed) = saving.confirmed_monthly_usd else { continue };
            prop_assert!(confirmed > Usd::ZERO);
            prop_assert!(saving.claimed_monthly_usd.is_none_or(|claimed| confirmed <= claimed), "{:?}", saving);
            if saving.reason.starts_with(SERVICE) {
                *by_service.entry(before).or_default() += confirmed;
            } else {
                prop_assert!(confirmed <= billed_of(&before, &saving.resource_id), "{:?}", saving);
            }
        }
        for (month, confirmed) in by_service {
            prop_assert!(confirmed <= billed(&month), "{month}: {confirmed} of {}", billed(&month));
        }
    }
}
