//! What rules and options a run has: embedded rules, `--rules`, `cloudtrim.yml`.

use std::path::PathBuf;

use super::Failure;
use crate::analyze::AnalyzeOptions;
use crate::config;
use crate::monthly::settings::ReportSettings;
use crate::rules::RuleSet;

/// Looked for in the working folder when `--config` is not given.
const DEFAULT_CONFIG: &str = "cloudtrim.yml";

#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Rules")]
pub(super) struct SettingsArguments {
    /// Parameters and suppressions [default: cloudtrim.yml, if present]
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// A folder of rules that add to or replace the embedded ones
    #[arg(long, value_name = "DIR")]
    pub(super) rules: Option<PathBuf>,
}

#[derive(Debug)]
pub(super) struct Settings {
    /// With overridden parameters, without disabled rules.
    pub(super) rules: RuleSet,
    /// As the files have them.
    pub(super) defaults: RuleSet,
    pub(super) options: AnalyzeOptions,
}

/// The file to read: the named one, or the default where it exists.
pub(super) fn config_file(named: Option<&PathBuf>) -> Option<PathBuf> {
    named.cloned().or_else(|| {
        let default = PathBuf::from(DEFAULT_CONFIG);
        default.exists().then_some(default)
    })
}

impl SettingsArguments {
    /// The section `report` of the configuration.
    pub(super) fn report(&self) -> Result<ReportSettings, Failure> {
        Ok(match config_file(self.config.as_ref()) {
            Some(file) => config::load_report(&file)?,
            None => ReportSettings::default(),
        })
    }
}

impl Settings {
    pub(super) fn load(arguments: &SettingsArguments) -> Result<Self, Failure> {
        let mut defaults = RuleSet::embedded()?;
        if let Some(folder) = &arguments.rules {
            defaults.add_folder(folder)?;
        }
        let mut rules = defaults.clone();
        let options = match config_file(arguments.config.as_ref()) {
            Some(file) => config::load(&file, &mut rules)?,
            None => config::defaults(),
        };
        Ok(Self { rules, defaults, options })
    }
}
