//! Monitoring, configuration, secrets, keys, certificates and directories.

mod alarms;
mod certificates;
mod cloudtrail;
mod config;
mod directory;
mod kms;
mod log_group;
mod metrics;
mod secrets;
mod ssm;

use crate::catalog::Kind;

pub(super) const KINDS: &[&Kind] = &[
    &alarms::COMPOSITE_ALARM,
    &alarms::DASHBOARD,
    &alarms::METRIC_ALARM,
    &certificates::AUTHORITY,
    &certificates::CERTIFICATE,
    &cloudtrail::TRAIL,
    &config::CONFORMANCE_PACK,
    &config::ORGANIZATION_CUSTOM_RULE,
    &config::ORGANIZATION_MANAGED_RULE,
    &config::RECORDER,
    &config::RULE,
    &directory::DIRECTORY,
    &kms::EXTERNAL_KEY,
    &kms::KEY,
    &kms::REPLICA_EXTERNAL_KEY,
    &kms::REPLICA_KEY,
    &log_group::LOG_GROUP,
    &metrics::METRICS,
    &secrets::SECRET,
    &ssm::ACTIVATION,
    &ssm::PARAMETER,
];
