//! `cloudtrim prices show`.

use crate::cli::price_book::PriceBookArguments;
use crate::cli::screen::{ColorChoice, width};
use crate::cli::{Failure, Outcome, output};
use crate::pricing::{ListedPrice, PriceFilter};
use crate::report::{Column, grid};

/// List price rows with their source and date
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Rows whose item has all of these words, as in `m5.large linux`
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// Rows of this region
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Rows of this service code: AmazonEC2, AmazonCloudWatch, AmazonS3
    #[arg(long, value_name = "CODE")]
    service: Option<String>,
    /// As a table, or as CSV with the source of each row
    #[arg(long, short, value_enum, default_value_t = PricesFormat::Table)]
    format: PricesFormat,
    #[command(flatten)]
    prices: PriceBookArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum PricesFormat {
    /// For a terminal
    Table,
    /// One line a price row
    Csv,
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Failure> {
    let show = arguments;
    let text = (!show.words.is_empty()).then(|| show.words.join(" "));
    let filter = PriceFilter { region: show.region.clone(), service: show.service.clone(), text };
    let book = show.prices.load()?;
    let prices: Vec<_> = book.list(&filter).collect();
    if prices.is_empty() {
        return Err(Failure::new("the price book has no such row").hint(
            "leave out a word, `--region` or `--service`; a price that is missing is never borrowed from elsewhere",
        ));
    }
    let text = match show.format {
        PricesFormat::Table => table(&prices, color),
        PricesFormat::Csv => csv(&prices)?,
    };
    output::write(&text, None)?;
    Ok(Outcome::Done)
}

fn table(prices: &[ListedPrice], color: ColorChoice) -> String {
    let mut rows =
        vec![["Region", "Item", "From", "USD", "Unit", "As of", "Origin", "Source"].map(str::to_owned).to_vec()];
    for price in prices {
        rows.push(vec![
            price.region.clone(),
            price.item.clone(),
            price.tier_from.normalize().to_string(),
            price.usd_per_unit.normalize().to_string(),
            price.unit.clone(),
            price.as_of.clone(),
            price.origin.name().to_owned(),
            price.source.clone(),
        ]);
    }
    let source = width(true).saturating_sub(14 + 30 + 8 + 12 + 10 + 10 + 8 + 14).max(16);
    let columns = [
        Column::text(14),
        Column::text(30),
        Column::money(8),
        Column::money(12),
        Column::text(10),
        Column::text(10),
        Column::text(8),
        Column::text(source),
    ];
    color.paint(true).header(&grid(&columns, &rows))
}

fn csv(prices: &[ListedPrice]) -> Result<String, Failure> {
    let failed = |error: csv::Error| Failure::of(&error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header =
        ["service", "region", "item", "tier_from", "unit", "usd_per_unit", "sku", "source", "as_of", "file", "origin"];
    writer.write_record(header).map_err(failed)?;
    for price in prices {
        let (from, usd) = (price.tier_from.normalize().to_string(), price.usd_per_unit.normalize().to_string());
        let sku = price.sku.as_deref().unwrap_or_default();
        let ListedPrice { service, region, item, unit, source, as_of, file, .. } = price;
        writer
            .write_record([service, region, item, &from, unit, &usd, sku, source, as_of, file, price.origin.name()])
            .map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| Failure::new(error.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
