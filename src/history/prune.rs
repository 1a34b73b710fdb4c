//! Which entries are old enough to go.

use std::collections::BTreeMap;

use chrono::Months;

use super::entry_name::EntryName;

/// What a prune takes away and what it keeps; both by age, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pruning {
    pub remove: Vec<EntryName>,
    pub keep: Vec<EntryName>,
}

/// Entries from more than `keep_months` before the newest of their account set. The newest of each set always stays.
pub fn to_prune(names: &[EntryName], keep_months: u32) -> Pruning {
    let mut by_accounts: BTreeMap<&str, Vec<&EntryName>> = BTreeMap::new();
    for name in names {
        by_accounts.entry(&name.accounts).or_default().push(name);
    }
    let mut pruning = Pruning::default();
    for mut names in by_accounts.into_values() {
        names.sort();
        let Some(newest) = names.pop() else { continue };
        // A calendar that does not go back so far keeps everything.
        let since = newest.day.checked_sub_months(Months::new(keep_months));
        for name in names {
            let goes = since.is_some_and(|since| name.day < since);
            if goes { &mut pruning.remove } else { &mut pruning.keep }.push(name.clone());
        }
        pruning.keep.push(newest.clone());
    }
    pruning.remove.sort();
    pruning.keep.sort();
    pruning
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(day: &str, account: &str) -> EntryName {
        EntryName::of(format!("{day}T06:00:00Z").parse().unwrap(), &[account.into()], day.as_bytes())
    }

    fn days(names: &[EntryName]) -> Vec<String> {
        names.iter().map(|name| format!("{} {}", name.day, name.accounts)).collect()
    }

    #[test]
    fn months_are_counted_from_the_newest_of_each_account_set() {
        let names = [
            name("2026-11-20", "1"),
            name("2026-08-20", "1"),
            name("2026-08-19", "1"),
            name("2024-01-01", "2"),
            name("2023-01-01", "2"),
        ];
        let pruning = to_prune(&names, 3);
        assert_eq!(days(&pruning.remove), ["2023-01-01 2", "2026-08-19 1"]);
        assert_eq!(days(&pruning.keep), ["2024-01-01 2", "2026-08-20 1", "2026-11-20 1"]);
    }

    #[test]
    fn the_newest_stays_whatever_is_asked() {
        let names = [name("2026-11-20", "1"), name("2026-11-19", "1")];
        assert_eq!(days(&to_prune(&names, 0).keep), ["2026-11-20 1"]);
        assert_eq!(to_prune(&names, u32::MAX).remove, []);
        assert_eq!(to_prune(&[], 1), Pruning::default());
    }
}
