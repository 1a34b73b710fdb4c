//! CloudWatch Logs log groups.

use super::{columns, flag, gib, maybe, text};
use crate::model::resource::LogGroup;

columns! { LogsGroup: LogGroup {
    "class": Text, "`STANDARD`, `INFREQUENT_ACCESS` or `DELIVERY`", "never", |g, _| text(g.class.word());
    "retention_set": Flag, "its events expire", "never", |g, _| flag(g.retention_days.is_some());
    "retention": Age, "days until its events expire", "they never expire", |g, _| maybe(g.retention_days);
    "stored": Gib, "compressed size, as billed", "AWS did not say", |g, _| gib(g.stored_bytes);
    "age": Age, "days since creation", "AWS did not say", |g, j| maybe(j.age(g.created_at));
    "metric_filters": Number, "metric filters", "they could not be read", |g, _| maybe(g.metric_filter_count);
    "subscription_filters": Number, "subscription filters", "they could not be read", |g, _| maybe(g.subscription_filter_count);
} }
