//! Resources that bear the exempting tag; what hangs on them is judged as ever.

use std::collections::BTreeMap;

use crate::estate::Estate;
use crate::model::analysis::ExemptedResource;
use crate::model::ids::ResourceKey;

pub(super) fn exempted(estate: &Estate<'_>, tag: &(String, String)) -> BTreeMap<ResourceKey, ExemptedResource> {
    let (name, value) = tag;
    estate
        .iter()
        .filter(|(_, entry)| entry.resource.tags().is_some_and(|tags| tags.get(name) == Some(value)))
        .map(|(key, _)| {
            let exempted = ExemptedResource {
                account: key.account.clone(),
                region: key.region.clone(),
                resource_kind: key.kind,
                resource_id: key.id.clone(),
                by: format!("{name}={value}"),
            };
            (key.clone(), exempted)
        })
        .collect()
}
