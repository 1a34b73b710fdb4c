//! `cloudtrim prices find`.

use crate::cli::price_book::PriceBookArguments;
use crate::cli::screen::ColorChoice;
use crate::cli::{Failure, Outcome, output};
use crate::pricing::FoundItem;
use crate::report::{Column, grid};

/// Search items by words, in all services and regions
///
/// Words need not be spelled quite right.
/// A region among the words narrows the search to it. `cloudtrim prices show
/// ITEM` then lists the rows.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What is looked for, as in `gp3 throughput` or `m5.large windows`
    #[arg(value_name = "WORD", required = true)]
    words: Vec<String>,
    /// List so many items
    #[arg(long, value_name = "N", default_value_t = 25)]
    top: usize,
    #[command(flatten)]
    prices: PriceBookArguments,
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Failure> {
    let found = arguments.prices.load()?.find(&arguments.words);
    if found.is_empty() {
        return Err(Failure::new(format!("nothing in the price book is like `{}`", arguments.words.join(" ")))
            .hint("use fewer words; `cloudtrim prices show` lists everything"));
    }
    output::write(&table(&found, arguments.top, color), None)?;
    Ok(Outcome::Done)
}

fn table(found: &[FoundItem], top: usize, color: ColorChoice) -> String {
    let mut rows = vec![["Service", "Item", "USD", "Unit", "Regions", "Origin"].map(str::to_owned).to_vec()];
    for item in found.iter().take(top) {
        let (low, high) = (item.lowest_usd_per_unit.normalize(), item.highest_usd_per_unit.normalize());
        rows.push(vec![
            item.service.clone(),
            item.item.clone(),
            if low == high { low.to_string() } else { format!("{low} to {high}") },
            item.unit.clone(),
            match item.regions.as_slice() {
                [only] => only.clone(),
                many => many.len().to_string(),
            },
            if item.in_folder { "folder" } else { "embedded" }.to_owned(),
        ]);
    }
    let columns =
        [Column::text(18), Column::text(40), Column::money(22), Column::text(12), Column::text(16), Column::text(8)];
    let mut text = color.paint(true).header(&grid(&columns, &rows));
    if let Some(more) = found.len().checked_sub(top).filter(|more| *more > 0) {
        text.push_str(&format!("and {more} more (`--top`)\n"));
    }
    text
}
