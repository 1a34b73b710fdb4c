//! Credentials, regions, clients: what every collector works with.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, SdkConfig};
use aws_sdk_sts::config::SharedCredentialsProvider;
use aws_sdk_sts::error::SdkError;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::failure::CallFailure;
use super::journal::Journal;
use super::operation::Operation;
use super::options::{CollectOptions, RegionChoice};
use super::progress::{Event, Progress};
use super::{CollectError, profiles};
use crate::dataset::CollectorState;
use crate::model::gap::GapReason;
use crate::model::ids::{AccountId, Region};

pub(super) const GET_CALLER_IDENTITY: Operation = Operation::free("STS", "GetCallerIdentity", &[]);
pub(super) const DESCRIBE_REGIONS: Operation = Operation::free("EC2", "DescribeRegions", &["ec2:DescribeRegions"]);
pub(super) const OPERATIONS: &[Operation] = &[GET_CALLER_IDENTITY, DESCRIBE_REGIONS];

/// The clients of one region.
#[derive(Clone, Debug)]
pub(super) struct Clients {
    pub(super) ec2: aws_sdk_ec2::Client,
    pub(super) autoscaling: aws_sdk_autoscaling::Client,
    pub(super) application_autoscaling: aws_sdk_applicationautoscaling::Client,
    pub(super) ecs: aws_sdk_ecs::Client,
    pub(super) cloudwatch: aws_sdk_cloudwatch::Client,
    pub(super) dynamodb: aws_sdk_dynamodb::Client,
    pub(super) lambda: aws_sdk_lambda::Client,
    pub(super) logs: aws_sdk_cloudwatchlogs::Client,
    pub(super) s3: aws_sdk_s3::Client,
    pub(super) rds: aws_sdk_rds::Client,
    pub(super) elasticache: aws_sdk_elasticache::Client,
}

pub(super) struct Session<'a> {
    pub(super) options: &'a CollectOptions,
    pub(super) account: AccountId,
    pub(super) regions: Vec<Region>,
    progress: &'a dyn Progress,
    config: SdkConfig,
    clients: BTreeMap<Region, Clients>,
    permits: Semaphore,
    journal: Mutex<Journal>,
}

impl<'a> Session<'a> {
    /// Find credentials, ask who they belong to, and settle the regions.
    pub(super) async fn open(options: &'a CollectOptions, progress: &'a dyn Progress) -> Result<Self, CollectError> {
        profiles::existing(options.profile.as_deref()).await?;
        let config = configuration(options).await;
        let account = identity(&config).await?;
        let mut journal = Journal::new(account.clone());
        let regions = regions(options, &config, &mut journal).await?;
        let clients = regions.iter().map(|region| (region.clone(), clients(options, &config, region))).collect();
        Ok(Self {
            options,
            account,
            regions,
            progress,
            clients,
            permits: Semaphore::new(options.concurrency.max(1)),
            journal: Mutex::new(journal),
            config,
        })
    }

    /// The clients of a selected region; any other region's are made anew.
    pub(super) fn clients(&self, region: &Region) -> Clients {
        self.clients.get(region).cloned().unwrap_or_else(|| clients(self.options, &self.config, region))
    }

    /// Where account-wide questions go: the configured region, which need not be a selected one.
    pub(super) fn home(&self) -> Region {
        Region::from(self.config.region().map_or("us-east-1", AsRef::as_ref))
    }

    pub(super) fn cost_explorer(&self) -> aws_sdk_costexplorer::Client {
        let builder = aws_sdk_costexplorer::config::Builder::from(&self.config);
        aws_sdk_costexplorer::Client::from_conf(builder.region(self.billing_region()).build())
    }

    pub(super) fn savings_plans(&self) -> aws_sdk_savingsplans::Client {
        let builder = aws_sdk_savingsplans::config::Builder::from(&self.config);
        aws_sdk_savingsplans::Client::from_conf(builder.region(self.billing_region()).build())
    }

    /// Cost Explorer and Savings Plans answer from one region of each partition.
    fn billing_region(&self) -> aws_config::Region {
        sdk_region(if self.home().as_str().starts_with("cn-") { "cn-northwest-1" } else { "us-east-1" })
    }

    /// AWS Budgets answers from one place.
    pub(super) fn budgets(&self) -> aws_sdk_budgets::Client {
        let builder = aws_sdk_budgets::config::Builder::from(&self.config);
        aws_sdk_budgets::Client::from_conf(builder.region(sdk_region(partition_home(self.home().as_str()))).build())
    }

    /// Hold this during a call; a listing holds it over all its pages.
    pub(super) async fn permit(&self) -> Option<SemaphorePermit<'_>> {
        self.permits.acquire().await.ok()
    }

    pub(super) fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn into_journal(self) -> Journal {
        self.journal.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tell(&self, event: Event<'_>) {
        self.progress.event(event);
    }

    pub(super) fn started(&self, collector: &'static str, region: Option<&Region>) {
        self.tell(Event::Started { collector, region });
    }

    /// Note in the manifest how a collector ended.
    pub(super) fn finished(&self, collector: &'static str, region: Option<&Region>, state: CollectorState) {
        self.journal().status(collector, region, state);
        self.tell(Event::Finished { collector, region, gaps: state != CollectorState::Complete });
    }
}

async fn configuration(options: &CollectOptions) -> SdkConfig {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(std::time::Duration::from_secs(5).min(options.attempt_timeout))
        .read_timeout(options.attempt_timeout)
        .operation_attempt_timeout(options.attempt_timeout)
        .build();
    let mut loader = aws_config::defaults(BehaviorVersion::latest()).timeout_config(timeouts);
    if let Ok(name) = AppName::new("cloudtrim") {
        loader = loader.app_name(name);
    }
    if let Some(profile) = &options.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(endpoint) = &options.endpoint_url {
        loader = loader.endpoint_url(endpoint);
    }
    let mut config = loader.load().await;
    let attempts = options.max_attempts.or_else(|| attempts_of(&config)).unwrap_or(DEFAULT_ATTEMPTS).max(1);
    config = config.into_builder().retry_config(RetryConfig::adaptive().with_max_attempts(attempts)).build();
    let home = match &options.regions {
        RegionChoice::Default => None,
        RegionChoice::Named(names) => Some(partition_home(names.first().map_or("", String::as_str))),
        RegionChoice::AllEnabled => Some(partition_home("")),
    };
    if let (None, Some(home)) = (config.region(), home) {
        config = config.into_builder().region(sdk_region(home)).build();
    }
    if let Some(profile) = &options.profile {
        let credentials = profiles::credentials(profile, &config);
        config = config.into_builder().credentials_provider(credentials).build();
    }
    if let Some(role) = &options.role {
        let mut provider = aws_config::sts::AssumeRoleProvider::builder(&role.arn)
            .session_name(role.session_name.as_deref().unwrap_or("cloudtrim"))
            .configure(&config);
        if let Some(external_id) = &role.external_id {
            provider = provider.external_id(external_id);
        }
        let provider = SharedCredentialsProvider::new(provider.build().await);
        config = config.into_builder().credentials_provider(provider).build();
    }
    config
}

/// Attempts of one call where neither the caller nor the environment nor the profile says.
const DEFAULT_ATTEMPTS: u32 = 6;

/// What `AWS_MAX_ATTEMPTS` or the profile says; the SDK's own default is no choice of anybody's.
fn attempts_of(config: &SdkConfig) -> Option<u32> {
    let attempts = config.retry_config()?.max_attempts();
    (attempts != RetryConfig::standard().max_attempts()).then_some(attempts)
}

/// A region that every account of the partition has, for account-wide questions when none is configured.
fn partition_home(region: &str) -> &'static str {
    match region {
        name if name.starts_with("cn-") => "cn-north-1",
        name if name.starts_with("us-gov-") => "us-gov-west-1",
        _ => "us-east-1",
    }
}

async fn identity(config: &SdkConfig) -> Result<AccountId, CollectError> {
    let Some(_) = config.region() else { return Err(CollectError::NoRegion) };
    let answer = aws_sdk_sts::Client::new(config).get_caller_identity().send().await;
    match answer {
        Ok(identity) => match identity.account() {
            Some(account) => Ok(AccountId::new(account)),
            None => Err(CollectError::Identity(CallFailure::of_reason(GapReason::BadAnswer))),
        },
        // Neither the network nor a timeout: the SDK found no credentials to sign with.
        Err(SdkError::DispatchFailure(failure)) if !failure.is_io() && !failure.is_timeout() => {
            Err(CollectError::NoCredentials)
        }
        Err(error) => Err(CollectError::Identity(CallFailure::of(&error))),
    }
}

/// The selected regions, sorted, each once. A region that is not enabled becomes a gap; one that does not exist is
/// a mistake of the user.
async fn regions(
    options: &CollectOptions,
    config: &SdkConfig,
    journal: &mut Journal,
) -> Result<Vec<Region>, CollectError> {
    let chosen: Vec<String> = match &options.regions {
        RegionChoice::Named(names) => names.clone(),
        RegionChoice::Default => config.region().map(|region| region.as_ref().to_owned()).into_iter().collect(),
        RegionChoice::AllEnabled => Vec::new(),
    };
    if chosen.is_empty() && options.regions != RegionChoice::AllEnabled {
        return Err(CollectError::NoRegion);
    }
    let answer = aws_sdk_ec2::Client::new(config).describe_regions().all_regions(true).send().await;
    let known: BTreeMap<String, bool> = match &answer {
        Ok(answer) => answer
            .regions()
            .iter()
            .filter_map(|region| {
                let enabled = region.opt_in_status() != Some("not-opted-in");
                Some((region.region_name()?.to_owned(), enabled))
            })
            .collect(),
        Err(error) if options.regions == RegionChoice::AllEnabled => {
            return Err(CollectError::Regions(CallFailure::of(error)));
        }
        // The named regions stand as they are; those that do not answer become gaps.
        Err(error) => {
            let home = config.region().map(|region| Region::from(region.as_ref()));
            journal.failed(&DESCRIBE_REGIONS, home.as_ref(), None, &CallFailure::of(error));
            BTreeMap::new()
        }
    };
    let mut selected: Vec<Region> = Vec::new();
    if options.regions == RegionChoice::AllEnabled {
        selected.extend(known.iter().filter(|(_, enabled)| **enabled).map(|(name, _)| Region::from(name.as_str())));
    }
    for name in chosen {
        let region = Region::from(name.as_str());
        match known.get(&name) {
            Some(true) => selected.push(region),
            Some(false) => {
                let detail = format!("{name} is not enabled for this account; nothing of it was read");
                journal.noted(&DESCRIBE_REGIONS, Some(&region), None, GapReason::NotEnabled, detail);
            }
            None if known.is_empty() => selected.push(region),
            None => {
                let similar = known
                    .keys()
                    .map(|candidate| (strsim::damerau_levenshtein(candidate, &name), candidate))
                    .min()
                    .filter(|(distance, _)| *distance <= 3)
                    .map(|(_, candidate)| candidate.clone());
                return Err(CollectError::UnknownRegion { name, similar });
            }
        }
    }
    selected.sort();
    selected.dedup();
    Ok(selected)
}

fn clients(options: &CollectOptions, config: &SdkConfig, region: &Region) -> Clients {
    let region = sdk_region(region.as_str());
    let path_style = options.s3_path_style || config.endpoint_url().is_some();
    Clients {
        ec2: aws_sdk_ec2::Client::from_conf(aws_sdk_ec2::config::Builder::from(config).region(region.clone()).build()),
        autoscaling: aws_sdk_autoscaling::Client::from_conf(
            aws_sdk_autoscaling::config::Builder::from(config).region(region.clone()).build(),
        ),
        application_autoscaling: aws_sdk_applicationautoscaling::Client::from_conf(
            aws_sdk_applicationautoscaling::config::Builder::from(config).region(region.clone()).build(),
        ),
        ecs: aws_sdk_ecs::Client::from_conf(aws_sdk_ecs::config::Builder::from(config).region(region.clone()).build()),
        cloudwatch: aws_sdk_cloudwatch::Client::from_conf(
            aws_sdk_cloudwatch::config::Builder::from(config).region(region.clone()).build(),
        ),
        dynamodb: aws_sdk_dynamodb::Client::from_conf(
            aws_sdk_dynamodb::config::Builder::from(config).region(region.clone()).build(),
        ),
        lambda: aws_sdk_lambda::Client::from_conf(
            aws_sdk_lambda::config::Builder::from(config).region(region.clone()).build(),
        ),
        logs: aws_sdk_cloudwatchlogs::Client::from_conf(
            aws_sdk_cloudwatchlogs::config::Builder::from(config).region(region.clone()).build(),
        ),
        rds: aws_sdk_rds::Client::from_conf(aws_sdk_rds::config::Builder::from(config).region(region.clone()).build()),
        elasticache: aws_sdk_elasticache::Client::from_conf(
            aws_sdk_elasticache::config::Builder::from(config).region(region.clone()).build(),
        ),
        s3: aws_sdk_s3::Client::from_conf(
            aws_sdk_s3::config::Builder::from(config).region(region).force_path_style(path_style).build(),
        ),
    }
}

fn sdk_region(name: &str) -> aws_config::Region {
    aws_config::Region::new(name.to_owned())
}
