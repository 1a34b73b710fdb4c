//! Auto-scaling what-if: hand-computed timelines, properties, the section and its mistakes, the demand that ships.
#![allow(clippy::float_cmp, reason = "the numbers are chosen so that the arithmetic is exact")]

mod advice;
mod csv_mistakes;
mod dataset;
mod properties;
mod section_mistakes;
mod shipped;
mod timelines;

use std::path::{Path, PathBuf};

use cloudtrim::model::mistake::Mistake;
use cloudtrim::rules::yaml::{Diagnostics, parse};
use cloudtrim::whatif::scaling::{Demand, Metric, ScalingSection, section};

/// A value a minute.
fn minutes(metric: Metric, values: &[Option<f64>]) -> Demand {
    Demand::held(chrono::DateTime::UNIX_EPOCH, 60, &[(metric, values.to_vec())]).unwrap()
}

/// The section that `text` is, with files relative to `base`.
fn read(text: &str, base: &Path) -> Result<ScalingSection, Vec<Mistake>> {
    let file = Path::new("scenario.yml");
    let node = parse(file, text).map_err(|mistake| vec![mistake])?;
    let mut diagnostics = Diagnostics::of(file);
    let found = section(&node, "scaling", base, &mut diagnostics);
    assert_eq!(found.is_none(), !diagnostics.mistakes.is_empty(), "{:?}", diagnostics.mistakes);
    found.ok_or_else(|| {
        Mistake::sort(&mut diagnostics.mistakes);
        diagnostics.mistakes
    })
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios")
}
