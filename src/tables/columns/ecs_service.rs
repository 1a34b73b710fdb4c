//! ECS services.

use super::{columns, flag, maybe, maybe_text, number, text};
use crate::model::resource::EcsService;

columns! { EcsService: EcsService {
    "status": Text, "`ACTIVE`, `DRAINING` or `INACTIVE`", "never", |s, _| text(&s.status);
    "on_fargate": Flag, "all of its tasks run on Fargate; others cost what their instances cost",
        "neither launch type nor capacity providers are known", |s, _| flag(s.on_fargate());
    "desired_count": Number, "the tasks it keeps", "never", |s, _| number(s.desired_count);
    "running_count": Number, "the tasks that run", "AWS did not say", |s, _| maybe(s.running_count);
    "vcpus": Number, "vCPUs of a task", "its task definition could not be read, or says nothing",
        |s, _| maybe(s.cpu_units.map(|units| f64::from(units) / 1024.0));
    "memory": Gib, "memory of a task", "its task definition could not be read, or says nothing",
        |s, _| maybe(s.memory_mib.map(|mib| f64::from(mib) / 1024.0));
    "architecture": Text, "the processor architecture of its tasks", "its task definition could not be read",
        |s, _| maybe_text(s.cpu_architecture.as_ref().map(crate::model::vocabulary::Architecture::word));
    "operating_system_family": Text, "`LINUX`, `WINDOWS_SERVER_2022_CORE`, …", "its task definition could not be read",
        |s, _| maybe_text(s.operating_system_family.as_deref());
    "scaling_policies": Number, "policies of service auto scaling", "they could not be read",
        |s, _| maybe(s.scaling_policies.as_ref().map(|policies| u32::try_from(policies.len()).unwrap_or(u32::MAX)));
    "min_capacity": Number, "the fewest tasks of service auto scaling", "it has none, or it could not be read",
        |s, _| maybe(s.min_capacity);
    "age": Age, "days since creation", "AWS did not say", |s, j| maybe(j.age(s.created_at));
} }
