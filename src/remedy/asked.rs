//! Changes that somebody asks for by name, with the arithmetic of the remediation words.
//!
//! The words decide whether a change is worth it; here it is decided already, and only its configuration is asked for.

use super::instance_type_change::Changeable;
use super::migrate_to_gp3::{GP3_INCLUDED, as_used, parity};
use super::volume_demand::{peak, with_headroom};
use super::{Case, Context, set_log_retention};
use crate::estate::Entry;
use crate::model::action::{Effort, Severity};
use crate::model::configuration::{Configuration, VolumeConfiguration};
use crate::model::edit::Edit;
use crate::model::finding::{Effect, Finding, Remedy};
use crate::model::ids::{ResourceKey, ResourceKind};
use crate::model::vocabulary::{Architecture, Platform, VolumeType};
use crate::pricing::InstanceSpec;
use crate::rightsize::credits::CreditUse;
use crate::rightsize::fit::{Needs, Veto, fit};
use crate::rightsize::{Demand, Dimension, Parameters, Percentile, Preset};
use crate::rules::condition::Condition;
use crate::rules::literal::LiteralUnit;
use crate::rules::{Remediation, Rule, RuleParameter, RuleSet};
use crate::units::Percent;

/// One resource and the settings of the rules, where they have some for the same change.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub context: Context<'a>,
    pub rules: &'a RuleSet,
    pub key: &'a ResourceKey,
    pub entry: &'a Entry<'a>,
}

/// What a retention leaves.
#[derive(Clone, Debug, PartialEq)]
pub enum Retained {
    /// What is stored then, or two ends of it.
    Effect(Effect),
    /// It is kept as long or longer than now.
    NotShorter,
    /// Cannot be told, for this reason.
    Unknown(String),
}

/// Performance of a gp3 volume in place of another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gp3Performance {
    /// `None` where it is not known what the volume needs.
    pub iops: Option<u32>,
    pub throughput_mibps: Option<u32>,
    /// From the measured peak with headroom.
    pub measured: bool,
    /// All that a gp2 volume could give, where that is more than the measured peak asks for.
    pub parity: Option<(u32, u32)>,
}

/// An instance as another type.
#[derive(Clone, Debug, PartialEq)]
pub struct Retyped {
    pub edit: Edit,
    /// The new architecture, where its software must be built for another one.
    pub rebuilt_for: Option<String>,
    /// What was measured and does not fit the new type, as the beginning of a sentence that ends in its name.
    pub misfits: Vec<&'static str>,
}

impl<'a> Asked<'a> {
    /// The configuration that the dataset shows.
    pub fn shown(self) -> Option<&'a Configuration> {
        self.entry.placed.as_ref().map(|placed| &placed.configuration)
    }

    /// The first rule with the word, as configured; without one, the word's own defaults.
    fn with_case<T>(self, word: Remediation, parameters: Vec<RuleParameter>, ask: impl FnOnce(Case<'_>) -> T) -> T {
        let configured = self.rules.rules.iter().find(|rule| rule.remediation == word && parameters.is_empty());
        let rule = configured.cloned().unwrap_or_else(|| bare(self.key.kind, word, parameters));
        let finding = Finding { rule: rule.id.clone(), key: self.key.clone(), evidence: Vec::new() };
        ask(Case { rule: &rule, finding: &finding, context: self.context, entry: self.entry })
    }

    /// What a log group stores once it keeps its events for `days`.
    pub fn retention(self, days: u32) -> Retained {
        let target = RuleParameter {
            name: "target_retention".to_owned(),
            value: f64::from(days),
            shown: format!("{days} days"),
            help: String::new(),
            overridden: false,
            unit: LiteralUnit::Days,
            minimum: None,
            maximum: None,
        };
        match self.with_case(Remediation::SetLogRetention, vec![target], set_log_retention::remedy) {
            Remedy::Propose(proposal) => Retained::Effect(proposal.effect),
            Remedy::Nothing => Retained::NotShorter,
            Remedy::Unknown(gap) => Retained::Unknown(gap.detail),
        }
    }

    /// The busiest period of the volume: operations a second and MiB/s; `None` where it was not measured.
    pub fn volume_peak(self) -> Option<(f64, f64)> {
        self.with_case(Remediation::MigrateToGp3, Vec::new(), |case| peak(case).ok())
            .map(|peak| (peak.iops, peak.throughput_mibps))
    }

    /// gp3 in place of `volume`: for the measured peak with headroom; where that was not measured, all that a gp2 volume
    /// could give, or what is provisioned.
    pub fn gp3(self, volume: &VolumeConfiguration) -> Gp3Performance {
        let was_gp2 = (volume.volume_type == VolumeType::Gp2).then(|| parity(volume.size_gib));
        let headroom = self.with_case(Remediation::MigrateToGp3, Vec::new(), |case| case.percent("headroom", 20.0));
        match (self.volume_peak(), was_gp2) {
            (Some((iops, mibps)), Some(parity)) => {
                let used = as_used(volume.size_gib, iops, mibps, headroom);
                Gp3Performance {
                    iops: Some(used.iops),
                    throughput_mibps: Some(used.throughput_mibps),
                    measured: true,
                    parity: (used != parity).then_some((parity.iops, parity.throughput_mibps)),
                }
            }
            (Some((iops, mibps)), None) => Gp3Performance {
                iops: Some(with_headroom(iops, headroom, GP3_INCLUDED.iops)),
                throughput_mibps: Some(with_headroom(mibps, headroom, GP3_INCLUDED.throughput_mibps)),
                measured: true,
                parity: None,
            },
            (None, Some(parity)) => Gp3Performance {
                iops: Some(parity.iops),
                throughput_mibps: Some(parity.throughput_mibps),
                ..Gp3Performance::default()
            },
            (None, None) => Gp3Performance {
                iops: volume.iops.map(|iops| iops.max(GP3_INCLUDED.iops)),
                throughput_mibps: volume.throughput_mibps,
                ..Gp3Performance::default()
            },
        }
    }

    /// The instance as `target`, with the surplus credits it would be charged; or why it cannot be.
    pub fn instance_type(self, target: &InstanceSpec) -> Result<Retyped, String> {
        self.with_case(Remediation::ResizeForSurplusCredits, Vec::new(), |case| retyped(case, target))
    }
}

fn retyped(case: Case<'_>, target: &InstanceSpec) -> Result<Retyped, String> {
    let changeable = Changeable::of(case).map_err(|remedy| match *remedy {
        Remedy::Unknown(gap) => gap.detail,
        Remedy::Nothing | Remedy::Propose(_) => "what it is billed for is not known".to_owned(),
    })?;
    let demand = Demand::measure(&case.context.tables.usage, case.key(), changeable.spec).ok();
    let average = demand.as_ref().and_then(|demand| demand.profile(Dimension::Cpu)).map(|cpu| cpu.average);
    let average = average.map(|vcpus| 100.0 * vcpus / f64::from(changeable.spec.vcpus.max(1)));
    let changeable = changeable.with_cpu_average(average);
    let (instance, name) = (changeable.instance, &target.instance_type);
    let runs = |word: &str| target.architecture.split([';', ',', ' ']).any(|listed| listed == word);
    let same = runs(instance.architecture.word());
    if !same && runs(Architecture::Arm64.word()) && instance.platform == Platform::Windows {
        return Err(format!("there is no Windows for arm64, so it cannot be {name}"));
    }
    if same && !changeable.image_starts_on(target) {
        return Err(format!("its machine image does not start on {name}"));
    }
    if !changeable.volumes_fit(target) {
        return Err(format!("{name} takes fewer volumes than are attached"));
    }
    let mut surplus = None;
    let misfits = match (&demand, changeable.configuration.running) {
        (Some(demand), _) => {
            let (misfits, credits) = misfits(demand, changeable.spec, target);
            surplus = credits.map(|credits| credits.surplus_vcpu_hours_per_month);
            misfits
        }
        (None, true) => vec!["CPU was not measured, so it is not known whether it fits"],
        (None, false) => Vec::new(),
    };
    let rebuilt_for = (!same).then(|| target.architecture.clone());
    Ok(Retyped { edit: changeable.with_surplus(surplus).edit_to(target), rebuilt_for, misfits })
}

/// What the type of now carries and the target does not, and the target's CPU credits; without headroom, since the
/// author chose the target.
fn misfits(
    demand: &Demand<'_>,
    current: &InstanceSpec,
    target: &InstanceSpec,
) -> (Vec<&'static str>, Option<CreditUse>) {
    let needs = Needs::of(demand, &Preset::custom(WITHOUT_HEADROOM)).by_percentile();
    let already = fit(demand, &needs, current, current).vetoes;
    let fit = fit(demand, &needs, current, target);
    let mut misfits: Vec<&'static str> = Vec::new();
    for veto in fit.vetoes.iter().filter(|veto| !already.contains(veto)) {
        let misfit = match veto {
            Veto::Needs(Dimension::Cpu) => "the measured CPU does not fit",
            Veto::Needs(Dimension::Memory) => "the measured memory does not fit",
            Veto::Needs(Dimension::NetworkIn | Dimension::NetworkOut) => "the measured traffic exceeds the baseline of",
            Veto::Needs(Dimension::EbsIops | Dimension::EbsThroughput) => {
                "the measured operations or bytes of volumes exceed the baseline of"
            }
            Veto::Baseline => "more CPU is used on average than is sustained by",
            Veto::MemoryUnmeasured => "memory in use was not measured, and there is less of it in",
            Veto::Gpus => "there are fewer GPUs in",
            Veto::InstanceStore => "there is less instance store in",
            Veto::Attachments => "more volumes are attached than are taken by",
            Veto::NetworkInterfaces => "more network interfaces are attached than are taken by",
        };
        if !misfits.contains(&misfit) {
            misfits.push(misfit);
        }
    }
    (misfits, fit.credits)
}

/// The 99.5th percentile just fits.
const WITHOUT_HEADROOM: Parameters =
    Parameters { percentile: Percentile::P99_5, cpu_headroom: Percent::new(0.0), memory_headroom: Percent::new(0.0) };

/// A rule that flags everything and configures nothing.
fn bare(kind: ResourceKind, remediation: Remediation, parameters: Vec<RuleParameter>) -> Rule {
    Rule {
        id: "asked".to_owned(),
        summary: String::new(),
        why: String::new(),
        kind,
        severity: Severity::Low,
        parameters,
        remediation,
        effort: Effort::Low,
        hygiene: false,
        restore: String::new(),
        references: Vec::new(),
        needs: Vec::new(),
        when: Condition::All(Vec::new()),
    }
}
