//! The account-wide monthly free tier that does not expire, by item of the price book.

use rust_decimal::Decimal;

use super::Allowance;

/// `pool,amount,item,source,as_of`: rows of one pool share its amount, which counts in the unit that lines of the item
/// have (capacity by the month: units kept all month).
const TABLE: &str = include_str!("free-tier.csv");

/// One row of the table: so much of an item is free each month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreeItem {
    pub pool: &'static str,
    pub amount: Decimal,
    /// Service code and item: `AWSQueueService sqs.request.standard`.
    pub item: &'static str,
    /// The page of AWS that says so.
    pub source: &'static str,
    /// `YYYY-MM-DD`.
    pub as_of: &'static str,
}

/// All rows; those of a pool stand together.
pub fn free_items() -> impl Iterator<Item = FreeItem> {
    TABLE.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let (pool, amount, item) = (cells.next()?, cells.next()?.parse().ok()?, cells.next()?);
        Some(FreeItem { pool, amount, item, source: cells.next()?, as_of: cells.next()? })
    })
}

/// The whole free tier of a month; what expires after twelve months, or once, is not in it.
pub fn always_free() -> Allowance {
    let rows: Vec<FreeItem> = free_items().collect();
    let mut allowance = Allowance::default();
    for pool in rows.chunk_by(|one, other| one.pool == other.pool) {
        let items: Vec<&str> = pool.iter().map(|row| row.item).collect();
        if let Some(first) = pool.first() {
            allowance.add(first.amount, &items);
        }
    }
    allowance
}
