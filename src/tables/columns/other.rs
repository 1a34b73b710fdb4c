//! Kinds that inform about others and that no shipped rule judges.

pub(super) mod instance_type {
    use crate::model::resource::InstanceType;
    use crate::tables::columns::{columns, flag, maybe, number};

    columns! { Ec2InstanceType: InstanceType {
        "vcpus": Number, "vCPUs", "never", |t, _| number(t.vcpus);
        "memory": Gib, "memory", "never", |t, _| number(t.memory_mib as f64 / 1024.0);
        "burstable": Flag, "burstable performance (CPU credits)", "AWS did not say", |t, _| flag(t.burstable);
        "current_generation": Flag, "AWS calls it current generation", "AWS did not say", |t, _| flag(t.current_generation);
        "gpus": Number, "GPUs", "AWS did not say", |t, _| maybe(t.gpus);
    } }
}

pub(super) mod image {
    use crate::model::resource::Image;
    use crate::tables::columns::{columns, maybe, number, text};

    columns! { Ec2Image: Image {
        "state": Text, "the image's state", "never", |i, _| text(&i.state);
        "age": Age, "days since creation", "AWS did not say", |i, j| maybe(j.age(i.created_at));
        "snapshots": Number, "snapshots behind it", "never",
            |i, _| number(u32::try_from(i.snapshot_ids.len()).unwrap_or(u32::MAX));
    } }
}

pub(super) mod alarm {
    use crate::model::resource::Alarm;
    use crate::tables::columns::{columns, flag, maybe};

    columns! { CloudwatchAlarm: Alarm {
        "period_s": Number, "the shortest period of its metrics, in seconds", "AWS did not say", |a, _| maybe(a.period_s);
        "opaque": Flag, "what it watches cannot be told", "never", |a, _| flag(a.opaque);
    } }
}

pub(super) mod reserved_instances {
    use crate::model::resource::ReservedInstances;
    use crate::tables::columns::{columns, number, text};

    columns! { Ec2ReservedInstances: ReservedInstances {
        "instance_type": Text, "the instance type: `m5.large`", "never", |r, _| text(&r.instance_type);
        "scope": Text, "`Region` or `Availability Zone`", "never", |r, _| text(r.scope.word());
        "instances": Number, "instances that are reserved", "never", |r, _| number(r.instance_count);
    } }
}

pub(super) mod savings_plan {
    use crate::model::resource::SavingsPlan;
    use crate::tables::columns::{columns, text};

    columns! { SavingsPlan: SavingsPlan {
        "plan_type": Text, "`Compute`, `EC2Instance`, `SageMaker` or `Database`", "never", |p, _| text(p.plan_type.word());
        "state": Text, "the plan's state", "never", |p, _| text(&p.state);
    } }
}
