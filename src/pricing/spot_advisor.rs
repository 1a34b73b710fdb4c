//! How far spot runs below on-demand: `pricing/AmazonEC2/spot-advisor.csv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::source::{Source, source};

pub(super) const PATH: &str = "AmazonEC2/spot-advisor.csv";
const TEXT: &str = include_str!("../../pricing/AmazonEC2/spot-advisor.csv");

/// What the Spot Instance advisor said on one day; spot prices move all the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpotAdvice {
    /// Average percentage below the on-demand price over the month before, 0 to 99.
    pub savings_percent: u8,
    pub source: &'static str,
    /// `YYYY-MM-DD`.
    pub as_of: &'static str,
}

struct Line {
    /// One a region, in the order of [`Table::regions`]; empty where nothing is advised.
    cells: Vec<&'static str>,
    source: &'static Source,
}

struct Table {
    regions: Vec<&'static str>,
    /// By instance type and platform.
    lines: BTreeMap<(&'static str, &'static str), Line>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut lines = TEXT.lines();
    let regions = lines.next().unwrap_or_default().split(',').skip(2).collect();
    Table { regions, lines: lines.filter_map(line).collect() }
});

fn line(text: &'static str) -> Option<((&'static str, &'static str), Line)> {
    let mut cells = text.split(',');
    let key = (cells.next()?, cells.next()?);
    let mut cells: Vec<&'static str> = cells.collect();
    let source = source(cells.pop()?)?;
    Some((key, Line { cells, source }))
}

pub(super) fn advice(region: &str, instance_type: &str, platform: &str) -> Option<SpotAdvice> {
    let at = TABLE.regions.iter().position(|known| *known == region)?;
    let line = TABLE.lines.get(&(instance_type, platform))?;
    let savings_percent = line.cells.get(at)?.parse().ok()?;
    Some(SpotAdvice { savings_percent, source: &line.source.text, as_of: &line.source.as_of })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        assert_eq!(TABLE.lines.len(), TEXT.lines().count() - 1);
        for (key, line) in &TABLE.lines {
            // The last column of the header is the source.
            assert_eq!(line.cells.len(), TABLE.regions.len() - 1, "{key:?}");
            for cell in line.cells.iter().filter(|cell| !cell.is_empty()) {
                assert!(cell.parse::<u8>().is_ok_and(|percent| percent < 100), "{key:?}: {cell}");
            }
        }
    }

    #[test]
    fn advice_is_of_a_region_a_type_and_a_platform() {
        let found = advice("eu-west-1", "m5.large", "linux").unwrap();
        assert_eq!((found.savings_percent > 0, found.as_of), (true, "2025-06-28"));
        for (region, instance_type, platform) in
            [("mars-1", "m5.large", "linux"), ("eu-west-1", "m5.huge", "linux"), ("eu-west-1", "m5.large", "rhel")]
        {
            assert_eq!(advice(region, instance_type, platform), None);
        }
    }
}
