//! What the user is told of scenarios, plans and usage files that cannot be used.

use crate::cli::Failure;
use crate::whatif::changes::ChangesError;
use crate::whatif::scaling::ScalingError;
use crate::whatif::scenario::ScenarioError;
use crate::whatif::terraform::{PlanError, UsageError};

impl From<ScenarioError> for Failure {
    fn from(error: ScenarioError) -> Self {
        match error {
            ScenarioError::Mistakes(mistakes) => Self::mistakes("the scenario", mistakes),
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
            UsageError::Mistakes(mistakes) => Self::mistakes("the usage file", mistakes),
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
