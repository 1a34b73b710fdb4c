//! AWS → dataset. One file an API family; each operation is declared beside its call, with its IAM actions and price.
//!
//! A call that fails becomes a [`Gap`](crate::model::gap::Gap) and everything else goes on; only missing credentials,
//! an unknown region and a folder that cannot be written end a collection. This layer never asks the clock, prices
//! nothing and judges nothing. Start with [`collect`], then `region`, then `cloudwatch`.
//!
//! The buckets read are those of the selected regions; their sizes come from CloudWatch in the bucket's own region.
//! Collectors as the manifest names them: `ec2-instances`, `ec2-instance-types`, `ec2-images`, `ec2-addresses`,
//! `autoscaling-groups`, `ecs-services`, `ec2-volumes`, `ec2-snapshots`, `cloudwatch-alarms`, `cloudwatch-metrics`,
//! `dynamodb-tables`, `lambda-functions`, `logs-groups`, `s3-buckets`, `rds-instances`, `elasticache-clusters` (each once
//! a region, as `ec2-reserved-instances`), `cost-explorer`, `budgets`, `savings-plans`, `commitment-coverage`.

mod application_scaling;
mod autoscaling;
mod budgets;
mod cloudwatch;
mod commitment_coverage;
mod cost_explorer;
mod dynamodb;
mod ec2;
mod ecs;
mod elasticache;
mod failure;
mod journal;
mod lambda;
mod listing;
mod logs;
mod moments;
mod operation;
mod options;
mod permissions;
mod plan;
mod profiles;
mod progress;
mod rds;
mod region;
mod s3;
mod savings_plans;
mod session;
mod spending;
mod time;

use std::collections::BTreeMap;
use std::path::Path;

use futures::{StreamExt, stream};

pub use failure::CallFailure;
pub use operation::{Charge, Operation};
pub use options::{AssumedRole, BillingDepth, CollectOptions, RegionChoice};
pub use permissions::{operations, permissions};
pub use plan::{Plan, PlannedCalls, plan};
pub use progress::{Event, Progress, Silent};

use crate::dataset::{CollectorState, DATASET_SCHEMA, DatasetWriter, Manifest, Resources, SaveError};
use crate::model::billing::{BillingCut, BillingCutRead, CommitmentCoverage};
use crate::model::gap::GapReason;
use crate::model::ids::{AccountId, Region};
use crate::model::resource::SavingsPlan;
use crate::units::Usd;
use cost_explorer::Bill;
use listing::Listing;
use region::{Depth, Inventory, inventory};
use s3::ListedBucket;
use session::Session;
use spending::Spending;

/// What ends a collection.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    #[error("no usable AWS credentials were found")]
    NoCredentials,
    /// Refused or expired credentials, or an endpoint that does not answer.
    #[error("cannot tell whose AWS account this is: GetCallerIdentity failed ({})", said(.0))]
    Identity(CallFailure),
    /// `--profile` or `AWS_PROFILE` names a profile that no configuration file defines.
    #[error("no AWS profile is called `{name}`")]
    UnknownProfile { name: String, similar: Option<String> },
    #[error("cannot read the AWS configuration files")]
    ProfileFiles(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("no AWS region was given")]
    NoRegion,
    #[error("no region is called `{name}`")]
    UnknownRegion { name: String, similar: Option<String> },
    #[error("cannot list the regions of the account: DescribeRegions failed ({})", said(.0))]
    Regions(CallFailure),
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Ctrl-C; the destination is as it was.
    #[error("interrupted; nothing was saved")]
    Interrupted,
    #[error("cannot start the collection's threads")]
    Runtime(#[source] std::io::Error),
}

impl CollectError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoCredentials | Self::Identity(_) => Some(
                "check your credentials with `aws sts get-caller-identity`; sign in again with `aws sso login`, or \
                 name a profile with --profile"
                    .to_owned(),
            ),
            Self::NoRegion => Some("name one with --region, read all with --all-regions, or set AWS_REGION".to_owned()),
            Self::UnknownRegion { similar, .. } => similar.as_ref().map(|similar| format!("did you mean `{similar}`?")),
            Self::UnknownProfile { similar: Some(similar), .. } => Some(format!("did you mean `{similar}`?")),
            Self::UnknownProfile { similar: None, .. } => Some("`aws configure list-profiles` lists them".to_owned()),
            Self::Regions(_) => Some("allow ec2:DescribeRegions, or name regions with --region".to_owned()),
            Self::ProfileFiles(_) | Self::Save(_) | Self::Interrupted | Self::Runtime(_) => None,
        }
    }
}

fn said(failure: &CallFailure) -> String {
    failure.code.clone().unwrap_or_else(|| failure.reason.to_string())
}

/// What a collection read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectSummary {
    pub account: AccountId,
    pub regions: Vec<Region>,
    pub resources: usize,
    pub gaps: usize,
    /// Buckets of regions that were not selected; they were not read.
    pub buckets_elsewhere: usize,
    /// At list price, the charged calls that were made: metrics and Cost Explorer.
    pub api_list_cost_usd: Usd,
}

/// Read AWS into a dataset at `destination`, which appears whole or not at all.
///
/// Dropping the future ends the collection and leaves `destination` as it was.
pub async fn collect(
    options: &CollectOptions,
    destination: &Path,
    progress: &dyn Progress,
) -> Result<CollectSummary, CollectError> {
    // Before any call that costs something: a folder that cannot be written is known at once.
    let mut writer = DatasetWriter::create(destination)?;
    let session = Session::open(options, progress).await?;
    let mut spending = Spending::new(options.max_api_cost);
    let (inventories, buckets_elsewhere, bill, (savings_plans, coverage)) = inventories(&session, &mut spending).await;
    writer.set_commitment_coverage(coverage);
    let windows = cloudwatch::metric_windows(options.as_of, options.now, options.lookback);
    let mut resources = Resources { savings_plans, ..Resources::default() };
    let mut metric_answers = Vec::new();
    // One region after the other, so that metric files are written in their order.
    for mut inventory in inventories {
        metric_answers.extend(inventory.measure(&session, &windows, &mut spending, &mut writer).await?);
        extend(&mut resources, inventory.resources);
    }
    sort(&mut resources);
    let (account, regions) = (session.account.clone(), session.regions.clone());
    let (mut gaps, collectors) = session.into_journal().finish();
    gaps.extend(moments::forget_impossible(&mut resources, options.as_of));
    let manifest = Manifest {
        schema: DATASET_SCHEMA.to_owned(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: options.as_of,
        lookback_days: options.lookback,
        accounts: vec![account.clone()],
        regions: regions.clone(),
        collectors,
        metric_answers,
    };
    writer.add_billing_detail(&bill.detail)?;
    writer.finish(&manifest, &resources, &bill.rows, &bill.forecast, &gaps)?;
    Ok(CollectSummary {
        account,
        regions,
        resources: count(&resources),
        gaps: gaps.len(),
        buckets_elsewhere,
        api_list_cost_usd: spending.spent(),
    })
}

/// [`collect`] on threads of its own; Ctrl-C ends it.
pub fn collect_blocking(
    options: &CollectOptions,
    destination: &Path,
    progress: &dyn Progress,
) -> Result<CollectSummary, CollectError> {
    block_on(collect(options, destination, progress))
}

/// [`plan`] on threads of its own; Ctrl-C ends it.
pub fn plan_blocking(options: &CollectOptions, progress: &dyn Progress) -> Result<Plan, CollectError> {
    block_on(plan(options, progress))
}

fn block_on<T>(work: impl Future<Output = Result<T, CollectError>>) -> Result<T, CollectError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(CollectError::Runtime)?;
    let outcome = runtime.block_on(async {
        tokio::select! {
            outcome = work => outcome,
            _ = tokio::signal::ctrl_c() => Err(CollectError::Interrupted),
        }
    });
    // Calls still in flight have nobody to answer to.
    runtime.shutdown_background();
    outcome
}

type Commitments = (Vec<SavingsPlan>, Vec<CommitmentCoverage>);

/// The requests to Cost Explorer that reading the bill takes, of one page each, and their list price. A large bill has
/// more pages, each a request; what is beyond `max_api_cost` is not asked for.
pub fn billing_requests(options: &CollectOptions) -> (u64, Usd) {
    let requests = cost_explorer::requests(options).iter().map(|(_, requests)| requests).sum();
    (requests, spending::price(Charge::CostExplorerRequest, requests))
}

/// All regions at once, and the bill beside them.
async fn inventories(session: &Session<'_>, spending: &mut Spending) -> (Vec<Inventory>, usize, Bill, Commitments) {
    let regions = async {
        let mut buckets = Buckets::list(session).await;
        let inventories = stream::iter(session.regions.clone())
            .map(|region| {
                let buckets = buckets.take(&region);
                inventory(session, region, buckets, Depth::Whole)
            })
            .buffered(session.regions.len().max(1))
            .collect::<Vec<_>>()
            .await;
        (inventories, buckets.elsewhere)
    };
    let account = async { (billing(session, spending).await, commitments(session, spending).await) };
    let ((inventories, elsewhere), (billing, commitments)) = futures::join!(regions, account);
    (inventories, elsewhere, billing, commitments)
}

async fn commitments(session: &Session<'_>, spending: &mut Spending) -> Commitments {
    session.started("savings-plans", None);
    let plans = savings_plans::savings_plans(session).await;
    session.finished("savings-plans", None, plans.state);
    session.started("commitment-coverage", None);
    let operations = commitment_coverage::OPERATIONS;
    let (coverage, state) = if spending.allows(Charge::CostExplorerRequest, operations.len() as u64) {
        commitment_coverage::coverage(session).await
    } else {
        let detail = "what commitments cover was not read: it would cost more than --max-api-cost leaves";
        for operation in operations {
            session.journal().noted(operation, None, None, GapReason::NotCollected, detail);
        }
        (Vec::new(), CollectorState::Failed)
    };
    session.finished("commitment-coverage", None, state);
    (plans.items, coverage)
}

async fn billing(session: &Session<'_>, spending: &mut Spending) -> Bill {
    session.started("cost-explorer", None);
    let (mut bill, state) = cost_explorer::billing(session, spending).await;
    session.finished("cost-explorer", None, state);
    if session.options.billing != BillingDepth::Plain {
        session.started("budgets", None);
        let budgets = budgets::budgets(session).await;
        session.finished("budgets", None, budgets.state);
        if budgets.is_complete() {
            bill.detail.cuts.extend(budgets_read(session.options.as_of.date_naive()));
        }
        bill.detail.budgets = budgets.items;
    }
    bill
}

/// Budgets are as of a day.
fn budgets_read(today: chrono::NaiveDate) -> Option<BillingCutRead> {
    let end = today.succ_opt()?;
    Some(BillingCutRead { cut: BillingCut::Budgets, tag_key: None, charge_period_start: today, charge_period_end: end })
}

/// The buckets of the selected regions, and how many live elsewhere.
#[derive(Debug)]
struct Buckets {
    by_region: BTreeMap<Region, Vec<ListedBucket>>,
    elsewhere: usize,
    state: CollectorState,
}

impl Buckets {
    async fn list(session: &Session<'_>) -> Self {
        let listing = s3::listed_buckets(session).await;
        let mut buckets = Self { by_region: BTreeMap::new(), elsewhere: 0, state: listing.state };
        for bucket in listing.items {
            if session.regions.contains(&bucket.region) {
                buckets.by_region.entry(bucket.region.clone()).or_default().push(bucket);
            } else {
                buckets.elsewhere += 1;
            }
        }
        buckets
    }

    /// Those of one region, once. What could not be listed may live in any region.
    fn take(&mut self, region: &Region) -> Listing<ListedBucket> {
        Listing { items: self.by_region.remove(region).unwrap_or_default(), state: self.state }
    }
}

fn extend(all: &mut Resources, one: Resources) {
    all.instances.extend(one.instances);
    all.instance_types.extend(one.instance_types);
    all.images.extend(one.images);
    all.addresses.extend(one.addresses);
    all.auto_scaling_groups.extend(one.auto_scaling_groups);
    all.ecs_services.extend(one.ecs_services);
    all.reserved_instances.extend(one.reserved_instances);
    all.volumes.extend(one.volumes);
    all.snapshots.extend(one.snapshots);
    all.alarms.extend(one.alarms);
    all.tables.extend(one.tables);
    all.functions.extend(one.functions);
    all.log_groups.extend(one.log_groups);
    all.buckets.extend(one.buckets);
    all.databases.extend(one.databases);
    all.caches.extend(one.caches);
}

/// By region and id, each once: a page may repeat what the one before it had.
fn sort(resources: &mut Resources) {
    macro_rules! by_key {
        ($($list:ident),*) => {$(
            resources.$list.sort_by(|one, other| (&one.region, &one.id).cmp(&(&other.region, &other.id)));
            resources.$list.dedup_by(|one, other| one.region == other.region && one.id == other.id);
        )*};
    }
    by_key!(instances, instance_types, images, addresses, auto_scaling_groups, ecs_services);
    by_key!(volumes, snapshots, alarms, tables, functions, log_groups, buckets, databases, caches);
    by_key!(reserved_instances, savings_plans);
}

fn count(resources: &Resources) -> usize {
    let Resources {
        instances,
        instance_types: _,
        images,
        addresses,
        auto_scaling_groups,
        ecs_services,
        volumes,
        snapshots,
        alarms,
        tables,
        functions,
        log_groups,
        buckets,
        databases,
        caches,
        reserved_instances,
        savings_plans,
    } = resources;
    instances.len()
        + images.len()
        + addresses.len()
        + auto_scaling_groups.len()
        + ecs_services.len()
        + reserved_instances.len()
        + savings_plans.len()
        + volumes.len()
        + snapshots.len()
        + alarms.len()
        + tables.len()
        + functions.len()
        + log_groups.len()
        + buckets.len()
        + databases.len()
        + caches.len()
}
