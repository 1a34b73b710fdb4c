//! Commitments in words and rows, the same for the terminal and for Markdown.

use super::money::{money, share};
use super::text::{count, listed, number, one_line};
use crate::model::action::Action;
use crate::model::analysis::{Analysis, Recommendation, Totals};
use crate::model::commitments::{
    CommitmentEffect, CommitmentState, Commitments, MeasuredCommitment, Purchase, PurchaseOption, ReservationUse,
    SavingsPlanUse,
};
use crate::model::ids::ResourceKind;
use crate::units::{Usd, UsdRange};

/// So many reasons why something was not read stand in the first lines.
const REASONS_SHOWN: usize = 2;

/// What an answer is made of.
#[derive(Clone, Debug)]
pub(super) struct Committed<'a> {
    commitments: Option<&'a Commitments>,
    totals: &'a Totals,
    counted: Vec<&'a Recommendation>,
}

impl<'a> Committed<'a> {
    pub(super) fn of(analysis: &'a Analysis) -> Self {
        Self::among(analysis.commitments.as_ref(), &analysis.totals, &analysis.recommendations)
    }

    pub(super) fn among(
        commitments: Option<&'a Commitments>,
        totals: &'a Totals,
        recommendations: impl IntoIterator<Item = &'a Recommendation>,
    ) -> Self {
        Self { commitments, totals, counted: recommendations.into_iter().filter(|one| one.selected).collect() }
    }

    /// Savings without a commitment that bears on them are known to be net.
    pub(super) fn are_read(&self) -> bool {
        let states = [CommitmentState::None, CommitmentState::Known];
        self.commitments.is_some_and(|held| states.contains(&held.state))
    }

    /// The first lines' answer; nothing where there is no commitment.
    pub(super) fn answer(&self) -> Option<String> {
        let counts = |kinds: &[ResourceKind]| self.counted.iter().any(|one| kinds.contains(&one.resource_kind));
        let can_be_committed = || counts(&COMPUTE) || counts(&DATA);
        let Some(commitments) = self.commitments else { return can_be_committed().then(|| unread(&[])) };
        let held = held(commitments);
        let beyond = if counts(&DATA) { DATA_NOT_CONSIDERED } else { "" };
        match commitments.state {
            CommitmentState::None => (!beyond.is_empty()).then(|| format!("{held}{beyond}")),
            CommitmentState::NotRead => {
                (can_be_committed() || failed(commitments)).then(|| unread(&commitments.not_read))
            }
            CommitmentState::Known => Some(format!("{held}; {}{beyond}", self.net())),
            CommitmentState::PartlyKnown => {
                let reasons: Vec<_> = commitments.not_read.iter().take(REASONS_SHOWN).cloned().collect();
                Some(one_line(&format!("{held}, perhaps more: {}; {}{beyond}", reasons.join("; "), self.net())))
            }
        }
    }

    fn net(&self) -> String {
        let list = self.totals.net_savings_monthly_usd;
        match self.totals.net_savings_after_commitments_usd {
            Some(range) if range.low < list => {
                let until = self.last_end().map_or_else(String::new, |day| format!(" until {day} at the latest"));
                let stranded = UsdRange::new(list - range.high, list - range.low);
                format!(
                    "after them {} of the {} a month is saved: {} is paid for, used or not{until}",
                    amount(range),
                    money(list),
                    amount(stranded)
                )
            }
            Some(_) => {
                "what the changes above leave is taken over by other usage, so their savings are real".to_owned()
            }
            None => "nothing of what was read bears on the savings".to_owned(),
        }
    }

    fn last_end(&self) -> Option<chrono::NaiveDate> {
        let effects = self.counted.iter().filter_map(|one| one.commitments.as_ref()).filter(|effect| effect.is_less());
        let ends: Option<Vec<_>> = effects.map(|effect| effect.until).collect();
        ends.and_then(|ends| ends.into_iter().max())
    }
}

/// What Reserved Instances of EC2 and Compute Savings Plans cover.
const COMPUTE: [ResourceKind; 4] =
    [ResourceKind::Ec2Instance, ResourceKind::AutoscalingGroup, ResourceKind::EcsService, ResourceKind::LambdaFunction];
/// What has reservations of its own, which are not considered.
const DATA: [ResourceKind; 3] =
    [ResourceKind::RdsInstance, ResourceKind::ElasticacheCluster, ResourceKind::DynamodbTable];
const DATA_NOT_CONSIDERED: &str = "; reservations of databases, caches and tables are not considered";

/// A call was made and failed, rather than not made at all.
fn failed(commitments: &Commitments) -> bool {
    commitments.not_read.iter().any(|reason| !reason.ends_with("were not read"))
}

fn unread(reasons: &[String]) -> String {
    let failed: Vec<_> = reasons.iter().filter(|one| !one.ends_with("were not read")).take(REASONS_SHOWN).collect();
    let mut text = "Savings Plans and Reserved Instances were not read".to_owned();
    for reason in failed {
        text.push_str(&format!(" ({reason})"));
    }
    text.push_str(
        ": where a commitment covers an instance, stopping or shrinking it saves less until the commitment ends.",
    );
    one_line(&text)
}

/// `2 purchases of Reserved Instances and 1 Savings Plan`.
fn held(commitments: &Commitments) -> String {
    let mut kinds = Vec::new();
    match commitments.reservations.len() {
        0 => {}
        1 => kinds.push("1 purchase of Reserved Instances".to_owned()),
        more => kinds.push(format!("{more} purchases of Reserved Instances")),
    }
    if !commitments.savings_plans.is_empty() {
        kinds.push(count(commitments.savings_plans.len(), "Savings Plan"));
    }
    if kinds.is_empty() { "none in force".to_owned() } else { listed(&kinds) }
}

/// `$0.00`, or `$0.00 to $70.08` where it is not wholly known.
pub(super) fn amount(range: UsdRange) -> String {
    if range.is_exact() || money(range.low) == money(range.high) {
        money(range.low)
    } else {
        format!("{} to {}", money(range.low), money(range.high))
    }
}

/// What stands below the list saving of a recommendation; nothing where commitments take nothing of it.
pub(super) fn below_saving(one: &Recommendation) -> Option<String> {
    let effect = one.commitments.as_ref().filter(|effect| effect.is_less())?;
    Some(format!("net {}", amount(effect.net_savings_monthly_usd)))
}

/// `committed until 2027-03-01`.
pub(super) fn below_change(one: &Recommendation) -> Option<String> {
    let effect = one.commitments.as_ref().filter(|effect| effect.is_less())?;
    Some(match effect.until {
        Some(day) => format!("committed until {day}: net {}", amount(effect.net_savings_monthly_usd)),
        None => format!("committed: net {}", amount(effect.net_savings_monthly_usd)),
    })
}

/// The arithmetic of one recommendation, a sentence a line.
pub(super) fn arithmetic(effect: &CommitmentEffect) -> Vec<String> {
    let mut lines: Vec<String> = effect.because.iter().map(|line| one_line(line)).collect();
    let range = effect.net_savings_monthly_usd;
    let list = effect.list_savings_monthly_usd;
    let stranded = UsdRange::new(list - range.high, list - range.low);
    lines.push(format!("{} at list prices − {} stranded = {} a month", money(list), amount(stranded), amount(range)));
    for one in effect.stranded.iter().filter(|_| effect.is_less()) {
        let until = one.until.map_or_else(|| "a day that is not known".to_owned(), |day| day.to_string());
        lines.push(one_line(&format!("{} is paid for until {until}", one.commitment_id)));
    }
    lines
}

/// Header and rows of what is held.
pub(super) fn reservations(commitments: &Commitments) -> Vec<[String; 5]> {
    commitments.reservations.iter().map(reservation).chain(commitments.savings_plans.iter().map(plan)).collect()
}

pub(super) const HELD_HEADER: [&str; 5] = ["Commitment", "What", "Ends", "Used now", "After the changes"];

fn reservation(one: &ReservationUse) -> [String; 5] {
    let place = one.availability_zone.clone().unwrap_or_else(|| one.region.to_string());
    let what = format!("{} × {} {} {} in {place}", one.instance_count, one.instance_type, one.platform, one.tenancy);
    [
        one_line(&one.id),
        one_line(&what),
        ends(one.end, one.expiring),
        format!(
            "{} %, covers {} a month at list prices",
            number(one.used_percent),
            money(one.covered_list_cost_monthly_usd)
        ),
        format!("{} %", number(one.used_percent_after)),
    ]
}

fn plan(one: &SavingsPlanUse) -> [String; 5] {
    let scope = match &one.instance_family {
        Some(family) => format!("{family} in {}", one.region),
        None => "EC2, Fargate and Lambda".to_owned(),
    };
    let what = format!("{} Savings Plan, {scope}, {} an hour", one.plan_type, hourly(one.commitment_hourly_usd));
    [
        one_line(&one.id),
        one_line(&what),
        ends(one.end, one.expiring),
        format!("{} a month committed", money(one.commitment_monthly_usd)),
        "not known without its rates".to_owned(),
    ]
}

/// An hour costs fractions of a cent.
fn hourly(amount: Usd) -> String {
    format!("${}", amount.amount().normalize())
}

fn ends(end: Option<chrono::NaiveDate>, expiring: bool) -> String {
    let day = end.map_or_else(|| "not known".to_owned(), |day| day.to_string());
    if expiring { format!("{day}, soon") } else { day }
}

/// What a reader should look at: unused reservations, and what Cost Explorer measured.
pub(super) fn notes(commitments: &Commitments) -> Vec<String> {
    let mut notes = Vec::new();
    for one in commitments.reservations.iter().filter(|one| one.used_percent < 100.0) {
        let paid = one.recurring_cost_monthly_usd.filter(|paid| !paid.is_zero());
        let paid = paid.map_or_else(String::new, |paid| format!(", charged {} a month either way", money(paid)));
        notes.push(one_line(&format!(
            "{} is unused for {} %{paid}: no running instance of this account matches; another account of the organization may",
            one.id,
            number(100.0 - one.used_percent)
        )));
    }
    for one in commitments.reservations.iter().filter(|one| one.expiring && one.used_percent > 0.0) {
        let end = one.end.map_or_else(|| "soon".to_owned(), |day| format!("on {day}"));
        let covered = money(one.covered_list_cost_monthly_usd);
        notes.push(one_line(&format!(
            "{} ends {end}: what it covers costs {covered} a month on demand from then",
            one.id
        )));
    }
    notes.extend(commitments.measured.iter().map(measured));
    notes
}

fn measured(one: &MeasuredCommitment) -> String {
    let percent =
        |share: Option<f64>| share.map_or_else(|| "not told".to_owned(), |share| format!("{} %", number(share)));
    let dollars = |amount: Option<Usd>| amount.map_or_else(|| "not told".to_owned(), money);
    one_line(&format!(
        "{} from {} until {}, by Cost Explorer: coverage {}, uncovered at on-demand rates {}, utilization {}, unused {}",
        one.commitment_type.name(),
        one.start,
        one.end,
        percent(one.coverage_percent),
        dollars(one.uncovered_list_cost_usd),
        percent(one.utilization_percent),
        dollars(one.unused_cost_usd)
    ))
}

pub(super) const PURCHASE_HEADER: [&str; 4] = ["Savings/mo", "Commit to", "Terms", "Why"];

/// Savings of the first term; what; all terms; the floor it stands on.
pub(super) fn purchases(commitments: &Commitments) -> Vec<[String; 4]> {
    commitments.purchases.iter().map(purchase).collect()
}

fn purchase(one: &Purchase) -> [String; 4] {
    let what = format!(
        "{} × {} {} {} in {}\n{}",
        one.instance_count,
        one.instance_type,
        one.platform,
        one.tenancy,
        one.region,
        if one.action == Action::PurchaseSavingsPlans { "by a Savings Plan" } else { "by Reserved Instances" }
    );
    let terms: Vec<_> = one.options.iter().map(|option| terms(option, one.on_demand_monthly_usd)).collect();
    let ran = format!(
        "{} ran all of {} and no commitment covers {}; on demand {} a month\n{}",
        count(one.resource_ids.len(), "instance"),
        count(one.floor_days as usize, "day"),
        if one.resource_ids.len() == 1 { "it" } else { "them" },
        money(one.on_demand_monthly_usd),
        one.caveats.join("\n")
    );
    let saved = one.options.first().map_or_else(|| "unknown".to_owned(), |option| money(option.monthly_savings_usd));
    [saved, lines(&what), lines(&terms.join("\n")), lines(&ran)]
}

fn terms(option: &PurchaseOption, on_demand: Usd) -> String {
    let below =
        share(option.monthly_savings_usd, on_demand).map_or_else(String::new, |share| format!(", {share} less"));
    format!(
        "{} {}, {}: {} a month{below}, owes {} in all, breaks even in month {} (price of {})",
        count(option.term_years as usize, "year"),
        option.offering_class,
        option.payment_option,
        money(option.monthly_usd),
        money(option.committed_usd),
        option.break_even_month,
        option.price.as_of
    )
}

/// Each line made harmless, line feeds kept.
fn lines(text: &str) -> String {
    text.lines().map(one_line).collect::<Vec<_>>().join("\n")
}

/// Something to show in a section of its own.
pub(super) fn is_shown(commitments: &Commitments) -> bool {
    !(commitments.reservations.is_empty() && commitments.savings_plans.is_empty() && commitments.measured.is_empty())
}
