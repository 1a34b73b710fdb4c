//! How fast an offer file is read, and that its size does not show in memory.
//!
//! `benches/README.md` says how to run it and what to expect.
#![allow(clippy::print_stdout, reason = "a benchmark talks")]

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cloudtrim::pricing::ServiceOffers;
use cloudtrim::refresh::{Collected, OfferFormat, RefreshOptions, RegionWish, Silent, read_csv, refresh};

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
            "{megabytes:4} MB  read     {seconds:6.2} s  {:6.0} MB/s  peak {}  {} lines, {} prices kept",
            bytes as f64 / 1e6 / seconds,
            peak(),
            counts.read,
            counts.kept
        );
        whole(megabytes, &file)?;
    }
    Ok(())
}

/// From a server on this machine to the folder: download, sums, prices, comparison.
fn whole(megabytes: u64, file: &Path) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let served = file.to_path_buf();
    std::thread::spawn(move || listener.incoming().flatten().try_for_each(|stream| serve(&stream, &served)));
    let place = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let options = RefreshOptions {
        endpoint: format!("http://127.0.0.1:{port}"),
        services: vec!["AmazonEC2".to_owned()],
        regions: RegionWish::All,
        out: place.path().join("prices"),
        cache: place.path().join("cache"),
        format: OfferFormat::Csv,
        dry_run: false,
        as_of: chrono::NaiveDate::default(),
        backoff: Duration::from_secs(1),
    };
    let start = Instant::now();
    let refreshed = refresh(&options, &Silent).map_err(io::Error::other)?;
    let seconds = start.elapsed().as_secs_f64();
    let speed = file.metadata()?.len() as f64 / 1e6 / seconds;
    println!(
        "{megabytes:4} MB  refresh  {seconds:6.2} s  {speed:6.0} MB/s  peak {}  {} prices",
        peak(),
        refreshed.rows
    );
    Ok(())
}

fn serve(mut stream: &TcpStream, file: &Path) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let index = if first.contains("/region_index.json") {
        r#"{"regions": {"eu-west-2": {"currentVersionUrl": "/index.json"}}}"#
    } else {
        r#"{"offers": {"AmazonEC2": {"currentRegionIndexUrl": "/region_index.json"}}}"#
    };
    let is_offer = first.contains(".csv");
    let length = if is_offer { file.metadata()?.len() } else { index.len() as u64 };
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")?;
    if is_offer {
        io::copy(&mut File::open(file)?, &mut stream).map(|_| ())
    } else {
        stream.write_all(index.as_bytes())
    }
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
