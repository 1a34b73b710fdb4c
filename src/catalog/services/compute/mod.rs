//! Instances, groups of them, containers and what they run from.

mod autoscaling_group;
mod beanstalk;
mod cloudhsm;
mod codebuild;
mod devices;
mod ebs_snapshot;
mod ebs_volume;
mod ec2_host;
mod ecr;
mod ecs;
mod eip;
mod eks_cluster;
mod eks_fargate;
mod eks_node_group;
mod instance;
mod instance_usage;
mod launch;
mod lightsail;
mod reserved;
mod server;
mod traffic_mirror;

use crate::catalog::Kind;

pub(super) const KINDS: &[&Kind] = &[
    &autoscaling_group::GROUP,
    &beanstalk::ENVIRONMENT,
    &cloudhsm::HSM,
    &codebuild::PROJECT,
    &ebs_snapshot::COPY,
    &ebs_snapshot::SNAPSHOT,
    &ebs_volume::VOLUME,
    &ec2_host::HOST,
    &ecr::REPOSITORY,
    &ecs::SERVICE,
    &ecs::TASK_DEFINITION,
    &eip::ADDRESS,
    &eks_cluster::CLUSTER,
    &eks_fargate::PROFILE,
    &eks_node_group::GROUP,
    &instance::INSTANCE,
    &launch::CONFIGURATION,
    &launch::TEMPLATE,
    &lightsail::INSTANCE,
    &traffic_mirror::SESSION,
];
