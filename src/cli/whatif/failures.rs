//! What the user is told of scenarios, plans and usage files that cannot be used.

use crate::cli::Failure;
use crate::model::mistake::Mistake;
use crate::whatif::changes::ChangesError;
use crate::whatif::scaling::ScalingError;
use crate::whatif::scenario::ScenarioError;
use crate::whatif::terraform::{PlanError, UsageError};

/// A plan where something else is expected has a mistake for each of its members: one message says it better.
fn of_a_plan(mistakes: &[Mistake], expected: &str, hint: &str) -> Option<Failure> {
    let member = mistakes.iter().find(|mistake| mistake.field == "resource_changes")?;
    let message = format!("{} is a Terraform plan, not a {expected}", member.file.display());
    Some(Failure::new(message).hint(hint))
}

impl From<ScenarioError> for Failure {
    fn from(error: ScenarioError) -> Self {
        match error {
            ScenarioError::Mistakes(mistakes) => of_a_plan(&mistakes, "scenario", "price it with `--terraform`")
                .unwrap_or_else(|| Self::mistakes("the scenario", mistakes)),
            other => Self::of(&other),
        }
    }
}

impl From<ScalingError> for Failure {
    fn from(error: ScalingError) -> Self {
        Self::of(&error)
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Mistakes(mistakes) => Self::mistakes("the plan", mistakes),
            other @ PlanError::Io { .. } => Self::of(&other),
        }
    }
}

impl From<UsageError> for Failure {
    fn from(error: UsageError) -> Self {
        match error {
            UsageError::Mistakes(mistakes) => {
                of_a_plan(&mistakes, "usage file", "give the plan to `--terraform` alone")
                    .unwrap_or_else(|| Self::mistakes("the usage file", mistakes))
            }
            other @ UsageError::Io { .. } => Self::of(&other),
        }
    }
}

impl From<ChangesError> for Failure {
    fn from(error: ChangesError) -> Self {
        match error {
            ChangesError::Dataset(error) => error.into(),
            ChangesError::Metrics(error) => error.into(),
            ChangesError::Mistakes(mistakes) => Self::mistakes("the changes", mistakes),
        }
    }
}
