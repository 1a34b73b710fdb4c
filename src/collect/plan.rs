//! What a collection would call and what AWS would charge for it, from the listings alone.

use futures::{StreamExt, stream};

use super::operation::{Charge, Operation};
use super::options::{BillingDepth, CollectOptions};
use super::progress::Progress;
use super::region::{Depth, Inventory, inventory};
use super::session::Session;
use super::spending::price;
use super::{Buckets, CollectError, cloudwatch};
use crate::model::gap::Gap;
use crate::model::ids::{AccountId, Region};
use crate::units::Usd;

/// The calls still to be made, after the listings that the plan itself needed (which are free, or nearly).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub account: AccountId,
    pub regions: Vec<Region>,
    pub calls: Vec<PlannedCalls>,
    /// The list price of all calls.
    pub list_cost_usd: Usd,
    /// What could not be listed, so that the plan is "at least".
    pub gaps: Vec<Gap>,
}

/// One operation in one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedCalls {
    /// `None` for what is not regional.
    pub region: Option<Region>,
    pub service: &'static str,
    pub operation: &'static str,
    /// Requests; an upper bound where the answer decides how many pages there are.
    pub at_most_calls: u64,
    /// What is charged for: requests, or metrics for GetMetricData.
    pub charged_units: u64,
    pub list_cost_usd: Usd,
}

/// List what exists and count the calls that reading it would take; reads no metric and no bill.
pub async fn plan(options: &CollectOptions, progress: &dyn Progress) -> Result<Plan, CollectError> {
    let session = Session::open(options, progress).await?;
    let mut buckets = Buckets::list(&session).await;
    let inventories: Vec<Inventory> = stream::iter(session.regions.clone())
        .map(|region| {
            let buckets = buckets.take(&region);
            inventory(&session, region, buckets, Depth::Listings)
        })
        .buffered(session.regions.len().max(1))
        .collect()
        .await;
    let windows = cloudwatch::metric_windows(options.as_of, options.now, options.lookback);
    let mut calls = Vec::new();
    for (operation, requests) in super::cost_explorer::requests(options) {
        calls.push(planned(None, &operation, requests, requests));
    }
    let budgets = if options.billing == BillingDepth::Plain { &[] } else { super::budgets::OPERATIONS };
    let account_wide = [budgets, super::commitment_coverage::OPERATIONS, super::savings_plans::OPERATIONS];
    for operation in account_wide.into_iter().flatten() {
        calls.push(planned(None, operation, 1, 1));
    }
    for inventory in &inventories {
        calls.extend(of_region(inventory, &windows, options.upload_cap));
    }
    let list_cost_usd = calls.iter().map(|calls| calls.list_cost_usd).sum();
    let (account, regions) = (session.account.clone(), session.regions.clone());
    let (gaps, _) = session.into_journal().finish();
    Ok(Plan { account, regions, calls, list_cost_usd, gaps })
}

fn of_region(inventory: &Inventory, windows: &cloudwatch::MetricWindows, upload_cap: usize) -> Vec<PlannedCalls> {
    let region = Some(&inventory.region);
    let (fine, daily) = inventory.queries(windows);
    let requests =
        cloudwatch::requests_at_most(&fine, windows.fine) + cloudwatch::requests_at_most(&daily, windows.daily);
    let metrics = (fine.len() + daily.len()) as u64;
    let groups = inventory.resources.log_groups.len() as u64;
    let buckets = inventory.resources.buckets.len() as u64;
    let mut calls = vec![planned(region, &cloudwatch::GET_METRIC_DATA, requests, metrics)];
    let tables = inventory.resources.tables.len() as u64;
    let functions = inventory.resources.functions.len() as u64;
    for operation in super::dynamodb::DETAIL_OPERATIONS {
        calls.push(planned(region, operation, tables, tables));
    }
    for operation in super::lambda::DETAIL_OPERATIONS {
        calls.push(planned(region, operation, functions, functions));
    }
    for operation in super::logs::DETAIL_OPERATIONS {
        calls.push(planned(region, operation, groups, groups));
    }
    for operation in super::s3::DETAIL_OPERATIONS {
        calls.push(planned(region, operation, buckets, buckets));
    }
    let caches = inventory.resources.caches.len() as u64;
    for operation in super::elasticache::DETAIL_OPERATIONS {
        calls.push(planned(region, operation, caches, caches));
    }
    let uploads = buckets.saturating_mul(upload_cap as u64);
    calls.push(planned(region, &super::s3::LIST_PARTS, uploads, uploads));
    calls.retain(|calls| calls.at_most_calls > 0);
    calls
}

fn planned(region: Option<&Region>, operation: &Operation, at_most_calls: u64, charged_units: u64) -> PlannedCalls {
    PlannedCalls {
        region: region.cloned(),
        service: operation.service,
        operation: operation.name,
        at_most_calls,
        charged_units: if operation.charge == Charge::Free { 0 } else { charged_units },
        list_cost_usd: price(operation.charge, charged_units),
    }
}
