//! CPU credits of a burstable instance, hour by hour: what is earned, kept, spent, and charged as surplus.

use crate::units::HOURS_PER_MONTH;

/// Hours whose earned credits can be kept, and lent, at most
/// (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html>).
const KEPT_HOURS: f64 = 24.0;

/// What a load does to the credits of a burstable type in unlimited mode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CreditUse {
    /// Surplus that is charged, vCPU-hours a month.
    pub surplus_vcpu_hours_per_month: f64,
    /// Hours, in percent, that begin without a credit in hand.
    pub hours_without_credit_percent: f64,
}

impl CreditUse {
    /// The credits earned always sufficed.
    pub fn is_carried_by_credits(&self) -> bool {
        self.surplus_vcpu_hours_per_month <= 0.0 && self.hours_without_credit_percent <= 0.0
    }
}

/// Run the hourly demand (vCPUs) through a type of `vcpus` that earns `sustained` vCPU-hours an hour.
///
/// The recording is run through twice, so that the first hours do not begin without a credit; the second run counts.
/// Credits above 24 hours' earnings are lost. Surplus is lent up to 24 hours' earnings and paid back from later
/// earnings; what exceeds that is charged, and so is what is still owed at the end
/// (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-unlimited-mode-concepts.html>).
pub fn credit_use(demand: &(impl Iterator<Item = f64> + Clone), vcpus: f64, sustained: f64) -> CreditUse {
    let most = KEPT_HOURS * sustained;
    let mut balance = 0.0_f64;
    let (mut charged, mut without, mut hours) = (0.0, 0_u32, 0_u32);
    for counts in [false, true] {
        for used in demand.clone() {
            let empty = balance <= 1e-9;
            balance = (balance + sustained - used.clamp(0.0, vcpus)).min(most);
            let excess = (-most - balance).max(0.0);
            balance += excess;
            if counts {
                charged += excess;
                // At its baseline an instance without credits lacks nothing.
                without += u32::from(empty && used > sustained);
                hours += 1;
            }
        }
        // What is owed when the recording begins again is not owed twice.
        if !counts {
            balance = balance.max(0.0);
        }
    }
    charged += (-balance).max(0.0);
    let all = f64::from(hours.max(1));
    CreditUse {
        surplus_vcpu_hours_per_month: charged / all * HOURS_PER_MONTH.to_f64(),
        hours_without_credit_percent: 100.0 * f64::from(without) / all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Load = &'static [(usize, f64)];

    /// t3.medium: 2 vCPUs, 0.4 vCPU-hours an hour.
    fn on_t3_medium(hours: Load) -> CreditUse {
        credit_use(&hours.iter().flat_map(|(hours, used)| std::iter::repeat_n(*used, *hours)), 2.0, 0.4)
    }

    #[test]
    fn credits_of_known_loads() {
        // (load, surplus vCPU-hours of the recording, hours without credit)
        let cases: [(Load, f64, f64); 5] = [
            (&[(336, 0.1)], 0.0, 0.0),
            (&[(336, 0.4)], 0.0, 0.0),
            // 9.6 kept of the quiet hours carry 6 hours at 2 vCPUs (6 × 1.6 = 9.6).
            (&[(330, 0.1), (6, 2.0)], 0.0, 0.0),
            // 12 hours spend 19.2: 9.6 of credit, 9.6 lent; owed at the end.
            (&[(324, 0.1), (12, 2.0)], 9.6, 6.0),
            // Always 0.1 above the baseline: 33.6 over the whole length, all charged.
            (&[(336, 0.5)], 33.6, 336.0),
        ];
        for (load, surplus, without) in cases {
            let hours: usize = load.iter().map(|(hours, _)| hours).sum();
            let it = on_t3_medium(load);
            let expected = surplus / hours as f64 * 730.0;
            assert!((it.surplus_vcpu_hours_per_month - expected).abs() < 1e-6, "{load:?}: {it:?}");
            let share = 100.0 * without / hours as f64;
            assert!((it.hours_without_credit_percent - share).abs() < 1e-6, "{load:?}: {it:?}");
        }
    }
}
