//! EC2 Auto Scaling groups.

use super::{columns, flag, maybe, maybe_text, number};
use crate::model::resource::AutoScalingGroup;

columns! { AutoscalingGroup: AutoScalingGroup {
    "min_size": Number, "the fewest instances", "never", |g, _| number(g.min_size);
    "max_size": Number, "the most instances", "never", |g, _| number(g.max_size);
    "desired_capacity": Number, "the instances it keeps now", "never", |g, _| number(g.desired_capacity);
    "instances": Number, "its instances", "never",
        |g, _| number(u32::try_from(g.instance_ids.len()).unwrap_or(u32::MAX));
    "availability_zones": Number, "the Availability Zones it spans", "never",
        |g, _| number(u32::try_from(g.availability_zones.len()).unwrap_or(u32::MAX));
    "instance_type": Text, "the type that its launch template or configuration names",
        "overrides choose it, or it could not be read", |g, _| maybe_text(g.instance_type.as_deref());
    "mixed": Flag, "it has a mixed instances policy", "never", |g, _| flag(g.mixed_instances_policy.is_some());
    "scaling_policies": Number, "scaling policies", "they could not be read",
        |g, _| maybe(g.scaling_policies.as_ref().map(|policies| u32::try_from(policies.len()).unwrap_or(u32::MAX)));
    "scheduled_actions": Number, "scheduled actions", "they could not be read", |g, _| maybe(g.scheduled_actions);
    "managed": Flag, "a service owns it (EKS, Elastic Beanstalk, ECS, …)", "its tags could not be read",
        |g, _| flag(g.managed());
    "age": Age, "days since creation", "AWS did not say", |g, j| maybe(j.age(g.created_at));
} }
