//! `dataset:` and `changes:` as far as they can be checked without the dataset.

use std::path::{Path, PathBuf};

use super::change::{Change, Wanted, What};
use super::selection::{names, selection};
use super::settings::{Setting, settings};
use super::{DatasetChanges, Located};
use crate::rules::yaml::{Diagnostics, Fields, Node, Value};

/// Keys of a scenario that mean nothing for resources that a dataset shows.
const NOT_OF_A_DATASET: [(&str, &str); 5] = [
    ("region", "every resource of a dataset has its region"),
    ("defaults", "a dataset brings attributes and usage"),
    ("free_tier", "a dataset is priced without the free tier"),
    ("as_of", "a dataset has its own day"),
    ("budget", "the usage of a dataset is what was measured"),
];
const ACTS: [&str; 4] = ["set", "delete", "stop", "apply"];

/// `None` where the scenario has no dataset; with mistakes, what could be read.
pub(in crate::whatif) fn section(
    fields: &Fields<'_>,
    base: &Path,
    diagnostics: &mut Diagnostics,
) -> Option<DatasetChanges> {
    let Some(node) = fields.get("dataset") else {
        if let Some(node) = fields.get("changes") {
            diagnostics.at(node, "changes", "there is no dataset to change", "give `dataset:`, the folder of one");
        }
        return None;
    };
    for (key, why) in NOT_OF_A_DATASET {
        if let Some(node) = fields.get(key) {
            diagnostics.at(node, key, "does not go with `dataset`", why);
        }
    }
    let folder = fields.optional_text("dataset", diagnostics).map(|folder| base.join(folder));
    if let Some(folder) = folder.as_ref().filter(|folder| !folder.is_dir()) {
        let message = format!("there is no folder {}", folder.display());
        diagnostics.at(node, "dataset", message, "the path is relative to the scenario");
    }
    if let Some(node) = fields.required("changes", diagnostics).filter(|node| matches!(node.value, Value::Null)) {
        diagnostics.at(node, "changes", "must not be empty", "write `[]` where nothing changes");
    }
    let nodes = fields.list("changes", diagnostics);
    let changes = nodes.iter().enumerate().filter_map(|(at, node)| change(at, node, diagnostics)).collect();
    Some(DatasetChanges {
        file: diagnostics.file().to_owned(),
        folder: folder.unwrap_or_else(|| PathBuf::from(base)),
        changes,
    })
}

fn change(at: usize, node: &Node, diagnostics: &mut Diagnostics) -> Option<Change> {
    let path = format!("changes[{at}]");
    let fields = Fields::of(node, &path, &["name", "select", "set", "delete", "stop", "apply"], diagnostics)?;
    let label = fields.optional_text("name", diagnostics);
    let number = at.saturating_add(1);
    let name = label.map_or_else(|| format!("change {number}"), |label| format!("change {number} ({label})"));
    let acts: Vec<&str> = ACTS.into_iter().filter(|act| fields.get(act).is_some()).collect();
    let [act] = acts.as_slice() else {
        let message = if acts.is_empty() { "the change does nothing" } else { "the change does more than one thing" };
        let hint = "give one of `set`, `delete: true`, `stop: true` and `apply`";
        diagnostics.at(node, &path, message, hint);
        return None;
    };
    let act_node = fields.get(act)?;
    if *act == "apply" {
        if let Some(node) = fields.get("select") {
            let hint = "`apply` takes `rules`, `ids` or `all: true`";
            diagnostics.at(node, &fields.name("select"), "does not go with `apply`", hint);
        }
        let wanted = wanted(act_node, &fields.name("apply"), diagnostics)?;
        return Some(Change { name, what: What::Apply(wanted) });
    }
    let id = format!("{path}.select.where");
    let selection = fields
        .required("select", diagnostics)
        .and_then(|node| selection(node, &fields.name("select"), &id, diagnostics));
    let kind = selection.as_ref().map(|selection| selection.kind);
    let settings = match *act {
        "set" => settings(act_node, &fields.name("set"), kind, diagnostics),
        act => whole(act, act_node, &fields.name(act), kind, diagnostics).into_iter().collect(),
    };
    Some(Change { name, what: What::Set(Box::new(selection?), settings) })
}

/// `delete: true`, `stop: true`.
fn whole(
    act: &str,
    node: &Node,
    path: &str,
    kind: Option<crate::model::ids::ResourceKind>,
    diagnostics: &mut Diagnostics,
) -> Option<Located<Setting>> {
    if !matches!(node.value, Value::Flag(true)) {
        diagnostics.at(node, path, "expected `true`", format!("leave `{act}` out where it is not meant"));
        return None;
    }
    let setting = if act == "stop" { Setting::Stop } else { Setting::Delete };
    if let Some(kind) = kind.filter(|kind| !setting.fits(*kind)) {
        diagnostics.at(node, path, format!("a resource of kind `{kind}` cannot be stopped"), "");
        return None;
    }
    Some(Located::at(node, path, setting))
}

/// `{ rules: […] }`, `{ ids: […] }`, `{ all: true }`.
fn wanted(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<Wanted> {
    let fields = Fields::of(node, path, &["rules", "ids", "all"], diagnostics)?;
    let wanted = Wanted {
        all: fields.flag("all", false, diagnostics),
        rules: names(&fields, "rules", diagnostics),
        ids: names(&fields, "ids", diagnostics),
    };
    if fields.entries().is_empty() {
        diagnostics.at(node, path, "nothing is applied", "give `rules`, `ids` or `all: true`");
    }
    Some(wanted)
}
