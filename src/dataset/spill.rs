//! Metric series on their way to Parquet: sorted runs on disk, merged at the end. Memory is bounded by what is
//! buffered before a run is written, and by one series a run while merging.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::MetricPoints;
use crate::model::ids::{AccountId, Region, ResourceKind};
use crate::model::metric::Statistic;

/// Points in memory over all kinds and regions; 16 bytes each.
const POINTS_BUFFERED: usize = 500_000;

type Area = (ResourceKind, AccountId, Region);
/// What orders series within an area.
type Order = (String, String, Statistic);

fn order(series: &MetricPoints) -> Order {
    (series.resource.clone(), series.metric.clone(), series.statistic)
}

#[derive(Debug, Default)]
struct Pending {
    series: Vec<MetricPoints>,
    points: usize,
    /// Sorted runs, with the last series of each.
    runs: Vec<(PathBuf, Order)>,
}

#[derive(Debug)]
pub(super) struct Spill {
    folder: PathBuf,
    areas: BTreeMap<Area, Pending>,
    buffered: usize,
    runs: usize,
}

impl Spill {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, areas: BTreeMap::new(), buffered: 0, runs: 0 }
    }

    pub(super) fn push(&mut self, kind: ResourceKind, series: &MetricPoints) -> io::Result<()> {
        if series.points.is_empty() {
            return Ok(());
        }
        let area = (kind, series.account.clone(), series.region.clone());
        let pending = self.areas.entry(area).or_default();
        pending.points += series.points.len();
        self.buffered += series.points.len();
        pending.series.push(series.clone());
        if self.buffered > POINTS_BUFFERED {
            self.spill_largest()?;
        }
        Ok(())
    }

    fn spill_largest(&mut self) -> io::Result<()> {
        let largest = self.areas.iter().max_by_key(|(_, pending)| pending.points).map(|(area, _)| area.clone());
        if let Some(pending) = largest.and_then(|area| self.areas.get_mut(&area)) {
            pending.series.sort_by_cached_key(order);
            let (Some(first), Some(last)) = (pending.series.first().map(order), pending.series.last().map(order))
            else {
                return Ok(());
            };
            // Series that come in order, as the collector brings them, lengthen one run.
            if let Some((path, end)) = pending.runs.iter_mut().find(|(_, end)| *end < first) {
                append(path, &pending.series)?;
                *end = last;
            } else {
                std::fs::create_dir_all(&self.folder)?;
                let path = self.folder.join(format!("{}.run", self.runs));
                self.runs += 1;
                append(&path, &pending.series)?;
                pending.runs.push((path, last));
            }
            self.buffered -= pending.points;
            pending.points = 0;
            pending.series = Vec::new();
        }
        Ok(())
    }

    /// Every series once, by kind, account, region, resource, metric, statistic; points ascend in time.
    pub(super) fn drain<E: From<io::Error>>(
        mut self,
        mut take: impl FnMut(ResourceKind, MetricPoints) -> Result<(), E>,
    ) -> Result<(), E> {
        for ((kind, account, region), mut pending) in std::mem::take(&mut self.areas) {
            pending.series.sort_by_cached_key(order);
            let mut sources = vec![Source::Memory(std::mem::take(&mut pending.series).into_iter())];
            for (path, _) in &pending.runs {
                sources.push(Source::Disk(Box::new(RunReader::open(path, &account, &region)?)));
            }
            let mut heads: BTreeMap<(Order, usize), MetricPoints> = BTreeMap::new();
            for (index, source) in sources.iter_mut().enumerate() {
                if let Some(series) = source.next()? {
                    heads.insert((order(&series), index), series);
                }
            }
            let mut current: Option<MetricPoints> = None;
            while let Some(((_, index), series)) = heads.pop_first() {
                if let Some(next) = sources.get_mut(index).map(Source::next).transpose()?.flatten() {
                    heads.insert((order(&next), index), next);
                }
                current = Some(match current.take() {
                    Some(mut same) if order(&same) == order(&series) => {
                        same.points.extend(series.points);
                        same
                    }
                    Some(done) => {
                        take(kind, in_time(done))?;
                        series
                    }
                    None => series,
                });
            }
            if let Some(done) = current {
                take(kind, in_time(done))?;
            }
            for (path, _) in &pending.runs {
                std::fs::remove_file(path)?;
            }
        }
        if self.folder.is_dir() {
            std::fs::remove_dir(&self.folder)?;
        }
        Ok(())
    }
}

fn in_time(mut series: MetricPoints) -> MetricPoints {
    if !series.points.is_sorted_by_key(|(moment, _)| *moment) {
        series.points.sort_by_key(|(moment, _)| *moment);
    }
    series
}

enum Source {
    Memory(std::vec::IntoIter<MetricPoints>),
    Disk(Box<RunReader>),
}

impl Source {
    fn next(&mut self) -> io::Result<Option<MetricPoints>> {
        match self {
            Self::Memory(series) => Ok(series.next()),
            Self::Disk(reader) => reader.next(),
        }
    }
}

/// Each spill is a zstd frame of its own, so that nothing but the file stays open between two.
fn append(path: &Path, series: &[MetricPoints]) -> io::Result<()> {
    let file = OpenOptions::new().create(true).append(true).open(path)?;
    let mut frame = zstd::Encoder::new(file, 1)?;
    for one in series {
        for text in [&one.resource, &one.metric] {
            frame.write_all(&u32::try_from(text.len()).map_err(io::Error::other)?.to_le_bytes())?;
            frame.write_all(text.as_bytes())?;
        }
        frame.write_all(&[statistic_code(one.statistic)])?;
        frame.write_all(&one.period_s.to_le_bytes())?;
        frame.write_all(&u32::try_from(one.points.len()).map_err(io::Error::other)?.to_le_bytes())?;
        for (moment, value) in &one.points {
            frame.write_all(&moment.timestamp_millis().to_le_bytes())?;
            frame.write_all(&value.to_le_bytes())?;
        }
    }
    frame.finish()?;
    Ok(())
}

fn statistic_code(statistic: Statistic) -> u8 {
    match statistic {
        Statistic::Average => 0,
        Statistic::Maximum => 1,
        Statistic::Minimum => 2,
        Statistic::Sum => 3,
    }
}

struct RunReader {
    frames: zstd::Decoder<'static, BufReader<File>>,
    account: AccountId,
    region: Region,
}

impl RunReader {
    fn open(path: &Path, account: &AccountId, region: &Region) -> io::Result<Self> {
        Ok(Self { frames: zstd::Decoder::new(File::open(path)?)?, account: account.clone(), region: region.clone() })
    }

    fn bytes<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.frames.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn text(&mut self, length: u32) -> io::Result<String> {
        let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        self.frames.read_exact(&mut bytes)?;
        String::from_utf8(bytes).map_err(io::Error::other)
    }

    fn next(&mut self) -> io::Result<Option<MetricPoints>> {
        let mut first = [0; 1];
        if self.frames.read(&mut first)? == 0 {
            return Ok(None);
        }
        let [a] = first;
        let [b, c, d] = self.bytes::<3>()?;
        let resource = self.text(u32::from_le_bytes([a, b, c, d]))?;
        let length = u32::from_le_bytes(self.bytes()?);
        let metric = self.text(length)?;
        let [code] = self.bytes::<1>()?;
        let statistic = Statistic::ALL
            .into_iter()
            .find(|statistic| statistic_code(*statistic) == code)
            .ok_or_else(|| io::Error::other("a run of metrics is broken"))?;
        let period_s = u32::from_le_bytes(self.bytes()?);
        let count = u32::from_le_bytes(self.bytes()?);
        let mut points = Vec::new();
        for _ in 0..count {
            let moment = i64::from_le_bytes(self.bytes()?);
            let moment = DateTime::<Utc>::from_timestamp_millis(moment)
                .ok_or_else(|| io::Error::other("a run of metrics is broken"))?;
            points.push((moment, f64::from_le_bytes(self.bytes()?)));
        }
        let (account, region) = (self.account.clone(), self.region.clone());
        Ok(Some(MetricPoints { account, region, resource, metric, statistic, period_s, points }))
    }
}
