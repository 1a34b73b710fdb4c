//! The lines of `pricing/offers.csv` as text.

use std::str::FromStr;
use std::sync::LazyLock;

use rust_decimal::Decimal;

const TEXT: &str = include_str!("../../../pricing/offers.csv");

/// So many of our units are one of the offer's: a fraction, since a second is no finite decimal of an hour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) ours: Decimal,
    pub(super) of_theirs: Decimal,
}

pub(super) struct Line {
    pub(super) service: &'static str,
    pub(super) family: &'static str,
    pub(super) usage: &'static str,
    pub(super) filters: &'static str,
    pub(super) region: &'static str,
    pub(super) file: &'static str,
    pub(super) item: &'static str,
    pub(super) offer_unit: &'static str,
    pub(super) scale: Scale,
    pub(super) unit: &'static str,
    pub(super) tier_from: &'static str,
    pub(super) tier_to: &'static str,
    pub(super) free: &'static str,
    pub(super) term: &'static str,
}

pub(super) static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| TEXT.lines().skip(1).filter_map(line).collect());

/// No cell needs quotes; a test holds that every line is read.
fn line(text: &'static str) -> Option<Line> {
    let mut cells = text.split(',');
    let mut cell = || cells.next();
    Some(Line {
        service: cell()?,
        family: cell()?,
        usage: cell()?,
        filters: cell()?,
        region: cell()?,
        file: cell()?,
        item: cell()?,
        offer_unit: cell()?,
        scale: scale(cell()?)?,
        unit: cell()?,
        tier_from: cell()?,
        tier_to: cell()?,
        free: cell()?,
        term: cell()?,
    })
}

/// `1024`, `1/3600`.
fn scale(text: &str) -> Option<Scale> {
    let (ours, of_theirs) = text.split_once('/').unwrap_or((text, "1"));
    let positive = |text| Decimal::from_str(text).ok().filter(|number| *number > Decimal::ZERO);
    Some(Scale { ours: positive(ours)?, of_theirs: positive(of_theirs)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_says_what_it_means() {
        assert_eq!(LINES.len(), TEXT.lines().count() - 1);
        for line in LINES.iter() {
            assert!(["", "effective", "hourly"].contains(&line.term), "{}", line.item);
            assert_eq!(line.term.is_empty(), !line.item.contains("{payment"), "{}", line.item);
            assert!(["", "first", "all"].contains(&line.free), "{}", line.item);
            assert!(line.file.starts_with(line.service), "{}", line.file);
            assert!(!line.usage.is_empty() || !line.filters.is_empty(), "{} matches everything", line.item);
            assert!(line.usage.split('|').all(|usage| usage.matches('*').count() < 2), "{}", line.usage);
        }
        assert!(LINES.is_sorted_by_key(|line| line.service));
    }
}
