//! All rules of a run: those that ship, the user's own, overridden parameters, disabled ones.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::condition::{Leaf, days_of};
use super::embedded::EMBEDDED_RULES;
use super::literal::Dimension;
use super::parse::parse_rule;
use super::rule::Rule;
use crate::model::mistake::Mistake;
use crate::units::Days;

#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    #[error("cannot read {path}")]
    Io { path: PathBuf, source: std::io::Error },
    /// Sorted by file, line, column.
    #[error("{} mistake(s) in the rules", .0.len())]
    Mistakes(Vec<Mistake>),
}

/// All rules of a run, sorted by id.
#[derive(Clone, Debug)]
pub struct RuleSet {
    pub rules: Vec<Rule>,
}

impl RuleSet {
    /// The rules that ship; a test holds that they parse.
    pub fn embedded() -> Result<Self, RulesError> {
        parse_all(EMBEDDED_RULES.iter().map(|(path, text)| (Path::new("rules").join(path), (*text).to_owned())))
    }

    /// Add the rules of a folder (`<service>/<rest>.yml`); one of the same id replaces what is there.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), RulesError> {
        let mut files = Vec::new();
        for path in rule_files(folder)? {
            let text =
                std::fs::read_to_string(&path).map_err(|source| RulesError::Io { path: path.clone(), source })?;
            files.push((path, text));
        }
        let Self { rules } = parse_all(files)?;
        let replaced: BTreeSet<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
        self.rules.retain(|rule| !replaced.contains(rule.id.as_str()));
        self.rules.extend(rules);
        self.rules.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(())
    }

    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    pub fn get_mut(&mut self, id: &str) -> Option<&mut Rule> {
        self.rules.iter_mut().find(|rule| rule.id == id)
    }

    /// Leave rules out; ids that no rule has change nothing.
    pub fn disable(&mut self, ids: &[String]) {
        self.rules.retain(|rule| !ids.contains(&rule.id));
    }

    /// Every window (in days) that a condition or remediation asks metrics for, ascending.
    pub fn windows(&self) -> Vec<Days> {
        let mut windows = BTreeSet::new();
        for rule in &self.rules {
            for leaf in rule.leaves() {
                if let Leaf::Metric(metric) = leaf {
                    windows.insert(metric.days(&rule.parameters));
                }
            }
            // Remediations read the metrics of the rule's window.
            let window = rule.parameters.iter().find(|parameter| parameter.name == "window");
            if let Some(window) = window.filter(|window| window.unit.dimension() == Dimension::Duration) {
                windows.insert(days_of(window.literal()));
            }
        }
        windows.into_iter().collect()
    }
}

fn parse_all(files: impl IntoIterator<Item = (PathBuf, String)>) -> Result<RuleSet, RulesError> {
    let mut rules: Vec<Rule> = Vec::new();
    let mut mistakes = Vec::new();
    for (file, text) in files {
        match parse_rule(&file, &text) {
            Ok(rule) if rules.iter().any(|other| other.id == rule.id) => mistakes.push(Mistake {
                file,
                line: 0,
                column: 0,
                field: "id".to_owned(),
                message: format!("`{}` is the id of another rule as well", rule.id),
                hint: String::new(),
            }),
            Ok(rule) => rules.push(rule),
            Err(more) => mistakes.extend(more),
        }
    }
    if mistakes.is_empty() {
        rules.sort_by(|one, other| one.id.cmp(&other.id));
        return Ok(RuleSet { rules });
    }
    mistakes.sort_by(|one, other| (&one.file, one.line, one.column).cmp(&(&other.file, other.line, other.column)));
    Err(RulesError::Mistakes(mistakes))
}

/// Every `.yml` below the folder, sorted; `.yaml` is a mistake that would otherwise go unseen.
fn rule_files(folder: &Path) -> Result<Vec<PathBuf>, RulesError> {
    let mut files = Vec::new();
    let mut wrong = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let io = |source| RulesError::Io { path: folder.clone(), source };
        for entry in std::fs::read_dir(&folder).map_err(io)? {
            let path = entry.map_err(io)?.path();
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir() && depth < 4 => folders.push((path, depth + 1)),
                Some("yml") => files.push(path),
                Some("yaml") => wrong.push(path),
                _ => {}
            }
        }
    }
    if !wrong.is_empty() {
        let mistake = |file| Mistake {
            file,
            line: 0,
            column: 0,
            field: String::new(),
            message: "the name of a rule's file ends in `.yml`".to_owned(),
            hint: String::new(),
        };
        return Err(RulesError::Mistakes(wrong.into_iter().map(mistake).collect()));
    }
    files.sort();
    Ok(files)
}
