use proptest::prelude::*;

use super::*;
use crate::model::ids::ResourceKind;
use crate::model::vocabulary::{LogClass, VolumeType};

fn key(number: u8) -> ResourceKey {
    ResourceKey {
        kind: ResourceKind::EbsVolume,
        account: "123456789012".into(),
        region: "eu-west-1".into(),
        id: format!("vol-{number}"),
    }
}

fn usd(cents: i64) -> Usd {
    Usd::from_f64(cents as f64 / 100.0).unwrap()
}

/// A resource costs 100 dollars; a performance edit leaves as many dollars as its IOPS, a class edit takes a tenth.
#[expect(clippy::unnecessary_wraps, reason = "the shape that the selection asks for")]
fn cost(_: &ResourceKey, edits: &[&Edit]) -> Option<Usd> {
    let mut cents = 10_000;
    for edit in edits {
        match edit {
            Edit::Delete => return Some(Usd::ZERO),
            Edit::VolumePerformance { iops, .. } => cents = i64::from(iops.unwrap_or(100)) * 100,
            _ => {}
        }
    }
    if edits.iter().any(|edit| matches!(edit, Edit::LogClass { .. })) {
        cents = cents * 9 / 10;
    }
    Some(usd(cents))
}

fn performance(dollars_left: u32) -> Edit {
    Edit::VolumePerformance { volume_type: VolumeType::Gp3, iops: Some(dollars_left), throughput_mibps: None }
}

fn class() -> Edit {
    Edit::LogClass { class: LogClass::InfrequentAccess }
}

fn item(id: &str, edits: Vec<(ResourceKey, Edit)>) -> Item {
    let standalone = edits
        .iter()
        .map(|(key, edit)| cost(key, &[]).unwrap_or_default() - cost(key, &[edit]).unwrap_or_default())
        .sum();
    Item { id: id.to_owned(), edits, standalone }
}

fn selected(items: &[Item]) -> (Vec<&str>, Usd, Usd) {
    let selection = select(items, &cost);
    (selection.selected.iter().map(|position| items[*position].id.as_str()).collect(), selection.gross, selection.net)
}

#[test]
fn exclusive_changes_count_the_better_one() {
    let items = [item("smaller", vec![(key(1), performance(40))]), item("delete", vec![(key(1), Edit::Delete)])];
    assert_eq!(selected(&items), (vec!["delete"], usd(16_000), usd(10_000)));
}

#[test]
fn stacking_changes_count_together_and_no_more_than_together() {
    let items = [item("smaller", vec![(key(1), performance(40))]), item("class", vec![(key(1), class())])];
    // 60 + 10 on their own; 100 → 36 together.
    assert_eq!(selected(&items), (vec!["smaller", "class"], usd(7_000), usd(6_400)));
}

#[test]
fn one_change_of_many_resources_against_each_on_its_own() {
    let whole = vec![(key(1), Edit::Delete), (key(2), Edit::Delete)];
    let items =
        [item("whole", whole), item("one", vec![(key(1), Edit::Delete)]), item("two", vec![(key(2), performance(90))])];
    // Deleting volume 1 twice is one deletion, and the larger change includes it.
    assert_eq!(selected(&items), (vec!["whole"], usd(31_000), usd(20_000)));
}

#[test]
fn a_loss_is_never_selected_and_counts_nothing() {
    let items = [item("loss", vec![(key(1), performance(120))])];
    assert_eq!(selected(&items), (vec![], Usd::ZERO, Usd::ZERO));
}

#[test]
fn an_unknown_cost_is_never_selected() {
    let items = [item("unknown", vec![(key(1), Edit::Delete)])];
    let selection = select(&items, &|_, edits| edits.is_empty().then_some(usd(5)));
    assert_eq!((selection.selected.len(), selection.net), (0, Usd::ZERO));
}

#[test]
fn what_is_too_entangled_is_still_compatible_and_never_worse_than_the_best_single_change() {
    // A ring of pairwise overlapping deletions: too many sets to try.
    let items: Vec<Item> = (0..60)
        .map(|number| {
            item(
                &format!("item-{number:02}"),
                vec![(key(number), performance(u32::from(number))), (key((number + 1) % 60), class())],
            )
        })
        .collect();
    let selection = select(&items, &cost);
    let chosen: Vec<&Item> = selection.selected.iter().map(|position| &items[*position]).collect();
    assert!(
        chosen
            .iter()
            .enumerate()
            .all(|(at, one)| chosen[at + 1..].iter().all(|other| compatible(&one.edits, &other.edits)))
    );
    assert!(selection.net >= usd(10_000));
    assert!(selection.net <= selection.gross);
}

fn any_edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        Just(Edit::Delete),
        (0_u32..130).prop_map(performance),
        Just(class()),
        Just(Edit::DetailedMonitoring { enabled: false }),
    ]
}

fn any_items() -> impl Strategy<Value = Vec<Item>> {
    let edits = prop::collection::btree_map(0_u8..4, any_edit(), 1..4);
    prop::collection::vec(edits, 0..9).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(|(number, edits)| {
                item(&format!("item-{number}"), edits.into_iter().map(|(number, edit)| (key(number), edit)).collect())
            })
            .collect()
    })
}

/// The best value over every compatible set, found by trying them all.
fn best_by_trial(items: &[Item]) -> Usd {
    let mut best = Usd::ZERO;
    for mask in 0_u32..1 << items.len() {
        let set: Vec<&Item> =
            items.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0).map(|(_, item)| item).collect();
        let fits = set
            .iter()
            .enumerate()
            .all(|(at, one)| set[at + 1..].iter().all(|other| compatible(&one.edits, &other.edits)));
        if !fits {
            continue;
        }
        let value: Usd = (0..4)
            .map(|number| {
                let mut edits: Vec<&Edit> = Vec::new();
                for (_, edit) in set.iter().flat_map(|item| &item.edits).filter(|(touched, _)| *touched == key(number))
                {
                    if !edits.contains(&edit) {
                        edits.push(edit);
                    }
                }
                cost(&key(number), &[]).unwrap() - cost(&key(number), &edits).unwrap()
            })
            .sum();
        best = best.max(value);
    }
    best
}

proptest! {
    #[test]
    fn net_is_the_best_compatible_value_and_within_cost_and_gross(items in any_items()) {
        let selection = select(&items, &cost);
        let touched: BTreeSet<&ResourceKey> =
            selection.selected.iter().flat_map(|at| items[*at].edits.iter().map(|(key, _)| key)).collect();
        prop_assert!(selection.net <= touched.iter().map(|_| usd(10_000)).sum());
        prop_assert!(selection.net <= selection.gross);
        prop_assert!(selection.net >= Usd::ZERO);
        prop_assert_eq!(selection.net, best_by_trial(&items));
        let chosen: Vec<&Item> = selection.selected.iter().map(|at| &items[*at]).collect();
        for (at, one) in chosen.iter().enumerate() {
            for other in &chosen[at + 1..] {
                prop_assert!(compatible(&one.edits, &other.edits));
            }
        }
    }

    #[test]
    fn order_is_irrelevant(items in any_items(), seed in any::<u64>()) {
        let mut shuffled = items.clone();
        shuffled.sort_by_key(|item| {
            item.id.bytes().fold(seed, |hash, byte| hash.rotate_left(7) ^ u64::from(byte).wrapping_mul(0x9e37_79b9_7f4a_7c15))
        });
        let (one, other) = (select(&items, &cost), select(&shuffled, &cost));
        let ids = |items: &[Item], selection: &Selection| -> BTreeSet<String> {
            selection.selected.iter().map(|at| items[*at].id.clone()).collect()
        };
        prop_assert_eq!(one.net, other.net);
        prop_assert_eq!(one.gross, other.gross);
        prop_assert_eq!(ids(&items, &one), ids(&shuffled, &other));
    }
}
