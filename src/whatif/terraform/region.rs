//! The region of a resource where its values do not tell: that of its provider.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::address::{Address, join, parent, segments, split_index, without_indices};
use super::configuration::{Expression, Index, ProviderConfig};
use super::document::Variable;
use super::located::{self, is_region};
use super::references::most_specific;
use crate::model::ids::Region;

/// Through how many modules a value is followed.
const DEEPEST: usize = 16;

pub(super) struct Regions<'p> {
    index: &'p Index<'p>,
    variables: &'p HashMap<String, Variable>,
    /// Values of data sources and existing resources by address.
    values: HashMap<&'p str, &'p Map<String, Value>>,
    /// The region of each provider configuration by key, or why it is not known.
    providers: HashMap<&'p str, Result<Region, String>>,
}

impl<'p> Regions<'p> {
    /// `existing` are the values of data sources and resources that are there before the plan is applied.
    pub(super) fn new(
        index: &'p Index<'p>,
        variables: &'p HashMap<String, Variable>,
        existing: impl Iterator<Item = (&'p str, &'p Map<String, Value>)>,
    ) -> Self {
        let mut regions = Self { index, variables, values: existing.collect(), providers: HashMap::new() };
        let configured: Vec<_> =
            index.providers.iter().map(|(key, provider)| (key.as_str(), regions.configured(key, provider))).collect();
        regions.providers.extend(configured.into_iter().filter_map(|(key, region)| Some((key, region?))));
        regions.learn();
        regions
    }

    /// The region of the resource at `address`, or why it is not known.
    pub(super) fn of(&self, address: &str, values: &Map<String, Value>) -> Result<Region, String> {
        let region = located::own(values).map_or_else(|| self.of_provider(address), Ok);
        match (region, located::zone(values)) {
            (Ok(region), Some(zone)) if located::is_edge_of(&zone, &region) => Ok(zone),
            (Err(_), Some(zone)) => Ok(zone),
            (region, _) => region,
        }
    }

    fn of_provider(&self, address: &str) -> Result<Region, String> {
        let parts = Address::of(address);
        match self.index.resources.get(&parts.declared()) {
            Some(resource) => self
                .provider(&resource.provider_config_key, parts.module)
                .and_then(|key| self.providers.get(key).cloned())
                .unwrap_or_else(|| Err(format!("the plan does not hold provider `{}`", resource.provider_config_key))),
            None => self.the_only_one(),
        }
    }

    /// Where a resource is not in the configuration (it is deleted): the region that all AWS providers share.
    fn the_only_one(&self) -> Result<Region, String> {
        let is_aws = |key: &&str| self.index.providers.get(*key).is_some_and(ProviderConfig::is_aws);
        let mut found = self.providers.iter().filter(|(key, _)| is_aws(key)).map(|(_, region)| region);
        match found.next() {
            Some(Ok(first)) if found.all(|region| region.as_ref() == Ok(first)) => Ok(first.clone()),
            _ => Err("the configuration does not say which provider the resource is of".to_owned()),
        }
    }

    /// The key of the provider configuration that `written` means in `module`, which Terraform before 1.1 does not
    /// resolve: a module without a configuration of its own has that of the module that calls it.
    fn provider(&self, written: &str, module: &str) -> Option<&'p str> {
        let name = written.rsplit_once(':').map_or(written, |(_, name)| name);
        if !written.contains(':') {
            return self.known(name);
        }
        let mut module = without_indices(module);
        loop {
            let Some((outer, own)) = parent(&module).map(|(outer, own)| (outer.to_owned(), own)) else {
                return self.known(name);
            };
            let found = self.known(&format!("{module}:{name}")).or_else(|| self.known(&format!("{own}:{name}")));
            if found.is_some() {
                return found;
            }
            module = outer;
        }
    }

    fn known(&self, key: &str) -> Option<&'p str> {
        self.providers.get_key_value(key).map(|(key, _)| *key)
    }

    /// The module that a provider is inherited from without being named, where others could have been given to it.
    pub(super) fn is_assumed(&self, address: &str) -> bool {
        let parts = Address::of(address);
        let Some(resource) = self.index.resources.get(&parts.declared()) else { return false };
        let written = &resource.provider_config_key;
        let inherited =
            self.provider(written, parts.module).is_some_and(|key| written.contains(':') && !key.contains(':'));
        inherited && self.providers.values().flatten().collect::<BTreeSet<_>>().len() > 1
    }

    /// `None` for modules that only name the provider and inherit its configuration.
    fn configured(&self, key: &str, provider: &ProviderConfig) -> Option<Result<Region, String>> {
        let Some(region) = provider.region() else {
            let inherits = key.contains(':') && !provider.module_address.is_empty();
            return (!inherits).then(|| Err(format!("provider `{key}` names no region")));
        };
        let scope = without_indices(&provider.module_address);
        let text = self.value(region, &scope, DEEPEST).and_then(|value| match value.as_str() {
            Some(text) if is_region(text) => Ok(Region::from(text)),
            Some(_) | None => Err("something that is not a region".to_owned()),
        });
        Some(text.map_err(|why| format!("the region of provider `{key}` is {why}")))
    }

    /// What an expression in `module` (without indices) comes to, or what stands in the way.
    fn value(&self, expression: &Expression, module: &str, depth: usize) -> Result<Value, String> {
        if let Some(constant) = &expression.constant {
            return Ok(constant.clone());
        }
        match most_specific(&expression.references).as_slice() {
            [reference] => self.follow(reference, module, depth),
            [] => Err("not told".to_owned()),
            several => Err(format!("computed from {}", backticked(several))),
        }
    }

    fn follow(&self, reference: &str, module: &str, depth: usize) -> Result<Value, String> {
        let held = || format!("`{reference}`, whose value the plan does not hold");
        let Some(depth) = depth.checked_sub(1) else { return Err(held()) };
        let parts = segments(reference);
        let found = match parts.as_slice() {
            ["var", name, rest @ ..] => {
                let (name, index) = split_index(name);
                let value = self.variable(name, module, depth).unwrap_or_else(|| Err(held()))?;
                let key = index.strip_prefix("[\"").and_then(|key| key.strip_suffix("\"]"));
                walk(&value, key.into_iter().chain(rest.iter().copied())).cloned()
            }
            ["data", kind, name, attribute, ..] => {
                let address = join(module, &format!("data.{kind}.{name}"));
                self.values.get(address.as_str()).and_then(|values| values.get(*attribute)).cloned()
            }
            ["module", name, output, ..] => {
                let inner = join(module, &format!("module.{}", split_index(name).0));
                let declared = self.index.modules.get(&inner).and_then(|module| module.outputs.get(*output));
                return declared.map_or_else(|| Err(held()), |output| self.value(&output.expression, &inner, depth));
            }
            _ => None,
        };
        found.ok_or_else(held)
    }

    fn variable(&self, name: &str, module: &str, depth: usize) -> Option<Result<Value, String>> {
        let default = || self.index.modules.get(module)?.variables.get(name)?.default.clone().map(Ok);
        match parent(module) {
            None => self.variables.get(name).map(|variable| Ok(variable.value.clone())).or_else(default),
            Some((outer, _)) => match self.index.calls.get(module)?.expressions.get(name) {
                Some(given) => Some(self.value(given, outer, depth)),
                None => default(),
            },
        }
    }

    /// Whether a `for_each` gives the provider several regions (OpenTofu).
    fn is_of_many(&self, key: &str) -> bool {
        let region = self.index.providers.get(key).and_then(ProviderConfig::region);
        region.is_some_and(|region| region.references.iter().any(|reference| reference.starts_with("each.")))
    }

    /// A provider whose region the configuration does not tell has the one that all its existing resources are in.
    fn learn(&mut self) {
        let mut seen: HashMap<&'p str, BTreeSet<Region>> = HashMap::new();
        for (address, values) in &self.values {
            let parts = Address::of(address);
            let Some(resource) = self.index.resources.get(&parts.declared()) else { continue };
            let own = resource.references.contains_key("region") || values.contains_key("availability_zone");
            let (Some(key), false) = (self.provider(&resource.provider_config_key, parts.module), own) else {
                continue;
            };
            let named = || values.get("name").and_then(Value::as_str).filter(|name| is_region(name)).map(Region::from);
            let region = located::own(values).or_else(|| parts.resource.starts_with("data.aws_region.").then(named)?);
            seen.entry(key).or_default().extend(region);
        }
        seen.retain(|key, _| !self.is_of_many(key));
        for (key, regions) in seen {
            let mut regions = regions.into_iter();
            if let (Some(region), None) = (regions.next(), regions.next())
                && let Some(unknown @ Err(_)) = self.providers.get_mut(key)
            {
                *unknown = Ok(region);
            }
        }
    }
}

fn walk<'v, 'k>(value: &'v Value, mut keys: impl Iterator<Item = &'k str>) -> Option<&'v Value> {
    keys.try_fold(value, |value, key| value.get(key))
}

fn backticked(references: &[&str]) -> String {
    references.iter().map(|reference| format!("`{reference}`")).collect::<Vec<_>>().join(" and ")
}
