//! Objects of which only the number and the total size are known: any spread lies between the ends.

use cloudtrim::estimate::{archive_overhead, billable_bytes, movable_objects};
use cloudtrim::model::vocabulary::StorageClass;
use cloudtrim::pricing::PriceBook;
use proptest::prelude::*;

const MINIMUM: u64 = 131_072;

proptest! {
    #[test]
    fn any_spread_is_billed_between_the_ends(sizes in prop::collection::vec(0_u64..1_000_000, 0..40)) {
        let (bytes, objects) = (sizes.iter().sum(), sizes.len() as u64);
        let billed: u64 = sizes.iter().map(|size| (*size).max(MINIMUM)).sum();
        let range = billable_bytes(bytes, objects, MINIMUM);
        prop_assert!(range.contains(&billed), "{billed} is not in {range:?}");
    }

    #[test]
    fn any_spread_moves_between_the_ends(sizes in prop::collection::vec(0_u64..1_000_000, 0..40)) {
        let (bytes, objects) = (sizes.iter().sum(), sizes.len() as u64);
        let large: Vec<u64> = sizes.into_iter().filter(|size| *size >= MINIMUM).collect();
        let movable = movable_objects(bytes, objects, MINIMUM);
        let moved: u64 = large.iter().sum();
        prop_assert!(movable.bytes.contains(&moved), "{moved} bytes are not in {movable:?}");
        prop_assert!(movable.objects.contains(&(large.len() as u64)), "{} objects are not in {movable:?}", large.len());
    }

    #[test]
    fn absurd_counts_do_not_overflow(bytes: u64, objects: u64, minimum: u64) {
        let billable = billable_bytes(bytes, objects, minimum);
        prop_assert!(*billable.start() >= bytes && billable.start() <= billable.end());
        let movable = movable_objects(bytes, objects, minimum);
        prop_assert!(*movable.bytes.end() <= bytes && *movable.objects.end() <= objects);
    }
}

#[test]
fn the_ends_are_reached() {
    // Two objects of 131,072 bytes together: alike they are billed as twice the minimum; so is one of all of it.
    assert_eq!(billable_bytes(131_072, 2, MINIMUM), 262_144..=262_144);
    // 1 GiB in 1,024 objects: alike they are above the minimum, or one holds it all and 1,023 are empty.
    assert_eq!(billable_bytes(1 << 30, 1_024, MINIMUM), (1 << 30)..=((1 << 30) + 1_023 * MINIMUM));
    assert_eq!(billable_bytes(0, 0, MINIMUM), 0..=0);
    let some = movable_objects(300_000, 2, MINIMUM);
    assert_eq!((some.bytes, some.objects), (300_000 - (MINIMUM - 1)..=300_000, 1..=2));
    let none = movable_objects(100_000, 5, MINIMUM);
    assert_eq!((none.bytes, none.objects), (0..=0, 0..=0));
}

#[test]
fn archives_add_forty_kib_an_object() {
    let rule = PriceBook::embedded().storage_class_rule(&StorageClass::Glacier).unwrap();
    assert_eq!(archive_overhead(rule, 1_000), (32_768_000, 8_192_000));
}
