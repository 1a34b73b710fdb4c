//! How fast an offer file is read, and that its size does not show in memory.
//!
//! `benches/README.md` says how to run it and what to expect.
#![allow(clippy::print_stdout, reason = "a benchmark talks")]

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use cloudtrim::pricing::ServiceOffers;
use cloudtrim::refresh::{Collected, read_csv};

const MEGABYTES: [u64; 2] = [50, 500];
/// As wide as AmazonEC2's offers.
const WIDTH: usize = 91;

fn main() -> io::Result<()> {
    let offers = ServiceOffers::of("AmazonEC2").ok_or_else(|| io::Error::other("AmazonEC2 is not mapped"))?;
    // Small before large: the peak of a process only grows.
    for megabytes in MEGABYTES {
        let file = synthetic(megabytes)?;
        let bytes = file.metadata()?.len();
        let start = Instant::now();
        let mut collected = Collected::default();
        read_csv(File::open(&file)?, &offers, &mut collected).map_err(io::Error::other)?;
        let seconds = start.elapsed().as_secs_f64();
        let counts = collected.counts();
        println!(
            "{megabytes:4} MB  {seconds:6.2} s  {:6.0} MB/s  peak {}  {} lines, {} prices kept",
            bytes as f64 / 1e6 / seconds,
            peak(),
            counts.read,
            counts.kept
        );
    }
    Ok(())
}

/// Linux alone tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}

/// An offer of compute, written once: of ten lines one is on demand, the rest are reservations, as in the real one.
fn synthetic(megabytes: u64) -> io::Result<PathBuf> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("offer-{megabytes}.csv"));
    if path.exists() {
        return Ok(path);
    }
    let part = path.with_extension("part");
    let mut file = BufWriter::new(File::create(&part)?);
    for (name, value) in
        [("FormatVersion", "v1.0"), ("Disclaimer", "synthetic"), ("Version", "1"), ("OfferCode", "AmazonEC2")]
    {
        writeln!(file, "\"{name}\",\"{value}\"")?;
    }
    let mut header = HEADER.map(str::to_owned).to_vec();
    header.extend((HEADER.len()..WIDTH).map(|column| format!("Attribute {column}")));
    writeln!(file, "\"{}\"", header.join("\",\""))?;
    let filler = ",\"Up to 12500 Megabit\"".repeat(WIDTH - HEADER.len());
    let (mut written, mut line) = (0, 0_u64);
    while written < megabytes * 1_000_000 {
        let kind = format!("m{}.{}xlarge", line / 10 % 40, line / 400 % 48);
        let (term, code, range) =
            if line.is_multiple_of(10) { ("OnDemand", "JRTCKXETXF", "Inf") } else { ("Reserved", "6QCMYABX3D", "") };
        let text = format!(
            "\"SKU{line:013}\",\"{code}\",\"{term}\",\"0\",\"{range}\",\"Hrs\",\"0.{:04}000000\",\"USD\",\
             \"Compute Instance\",\"EUW2-BoxUsage:{kind}\",\"AWS Region\",\"{kind}\",\"Shared\",\"Linux\",\
             \"No License required\",\"Used\",\"NA\",\"OnDemand\",\"eu-west-2\"{filler}\n",
            line / 10 % 1_920 + 1
        );
        file.write_all(text.as_bytes())?;
        written += text.len() as u64;
        line += 1;
    }
    file.flush()?;
    std::fs::rename(&part, &path)?;
    Ok(path)
}

const HEADER: [&str; 19] = [
    "SKU",
    "OfferTermCode",
    "TermType",
    "StartingRange",
    "EndingRange",
    "Unit",
    "PricePerUnit",
    "Currency",
    "Product Family",
    "usageType",
    "Location Type",
    "Instance Type",
    "Tenancy",
    "Operating System",
    "License Model",
    "CapacityStatus",
    "Pre Installed S/W",
    "MarketOption",
    "Region Code",
];
