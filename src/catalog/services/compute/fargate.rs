//! What a Fargate task or pod costs: vCPU, memory and ephemeral storage of a month (AWS Fargate pricing).

use rust_decimal::Decimal;

use crate::catalog::Sheet;
use crate::units::{GbHour, Quantity, VcpuHour};

const SERVICE: &str = "AmazonECS";
/// GiB of ephemeral storage that every task has for nothing.
const INCLUDED_STORAGE_GIB: u32 = 20;

/// The size of a task.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) vcpu: Option<Decimal>,
    /// GiB.
    pub(super) memory: Option<Decimal>,
    /// GiB; `None` is what is included.
    pub(super) ephemeral_storage: Option<Decimal>,
    pub(super) windows: bool,
    pub(super) arm: bool,
    pub(super) spot: bool,
}

impl Task {
    /// `linux_x86`, `spot.linux_arm`, `windows`.
    fn platform(&self) -> String {
        let platform = match (self.windows, self.arm) {
            (true, _) => "windows",
            (false, true) => "linux_arm",
            (false, false) => "linux_x86",
        };
        if self.spot { format!("spot.{platform}") } else { platform.to_owned() }
    }

    pub(super) fn price(&self, sheet: &mut Sheet<'_>) {
        let platform = self.platform();
        let shown = platform.replace(['_', '.'], " ");
        match self.vcpu {
            Some(vcpu) => {
                let price = sheet.rate_of::<VcpuHour>(SERVICE, &format!("ecs.fargate.{platform}.vcpu"));
                sheet.fixed(
                    &format!("Fargate vCPU ({shown})"),
                    Quantity::new(vcpu),
                    price.map(|rate| rate.by_the_month()),
                );
                self.licence(vcpu, sheet);
            }
            None => sheet.gap("the vCPU of a Fargate task is not known"),
        }
        match self.memory {
            Some(memory) => {
                let price = sheet.rate_of::<GbHour>(SERVICE, &format!("ecs.fargate.{platform}.memory"));
                sheet.fixed(
                    &format!("Fargate memory ({shown})"),
                    Quantity::new(memory),
                    price.map(|rate| rate.by_the_month()),
                );
            }
            None => sheet.gap("the memory of a Fargate task is not known"),
        }
        let storage = self.ephemeral_storage.map(|size| size.saturating_sub(Decimal::from(INCLUDED_STORAGE_GIB)));
        if let Some(above) = storage.filter(|above| *above > Decimal::ZERO) {
            let price = sheet.rate_of::<GbHour>(SERVICE, "ecs.fargate.ephemeral_storage");
            sheet.fixed("Fargate ephemeral storage", Quantity::new(above), price.map(|rate| rate.by_the_month()));
        }
    }

    fn licence(&self, vcpu: Decimal, sheet: &mut Sheet<'_>) {
        if self.windows {
            let price = sheet.rate_of::<VcpuHour>(SERVICE, "ecs.fargate.windows.os_license");
            sheet.fixed("Fargate Windows licence", Quantity::new(vcpu), price.map(|rate| rate.by_the_month()));
        }
    }
}
