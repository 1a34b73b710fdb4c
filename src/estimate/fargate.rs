//! Fargate tasks and pods: vCPU, memory and ephemeral storage of a month (AWS Fargate pricing).

use rust_decimal::Decimal;

use super::lines::Lines;
use crate::model::configuration::{EcsServiceConfiguration, FargateTask};
use crate::model::cost::PriceMissing;
use crate::model::fleet::{FARGATE, FARGATE_SPOT};
use crate::model::vocabulary::Architecture;
use crate::pricing::TieredPrice;
use crate::units::{GbHour, Hourly, Quantity, Unit, VcpuHour};

const SERVICE: &str = "AmazonECS";

/// The size of a task or pod; what is `None` is not known.
#[derive(Clone, Debug)]
pub struct TaskSize {
    pub vcpu: Option<Decimal>,
    /// GiB.
    pub memory: Option<Decimal>,
    /// GiB; `None` is what is included.
    pub ephemeral_storage: Option<Decimal>,
    pub windows: bool,
    pub arm: bool,
    pub spot: bool,
}

/// Where the lines of a task go: the estimate of a collected service, or the sheet of a declared one.
pub trait TaskLines {
    fn rate<U: Unit>(&self, service: &str, item: &str) -> Result<TieredPrice<U>, PriceMissing>;
    fn line<U: Unit>(&mut self, name: &str, quantity: Quantity<U>, price: Result<TieredPrice<U>, PriceMissing>);
    fn unknown(&mut self, sentence: &str);
}

impl TaskSize {
    /// `linux_x86`, `spot.linux_arm`, `windows`.
    fn platform(&self) -> String {
        let platform = match (self.windows, self.arm) {
            (true, _) => "windows",
            (false, true) => "linux_arm",
            (false, false) => "linux_x86",
        };
        if self.spot { format!("spot.{platform}") } else { platform.to_owned() }
    }

    /// One task that runs all month.
    pub fn price(&self, lines: &mut impl TaskLines) {
        let platform = self.platform();
        let shown = platform.replace(['_', '.'], " ");
        match self.vcpu {
            Some(vcpu) => {
                line::<VcpuHour>(lines, &format!("Fargate vCPU ({shown})"), vcpu, &format!("{platform}.vcpu"));
                if self.windows {
                    line::<VcpuHour>(lines, "Fargate Windows licence", vcpu, "windows.os_license");
                }
            }
            None => lines.unknown("the vCPU of a Fargate task is not known"),
        }
        match self.memory {
            Some(memory) => {
                line::<GbHour>(lines, &format!("Fargate memory ({shown})"), memory, &format!("{platform}.memory"));
            }
            None => lines.unknown("the memory of a Fargate task is not known"),
        }
        let storage =
            self.ephemeral_storage.map(|size| size.saturating_sub(Decimal::from(FargateTask::INCLUDED_STORAGE_GIB)));
        if let Some(above) = storage.filter(|above| *above > Decimal::ZERO) {
            line::<GbHour>(lines, "Fargate ephemeral storage", above, "ephemeral_storage");
        }
    }
}

fn line<U: Hourly>(lines: &mut impl TaskLines, name: &str, amount: Decimal, item: &str) {
    let price = lines.rate::<U>(SERVICE, &format!("ecs.fargate.{item}"));
    lines.line(name, Quantity::new(amount), price.map(|rate| rate.by_the_month()));
}

/// The tasks of a collected service; those on EC2 or external instances cost what these cost.
pub(super) fn price(service: &EcsServiceConfiguration, lines: &mut Lines<'_>) {
    for (provider, count) in &service.tasks_by_provider {
        if provider != FARGATE && provider != FARGATE_SPOT {
            continue;
        }
        let count = match Decimal::from_f64_retain(*count) {
            Some(count) if count >= Decimal::ZERO => count.round_dp(9),
            _ => {
                lines.unmeasured(format!("running tasks: {count} is no number of tasks"));
                continue;
            }
        };
        match &service.task {
            Some(task) => size(task, provider == FARGATE_SPOT).price(&mut Tasks { lines, count }),
            None => lines.unmeasured("the size of its tasks is not known"),
        }
    }
}

fn size(task: &FargateTask, spot: bool) -> TaskSize {
    let thousandths = |amount: u32| Decimal::from(amount) / Decimal::from(1024_u32);
    TaskSize {
        vcpu: Some(thousandths(task.cpu_units)),
        memory: Some(thousandths(task.memory_mib)),
        ephemeral_storage: Some(Decimal::from(task.ephemeral_storage_gib)),
        windows: task.windows,
        arm: task.architecture == Architecture::Arm64,
        spot,
    }
}

/// So many tasks.
struct Tasks<'l, 'p> {
    lines: &'l mut Lines<'p>,
    count: Decimal,
}

impl TaskLines for Tasks<'_, '_> {
    fn rate<U: Unit>(&self, service: &str, item: &str) -> Result<TieredPrice<U>, PriceMissing> {
        self.lines.prices.rate(service, self.lines.region, item)
    }

    fn line<U: Unit>(&mut self, name: &str, quantity: Quantity<U>, price: Result<TieredPrice<U>, PriceMissing>) {
        self.lines.add_tiered(name, Quantity::ZERO, quantity.times(self.count), price);
    }

    fn unknown(&mut self, sentence: &str) {
        self.lines.unmeasured(sentence);
    }
}
