//! Dataset, changes, rules, prices → comparison.

use std::collections::{BTreeMap, BTreeSet};

use super::apply::apply;
use super::change::What;
use super::columns::{Pricing, columns};
use super::edits::write;
use super::outcome::{Outcome, named};
use super::select::{Verdicts, conditions, select};
use super::selection::Selection;
use super::settings::Setting;
use super::{ChangesError, DatasetChanges, Located, check};
use crate::analyze::{AnalyzeOptions, exempted_keys, windows};
use crate::dataset;
use crate::estate::Estate;
use crate::model::comparison::{Comparison, ComparisonSource};
use crate::model::ids::ResourceKind;
use crate::pricing::PriceBook;
use crate::remedy::{Asked, Context, OfferedTypes, SizeChoice};
use crate::rules::RuleSet;
use crate::tables::Tables;
use crate::whatif::amount::Conditions;
use crate::whatif::assemble::compare;
use crate::whatif::scenario::{OneOff, Scenario, one_off, unit_costs};
use crate::whatif::setting::Entry;

/// What the changes make of the list cost of the dataset's resources. Its day is the day of the comparison.
pub fn run(
    scenario: &Scenario,
    changes: &DatasetChanges,
    rules: &RuleSet,
    prices: &PriceBook,
    options: &AnalyzeOptions,
) -> Result<Comparison, ChangesError> {
    let dataset = dataset::load(&changes.folder)?;
    let conditions = conditions(changes, rules);
    let all = RuleSet { rules: rules.rules.iter().chain(&conditions.rules).cloned().collect() };
    let tables = Tables::build(&dataset, &windows(&all, dataset.manifest.lookback_days))?;
    let estate = Estate::build(&dataset, &tables.statistics);
    let mistakes = check::mistakes(changes, rules, prices, &estate);
    if !mistakes.is_empty() {
        return Err(ChangesError::Mistakes(mistakes));
    }
    let exempt = exempted_keys(&estate, options);
    let offered = OfferedTypes::of(&dataset);
    let sizing = SizeChoice::of(&dataset, prices, &options.rightsizing);
    let context = Context {
        dataset: &dataset,
        tables: &tables,
        estate: &estate,
        prices,
        exempt: &exempt,
        offered: &offered,
        time_zone: options.time_zone,
        sizing: &sizing,
    };
    let verdicts = Verdicts::of(&conditions, &tables, &dataset);
    let mut outcome = Outcome::default();
    for (number, change) in (1..).zip(&changes.changes) {
        match &change.what {
            What::Set(selection, settings) => {
                let set = Set { number, name: &change.name, selection, settings };
                set.apply(context, rules, &verdicts, &mut outcome);
            }
            What::Apply(wanted) => apply(number, &change.name, wanted, context, rules, options, &mut outcome),
        }
    }
    let pricing = Pricing { prices, adjustments: &scenario.adjustments };
    let columns = columns(&estate, &outcome, pricing);
    let day = dataset.manifest.as_of.date_naive();
    let mut comparison = compare(&scenario.name, ComparisonSource::Dataset, day, &columns, &BTreeMap::new());
    comparison.summary.clone_from(&scenario.summary);
    comparison.warnings = outcome.warnings.told();
    one_off(&mut comparison, &[("before", &[]), ("after", &once(changes, &outcome))]);
    if let Some(unit) = &scenario.unit {
        let per_month = unit.per_month.at(Conditions::EXPECTED);
        for column in &columns {
            comparison.unit_costs.extend(unit_costs(column, &unit.name, per_month, &service));
        }
    }
    Ok(comparison)
}

/// As gaps and reports of a dataset call it.
fn service(entry: &Entry) -> String {
    ResourceKind::from_name(&entry.kind).map_or_else(|| entry.kind.clone(), |kind| kind.service().to_owned())
}

fn once(changes: &DatasetChanges, outcome: &Outcome) -> Vec<OneOff> {
    let known = outcome.once.iter().filter(|(_, costs)| !costs.is_empty()).filter_map(|((number, what), costs)| {
        let change = changes.changes.get(number.checked_sub(1)?)?;
        let ids: BTreeSet<String> = costs.keys().map(|key| key.id.clone()).collect();
        let name = format!("{}: {what}", change.name);
        Some(OneOff { name, usd: costs.values().sum(), formula: named(&ids) })
    });
    known.collect()
}

/// One change that sets something.
struct Set<'a> {
    number: usize,
    name: &'a str,
    selection: &'a Selection,
    settings: &'a [Located<Setting>],
}

impl Set<'_> {
    fn apply(&self, context: Context<'_>, rules: &RuleSet, verdicts: &Verdicts, outcome: &mut Outcome) {
        let name = self.name;
        let selected = select(self.selection, context.estate, verdicts);
        if selected.keys.is_empty() && selected.unknown.is_empty() {
            outcome.warnings.say(format!("{name}: selects nothing"), None);
        }
        for (key, why) in &selected.unknown {
            outcome.hold(key, format!("{name}: not known to be selected, so not changed"), why);
        }
        for key in &selected.keys {
            let Some(entry) = context.estate.get(key) else { continue };
            let Some(before) = &entry.placed else {
                outcome.hold(key, format!("{name}: not changed"), "what it is billed for is not known");
                continue;
            };
            if outcome.is_gone(key) {
                outcome.warnings.say(format!("{name}: not changed, an earlier change deletes it"), Some(&key.id));
                continue;
            }
            let asked = Asked { context, rules, key, entry };
            match write(self.settings, outcome.now(key, before), asked) {
                Err(why) => outcome.hold(key, format!("{name}: not changed"), why),
                Ok(written) => {
                    for step in &written.steps {
                        outcome.apply(self.number, key, before, step);
                    }
                    for warning in written.warnings {
                        outcome.warnings.say(format!("{name}: {warning}"), Some(&key.id));
                    }
                    for gap in written.gaps {
                        outcome.gap(key, format!("{name}: {gap}"));
                    }
                    for (what, usd) in written.once {
                        outcome.once(self.number, &what, key, usd);
                    }
                }
            }
        }
    }
}
