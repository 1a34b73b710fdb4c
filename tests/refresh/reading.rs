//! Any bytes where an offer file is expected.

use cloudtrim::pricing::ServiceOffers;
use cloudtrim::refresh::{Collected, read_csv, read_json};
use proptest::prelude::*;

use super::offers::{csv, ec2, json};

fn read(bytes: &[u8]) -> Option<u64> {
    let offers = ServiceOffers::of("AmazonEC2").unwrap();
    let mut collected = Collected::default();
    read_csv(bytes, &offers, &mut collected).ok().map(|_| collected.counts().kept)
}

#[test]
fn terms_may_stand_before_products() {
    let folder = tempfile::tempdir().unwrap();
    let offers = ServiceOffers::of("AmazonEC2").unwrap();
    let kept = [false, true].map(|terms_first| {
        let file = folder.path().join("offer.json");
        std::fs::write(&file, json("AmazonEC2", &ec2("us-east-1", ""), terms_first)).unwrap();
        let mut collected = Collected::default();
        read_json(&file, &offers, &mut collected).unwrap();
        collected.counts().kept
    });
    assert_eq!(kept, [12, 12]);
}

#[test]
fn a_line_without_end_is_refused_before_it_fills_the_memory() {
    let mut bytes = b"\"FormatVersion\",\"v1.0\"\n\"".to_vec();
    bytes.resize(3_000_000, b'x');
    assert_eq!(read(&bytes), None);
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        read(&bytes);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        let _ = read_json(file.path(), &ServiceOffers::of("AmazonEC2").unwrap(), &mut Collected::default());
    }

    #[test]
    fn a_file_with_a_byte_changed_is_read_or_refused(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = csv("AmazonEC2", &ec2("us-east-1", ""), None).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        read(&bytes);
    }

    #[test]
    fn cut_anywhere_it_has_no_more_prices_than_the_whole(at in any::<prop::sample::Index>()) {
        let text = csv("AmazonEC2", &ec2("us-east-1", ""), None);
        let whole = read(text.as_bytes()).unwrap();
        prop_assert!(read(&text.as_bytes()[..at.index(text.len())]).is_none_or(|kept| kept <= whole));
    }
}
