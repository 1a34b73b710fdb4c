//! Folder → [`Dataset`], wholly validated, every mistake at once.

use std::path::{Path, PathBuf};

use super::check::Checked;
use super::json::{Place, explain};
use super::sink::{Context, first_day, is_account};
use super::words::nearest;
use super::{
    DATASET_SCHEMA, Dataset, IN_PROGRESS_MARKER, Manifest, MetricFile, MetricFormat, Mistake, Resources, billing,
    billing_detail, metrics, resources,
};
use crate::model::billing::BillingDetail;
use crate::model::ids::ResourceKind;

#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("cannot read {path}")]
    Io { path: PathBuf, source: std::io::Error },
    /// Sorted by file, line, column.
    #[error("{}", Mistake::list(.0, "dataset"))]
    Mistakes(Vec<Mistake>),
}

/// Load and validate the dataset folder `root`.
///
/// # Errors
/// With every mistake in it; an unknown schema and a folder whose writing did not finish are refused before anything
/// else is read.
pub fn load(root: &Path) -> Result<Dataset, LoadError> {
    let whole = |mistake: Mistake| LoadError::Mistakes(vec![mistake]);
    if root.join(IN_PROGRESS_MARKER).exists() {
        return Err(whole(Mistake::of_file(
            root,
            "this dataset is partial: the run that wrote it did not finish",
            "delete the folder and collect again",
        )));
    }
    let manifest_path = root.join("manifest.json");
    if !manifest_path.is_file() {
        return Err(whole(no_dataset(root)));
    }
    let mut mistakes = Vec::new();
    let manifest = manifest(&read(&manifest_path)?, &mut mistakes).map_err(whole)?;
    // What does not fit a manifest that is wrong itself would be a cascade.
    let context = Context { manifest: manifest.as_ref().filter(|_| mistakes.is_empty()) };

    let files = layout(root, &mut mistakes)?;
    let mut resources = Resources::default();
    for kind in &files.resources {
        let shown = PathBuf::from("resources").join(format!("{kind}.jsonl"));
        let bytes = read(&root.join(&shown))?;
        take(*kind, &bytes, &shown, &context, &mut resources, &mut mistakes);
    }
    for file in &files.metrics {
        metrics::check_header(&file.path, &file.shown, file.format, &mut mistakes);
    }
    let optional = |shown: &str| -> Result<Option<Vec<u8>>, LoadError> {
        let path = root.join(shown);
        if path.is_file() { read(&path).map(Some) } else { Ok(None) }
    };
    let (costs, forecast, gaps) =
        (optional("billing/cost-explorer.csv")?, optional("billing/forecast.csv")?, optional("gaps.jsonl")?);
    let coverage = optional("billing/commitments.csv")?;
    let costs = costs.map(|bytes| billing::costs(&bytes, Path::new("billing/cost-explorer.csv"), &mut mistakes));
    let forecast = forecast.map(|bytes| billing::forecast(&bytes, Path::new("billing/forecast.csv"), &mut mistakes));
    let coverage = coverage.map(|bytes| billing::coverage(&bytes, Path::new("billing/commitments.csv"), &mut mistakes));
    let mut billing_detail = BillingDetail::default();
    for shown in billing_detail::FILES {
        if let Some(bytes) = optional(shown)? {
            billing_detail::take(&bytes, Path::new(shown), &mut billing_detail, &mut mistakes);
        }
    }
    let gaps = gaps.map(|bytes| resources::parse_plain(&bytes, Path::new("gaps.jsonl"), &mut mistakes));

    match manifest {
        Some(manifest) if mistakes.is_empty() => Ok(Dataset {
            root: root.to_path_buf(),
            manifest,
            resources,
            metrics: files.metrics,
            billing: costs.unwrap_or_default(),
            forecast: forecast.unwrap_or_default(),
            commitment_coverage: coverage.unwrap_or_default(),
            billing_detail,
            gaps: gaps.unwrap_or_default(),
        }),
        _ => {
            Mistake::sort(&mut mistakes);
            Err(LoadError::Mistakes(mistakes))
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, LoadError> {
    std::fs::read(path).map_err(|source| LoadError::Io { path: path.to_path_buf(), source })
}

fn no_dataset(root: &Path) -> Mistake {
    let partial = crate::replace::partial_beside(root);
    if !root.exists() {
        let hint = partial.map_or_else(
            || "collect one with `cloudtrim collect --out DIR`".to_owned(),
            |partial| format!("a run that did not finish left `{}`: delete it and collect again", partial.display()),
        );
        return Mistake::of_file(root, "there is no such dataset", hint);
    }
    if root.is_file() {
        return Mistake::of_file(root, "this is a file", "a dataset is a folder with a manifest.json");
    }
    Mistake::of_file(
        root,
        "this folder is no dataset: it has no manifest.json",
        "name the folder that holds manifest.json",
    )
}

#[derive(serde::Deserialize)]
struct Schema {
    schema: String,
}

/// `Err` for a schema this version does not know: all else would be a cascade.
fn manifest(bytes: &[u8], mistakes: &mut Vec<Mistake>) -> Result<Option<Manifest>, Mistake> {
    let file = Path::new("manifest.json");
    let place = Place { file, line: 1 };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(Mistake::of_file(file, "these bytes are not UTF-8", "save the file as UTF-8"));
    };
    match serde_json::from_str::<Schema>(text) {
        Ok(Schema { schema }) if schema != DATASET_SCHEMA => {
            let message = format!("schema `{schema}` is not known to this version, which reads `{DATASET_SCHEMA}`");
            let hint = if schema.starts_with("cloudtrim.dataset/") {
                "use the version of cloudtrim that wrote it, or collect again"
            } else {
                "is it a dataset of cloudtrim?"
            };
            return Err(Mistake { field: "schema".to_owned(), ..Mistake::of_file(file, message, hint) });
        }
        _ => {}
    }
    match serde_json::from_str::<Manifest>(text) {
        Err(error) => {
            let mut mistake = explain(&error, place, 0, "");
            if error.is_eof() {
                "the file ends in the middle of its JSON".clone_into(&mut mistake.message);
            }
            mistakes.push(mistake);
            Ok(None)
        }
        Ok(manifest) => {
            check_manifest(&manifest, mistakes);
            Ok(Some(manifest))
        }
    }
}

fn check_manifest(manifest: &Manifest, mistakes: &mut Vec<Mistake>) {
    let mut wrong = |field: &str, message: String, hint: &str| {
        let field = field.to_owned();
        mistakes.push(Mistake { field, ..Mistake::of_file("manifest.json", message, hint) });
    };
    if manifest.as_of < first_day() {
        wrong("as_of", "the moment is before AWS existed".to_owned(), "the earliest year is 2006");
    }
    // CloudWatch keeps metrics for 455 days, so no window can be longer.
    if !(1..=455).contains(&manifest.lookback_days.count()) {
        wrong(
            "lookback_days",
            format!("{} cannot be", manifest.lookback_days),
            "from 1 to 455 days, as CloudWatch keeps them",
        );
    }
    if manifest.accounts.is_empty() {
        wrong("accounts", "the list is empty".to_owned(), "name the account that was read");
    }
    for (index, account) in manifest.accounts.iter().enumerate() {
        if !is_account(account.as_str()) {
            wrong(
                &format!("accounts[{index}]"),
                format!("`{account}` is no account id"),
                "an account id is twelve digits",
            );
        }
    }
    let accounts_fit = manifest.accounts.iter().all(|account| is_account(account.as_str()));
    for (index, answer) in manifest.metric_answers.iter().enumerate() {
        if answer.window.start >= answer.window.end {
            wrong(&format!("metric_answers[{index}].window"), "it ends before it begins".to_owned(), "");
        }
        if answer.period_s == 0 {
            wrong(&format!("metric_answers[{index}].period_s"), "0 seconds cannot be".to_owned(), "");
        }
        if accounts_fit && !manifest.accounts.contains(&answer.account) {
            let message = format!("account `{}` is not in `accounts`", answer.account);
            wrong(&format!("metric_answers[{index}].account"), message, "");
        }
    }
}

#[derive(Default)]
struct Files {
    resources: Vec<ResourceKind>,
    metrics: Vec<MetricFile>,
}

/// The files of the folder; a file or folder of another name is a mistake, save for hidden ones and text for people.
fn layout(root: &Path, mistakes: &mut Vec<Mistake>) -> Result<Files, LoadError> {
    let mut files = Files::default();
    let kinds = ResourceKind::ALL.map(ResourceKind::name);
    let mut unknown = |file: PathBuf, hint: String| {
        mistakes.push(Mistake::of_file(file, "a dataset has no such file", hint));
    };
    for name in names(root)? {
        let known = ["manifest.json", "gaps.jsonl", "resources", "metrics", "billing"];
        if !known.contains(&name.as_str()) {
            unknown(PathBuf::from(&name), hint(&name, &known));
        }
    }
    for name in names(&root.join("resources"))? {
        if let Some(kind) = name.strip_suffix(".jsonl").and_then(ResourceKind::from_name) {
            files.resources.push(kind);
        } else {
            let known = kinds.map(|kind| format!("{kind}.jsonl"));
            unknown(Path::new("resources").join(&name), hint(&name, &known.each_ref().map(String::as_str)));
        }
    }
    let mut twice = Vec::new();
    for name in names(&root.join("metrics"))? {
        let shown = Path::new("metrics").join(&name);
        let format = match name.rsplit_once('.') {
            Some((stem, "csv")) => ResourceKind::from_name(stem).map(|kind| (kind, MetricFormat::Csv)),
            Some((stem, "parquet")) => ResourceKind::from_name(stem).map(|kind| (kind, MetricFormat::Parquet)),
            _ => None,
        };
        match format {
            Some((kind, _)) if files.metrics.iter().any(|file| file.kind == kind) => twice.push(shown),
            Some((kind, format)) => files.metrics.push(MetricFile { kind, path: root.join(&shown), shown, format }),
            None => {
                let known = kinds.map(|kind| [format!("{kind}.csv"), format!("{kind}.parquet")]);
                let known: Vec<&str> = known.iter().flatten().map(String::as_str).collect();
                unknown(shown, hint(&name, &known));
            }
        }
    }
    for name in names(&root.join("billing"))? {
        let known = ["cost-explorer.csv", "forecast.csv", "commitments.csv", "detail.csv", "cuts.csv", "budgets.csv"];
        if !known.contains(&name.as_str()) {
            unknown(Path::new("billing").join(&name), hint(&name, &known));
        }
    }
    for file in twice {
        mistakes.push(Mistake::of_file(
            file,
            "the metrics of this kind are there as CSV and as Parquet",
            "keep one of the two",
        ));
    }
    Ok(files)
}

fn hint(name: &str, known: &[&str]) -> String {
    nearest(name, known)
        .map_or_else(|| format!("files here: {}", known.join(", ")), |near| format!("did you mean `{near}`?"))
}

/// Sorted names in a folder, none for one that is not there.
fn names(folder: &Path) -> Result<Vec<String>, LoadError> {
    let io = |source| LoadError::Io { path: folder.to_path_buf(), source };
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let name = entry.map_err(io)?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !name.to_lowercase().ends_with(".md") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn take(
    kind: ResourceKind,
    bytes: &[u8],
    shown: &Path,
    context: &Context<'_>,
    resources: &mut Resources,
    mistakes: &mut Vec<Mistake>,
) {
    fn into<T: Checked>(
        list: &mut Vec<T>,
        bytes: &[u8],
        shown: &Path,
        context: &Context<'_>,
        mistakes: &mut Vec<Mistake>,
    ) {
        *list = resources::parse(bytes, shown, context, mistakes);
    }
    match kind {
        ResourceKind::Ec2Instance => into(&mut resources.instances, bytes, shown, context, mistakes),
        ResourceKind::Ec2InstanceType => into(&mut resources.instance_types, bytes, shown, context, mistakes),
        ResourceKind::Ec2Image => into(&mut resources.images, bytes, shown, context, mistakes),
        ResourceKind::Ec2Address => into(&mut resources.addresses, bytes, shown, context, mistakes),
        ResourceKind::AutoscalingGroup => into(&mut resources.auto_scaling_groups, bytes, shown, context, mistakes),
        ResourceKind::EcsService => into(&mut resources.ecs_services, bytes, shown, context, mistakes),
        ResourceKind::Ec2ReservedInstances => {
            into(&mut resources.reserved_instances, bytes, shown, context, mistakes);
        }
        ResourceKind::EbsVolume => into(&mut resources.volumes, bytes, shown, context, mistakes),
        ResourceKind::EbsSnapshot => into(&mut resources.snapshots, bytes, shown, context, mistakes),
        ResourceKind::CloudwatchAlarm => into(&mut resources.alarms, bytes, shown, context, mistakes),
        ResourceKind::DynamodbTable => into(&mut resources.tables, bytes, shown, context, mistakes),
        ResourceKind::LambdaFunction => into(&mut resources.functions, bytes, shown, context, mistakes),
        ResourceKind::LogsGroup => into(&mut resources.log_groups, bytes, shown, context, mistakes),
        ResourceKind::S3Bucket => into(&mut resources.buckets, bytes, shown, context, mistakes),
        ResourceKind::RdsInstance => into(&mut resources.databases, bytes, shown, context, mistakes),
        ResourceKind::ElasticacheCluster => into(&mut resources.caches, bytes, shown, context, mistakes),
        ResourceKind::SavingsPlan => into(&mut resources.savings_plans, bytes, shown, context, mistakes),
    }
}
