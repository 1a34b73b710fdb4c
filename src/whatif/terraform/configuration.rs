//! The `configuration` of a plan: what the author wrote, with references where a value is computed.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::{Map, Value};

use super::address::{Address, join};
use super::document::or_default;
use super::unknown::dotted;

#[derive(Default, Deserialize)]
pub(super) struct Configuration {
    /// By key: `aws`, `aws.paris`, `module.web:aws`.
    #[serde(default, deserialize_with = "or_default")]
    pub(super) provider_config: BTreeMap<String, ProviderConfig>,
    #[serde(default, deserialize_with = "or_default")]
    root_module: Module,
}

#[derive(Deserialize)]
pub(super) struct ProviderConfig {
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    /// Since 0.14: `registry.terraform.io/hashicorp/aws`.
    #[serde(default, deserialize_with = "or_default")]
    full_name: String,
    /// The module that configures it, without indices.
    #[serde(default, deserialize_with = "or_default")]
    pub(super) module_address: String,
    #[serde(default, deserialize_with = "expressions")]
    expressions: HashMap<String, Expression>,
}

impl ProviderConfig {
    pub(super) fn is_aws(&self) -> bool {
        self.name == "aws" || self.full_name.ends_with("/aws")
    }

    pub(super) fn region(&self) -> Option<&Expression> {
        self.expressions.get("region")
    }
}

#[derive(Default, Deserialize)]
pub(super) struct Module {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) outputs: HashMap<String, Output>,
    #[serde(default, deserialize_with = "or_default")]
    resources: Vec<Resource>,
    #[serde(default, rename = "module_calls", deserialize_with = "or_default")]
    calls: HashMap<String, ModuleCall>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) variables: HashMap<String, VariableDeclaration>,
}

#[derive(Deserialize)]
pub(super) struct Output {
    #[serde(default, deserialize_with = "expression")]
    pub(super) expression: Expression,
}

#[derive(Deserialize)]
pub(super) struct VariableDeclaration {
    pub(super) default: Option<Value>,
}

#[derive(Deserialize)]
pub(super) struct ModuleCall {
    #[serde(default, deserialize_with = "expressions")]
    pub(super) expressions: HashMap<String, Expression>,
    #[serde(default, deserialize_with = "expression")]
    pub(super) for_each_expression: Expression,
    #[serde(default, deserialize_with = "or_default")]
    module: Module,
}

#[derive(Deserialize)]
pub(super) struct Resource {
    /// Within its module, without index: `aws_instance.web`, `data.aws_ami.linux`.
    #[serde(default, deserialize_with = "or_default")]
    address: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) provider_config_key: String,
    /// References by path; blocks are flattened without indices.
    #[serde(default, rename = "expressions", deserialize_with = "references_by_path")]
    pub(super) references: BTreeMap<String, Vec<String>>,
    #[serde(default, deserialize_with = "expression")]
    pub(super) for_each_expression: Expression,
}

/// A constant, or what it is computed from; neither where Terraform does not say.
#[derive(Clone, Debug, Default)]
pub(super) struct Expression {
    pub(super) constant: Option<Value>,
    pub(super) references: Vec<String>,
}

impl Expression {
    fn of(value: &Value) -> Self {
        Self { constant: value.get("constant_value").cloned(), references: listed(value).unwrap_or_default() }
    }
}

/// The `references` of an expression; a block that has a member of this name is no expression.
fn listed(value: &Value) -> Option<Vec<String>> {
    let texts = value.get("references")?.as_array()?;
    texts.iter().map(|text| text.as_str().map(str::to_owned)).collect()
}

fn expression<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Expression, D::Error> {
    Value::deserialize(deserializer).map(|value| Expression::of(&value))
}

fn expressions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<HashMap<String, Expression>, D::Error> {
    let members = or_default::<D, Map<String, Value>>(deserializer)?;
    Ok(members.iter().map(|(name, value)| (name.clone(), Expression::of(value))).collect())
}

fn references_by_path<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Vec<String>>, D::Error> {
    let mut found = BTreeMap::new();
    collect(&Value::deserialize(deserializer)?, "", &mut found);
    Ok(found)
}

fn collect(value: &Value, path: &str, found: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::Array(blocks) => blocks.iter().for_each(|block| collect(block, path, found)),
        Value::Object(members) => {
            if let Some(references) = listed(value).filter(|_| !path.is_empty()) {
                found.entry(path.to_owned()).or_default().extend(references);
            } else if path == "region" && members.contains_key("constant_value") {
                // Without references, but not the provider's.
                found.entry(path.to_owned()).or_default();
            } else if !members.contains_key("constant_value") {
                members.iter().for_each(|(name, value)| collect(value, &dotted(path, name), found));
            }
        }
        _ => {}
    }
}

/// The modules, calls and resources of a configuration by address without indices.
pub(super) struct Index<'c> {
    pub(super) modules: HashMap<String, &'c Module>,
    pub(super) calls: HashMap<String, &'c ModuleCall>,
    pub(super) resources: HashMap<String, &'c Resource>,
    pub(super) providers: &'c BTreeMap<String, ProviderConfig>,
}

impl<'c> Index<'c> {
    pub(super) fn of(configuration: &'c Configuration) -> Self {
        let mut index = Self {
            modules: HashMap::new(),
            calls: HashMap::new(),
            resources: HashMap::new(),
            providers: &configuration.provider_config,
        };
        index.add(&configuration.root_module, String::new());
        index
    }

    /// Whether the resource instance at `address` is declared.
    pub(super) fn holds(&self, address: &str) -> bool {
        self.declared(address).is_some()
    }

    /// The declaration of the resource instance at `address`.
    pub(super) fn declared(&self, address: &str) -> Option<&'c Resource> {
        self.resources.get(&Address::of(address).declared()).copied()
    }

    fn add(&mut self, module: &'c Module, address: String) {
        for resource in &module.resources {
            self.resources.insert(join(&address, &resource.address), resource);
        }
        for (name, call) in &module.calls {
            let inner = join(&address, &format!("module.{name}"));
            self.calls.insert(inner.clone(), call);
            self.add(&call.module, inner);
        }
        self.modules.insert(address, module);
    }
}
