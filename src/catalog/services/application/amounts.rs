//! Arithmetic on amounts that may be unknown and may be of any size.

use rust_decimal::Decimal;

use crate::catalog::Resource;

/// The product, when both are known.
pub(super) fn product(one: Option<Decimal>, other: Option<Decimal>) -> Option<Decimal> {
    Some(one?.saturating_mul(other?))
}

/// `count` things of `size`, each billed for every started `chunk`; without a size each is one chunk.
pub(super) fn chunks(count: Option<Decimal>, size: Option<Decimal>, chunk: u32) -> Option<Decimal> {
    let each = size.map_or(Decimal::ONE, |size| (size / Decimal::from(chunk)).ceil().max(Decimal::ONE));
    product(count, Some(each))
}

/// `amount` rounded up to a multiple of `step`.
pub(super) fn rounded_up(amount: Decimal, step: u32) -> Decimal {
    (amount / Decimal::from(step)).ceil().saturating_mul(Decimal::from(step))
}

/// A number of the configuration that cannot be negative.
pub(super) fn size(resource: &Resource<'_>, path: &str) -> Option<Decimal> {
    resource.number(path).filter(|size| *size >= Decimal::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_started_chunk_counts() {
        let billed = |size| chunks(Some(Decimal::TEN), size, 64).unwrap();
        assert_eq!(billed(None), Decimal::from(10));
        assert_eq!(billed(Some(Decimal::ZERO)), Decimal::from(10));
        assert_eq!(billed(Some(Decimal::from(64))), Decimal::from(10));
        assert_eq!(billed(Some(Decimal::from(65))), Decimal::from(20));
        assert_eq!(chunks(None, None, 64), None);
        assert_eq!(chunks(Some(Decimal::MAX), Some(Decimal::MAX), 64), Some(Decimal::MAX));
    }

    #[test]
    fn amounts_are_rounded_up_to_whole_steps() {
        assert_eq!(rounded_up(Decimal::from(801), 100), Decimal::from(900));
        assert_eq!(rounded_up(Decimal::from(128), 64), Decimal::from(128));
        assert_eq!(rounded_up(Decimal::ZERO, 64), Decimal::ZERO);
        assert!(rounded_up(Decimal::MAX, 64) >= Decimal::ONE);
    }
}
