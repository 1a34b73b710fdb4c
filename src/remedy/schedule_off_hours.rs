//! Running hours: the instance is stopped when nobody uses it, at the same hours of every week.

use super::Case;
use crate::estate::Resource;
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::edit::Edit;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::resource::Instance;
use crate::model::schedule::{HOURS_PER_WEEK, HoursOfWeek};
use crate::model::vocabulary::{Lifecycle, Tenancy};
use crate::pricing::InstanceSpec;
use crate::rightsize::burstable::sustained_vcpus;
use crate::rightsize::schedule::{Bounds, MINIMUM_WEEKS, OffHours, Search, Terms, off_hours};
use crate::rules::literal::GIB_BYTES;
use crate::units::Percent;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::Instance(instance) = case.entry.resource else { return case.wrong_kind() };
    let Some(spec) = case.context.prices.instance_spec(&instance.instance_type) else {
        let detail = format!("the instance type {} is not known", instance.instance_type);
        return case.unknown(GapReason::NotSupported, detail);
    };
    if !may_be_stopped(instance, spec) {
        return Remedy::Nothing;
    }
    let usage = &case.context.tables.usage;
    let hours = |metric: &str| usage.get(case.key(), metric).and_then(|usage| usage.hours.as_ref());
    let (Some(cpu), Some(network)) = (hours("CPUUtilization"), hours("NetworkTraffic")) else {
        return case.unknown(GapReason::NoData, "CPU and network traffic were not measured by the hour");
    };
    let terms = terms(case);
    match off_hours(cpu, network, &terms, case.context.time_zone) {
        Search::Found(found) => proposal(case, instance, spec, &found, &terms),
        Search::Nothing => Remedy::Nothing,
        Search::TooShort(weeks) => case.unknown(
            GapReason::NoData,
            format!(
                "{weeks} whole weeks of CPU and network traffic were measured, {MINIMUM_WEEKS} are needed for a plan and to judge it"
            ),
        ),
        Search::TooLittleKnown(known) => {
            let detail = format!("CPU and network traffic are known of {known} of the hours that a plan would need");
            case.unknown(GapReason::LowCoverage, detail)
        }
    }
}

/// What a group runs would be replaced when it stops; a stop ends Spot and loses instance store data; a Dedicated Host is
/// billed whatever runs on it.
fn may_be_stopped(instance: &Instance, spec: &InstanceSpec) -> bool {
    instance.auto_scaling_group.is_none()
        && instance.lifecycle == Lifecycle::OnDemand
        && instance.tenancy != Tenancy::Host
        && spec.local_disk_gb <= 0.0
}

fn terms(case: Case<'_>) -> Terms {
    let default = Bounds::default();
    let number = |name: &str| case.rule.parameter(name).filter(|value| value.is_finite());
    Terms {
        bounds: Bounds {
            cpu_at_most: case.percent("cpu_at_most", default.cpu_at_most).percent(),
            network_at_most: number("network_at_most").map_or(default.network_at_most, |gib| gib * GIB_BYTES),
        },
        stopped_hours_at_least: number("stopped_hours_at_least").unwrap_or(20.0),
        false_stops_at_most: case.percent("false_stops_at_most", 2.0),
        coverage: case.percent("coverage", 90.0),
    }
}

fn proposal(case: Case<'_>, instance: &Instance, spec: &InstanceSpec, found: &OffHours, terms: &Terms) -> Remedy {
    if let Some(sustained) = sustained_percent(spec).filter(|_| spec.burstable == Some(true)) {
        let average = Percent::new(found.cpu_average_while_running);
        if average.percent() > sustained.percent() {
            let detail = format!(
                "it averages {average} of CPU in the hours it would run, above the {sustained} that {} sustains: it lives on \
                 the credits of the other hours",
                spec.instance_type
            );
            return case.unknown(GapReason::NoData, detail);
        }
    }
    let vcpus_while_running = found.cpu_average_while_running / 100.0 * f64::from(spec.vcpus);
    Proposal::exact(Action::Schedule, case.key(), Edit::schedule(found.schedule.clone(), vcpus_while_running))
        .with_evidence(evidence(found, terms))
        .with_caveats(caveats(instance, spec, found))
        .with_hours_of_week(HoursOfWeek {
            metric: "CPUUtilization".to_owned(),
            unit: "%".to_owned(),
            highest: found.cpu_by_hour.clone(),
            schedule: found.schedule.clone(),
        })
        .into_remedy()
}

/// The CPU that a type may use for ever.
fn sustained_percent(spec: &InstanceSpec) -> Option<Percent> {
    Some(Percent::new(100.0 * sustained_vcpus(spec)? / f64::from(spec.vcpus.max(1))))
}

fn evidence(found: &OffHours, terms: &Terms) -> Vec<Evidence> {
    let judged = found.judged;
    let weeks = |count: usize| if count == 1 { "week".to_owned() } else { format!("{count} weeks") };
    let stopped = format!("{} of {HOURS_PER_WEEK} hours a week", found.schedule.stopped_hours());
    let wrong = format!("{} of {} hours, {}", judged.active_hours, judged.stopped_hours, judged.false_stops());
    let at_least = format!("at least {}", terms.stopped_hours_at_least);
    let at_most = format!("at most {}", terms.false_stops_at_most);
    let mut facts = vec![
        Evidence { condition: at_least, ..Evidence::fact("idle at the same hours of every week", stopped) },
        Evidence::fact("the plan was made of", format!("the first {}", weeks(judged.weeks_decided))),
        Evidence {
            condition: at_most,
            ..Evidence::fact(
                format!("wrongly stopped in the last {}, which the plan had not seen", weeks(judged.weeks_judged)),
                wrong,
            )
        },
    ];
    let mut legend = "# active in most weeks, + in some, . in none, ? not known".to_owned();
    for (day, drawn) in &found.drawn {
        let fact = format!("hours of {day}, 0 to 23 {}", found.schedule.time_zone);
        let condition = std::mem::take(&mut legend);
        facts.push(Evidence { condition, ..Evidence::fact(fact, drawn.clone()) });
    }
    facts
}

fn caveats(instance: &Instance, spec: &InstanceSpec, found: &OffHours) -> Vec<String> {
    let mut caveats = vec![
        "its volumes and Elastic IP addresses are billed on".to_owned(),
        "a start takes minutes and may find no capacity; what runs on it must start by itself".to_owned(),
        "stop it through the EC2 API: a shutdown from within may be set to terminate it".to_owned(),
    ];
    if instance.auto_assigned_public_ipv4 != Some(false) {
        caveats.push("its automatically assigned public IPv4 address is another one after each start".to_owned());
    }
    if found.judged.weeks_decided < 2 {
        caveats.push("the plan was made of one week: a longer lookback would say more".to_owned());
    }
    if !found.saw_month_turn {
        caveats.push("no whole turn of a month was seen: work in its last or first days would not show".to_owned());
    }
    if spec.burstable == Some(true) {
        caveats.push(
            "it earns no CPU credits while it is stopped, and surplus credits it owes are charged then".to_owned(),
        );
    }
    if let Some(owner) = &instance.managed_by {
        caveats.push(format!("managed by {owner}: set the hours there"));
    }
    caveats
}
