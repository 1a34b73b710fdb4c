//! Messaging, functions, streaming and analytics.

mod amounts;
mod api_gateway;
mod api_gateway_v2;
mod cloudformation;
mod eventbridge;
mod firehose;
mod grafana;
mod kinesis;
mod kinesis_analytics;
mod lambda;
mod lambda_concurrency;
mod mq;
mod msk;
mod mwaa;
mod sns;
mod sns_subscription;
mod sqs;
mod step_functions;

use crate::catalog::Kind;

pub(super) const KINDS: &[&Kind] = &[
    &api_gateway::REST_API,
    &api_gateway::STAGE,
    &api_gateway_v2::API,
    &cloudformation::STACK,
    &cloudformation::STACK_SET,
    &eventbridge::BUS,
    &firehose::DELIVERY_STREAM,
    &grafana::WORKSPACE,
    &kinesis::STREAM,
    &kinesis_analytics::SQL_APPLICATION,
    &kinesis_analytics::APPLICATION,
    &kinesis_analytics::SNAPSHOT,
    &lambda::FUNCTION,
    &lambda_concurrency::PROVISIONED,
    &mq::BROKER,
    &msk::CLUSTER,
    &mwaa::ENVIRONMENT,
    &sns::TOPIC,
    &sns_subscription::SUBSCRIPTION,
    &sqs::QUEUE,
    &step_functions::STATE_MACHINE,
];
