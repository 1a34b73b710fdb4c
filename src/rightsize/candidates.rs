//! The types that carry a demand, cheapest first, and up to three of them to choose from.

use super::demand::Demand;
use super::fit::{Fit, Needs, fit};
use super::market::Offer;
use crate::pricing::InstanceSpec;

/// How many targets are shown.
pub const MOST_OPTIONS: usize = 3;

/// Which types may be proposed at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Families {
    /// Where one of these fits, only these are proposed.
    pub preferred: Vec<String>,
    pub excluded: Vec<String>,
}

/// A type that carries the demand.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate<'a> {
    pub offer: Offer<'a>,
    pub fit: Fit,
}

/// What the search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidates<'a> {
    /// Cheapest compute first.
    pub carrying: Vec<Candidate<'a>>,
    /// The cheapest one that only unmeasured memory speaks against.
    pub waits_for_memory: Option<Offer<'a>>,
}

/// Of `offers` (cheapest first) those that carry the demand, as far as `eligible` lets them.
pub fn candidates<'a>(
    offers: &[Offer<'a>],
    current: &InstanceSpec,
    demand: &Demand<'_>,
    needs: &Needs,
    families: &Families,
    eligible: &dyn Fn(&Offer<'a>) -> bool,
) -> Candidates<'a> {
    let mut found = Candidates { carrying: Vec::new(), waits_for_memory: None };
    for offer in offers {
        let spec = offer.spec;
        if families.excluded.contains(&spec.family) || !is_comparable(spec, current) || !eligible(offer) {
            continue;
        }
        let fit = fit(demand, needs, current, spec);
        if fit.carries() {
            found.carrying.push(Candidate { offer: *offer, fit });
        } else if fit.waits_for_memory() && found.waits_for_memory.is_none() {
            found.waits_for_memory = Some(*offer);
        }
    }
    if found.carrying.iter().any(|candidate| families.preferred.contains(&candidate.offer.spec.family)) {
        found.carrying.retain(|candidate| families.preferred.contains(&candidate.offer.spec.family));
    }
    found
}

/// Whether `target` does what `current` was bought for: the same family, or one of general use that is no older.
///
/// Bare metal, GPU, FPGA, inference, HPC, Mac and high-memory types are only replaced within their family. Flex types sustain 40 % of
/// their CPU (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/general-purpose-instances.html>), which a baseline in
/// hours does not capture, and T2 spends credits it may not have: neither is proposed to others.
fn is_comparable(target: &InstanceSpec, current: &InstanceSpec) -> bool {
    if target.bare_metal != current.bare_metal || target.instance_type == current.instance_type {
        return false;
    }
    if target.family == current.family {
        return true;
    }
    // Who took bare metal needs that very machine, whatever the load.
    if current.bare_metal {
        return false;
    }
    let (Some(new), Some(old)) = (general(&target.family), general(&current.family)) else { return false };
    target.current_generation && (new.burstable || old.burstable || new.generation >= old.generation)
}

/// A family of general use.
struct General {
    generation: u32,
    burstable: bool,
}

fn general(family: &str) -> Option<General> {
    let mut letters = family.chars();
    let class = letters.next().filter(|class| matches!(class, 'c' | 'm' | 'r' | 't'))?;
    let rest = letters.as_str();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let generation = digits.parse().ok()?;
    if rest.contains("flex") || family == "t1" || family == "t2" {
        return None;
    }
    Some(General { generation, burstable: class == 't' })
}

/// Up to [`MOST_OPTIONS`] of different kinds: the cheapest, the cheapest of its own family, and the next one of a family
/// not yet among them. `candidates` are in the order of what they cost.
pub fn options<'c, 'a>(candidates: &'c [Candidate<'a>], current: &InstanceSpec) -> Vec<&'c Candidate<'a>> {
    let mut chosen: Vec<&Candidate<'a>> = candidates.first().into_iter().collect();
    let own = candidates.iter().find(|candidate| candidate.offer.spec.family == current.family);
    if let Some(own) = own.filter(|own| chosen.iter().all(|other| other.offer.spec.family != own.offer.spec.family)) {
        chosen.push(own);
    }
    for candidate in candidates {
        if chosen.len() >= MOST_OPTIONS {
            break;
        }
        if chosen.iter().all(|other| other.offer.spec.family != candidate.offer.spec.family) {
            chosen.push(candidate);
        }
    }
    chosen.sort_by_key(|chosen| candidates.iter().position(|candidate| std::ptr::eq(candidate, *chosen)));
    chosen
}
