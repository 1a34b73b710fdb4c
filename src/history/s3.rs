//! A store in S3. Objects are put only where there is none (`If-None-Match: *`), so nothing is ever written over.

use std::fmt::Debug;
use std::time::Duration;

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, SdkConfig};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Builder, Region, SharedCredentialsProvider};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::primitives::ByteStream;
use tokio::runtime::Runtime;

use super::place::Cause;
use super::url::StoreAccess;

/// Where no region is configured; the bucket says its own.
const FIRST_REGION: &str = "us-east-1";
const BUCKET_REGION: &str = "x-amz-bucket-region";
/// For an object of some megabytes on a slow line.
const ATTEMPT_TIMEOUT: Duration = Duration::from_mins(2);
/// Two writers of one key at the same moment: S3 wants the later to try again.
const CONFLICTS: u32 = 5;

#[derive(Debug)]
pub(super) struct S3 {
    client: Client,
    bucket: String,
    /// Empty, or ends in a slash.
    prefix: String,
    runtime: Runtime,
}

impl S3 {
    /// Asks once where the bucket is.
    pub(super) fn open(bucket: &str, prefix: &str, access: &StoreAccess) -> Result<Self, Cause> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let config = runtime.block_on(configuration(access));
        let client = runtime.block_on(client_of(bucket, &config, access))?;
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        Ok(Self { client, bucket: bucket.to_owned(), prefix, runtime })
    }

    fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// Over all pages, without the store's prefix.
    pub(super) fn names(&self, prefix: &str) -> Result<Vec<String>, Cause> {
        self.runtime.block_on(async {
            let request = self.client.list_objects_v2().bucket(&self.bucket).prefix(self.key(prefix));
            let mut pages = request.into_paginator().send();
            let mut names = Vec::new();
            while let Some(page) = pages.next().await {
                let page = page.map_err(|error| cause("ListObjectsV2", "s3:ListBucket", &error))?;
                let keys = page.contents().iter().filter_map(|object| object.key()?.strip_prefix(&self.prefix));
                // A console makes an empty object for a folder.
                names.extend(keys.filter(|key| !key.ends_with('/')).map(str::to_owned));
            }
            names.sort();
            Ok(names)
        })
    }

    pub(super) fn get(&self, name: &str) -> Result<Vec<u8>, Cause> {
        self.runtime.block_on(async {
            let answer = self.client.get_object().bucket(&self.bucket).key(self.key(name)).send().await;
            let object = answer.map_err(|error| match cause("GetObject", "s3:GetObject", &error) {
                // Archived, encrypted with a key that is denied, or gone: the others can still be read.
                Cause::Aws(said) if error.as_service_error().is_some() => Cause::Object(said),
                other => other,
            })?;
            let body = object.body.collect().await;
            Ok(body.map_err(|_| Cause::Aws("the answer of GetObject broke off".to_owned()))?.to_vec())
        })
    }

    /// False when there is such an object already; it stays as it is.
    pub(super) fn put_new(&self, name: &str, bytes: &[u8]) -> Result<bool, Cause> {
        self.runtime.block_on(async {
            let mut conflicts = 0;
            loop {
                let request = self.client.put_object().bucket(&self.bucket).key(self.key(name)).if_none_match("*");
                let request = request.content_type("application/zstd").body(ByteStream::from(bytes.to_vec()));
                let Err(error) = request.send().await else { return Ok(true) };
                match error.code() {
                    Some("PreconditionFailed") => return Ok(false),
                    Some("ConditionalRequestConflict") if conflicts < CONFLICTS => conflicts += 1,
                    _ => return Err(cause("PutObject", "s3:PutObject", &error)),
                }
            }
        })
    }

    pub(super) fn remove(&self, name: &str) -> Result<(), Cause> {
        self.runtime.block_on(async {
            let answer = self.client.delete_object().bucket(&self.bucket).key(self.key(name)).send().await;
            answer.map(|_| ()).map_err(|error| cause("DeleteObject", "s3:DeleteObject", &error))
        })
    }
}

async fn configuration(access: &StoreAccess) -> SdkConfig {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(5))
        .operation_attempt_timeout(ATTEMPT_TIMEOUT)
        .build();
    let mut loader = aws_config::defaults(BehaviorVersion::latest()).timeout_config(timeouts);
    if let Ok(name) = AppName::new("cloudtrim") {
        loader = loader.app_name(name);
    }
    if let Some(profile) = &access.profile {
        loader = loader.profile_name(profile);
    }
    let mut config = loader.load().await;
    if let Some(profile) = &access.profile {
        // A profile that is named on purpose comes before the environment.
        let provider = ProfileFileCredentialsProvider::builder().profile_name(profile).build();
        let provider = SharedCredentialsProvider::new(provider);
        config = config.into_builder().credentials_provider(provider).build();
    }
    config
}

/// A client for the region that the bucket is in.
async fn client_of(bucket: &str, config: &SdkConfig, access: &StoreAccess) -> Result<Client, Cause> {
    let path_style = access.path_style || config.endpoint_url().is_some();
    let in_region = |region: String| {
        let builder = Builder::from(config).force_path_style(path_style).region(Region::new(region));
        Client::from_conf(builder.build())
    };
    let configured = config.region().map_or(FIRST_REGION, AsRef::as_ref).to_owned();
    let client = in_region(configured.clone());
    let found = match client.head_bucket().bucket(bucket).send().await {
        Ok(answer) => answer.bucket_region().map(str::to_owned),
        Err(error) => match region_of_answer(&error) {
            Some(region) if !is_missing(&error) => Some(region),
            // A policy may allow the objects and not this question: they will say.
            None if error.as_service_error().is_some() && !is_missing(&error) => None,
            _ if is_missing(&error) => return Err(Cause::Aws(format!("there is no bucket `{bucket}`"))),
            _ => return Err(cause("HeadBucket", "s3:ListBucket", &error)),
        },
    };
    Ok(match found {
        Some(region) if region != configured => in_region(region),
        _ => client,
    })
}

fn region_of_answer<E: Debug>(error: &SdkError<E, aws_sdk_s3::config::http::HttpResponse>) -> Option<String> {
    Some(error.raw_response()?.headers().get(BUCKET_REGION)?.to_owned())
}

fn is_missing<E>(error: &SdkError<E, aws_sdk_s3::config::http::HttpResponse>) -> bool {
    error.raw_response().is_some_and(|response| response.status().as_u16() == 404)
}

/// What AWS said is not repeated: its messages hold request ids and ARNs.
fn cause<E: ProvideErrorMetadata, R>(operation: &str, action: &str, error: &SdkError<E, R>) -> Cause {
    let plain = |code: &str| -> String {
        code.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')).take(64).collect()
    };
    Cause::Aws(match error {
        SdkError::ServiceError(service) => match service.err().code() {
            Some(code @ ("AccessDenied" | "AllAccessDisabled" | "Forbidden")) => {
                format!("AWS denied {operation} ({}); allow {action}", plain(code))
            }
            Some(code) => format!("the call {operation} failed ({})", plain(code)),
            None => format!("the call {operation} failed"),
        },
        SdkError::TimeoutError(_) => format!("the call {operation} timed out"),
        SdkError::DispatchFailure(failure) if failure.is_timeout() => format!("the call {operation} timed out"),
        SdkError::DispatchFailure(failure) if failure.is_io() => "cannot reach S3".to_owned(),
        SdkError::DispatchFailure(_) => "no usable AWS credentials were found".to_owned(),
        _ => format!("the answer of {operation} could not be understood"),
    })
}
