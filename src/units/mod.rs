//! What a number means: money, quantities and unit prices whose units do not mix, percentages, months, windows
//! of time.
//!
//! This module knows no AWS service, no file and no clock. Start with `quantity`.

mod money;
pub mod month;
mod percent;
mod pricing_units;
mod quantity;
mod window;

pub use money::{Usd, UsdRange};
pub use percent::Percent;
pub use pricing_units::*;
pub use quantity::{HOURS_PER_MONTH, Quantity, Unit, UnitPrice};
pub use window::{Days, Window};
