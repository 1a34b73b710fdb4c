//! Each remediation word, both sides of its numbers, through the whole pipeline.

mod buckets;
mod fleets;
mod functions;
mod instances;
mod log_groups;
mod tables;
mod volumes;

use cloudtrim::model::analysis::Recommendation;
use cloudtrim::model::configuration::Configuration;
use cloudtrim::units::{Usd, UsdRange};

fn usd(text: &str) -> Usd {
    text.parse().unwrap()
}

fn range(low: &str, high: &str) -> UsdRange {
    UsdRange::new(usd(low), usd(high))
}

fn type_after(recommendation: &Recommendation) -> &str {
    match &recommendation.after.as_ref().unwrap().configuration {
        Configuration::Ec2Instance(it) => &it.instance_type,
        other => panic!("{other:?}"),
    }
}

fn caveated(recommendation: &Recommendation, part: &str) -> bool {
    recommendation.caveats.iter().any(|caveat| caveat.contains(part))
}
