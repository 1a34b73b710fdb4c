//! Lambda functions: how often they run and for how long.

use super::{Measured, Usage, per_month};
use crate::model::configuration::{Configuration, FunctionConfiguration};
use crate::model::metric::Statistic;
use crate::model::resource::Function;

/// `/tmp` of a function that says nothing else (Lambda's `CreateFunction`); it costs nothing.
const DEFAULT_EPHEMERAL_STORAGE_MB: u32 = 512;

pub(super) fn configuration(function: &Function, measured: Measured<'_>) -> Usage {
    let mut unmeasured = Vec::new();
    if function.snap_start == Some(true)
        && !function.runtime.as_deref().is_some_and(|runtime| runtime.starts_with("java"))
    {
        unmeasured.push("SnapStart's cache and restores are not priced".to_owned());
    }
    if function.ephemeral_storage_mb.is_none() {
        unmeasured.push("the size of its /tmp is not known".to_owned());
    }
    let key = function.key();
    let sum = |metric: &str| per_month(measured, &key, metric, Statistic::Sum, None);
    Usage {
        configuration: Some(Configuration::LambdaFunction(FunctionConfiguration {
            memory_mb: function.memory_mb,
            architecture: function.architecture.clone(),
            ephemeral_storage_mb: function.ephemeral_storage_mb.unwrap_or(DEFAULT_EPHEMERAL_STORAGE_MB),
            provisioned_concurrency: function.provisioned_concurrency,
            invocations_per_month: sum("Invocations"),
            duration_ms_per_month: sum("Duration"),
        })),
        unmeasured,
    }
}
