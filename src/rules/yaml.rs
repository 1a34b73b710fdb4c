//! YAML as a tree of located nodes, so that every mistake in the user's file can say where it is, all at once.
//!
//! This module knows no rule and no option; [`Fields`] reads one mapping and notes what does not belong there.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use crate::model::mistake::Mistake;

/// A value and where it starts, 1-based.
#[derive(Clone, Debug)]
pub struct Node {
    pub value: Value,
    pub line: u64,
    pub column: u64,
}

/// What YAML's core schema makes of a scalar, and lists and mappings in the order of the file.
#[derive(Clone, Debug)]
pub enum Value {
    Null,
    Flag(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

#[derive(Clone, Debug)]
pub struct Key {
    pub name: String,
    pub line: u64,
    pub column: u64,
}

impl Value {
    /// As a message names it.
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Flag(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, referenced, .. } = Spanned::<Value>::deserialize(deserializer)?;
        Ok(Self { value, line: referenced.line(), column: referenced.column() })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }
    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = access.next_element()? {
            nodes.push(node);
        }
        Ok(Value::List(nodes))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = access.next_key::<Spanned<String>>()? {
            let (line, column) = (key.referenced.line(), key.referenced.column());
            entries.push((Key { name: key.value, line, column }, access.next_value()?));
        }
        Ok(Value::Map(entries))
    }
}

/// Nodes nest at most this deep: far more than a rule or a configuration needs, far less than the stack holds.
const DEEPEST: usize = 32;

/// Parse one document; a syntax error is one mistake, since nothing after it can be trusted.
pub fn parse(file: &Path, text: &str) -> Result<Node, Mistake> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
        budget: serde_saphyr::budget! { max_depth: DEEPEST },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let at = error.location();
        Mistake {
            file: file.to_owned(),
            line: at.map_or(0, |at| at.line()),
            column: at.map_or(0, |at| at.column()),
            field: String::new(),
            message: format!("not valid YAML: {}", reworded(&error.without_snippet().to_string())),
            hint: String::new(),
        }
    })
}

/// The parser's words without what is for programmers, and without the place, which the mistake has already.
fn reworded(message: &str) -> String {
    let end = message.find(" at line ").unwrap_or(message.len());
    message[..end]
        .replace(", set DuplicateKeyPolicy in Options if acceptable", "")
        .replace(" rejected by the configured policy", " is not a number to compare with")
        .replace("budget breached: ", "too large once its anchors are written out: ")
}

/// Collects the mistakes of one file.
#[derive(Debug)]
pub struct Diagnostics {
    file: PathBuf,
    pub mistakes: Vec<Mistake>,
}

impl Diagnostics {
    pub fn of(file: &Path) -> Self {
        Self { file: file.to_owned(), mistakes: Vec::new() }
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    pub fn at(&mut self, node: &Node, field: &str, message: impl Into<String>, hint: impl Into<String>) {
        self.push(node.line, node.column, field, message.into(), hint.into());
    }

    pub fn at_key(&mut self, key: &Key, field: &str, message: impl Into<String>, hint: impl Into<String>) {
        self.push(key.line, key.column, field, message.into(), hint.into());
    }

    fn push(&mut self, line: u64, column: u64, field: &str, message: String, hint: String) {
        self.mistakes.push(Mistake { file: self.file.clone(), line, column, field: field.to_owned(), message, hint });
    }
}

/// `did you mean …?` for the closest of the candidates, or which there are.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let lower = word.to_lowercase();
    let closest = candidates
        .iter()
        .map(|candidate| (strsim::jaro_winkler(&lower, &candidate.to_lowercase()), *candidate))
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .filter(|(likeness, _)| *likeness >= 0.8);
    match closest {
        Some((_, candidate)) => format!("did you mean `{candidate}`?"),
        None if candidates.is_empty() => String::new(),
        None => format!("one of {}", backticked(&candidates)),
    }
}

fn backticked(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// The fields of one mapping.
#[derive(Debug)]
pub struct Fields<'n> {
    node: &'n Node,
    path: String,
    entries: &'n [(Key, Node)],
    /// The fields that mistyped ones were meant to be; they are not missing besides.
    mistyped: Vec<String>,
}

impl<'n> Fields<'n> {
    /// `path` names the mapping in messages (empty for the document); fields outside `known` are mistakes.
    pub fn of(node: &'n Node, path: &str, known: &[&str], diagnostics: &mut Diagnostics) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            diagnostics.at(node, path, format!("expected a mapping, found {}", node.value.noun()), "");
            return None;
        };
        let mut fields = Self { node, path: path.to_owned(), entries, mistyped: Vec::new() };
        for (key, _) in entries {
            if !known.contains(&key.name.as_str()) {
                let hint = did_you_mean(&key.name, known.iter().copied());
                let meant = known.iter().find(|field| hint == format!("did you mean `{field}`?"));
                fields.mistyped.extend(meant.map(|field| (*field).to_owned()));
                diagnostics.at_key(key, &fields.name(&key.name), "unknown field", hint);
            }
        }
        Some(fields)
    }

    /// The dotted name of a field in messages.
    pub fn name(&self, field: &str) -> String {
        if self.path.is_empty() { field.to_owned() } else { format!("{}.{field}", self.path) }
    }

    pub fn node(&self) -> &'n Node {
        self.node
    }

    pub fn entries(&self) -> &'n [(Key, Node)] {
        self.entries
    }

    pub fn get(&self, field: &str) -> Option<&'n Node> {
        self.entries.iter().find(|(key, _)| key.name == field).map(|(_, node)| node)
    }

    pub fn required(&self, field: &str, diagnostics: &mut Diagnostics) -> Option<&'n Node> {
        let found = self.get(field);
        if found.is_none() && !self.mistyped.iter().any(|meant| meant == field) {
            diagnostics.at(self.node, &self.name(field), "missing field", "");
        }
        found
    }

    /// Text that is not blank, where the field is there.
    pub fn optional_text(&self, field: &str, diagnostics: &mut Diagnostics) -> Option<&'n str> {
        self.get(field).and_then(|node| self.as_text(field, node, diagnostics))
    }

    pub fn text(&self, field: &str, diagnostics: &mut Diagnostics) -> Option<&'n str> {
        self.required(field, diagnostics).and_then(|node| self.as_text(field, node, diagnostics))
    }

    fn as_text(&self, field: &str, node: &'n Node, diagnostics: &mut Diagnostics) -> Option<&'n str> {
        match &node.value {
            Value::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            Value::Text(_) | Value::Null => {
                diagnostics.at(node, &self.name(field), "must not be empty", "");
                None
            }
            other => {
                let hint = "put it in quotes if it is meant as text";
                diagnostics.at(node, &self.name(field), format!("expected text, found {}", other.noun()), hint);
                None
            }
        }
    }

    /// True or false; `absent` where the field is not there.
    pub fn flag(&self, field: &str, absent: bool, diagnostics: &mut Diagnostics) -> bool {
        match self.get(field).map(|node| (node, &node.value)) {
            None => absent,
            Some((_, Value::Flag(flag))) => *flag,
            Some((node, other)) => {
                diagnostics.at(
                    node,
                    &self.name(field),
                    format!("expected `true` or `false`, found {}", other.noun()),
                    "",
                );
                absent
            }
        }
    }

    /// One word of a closed list.
    pub fn word<T: Copy>(&self, field: &str, words: &[(&'static str, T)], diagnostics: &mut Diagnostics) -> Option<T> {
        let text = self.text(field, diagnostics)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if let (None, Some(node)) = (found, self.get(field)) {
            let hint = did_you_mean(text, words.iter().map(|(word, _)| *word));
            diagnostics.at(node, &self.name(field), format!("unknown word `{text}`"), hint);
        }
        found
    }

    /// The nodes of a list; a missing field is an empty one.
    pub fn list(&self, field: &str, diagnostics: &mut Diagnostics) -> &'n [Node] {
        match self.get(field).map(|node| (node, &node.value)) {
            None | Some((_, Value::Null)) => &[],
            Some((_, Value::List(nodes))) => nodes,
            Some((node, other)) => {
                diagnostics.at(node, &self.name(field), format!("expected a list, found {}", other.noun()), "");
                &[]
            }
        }
    }
}
