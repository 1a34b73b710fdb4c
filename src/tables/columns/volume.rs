//! EBS volumes.

use super::{columns, flag, maybe, maybe_text, number, text};
use crate::model::resource::Volume;

columns! { EbsVolume: Volume {
    "volume_type": Text, "`gp2`, `gp3`, `io1`, …", "never", |v, _| text(v.volume_type.word());
    "size": Gib, "the provisioned size", "never", |v, _| number(v.size_gib);
    "iops": Number, "provisioned or, for gp2, baseline IOPS", "the type has none", |v, _| maybe(v.iops);
    "throughput": Number, "provisioned MiB/s", "the type has none", |v, _| maybe(v.throughput_mibps);
    "state": Text, "the volume's state", "never", |v, _| text(v.state.word());
    "age": Age, "days since creation", "AWS did not say", |v, j| maybe(j.age(v.created_at));
    "attached": Flag, "it is attached to an instance", "never",
        |v, _| flag(!v.attachments.is_empty() || v.state == crate::model::vocabulary::VolumeState::InUse);
    "attachments": Number, "how many instances it is attached to", "never",
        |v, _| number(u32::try_from(v.attachments.len()).unwrap_or(u32::MAX));
    "attached_age": Age, "days since the newest attachment", "it is not attached, or a time is not known",
        |v, j| maybe(j.attached_age(v));
    "attached_instance_state": Text, "the state of its instance; `running` when any of several runs",
        "it is not attached, or an instance could not be read", |v, j| maybe_text(j.attached_state(v));
    "any_instance_running": Flag, "an instance it is attached to is running", "an instance could not be read",
        |v, j| flag(j.any_instance_running(v));
    "all_instances_stopped": Flag, "every instance it is attached to is stopped",
        "it is not attached, or an instance could not be read", |v, j| flag(j.all_instances_stopped(v));
    "instance_stopped_age": Age, "days since the last of its instances stopped",
        "an instance runs, or a stop time is not known", |v, j| maybe(j.attached_stopped_age(v));
    "instance_in_auto_scaling_group": Flag, "an instance it is attached to belongs to an Auto Scaling group",
        "an instance could not be read", |v, j| flag(j.attached_auto_scaling(v));
    "multi_attach": Flag, "Multi-Attach is on", "AWS did not say", |v, _| flag(v.multi_attach);
    "from_snapshot": Text, "the snapshot it was made from", "none, or AWS did not say", |v, _| maybe_text(v.snapshot_id.as_deref());
} }
