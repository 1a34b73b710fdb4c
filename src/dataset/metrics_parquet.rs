//! `metrics/<kind>.parquet` as runs of points, a bounded piece at a time.

use std::fs::File;
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};

use polars::prelude::{DataFrame, DataType, ParquetReader, PolarsResult, SerReader, Series, StringChunked, TimeUnit};

use super::metrics::{COLUMNS, Checker, MOST_MISTAKES, MetricRun, statistic_hint};
use crate::model::metric::Statistic;

/// Rows held at once: a row group, or so much of a larger one.
const ROWS_AT_ONCE: usize = 131_072;

/// A piece is decoded while the one before it is looked at.
pub(super) fn scan(checker: &mut Checker<'_>, take: &mut dyn FnMut(&MetricRun<'_>)) -> PolarsResult<()> {
    let path = &checker.file.path;
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(1);
        scope.spawn(move || read_pieces(path, &sender));
        let mut offset: usize = 0;
        for piece in receiver {
            let piece = piece?;
            if checker.mistakes.len() >= MOST_MISTAKES {
                break;
            }
            take_piece(&piece, offset, checker, take)?;
            offset = offset.saturating_add(piece.height());
        }
        Ok(())
    })
}

/// Send every piece, or why the file ends; a receiver that is gone wants no more.
fn read_pieces(path: &Path, sender: &SyncSender<PolarsResult<DataFrame>>) {
    if let Err(error) = try_read_pieces(path, sender) {
        let _ = sender.send(Err(error));
    }
}

/// The file is opened again for each piece, so that no more of it than a piece is ever mapped into memory. Pieces end
/// where row groups do: what is read of a group is decompressed whole.
fn try_read_pieces(path: &Path, sender: &SyncSender<PolarsResult<DataFrame>>) -> PolarsResult<()> {
    let mut reader = ParquetReader::new(File::open(path)?);
    let metadata = reader.get_metadata()?.clone();
    let mut offset: usize = 0;
    for group in &metadata.row_groups {
        let end = offset.saturating_add(group.num_rows());
        while offset < end {
            let rows = (end - offset).min(ROWS_AT_ONCE);
            let mut reader = ParquetReader::new(File::open(path)?).with_slice(Some((offset, rows)));
            reader.set_metadata(metadata.clone());
            let piece = reader.finish()?;
            let read = piece.height();
            if read == 0 || sender.send(Ok(piece)).is_err() {
                return Ok(());
            }
            offset = offset.saturating_add(read);
        }
    }
    Ok(())
}

fn take_piece(
    piece: &DataFrame,
    offset: usize,
    checker: &mut Checker<'_>,
    take: &mut dyn FnMut(&MetricRun<'_>),
) -> PolarsResult<()> {
    if tell_nulls(piece, offset, checker)? {
        return Ok(());
    }
    let column = |name: &str, as_type: &DataType| -> PolarsResult<Series> {
        Ok(piece.column(name)?.cast(as_type)?.as_materialized_series().rechunk())
    };
    let milliseconds = DataType::Datetime(TimeUnit::Milliseconds, None);
    let [account, region, resource, metric, statistic] =
        ["account", "region", "resource", "metric", "statistic"].map(|name| column(name, &DataType::String));
    let words = [&account?, &region?, &resource?, &metric?, &statistic?].map(|words| words.str().cloned());
    let [account, region, resource, metric, statistic] = words;
    let words = [account?, region?, resource?, metric?, statistic?];
    let period = column("period_s", &DataType::UInt32)?;
    let seconds = period.u32()?.cont_slice()?;
    let milliseconds = column("timestamp", &milliseconds)?.cast(&DataType::Int64)?;
    let timestamps: Vec<i64> =
        milliseconds.i64()?.cont_slice()?.iter().map(|milliseconds| milliseconds.div_euclid(1000)).collect();
    let value = column("value", &DataType::Float64)?;
    let values = value.f64()?.cont_slice()?;

    let mut from = 0;
    for until in ends(&words, seconds) {
        let [account, region, resource, metric, word] =
            words.each_ref().map(|words| words.get(from).unwrap_or_default());
        let run = from..until;
        let (timestamps, values) =
            (timestamps.get(run.clone()).unwrap_or_default(), values.get(run).unwrap_or_default());
        let (period_s, line) = (seconds.get(from).copied().unwrap_or_default(), line_of(offset, from));
        if let Some(statistic) = Statistic::from_name(word) {
            let run = MetricRun { account, region, resource, metric, statistic, period_s, timestamps, values, line };
            checker.pass(run, take);
        } else {
            for index in from..until {
                let message = format!("`{word}` is no statistic");
                checker.wrong(line_of(offset, index), "statistic", message, &statistic_hint(word));
            }
        }
        from = until;
    }
    Ok(())
}

/// Where runs of rows with the same words and period end, ascending; the last is the number of rows.
fn ends(words: &[StringChunked], periods: &[u32]) -> Vec<usize> {
    let chunks: Vec<_> = words.iter().flat_map(StringChunked::downcast_iter).collect();
    let mut ends: Vec<bool> = periods.windows(2).map(|pair| pair.first() != pair.last()).collect();
    for chunk in &chunks {
        let views = chunk.views();
        for ((view, next), end) in views.iter().zip(views.iter().skip(1)).zip(&mut ends) {
            *end |= view.as_u128() != next.as_u128();
        }
    }
    let ends = ends.iter().enumerate().filter(|(_, end)| **end).map(|(index, _)| index);
    // Equal views are equal words; others may be, where they lie in different buffers.
    let differ = |index: &usize| {
        periods.get(*index) != periods.get(index + 1)
            || chunks.iter().any(|chunk| chunk.get(*index) != chunk.get(index + 1))
    };
    let last = (!periods.is_empty()).then_some(periods.len());
    ends.filter(differ).map(|index| index + 1).chain(last).collect()
}

fn line_of(offset: usize, index: usize) -> u64 {
    u64::try_from(offset.saturating_add(index)).unwrap_or(u64::MAX).saturating_add(1)
}

/// Whether a cell of the piece is null, which none may be; each is a mistake.
fn tell_nulls(piece: &DataFrame, offset: usize, checker: &mut Checker<'_>) -> PolarsResult<bool> {
    let mut any = false;
    for column in COLUMNS {
        let cells = piece.column(column)?;
        if cells.null_count() == 0 {
            continue;
        }
        any = true;
        for (index, null) in cells.is_null().iter().enumerate() {
            if null == Some(true) && checker.mistakes.len() < MOST_MISTAKES {
                checker.wrong(
                    line_of(offset, index),
                    column,
                    "the cell is null",
                    "leave out the row when there is no point",
                );
            }
        }
    }
    Ok(any)
}
