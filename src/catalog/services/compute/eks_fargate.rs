//! EKS Fargate profiles: the pods that run by them (AWS Fargate pricing); the profile itself is free.

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::estimate::TaskSize;

pub(super) const PROFILE: Kind = Kind {
    type_name: "aws_eks_fargate_profile",
    kind: "eks-fargate-profile",
    service: "AmazonECS",
    attributes: &[],
    usage: &[
        Field::number("pods", "pods", "How many run on average; one is assumed without it."),
        Field::number("vcpu", "vCPUs", "Of a pod; one is assumed without it."),
        Field::number("memory_gb", "GiB", "Of a pod; one is assumed without it."),
        Field::number("ephemeral_storage_gb", "GiB", "Of a pod; 20 are included."),
    ],
    price,
};

fn price(profile: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let mut one = |key: &str| {
        profile.usage(key).unwrap_or_else(|| {
            sheet.gap("which pods run by it is not declared: one with 1 vCPU and 1 GiB is assumed where the usage says nothing");
            Decimal::ONE
        })
    };
    let (pods, vcpu, memory) = (one("pods"), one("vcpu"), one("memory_gb"));
    let pod = TaskSize {
        vcpu: Some(vcpu),
        memory: Some(memory),
        ephemeral_storage: profile.usage("ephemeral_storage_gb"),
        windows: false,
        arm: false,
        spot: false,
    };
    sheet.times(pods, |sheet| pod.price(sheet));
}
