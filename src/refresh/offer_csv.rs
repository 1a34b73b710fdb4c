//! An offer file as CSV: five lines about itself, a header, one line a price.

use std::io::{self, Read};

use csv::ByteRecord;

use super::error::OfferError;
use super::offer::{Collected, Dimension, OfferHead};
use crate::pricing::{ServiceOffers, same_attribute};

/// Lines about the file before the header.
const HEAD_LINES: usize = 20;
/// A line of a real offer has about a thousand bytes.
const LONGEST_LINE: usize = 1 << 20;
const BUFFER: usize = 1 << 18;

/// Columns that every offer has.
const CORE: [&str; 8] =
    ["SKU", "OfferTermCode", "TermType", "StartingRange", "EndingRange", "Unit", "PricePerUnit", "Currency"];

struct Columns {
    width: usize,
    core: Vec<usize>,
    /// Of each attribute of the service; `None` where the file does not have it.
    attributes: Vec<Option<usize>>,
}

/// Read the prices of `offers` as a stream.
///
/// # Errors
/// When the file is not whole: not CSV, a line of another width, a price of ours that is no number; when it lacks a
/// column that is needed.
pub fn read_csv(input: impl Read, offers: &ServiceOffers, collected: &mut Collected) -> Result<OfferHead, OfferError> {
    let input = ShortLines { inner: input, since_newline: 0 };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).buffer_capacity(BUFFER).from_reader(input);
    let mut record = ByteRecord::new();
    let (head, columns) = head(&mut reader, &mut record, offers)?;
    if head.offer_code != offers.service() {
        return Err(OfferError::OtherService { wanted: offers.service().to_owned(), found: head.offer_code });
    }
    while reader.read_byte_record(&mut record).map_err(csv_error)? {
        collected.counts.read += 1;
        if record.len() != columns.width {
            let message = format!("has {} cells, the header has {}", record.len(), columns.width);
            return Err(OfferError::Row { line: line(&record), message });
        }
        row(&record, &columns, offers, collected)?;
    }
    Ok(head)
}

fn head(
    reader: &mut csv::Reader<impl Read>,
    record: &mut ByteRecord,
    offers: &ServiceOffers,
) -> Result<(OfferHead, Columns), OfferError> {
    let mut head = OfferHead::default();
    for _ in 0..HEAD_LINES {
        if !reader.read_byte_record(record).map_err(csv_error)? {
            return Err(OfferError::NotAnOffer("it ends before its header".to_owned()));
        }
        let cell = |at: usize| String::from_utf8_lossy(record.get(at).unwrap_or_default()).into_owned();
        match cell(0).as_str() {
            "SKU" => {
                let columns = columns(record, offers)?;
                return Ok((head, columns));
            }
            "OfferCode" => head.offer_code = cell(1),
            "Version" => head.version = cell(1),
            "Publication Date" => head.publication_date = cell(1),
            _ => {}
        }
    }
    Err(OfferError::NotAnOffer(format!("no header in its first {HEAD_LINES} lines")))
}

fn columns(header: &ByteRecord, offers: &ServiceOffers) -> Result<Columns, OfferError> {
    let names: Vec<_> = header.iter().map(String::from_utf8_lossy).collect();
    let place = |name: &str| names.iter().position(|column| same_attribute(column, name));
    let needed = |name: &&str| place(name).ok_or_else(|| OfferError::MissingColumn(format!("`{name}`")));
    let core = CORE.iter().map(needed).collect::<Result<_, _>>()?;
    let attributes: Vec<_> = offers.attributes().iter().map(|name| place(name)).collect();
    // The family and the usage type, which come first.
    for (name, found) in offers.attributes().iter().zip(&attributes).take(2) {
        if found.is_none() {
            return Err(OfferError::MissingColumn(format!("`{name}`")));
        }
    }
    Ok(Columns { width: header.len(), core, attributes })
}

fn row(
    record: &ByteRecord,
    columns: &Columns,
    offers: &ServiceOffers,
    collected: &mut Collected,
) -> Result<(), OfferError> {
    let wrong = |message: String| OfferError::Row { line: line(record), message };
    let core = |at: usize| columns.core.get(at).and_then(|place| record.get(*place)).unwrap_or_default();
    let reserved = core(2) == b"Reserved";
    if core(2) != b"OnDemand" && !(reserved && offers.has_reserved()) {
        collected.counts.not_on_demand += 1;
        return Ok(());
    }
    let utf8 = |bytes| str::from_utf8(bytes).map_err(|_| wrong("is not UTF-8".to_owned()));
    let mut values = Vec::with_capacity(columns.attributes.len());
    for place in &columns.attributes {
        values.push(utf8(place.and_then(|place| record.get(place)).unwrap_or_default())?);
    }
    if ServiceOffers::is_outposts(&values) {
        collected.counts.outposts += 1;
        return Ok(());
    }
    let present = |at: usize| columns.attributes.get(at).is_some_and(Option::is_some);
    let items = offers.items(&values, &present).map_err(|name| OfferError::MissingColumn(format!("`{name}`")))?;
    let family = ServiceOffers::family(&values);
    if items.is_empty() || core(7) != b"USD" {
        if reserved {
            collected.counts.not_on_demand += 1;
        } else {
            collected.unmapped(family);
        }
        return Ok(());
    }
    let dimension = Dimension {
        sku: utf8(core(0))?,
        term: utf8(core(1))?,
        reserved,
        begin: utf8(core(3))?,
        end: utf8(core(4))?,
        unit: utf8(core(5))?,
        usd: utf8(core(6))?,
    };
    collected.push(&items, family, dimension).map_err(wrong)
}

fn line(record: &ByteRecord) -> u64 {
    record.position().map_or(0, csv::Position::line)
}

fn csv_error(error: csv::Error) -> OfferError {
    let line = error.position().map_or(0, csv::Position::line);
    let message = error.to_string();
    match error.into_kind() {
        csv::ErrorKind::Io(source) => OfferError::Io(source),
        _ => OfferError::Csv { line, message },
    }
}

/// Refuses lines that would fill the memory.
struct ShortLines<R> {
    inner: R,
    since_newline: usize,
}

impl<R: Read> Read for ShortLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let bytes = buffer.get(..count).unwrap_or_default();
        self.since_newline = match bytes.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => count.saturating_sub(at + 1),
            None => self.since_newline.saturating_add(count),
        };
        if self.since_newline > LONGEST_LINE {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a line has more than a million bytes"));
        }
        Ok(count)
    }
}
