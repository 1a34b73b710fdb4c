//! What a number means: money, quantities and unit prices whose units do not mix, percentages, windows of time.
//!
//! This module knows no AWS service, no file and no clock. Start with `quantity`.

mod money;
mod percent;
mod quantity;
mod window;

pub use money::{Usd, UsdRange};
pub use percent::Percent;
pub use quantity::{
    Gb, GbMonth, HOURS_PER_MONTH, Hour, IopsMonth, MetricMonth, MibpsMonth, ObjectMonth, Quantity, Request, Unit,
    UnitPrice, VcpuHour,
};
pub use window::{Days, Window};
