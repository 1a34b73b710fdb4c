//! What must match for a reservation to apply: running usage and reservations in the same words.

use chrono::NaiveDate;

use super::hours::WeekHours;
use super::normalization::{family_and_size, is_size_flexible};
use crate::model::ids::{AccountId, Region, ResourceKey};
use crate::model::vocabulary::{Platform, Tenancy};
use crate::units::Usd;

/// The attributes of an instance that a reservation is bought for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shape {
    pub account: AccountId,
    pub region: Region,
    pub instance_type: String,
    pub platform: Platform,
    pub tenancy: Tenancy,
}

/// Usage and reservations that can meet: one family of one platform and tenancy in one region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pool {
    pub account: AccountId,
    pub region: Region,
    pub family: String,
    pub platform: Platform,
    pub tenancy: Tenancy,
}

/// One instance that runs on demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    pub key: ResourceKey,
    pub shape: Shape,
    /// `None` where AWS did not say.
    pub zone: Option<String>,
    /// Quarters of normalized units; `None` where the size is not known.
    pub quarter_units: Option<u64>,
    /// The on-demand rate; `None` where the price book has none.
    pub hourly: Option<Usd>,
    /// The hours of a week that it runs; `None` for all of them.
    pub hours: Option<WeekHours>,
}

/// Reserved Instances of one purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    pub key: ResourceKey,
    pub shape: Shape,
    /// The zone of a zonal reservation; `None` for regional ones.
    pub zone: Option<String>,
    pub count: u32,
    pub quarter_units: Option<u64>,
    pub end: Option<NaiveDate>,
}

/// So many of so many units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub taken: u64,
    pub of: u64,
}

impl Share {
    pub const fn left(self) -> u64 {
        self.of.saturating_sub(self.taken)
    }

    /// 0 to 100.
    pub fn percent(self) -> f64 {
        if self.of == 0 { 0.0 } else { self.taken as f64 / self.of as f64 * 100.0 }
    }
}

impl Shape {
    pub fn family(&self) -> &str {
        family_and_size(&self.instance_type).0
    }

    pub fn pool(&self) -> Pool {
        Pool {
            account: self.account.clone(),
            region: self.region.clone(),
            family: self.family().to_owned(),
            platform: self.platform.clone(),
            tenancy: self.tenancy.clone(),
        }
    }

    /// Regional reservations of it float over the sizes of the family: Linux/UNIX on shared hardware alone.
    pub fn floats(&self) -> bool {
        self.platform == Platform::Linux && self.tenancy == Tenancy::Shared && is_size_flexible(self.family())
    }
}

impl Reservation {
    /// It covers any size of its family.
    pub fn is_flexible(&self) -> bool {
        self.zone.is_none() && self.quarter_units.is_some() && self.shape.floats()
    }
}

impl std::fmt::Display for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {} in {}", self.family, self.platform, self.tenancy, self.region)
    }
}
