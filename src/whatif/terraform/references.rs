//! Which resources an attribute refers to: through variables of modules, their outputs, `count` and `for_each`.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::address::{Address, join, parent, segments, split_index, without_indices};
use super::configuration::Index;
use super::unknown::TextReferences;

/// Through how many modules a reference is followed.
const DEEPEST: usize = 16;
/// How many addresses an attribute names at most: a splat over thousands of instances is of no use to anyone.
const MOST: usize = 256;

pub(super) struct References<'c> {
    index: &'c Index<'c>,
    /// Addresses of resources and module instances by the address without its own index.
    instances: HashMap<String, Vec<String>>,
    /// All of them.
    known: HashSet<String>,
}

/// Where an expression stands.
#[derive(Clone, Copy)]
struct Scope<'s> {
    /// `module.web["eu"]`; empty in the root module.
    module: &'s str,
    /// Of the resource or module call that the expression belongs to; empty where it has none.
    index: &'s str,
    /// What its `for_each` refers to.
    for_each: &'s [String],
    /// Whether the expression counts by the index.
    keyed: bool,
}

impl<'c> References<'c> {
    pub(super) fn new<'a>(index: &'c Index<'c>, addresses: impl Iterator<Item = &'a str>) -> Self {
        let mut references = Self { index, instances: HashMap::new(), known: HashSet::new() };
        for address in addresses {
            let parts = Address::of(address);
            if references.known.insert(address.to_owned()) {
                references.instances.entry(parts.base()).or_default().push(address.to_owned());
                references.add_modules(parts.module);
            }
        }
        references
    }

    fn add_modules(&mut self, module: &str) {
        let Some((outer, own)) = parent(module) else { return };
        if self.known.insert(module.to_owned()) {
            let base = join(outer, split_index(own).0);
            self.instances.entry(base).or_default().push(module.to_owned());
            self.add_modules(outer);
        }
    }

    /// The addresses that the resource at `address` refers to, by path; `texts` are added to those of the configuration.
    pub(super) fn of(&self, address: &str, texts: Option<&TextReferences>) -> BTreeMap<String, Vec<String>> {
        let parts = Address::of(address);
        let declared = self.index.resources.get(&parts.declared());
        let for_each = declared.map_or(&[][..], |resource| &resource.for_each_expression.references);
        let scope = Scope { module: parts.module, index: parts.index, for_each, keyed: false };
        let mut found = BTreeMap::new();
        for (path, references) in declared.into_iter().flat_map(|resource| &resource.references) {
            self.add(&mut found, path, references, scope, false);
        }
        for (path, references) in texts.into_iter().flatten() {
            self.add(&mut found, path, references, scope, true);
        }
        found
    }

    fn add(
        &self,
        found: &mut BTreeMap<String, Vec<String>>,
        path: &str,
        references: &[String],
        scope: Scope<'_>,
        absent_too: bool,
    ) {
        let mut targets = found.remove(path).unwrap_or_default();
        self.follow(references, scope, DEEPEST, &mut targets);
        if targets.is_empty() && absent_too {
            targets.extend(references.iter().map(|reference| resource_of(reference, scope.module)));
        }
        if !targets.is_empty() {
            found.insert(path.to_owned(), targets);
        }
    }

    fn follow(&self, references: &[String], scope: Scope<'_>, depth: usize, targets: &mut Vec<String>) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let keyed = references.iter().any(|text| text == "count.index" || text.starts_with("each."));
        let scope = Scope { keyed: scope.keyed || keyed, ..scope };
        for reference in most_specific(references) {
            let parts = segments(reference);
            let (first, rest) = (parts.first().copied().unwrap_or_default(), parts.get(1..).unwrap_or_default());
            match (first, rest) {
                ("var", [name, ..]) => self.follow_variable(split_index(name).0, scope, depth, targets),
                ("each", ["value", ..]) => {
                    self.follow(scope.for_each, Scope { for_each: &[], ..scope }, depth, targets);
                }
                ("each" | "var" | "local" | "path" | "terraform" | "count" | "self", _) => {}
                ("module", [name, output, ..]) => {
                    for module in self.select(scope, "module", name, "") {
                        self.follow_output(&module, split_index(output).0, depth, targets);
                    }
                }
                ("data", [kind, name, ..]) => {
                    let found = self.select(scope, &format!("data.{kind}"), name, "");
                    let declared = join(scope.module, &format!("data.{kind}.{name}"));
                    push(targets, if found.is_empty() { vec![declared] } else { found });
                }
                (kind, [name, rest @ ..]) => {
                    push(targets, self.select(scope, kind, name, index_after_splat(rest)));
                }
                _ => {}
            }
        }
    }

    /// What the caller of the module gives for its variable.
    fn follow_variable(&self, name: &str, scope: Scope<'_>, depth: usize, targets: &mut Vec<String>) {
        let Some((outer, own)) = parent(scope.module) else { return };
        let Some(call) = self.index.calls.get(&without_indices(scope.module)) else { return };
        let Some(given) = call.expressions.get(name) else { return };
        let scope = Scope {
            module: outer,
            index: split_index(own).1,
            for_each: &call.for_each_expression.references,
            keyed: false,
        };
        self.follow(&given.references, scope, depth, targets);
    }

    fn follow_output(&self, module: &str, name: &str, depth: usize, targets: &mut Vec<String>) {
        let declared = self.index.modules.get(&without_indices(module));
        let Some(output) = declared.and_then(|module| module.outputs.get(name)) else { return };
        self.follow(
            &output.expression.references,
            Scope { module, index: "", for_each: &[], keyed: false },
            depth,
            targets,
        );
    }

    /// The instances of `kind.name` in the module of the scope: the one with the index that is named, the one with the
    /// scope's own index where the expression counts by it, or all.
    fn select(&self, scope: Scope<'_>, kind: &str, name: &str, index: &str) -> Vec<String> {
        let (name, own) = split_index(name);
        let index = if own.is_empty() { index } else { own };
        let base = join(scope.module, &format!("{kind}.{name}"));
        let Some(all) = self.instances.get(&base) else { return Vec::new() };
        let one = |index: &str| self.known.get(&format!("{base}{index}")).cloned();
        if !index.is_empty() {
            return one(index).into_iter().collect();
        }
        if scope.keyed
            && let Some(same) = one(scope.index)
        {
            return vec![same];
        }
        all.iter().take(MOST).cloned().collect()
    }
}

fn push(targets: &mut Vec<String>, found: impl IntoIterator<Item = String>) {
    for address in found {
        if targets.len() < MOST && !targets.contains(&address) {
            targets.push(address);
        }
    }
}

/// Terraform lists `a.b[0].id`, `a.b[0]`, `a.b` for one reference: the first says it all.
pub(super) fn most_specific(references: &[String]) -> Vec<&str> {
    let mut kept: Vec<&str> = Vec::new();
    for reference in references {
        if kept.last().is_none_or(|last| !is_within(reference, last)) && !kept.contains(&reference.as_str()) {
            kept.push(reference);
        }
    }
    kept
}

/// Whether `whole` is `part` or goes on from it.
fn is_within(part: &str, whole: &str) -> bool {
    whole.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// `*`, `id[1]` → `[1]`.
fn index_after_splat<'t>(rest: &[&'t str]) -> &'t str {
    match rest {
        ["*", rest @ ..] => rest.iter().map(|part| split_index(part).1).find(|index| !index.is_empty()).unwrap_or(""),
        _ => "",
    }
}

/// `aws_vpc.main.id` → `module.net.aws_vpc.main`.
fn resource_of(reference: &str, module: &str) -> String {
    let parts = segments(reference);
    let length = if matches!(parts.first(), Some(&("data" | "module"))) { 3 } else { 2 };
    join(module, &parts.get(..length).unwrap_or(&parts).join("."))
}
