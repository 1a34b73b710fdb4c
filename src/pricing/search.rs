//! Finding items by words that need not be spelled as the book spells them.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{PriceBook, PriceFilter, PriceOrigin};

/// Words that are less alike are not taken for each other.
const ALIKE: f64 = 0.88;

/// An item, in all regions that have it.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundItem {
    pub service: String,
    pub item: String,
    pub unit: String,
    pub regions: Vec<String>,
    /// The lowest and highest price of a first unit over those regions.
    pub lowest_usd_per_unit: Decimal,
    pub highest_usd_per_unit: Decimal,
    /// Some of it is in the user's folder.
    pub in_folder: bool,
    /// From 0 to 1: how close the words are.
    pub score: f64,
}

pub(super) fn find(book: &PriceBook, words: &[String]) -> Vec<FoundItem> {
    let all = PriceFilter::default();
    let regions: BTreeSet<String> = book.list(&all).map(|row| row.region).collect();
    let words: Vec<String> = words.iter().flat_map(|text| text.split_whitespace()).map(str::to_lowercase).collect();
    let (wanted_regions, words): (Vec<String>, Vec<String>) =
        words.into_iter().partition(|word| regions.contains(word));
    let mut found: BTreeMap<(String, String), FoundItem> = BTreeMap::new();
    let mut scores: BTreeMap<(String, String), Option<f64>> = BTreeMap::new();
    for row in book.list(&all).filter(|row| row.tier_from.is_zero()) {
        if !wanted_regions.is_empty() && !wanted_regions.contains(&row.region) {
            continue;
        }
        let key = (row.service, row.item);
        let score = *scores.entry(key.clone()).or_insert_with(|| score(&words, &key.0, &key.1));
        let Some(score) = score else { continue };
        let one = found.entry(key).or_insert_with_key(|(service, item)| FoundItem {
            service: service.clone(),
            item: item.clone(),
            unit: row.unit,
            regions: Vec::new(),
            lowest_usd_per_unit: row.usd_per_unit,
            highest_usd_per_unit: row.usd_per_unit,
            in_folder: false,
            score,
        });
        one.regions.push(row.region);
        one.lowest_usd_per_unit = one.lowest_usd_per_unit.min(row.usd_per_unit);
        one.highest_usd_per_unit = one.highest_usd_per_unit.max(row.usd_per_unit);
        one.in_folder |= row.origin == PriceOrigin::Folder;
    }
    let mut found: Vec<FoundItem> = found.into_values().collect();
    for item in &mut found {
        item.regions.sort();
        item.regions.dedup();
    }
    found.sort_by(|one, other| {
        other.score.total_cmp(&one.score).then_with(|| (&one.service, &one.item).cmp(&(&other.service, &other.item)))
    });
    found
}

/// The mean over the words; `None` when one of them is like nothing.
fn score(words: &[String], service: &str, item: &str) -> Option<f64> {
    let text = format!("{service} {item}").to_lowercase();
    let parts: Vec<&str> = text.split([' ', '.', '_', '-']).filter(|part| !part.is_empty()).collect();
    let mut sum = 0.0;
    for word in words {
        let best = if parts.contains(&word.as_str()) || text.split(' ').any(|part| part == word) {
            1.0
        } else if text.contains(word.as_str()) {
            0.95
        } else {
            let alike = parts.iter().map(|part| strsim::jaro_winkler(word, part)).fold(0.0, f64::max);
            (alike > ALIKE).then_some(alike * 0.9)?
        };
        sum += best;
    }
    Some(if words.is_empty() { 1.0 } else { sum / words.len() as f64 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_need_not_be_spelled_right() {
        let cases = [
            ("ebs gp3 storage", "ebs.gp3.storage"),
            ("storge gp3 ebs", "ebs.gp3.storage"),
            ("m5.large linux", "m5.large linux shared"),
            ("public ipv4 idel", "vpc.public_ipv4.idle"),
        ];
        for (words, item) in cases {
            let found = PriceBook::embedded().find(&[words.to_owned()]);
            assert_eq!(found.first().map(|found| found.item.as_str()), Some(item), "{words}");
        }
        assert!(PriceBook::embedded().find(&["xyzzy".to_owned()]).is_empty());
    }

    #[test]
    fn a_region_among_the_words_narrows() {
        let found = PriceBook::embedded().find(&["eu-west-1".to_owned(), "gp2".to_owned()]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].regions, ["eu-west-1"]);
    }
}
