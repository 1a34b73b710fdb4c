//! A stored analysis as bytes: JSON, compressed by zstd; its SHA-256 is in the name.

use std::io::Read;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::entry_name::EntryName;
use crate::model::history::{HISTORY_SCHEMA, PastAnalysis, StoredAnalysis};

/// Five times as fast as it compresses well: a year of one estate is some megabytes either way.
const LEVEL: i32 = 3;
/// JSON that is larger than this was not written here.
const LARGEST: u64 = 4 << 30;

/// Why an object is not read as an analysis.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    #[error("it is damaged: its content is not what its name has the checksum of ({bytes} bytes)")]
    Checksum { bytes: usize },
    #[error("it is damaged: it cannot be decompressed")]
    Compression(#[source] std::io::Error),
    #[error("it is too large to be an analysis")]
    TooLarge,
    #[error("its schema is `{found}`; this version of cloudtrim reads `{HISTORY_SCHEMA}`")]
    Schema { found: String },
    #[error("it cannot be read as an analysis")]
    Json(#[source] serde_json::Error),
    #[error("it is named for another moment or other accounts than it holds")]
    Misplaced,
}

/// The bytes to store.
pub fn encode(stored: &StoredAnalysis) -> std::io::Result<Vec<u8>> {
    let mut encoder = zstd::Encoder::new(Vec::new(), LEVEL)?;
    serde_json::to_writer(&mut encoder, stored)?;
    encoder.finish()
}

pub(super) fn whole(name: &EntryName, bytes: &[u8]) -> Result<StoredAnalysis, Damage> {
    let stored: StoredAnalysis = decode(name, bytes)?;
    check(name, &stored.schema, stored.analysis.as_of, &stored.analysis.accounts)?;
    Ok(stored)
}

pub(super) fn past(name: &EntryName, bytes: &[u8]) -> Result<PastAnalysis, Damage> {
    let mut past: PastAnalysis = decode(name, bytes)?;
    check(name, &past.schema, past.analysis.as_of, &past.analysis.accounts)?;
    past.name = name.to_string();
    Ok(past)
}

fn check(
    name: &EntryName,
    schema: &str,
    as_of: chrono::DateTime<chrono::Utc>,
    accounts: &[crate::model::ids::AccountId],
) -> Result<(), Damage> {
    if schema != HISTORY_SCHEMA {
        return Err(Damage::Schema { found: schema.chars().take(80).collect() });
    }
    if name.is_of(as_of, accounts) { Ok(()) } else { Err(Damage::Misplaced) }
}

fn decode<T: DeserializeOwned>(name: &EntryName, bytes: &[u8]) -> Result<T, Damage> {
    if !name.fits(bytes) {
        return Err(Damage::Checksum { bytes: bytes.len() });
    }
    let mut json = Vec::new();
    let decoder = zstd::Decoder::new(bytes).map_err(Damage::Compression)?;
    decoder.take(LARGEST + 1).read_to_end(&mut json).map_err(Damage::Compression)?;
    if u64::try_from(json.len()).is_ok_and(|length| length > LARGEST) {
        return Err(Damage::TooLarge);
    }
    serde_json::from_slice(&json).map_err(|error| match serde_json::from_slice::<Schema>(&json) {
        // Another version may have other fields; its name says more than the first that is missing.
        Ok(Schema { schema }) if schema != HISTORY_SCHEMA => {
            Damage::Schema { found: schema.chars().take(80).collect() }
        }
        _ => Damage::Json(error),
    })
}

#[derive(Deserialize)]
struct Schema {
    schema: String,
}
