//! `cloudtrim history prune`.

use super::super::screen::Voice;
use super::super::{Failure, Outcome, output};
use super::store::{StoreArguments, say_skipped};
use crate::history::{EntryName, to_prune};

/// Remove old analyses for good; it prints what goes and does not ask
///
/// The newest analysis of each account set always stays, and so does what
/// cannot be read. Ages of findings are then counted from what is left.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreArguments,
    /// Keep so many months before the newest of each account set
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1200))]
    keep_months: u32,
    /// Print what would go, and remove nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, voice: Voice) -> Result<Outcome, Failure> {
    let store = arguments.store.open()?;
    let listing = store.list()?;
    let pruning = to_prune(&listing.entries, arguments.keep_months);
    // Only what can be read is an analysis: anything else is for its owner to judge.
    let read = store.past_of(&pruning.remove, listing.skipped)?;
    say_skipped(&read.skipped, voice);
    let is_damaged = |name: &EntryName| read.skipped.iter().any(|skipped| skipped.name == name.to_string());
    let remove: Vec<EntryName> = pruning.remove.into_iter().filter(|name| !is_damaged(name)).collect();
    if !arguments.dry_run {
        store.remove(&remove)?;
    }
    let verb = if arguments.dry_run { "would remove" } else { "removed" };
    let lines = remove.iter().fold(String::new(), |lines, name| lines + &format!("{verb} {name}\n"));
    output::write(&lines, None)?;
    voice.say(&format!("{verb} {}, kept {}", analyses(remove.len()), analyses(pruning.keep.len())));
    Ok(Outcome::Done)
}

fn analyses(number: usize) -> String {
    format!("{number} {}", if number == 1 { "analysis" } else { "analyses" })
}
