//! Lambda on Graviton: the same memory at the price of arm64.

use super::Case;
use crate::estate::Resource;
use crate::model::action::Action;
use crate::model::configuration::Configuration;
use crate::model::edit::Edit;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::vocabulary::{Architecture, PackageType};

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let (Resource::Function(function), Some(placed)) = (case.entry.resource, case.entry.placed.as_ref()) else {
        return case.wrong_kind();
    };
    let Configuration::LambdaFunction(now) = &placed.configuration else { return case.wrong_kind() };
    if now.architecture != Architecture::X8664 {
        return Remedy::Nothing;
    }
    match function.runs_on_arm64() {
        Some(true) => {}
        Some(false) => return Remedy::Nothing,
        None => return case.unknown(GapReason::NoData, "its runtime is not known"),
    }
    if now.duration_ms_per_month.is_none() {
        return case.unknown(GapReason::NoData, "how long it runs was not measured");
    }
    let compiled = function.runtime.as_deref().is_some_and(|runtime| runtime.starts_with("provided"));
    let rebuilt = match &function.package_type {
        Some(PackageType::Image) => "the container image must be built for arm64",
        _ if compiled => "the executable must be compiled for arm64",
        _ => "layers and dependencies with native code must be built for arm64",
    };
    let edit = Edit::FunctionArchitecture { architecture: Architecture::Arm64 };
    Proposal::exact(Action::MigrateToGraviton, case.key(), edit)
        .with_caveats([
            rebuilt,
            "the duration of now is counted; measure it on arm64, where it may be shorter or longer",
            "functions of Lambda@Edge run on x86_64 alone",
        ])
        .into_remedy()
}
