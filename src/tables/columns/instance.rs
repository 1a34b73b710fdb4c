//! EC2 instances.

use super::{columns, flag, maybe, maybe_text, number, text};
use crate::model::resource::Instance;
use crate::model::vocabulary::InstanceState;

columns! { Ec2Instance: Instance {
    "instance_type": Text, "the instance type: `m5.large`", "never", |i, _| text(&i.instance_type);
    "family": Text, "the family of the type: `m5`", "never", |i, _| text(split(&i.instance_type).0);
    "size": Text, "the size of the type: `large`", "never", |i, _| text(split(&i.instance_type).1);
    "platform": Text, "operating system and license", "never", |i, _| text(i.platform.word());
    "tenancy": Text, "`shared`, `dedicated` or `host`", "never", |i, _| text(i.tenancy.word());
    "lifecycle": Text, "`on-demand` or `spot`", "never", |i, _| text(i.lifecycle.word());
    "architecture": Text, "the processor architecture", "never", |i, _| text(i.architecture.word());
    "state": Text, "the instance's state", "never", |i, _| text(i.state.word());
    "age": Age, "days since launch or attachment of the root volume, the earlier (at least; LaunchTime changes at every start)",
        "neither time is known", |i, j| maybe(j.instance_age(i));
    "launched_age": Age, "days since the last start", "the launch time is not known", |i, j| maybe(j.age(i.launched_at));
    "stopped_age": Age, "days since it stopped", "it is not stopped, or the time cannot be read", |i, j| maybe(j.stopped_age(i));
    "detailed_monitoring": Flag, "detailed (one-minute) monitoring is on", "AWS did not say", |i, _| flag(i.detailed_monitoring);
    "alarm_uses_detailed_monitoring": Flag,
        "an alarm on the instance or its Auto Scaling group has a period below 300 s",
        "alarms could not be read, or one watches what cannot be told", |i, j| flag(j.alarm_uses_detailed_monitoring(i));
    "in_auto_scaling_group": Flag, "it is a member of an Auto Scaling group", "its tags could not be read",
        |i, _| flag(if i.auto_scaling_group.is_some() { Some(true) } else { i.tags.as_ref().map(|_| false) });
    "managed": Flag, "a service owns it (EKS, EMR, Elastic Beanstalk, …)", "its tags could not be read",
        |i, _| flag(if i.managed_by.is_some() { Some(true) } else { i.tags.as_ref().map(|_| false) });
    "managed_by": Text, "what owns it; empty when nothing does", "its tags could not be read",
        |i, _| maybe_text(i.managed_by.as_deref().or_else(|| i.tags.as_ref().map(|_| "")));
    "burstable": Flag, "it has burstable performance (CPU credits)", "never",
        |i, j| flag(j.burstable(i));
    "vcpus": Number, "vCPUs of its type", "its type could not be read",
        |i, j| maybe(j.instance_type(i).map(|t| t.vcpus));
    "memory": Gib, "memory of its type", "its type could not be read",
        |i, j| maybe(j.instance_type(i).map(|t| t.memory_mib as f64 / 1024.0));
    "current_generation": Flag, "AWS calls its type current generation", "its type could not be read",
        |i, j| flag(j.instance_type(i).and_then(|t| t.current_generation));
    "volumes": Number, "attached EBS volumes", "never",
        |i, _| number(u32::try_from(i.volume_ids.len()).unwrap_or(u32::MAX));
    "volumes_size": Gib, "size of all attached EBS volumes", "a volume could not be read", |i, j| maybe(j.volumes_size(i));
    "has_elastic_ip": Flag, "an Elastic IP address is associated", "addresses could not be read", |i, j| flag(j.has_elastic_ip(i));
    "auto_assigned_public_ipv4": Flag, "it has a public IPv4 address that is no Elastic IP", "it could not be told",
        |i, _| flag(i.auto_assigned_public_ipv4);
    "ebs_optimized": Flag, "EBS optimization is on", "AWS did not say", |i, _| flag(i.ebs_optimized);
    "virtualization": Text, "`hvm` or `paravirtual`", "AWS did not say", |i, _| maybe_text(i.virtualization.as_deref());
    "stop_time_known": Flag, "for a stopped instance: the stop time could be read", "it is not stopped",
        |i, _| flag((i.state == InstanceState::Stopped).then(|| i.stopped_at.is_some()));
} }

/// `m5.large` is family `m5`, size `large`.
fn split(instance_type: &str) -> (&str, &str) {
    instance_type.split_once('.').unwrap_or((instance_type, ""))
}
