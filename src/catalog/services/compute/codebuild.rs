//! CodeBuild projects: minutes of builds by the size of the machine, seconds on Lambda (AWS CodeBuild pricing).

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Minute, Second};

pub(super) const PROJECT: Kind = Kind {
    type_name: "aws_codebuild_project",
    kind: "codebuild-project",
    service: "CodeBuild",
    attributes: &[Field::block(
        "environment",
        &[
            Field::text("compute_type", "`BUILD_GENERAL1_SMALL`, `BUILD_LAMBDA_1GB`, …"),
            Field::text("type", "`LINUX_CONTAINER`, `ARM_CONTAINER`, `WINDOWS_SERVER_2019_CONTAINER`, …"),
        ],
        "What builds run on.",
    )],
    usage: &[Field::number("monthly_build_mins", "minutes a month", "Minutes that builds run.")],
    price,
};

fn price(project: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let Some(compute) = project.text("environment.compute_type") else {
        return sheet.gap("its compute type is not known");
    };
    let Some(container) = project.text("environment.type") else {
        return sheet.gap("its environment type is not known");
    };
    let system = system(container);
    let minutes = project.usage("monthly_build_mins");
    let size = compute.trim_start_matches("BUILD_").to_lowercase().replacen('_', ".", 1);
    let (name, item) = (format!("Builds ({system}, {size})"), format!("codebuild.{system}.{size}"));
    if size.starts_with("lambda") {
        let seconds = minutes.map(|minutes| minutes.saturating_mul(Decimal::from(60)));
        sheet.usage::<Second>(&name, seconds, sheet.rate(&item));
    } else {
        sheet.usage::<Minute>(&name, minutes, sheet.rate(&item));
    }
}

/// The price's word for an environment type; one that is not known names itself, and has no price.
fn system(container: &str) -> String {
    match container {
        "LINUX_CONTAINER" | "LINUX_LAMBDA_CONTAINER" | "LINUX_EC2" => "linux".to_owned(),
        "LINUX_GPU_CONTAINER" => "linux-gpu".to_owned(),
        "ARM_CONTAINER" | "ARM_LAMBDA_CONTAINER" | "ARM_EC2" => "arm".to_owned(),
        "WINDOWS_CONTAINER" | "WINDOWS_SERVER_2019_CONTAINER" | "WINDOWS_SERVER_2022_CONTAINER" | "WINDOWS_EC2" => {
            "windows".to_owned()
        }
        other => other.to_lowercase(),
    }
}
