//! The service index and the region index.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Of all services: code → where its regions are listed.
#[derive(Debug, Deserialize)]
pub(super) struct ServiceIndex {
    pub(super) offers: BTreeMap<String, ServiceOffer>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ServiceOffer {
    /// Services without regions have none.
    pub(super) current_region_index_url: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RegionIndex {
    pub(super) regions: BTreeMap<String, RegionOffer>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RegionOffer {
    /// `/offers/v1.0/aws/<service>/<version>/<region>/index.json`; the same with `.csv` is the offer as CSV.
    pub(super) current_version_url: String,
}

/// URLs of the index are paths of the same host.
pub(super) fn is_path(url: &str) -> bool {
    url.starts_with('/') && !url.starts_with("//") && url.bytes().all(|byte| byte.is_ascii_graphic())
}
