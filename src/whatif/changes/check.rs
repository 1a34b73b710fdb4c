//! Mistakes that show only beside the dataset, the rules and the instance types.

use super::change::What;
use super::selection::Selection;
use super::settings::Setting;
use super::{DatasetChanges, Located};
use crate::estate::Estate;
use crate::model::mistake::Mistake;
use crate::pricing::PriceBook;
use crate::rules::RuleSet;
use crate::rules::yaml::did_you_mean;

/// All of them, sorted by place.
pub(super) fn mistakes(
    changes: &DatasetChanges,
    rules: &RuleSet,
    prices: &PriceBook,
    estate: &Estate<'_>,
) -> Vec<Mistake> {
    let mut check = Check { changes, rules, prices, estate, mistakes: Vec::new() };
    for change in &changes.changes {
        match &change.what {
            What::Apply(wanted) => {
                for rule in &wanted.rules {
                    check.rule(rule);
                }
            }
            What::Set(selection, settings) => {
                check.selection(selection);
                for setting in settings {
                    check.setting(setting);
                }
            }
        }
    }
    Mistake::sort(&mut check.mistakes);
    check.mistakes
}

struct Check<'a> {
    changes: &'a DatasetChanges,
    rules: &'a RuleSet,
    prices: &'a PriceBook,
    estate: &'a Estate<'a>,
    mistakes: Vec<Mistake>,
}

impl Check<'_> {
    fn push<T>(&mut self, at: &Located<T>, message: String, hint: String) {
        self.mistakes.push(Mistake {
            file: self.changes.file.clone(),
            line: at.line,
            column: at.column,
            field: at.field.clone(),
            message,
            hint,
        });
    }

    fn rule(&mut self, id: &Located<String>) -> Option<crate::model::ids::ResourceKind> {
        if let Some(rule) = self.rules.get(&id.value) {
            return Some(rule.kind);
        }
        let hint = likely(&id.value, self.rules.rules.iter().map(|rule| rule.id.as_str()));
        self.push(id, format!("there is no rule `{}`", id.value), hint);
        None
    }

    fn selection(&mut self, selection: &Selection) {
        if let Some(rule) = &selection.rule
            && let Some(kind) = self.rule(rule).filter(|kind| *kind != selection.kind)
        {
            let message = format!("`{}` judges `{kind}`, not `{}`", rule.value, selection.kind);
            self.push(rule, message, String::new());
        }
        let of_kind = || self.estate.iter().map(|(key, _)| key).filter(|key| key.kind == selection.kind);
        let unknown: Vec<(&Located<String>, String)> = selection
            .ids
            .iter()
            .filter(|id| !of_kind().any(|key| key.id == id.value))
            .map(|id| (id, likely(&id.value, of_kind().map(|key| key.id.as_str()))))
            .collect();
        for (id, hint) in unknown {
            self.push(id, format!("the dataset has no {} `{}`", selection.kind, id.value), hint);
        }
    }

    fn setting(&mut self, setting: &Located<Setting>) {
        if let Setting::InstanceType(name) = &setting.value
            && self.prices.instance_spec(name).is_none()
        {
            let types = self.prices.instance_specs().iter().map(|spec| spec.instance_type.as_str());
            let hint = likely(name, types);
            self.push(setting, format!("there is no instance type `{name}`"), hint);
        }
    }
}

/// A suggestion, where one is close: the candidates are too many to be listed.
fn likely<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let hint = did_you_mean(word, candidates);
    if hint.starts_with("did you mean") { hint } else { String::new() }
}
