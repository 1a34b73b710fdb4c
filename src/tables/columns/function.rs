//! Lambda functions.

use super::{columns, flag, maybe, maybe_text, number, text};
use crate::model::resource::Function;

columns! { LambdaFunction: Function {
    "memory_mb": Number, "memory in MB", "never", |f, _| number(f.memory_mb);
    "architecture": Text, "`x86_64` or `arm64`", "never", |f, _| text(f.architecture.word());
    "runtime": Text, "the runtime: `python3.13`", "a container image has none, or AWS did not say",
        |f, _| maybe_text(f.runtime.as_deref());
    "package_type": Text, "`Zip` or `Image`", "AWS did not say",
        |f, _| maybe_text(f.package_type.as_ref().map(crate::model::vocabulary::PackageType::word));
    "runs_on_arm64": Flag, "its runtime exists for arm64, or it is a container image, which can be built for it",
        "AWS did not say the runtime", |f, _| flag(f.runs_on_arm64());
    "ephemeral_storage_mb": Number, "size of `/tmp` in MB", "AWS did not say", |f, _| maybe(f.ephemeral_storage_mb);
    "timeout_s": Number, "the longest an invocation may take, in seconds", "AWS did not say", |f, _| maybe(f.timeout_s);
    "provisioned_concurrency": Number, "executions kept ready", "it could not be read",
        |f, _| maybe(f.provisioned_concurrency);
    "modified_age": Age, "days since its code or configuration last changed", "AWS did not say",
        |f, j| maybe(j.age(f.modified_at));
} }
