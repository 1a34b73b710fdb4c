//! Usage of instances, alone or in a group: hours, operating system, credits, reservations.

use rust_decimal::Decimal;

use super::reserved::Reservation;
use crate::catalog::{Field, Resource};
use crate::model::vocabulary::Platform;

pub(super) const OPERATING_SYSTEM: Field =
    Field::text("operating_system", "`linux`, `windows`, `rhel`, `rhel-ha` or `suse`; Linux is assumed without it.");
pub(super) const MONTHLY_HOURS: Field = Field::number(
    "monthly_hrs",
    "hours a month",
    "Hours an instance runs; all of them without it, and always where reserved.",
);
pub(super) const CREDIT_HOURS: Field =
    Field::number("monthly_cpu_credit_hrs", "hours a month", "Hours an instance bursts above its baseline.");
pub(super) const CREDIT_VCPUS: Field =
    Field::number("vcpu_count", "vCPUs", "How many vCPUs burst; all of the instance type without it.");
pub(super) const RESERVED_CLASS: Field =
    Field::text("reserved_instance_type", "`standard` or `convertible`; standard without it.");
pub(super) const RESERVED_TERM: Field = Field::text("reserved_instance_term", "`1_year` or `3_year`.");
pub(super) const RESERVED_PAYMENT: Field =
    Field::text("reserved_instance_payment_option", "`no_upfront`, `partial_upfront` or `all_upfront`.");

/// How instances of one declaration are used.
#[derive(Clone, Debug)]
pub(super) struct InstanceUsage {
    /// `None` where the usage names none.
    pub(super) platform: Option<Platform>,
    pub(super) hours: Option<Decimal>,
    pub(super) credit_hours: Option<Decimal>,
    pub(super) credit_vcpus: Option<Decimal>,
    /// `None` on demand; a text where the reservation is not understood.
    pub(super) reservation: Option<Result<Reservation, String>>,
}

impl InstanceUsage {
    /// `prefix` is empty, or the block of the usage that speaks of the instances: `ec2.`.
    pub(super) fn read(resource: &Resource<'_>, prefix: &str) -> Self {
        let number = |name: &str| resource.usage(&format!("{prefix}{name}"));
        let text = |name: &str| resource.usage_text(&format!("{prefix}{name}"));
        Self {
            platform: text(OPERATING_SYSTEM.name).map(platform),
            hours: number(MONTHLY_HOURS.name),
            credit_hours: number(CREDIT_HOURS.name),
            credit_vcpus: number(CREDIT_VCPUS.name),
            reservation: Reservation::read(
                text(RESERVED_CLASS.name),
                text(RESERVED_TERM.name),
                text(RESERVED_PAYMENT.name),
            ),
        }
    }
}

/// A word that is none of ours stays as it is, and has no price.
fn platform(word: &str) -> Platform {
    Platform::from_word(&word.to_lowercase().replace('_', "-"))
}
