//! What S3 and SNS share: configuration, a thread to wait on, and failures in words.

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_sdk_sns::error::{ProvideErrorMetadata, SdkError};
use tokio::runtime::Runtime;

use super::retry::AttemptError;
use super::settings::{AwsAccess, Deliveries};
use super::wording::{cut, one_line};

pub(super) fn runtime() -> Result<Runtime, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| format!("no threads to wait on: {error}"))
}

/// Attempts are counted by the delivery, so the SDK makes one each.
pub(super) async fn configuration(deliveries: &Deliveries, region: Option<&str>) -> SdkConfig {
    let AwsAccess { profile, endpoint_url, s3_path_style: _ } = &deliveries.aws;
    let timeout = deliveries.patience.timeout;
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(std::time::Duration::from_secs(10).min(timeout))
        .operation_attempt_timeout(timeout)
        .build();
    let mut loader =
        aws_config::defaults(BehaviorVersion::latest()).timeout_config(timeouts).retry_config(RetryConfig::disabled());
    if let Ok(name) = AppName::new("cloudtrim") {
        loader = loader.app_name(name);
    }
    if let Some(profile) = profile {
        loader = loader.profile_name(profile);
    }
    if let Some(endpoint) = endpoint_url {
        loader = loader.endpoint_url(endpoint);
    }
    if let Some(region) = region {
        loader = loader.region(Region::new(region.to_owned()));
    }
    let config = loader.load().await;
    if config.region().is_some() {
        return config;
    }
    // S3 answers from any region where a bucket is.
    config.into_builder().region(Region::new("us-east-1")).build()
}

/// Codes of errors that pass: <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>.
const PASSING: [&str; 10] = [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "KMSThrottling",
    "KMSThrottlingException",
    "RequestLimitExceeded",
    "RequestTimeout",
    "SlowDown",
    "InternalError",
    "ServiceUnavailable",
];

/// What AWS said is cut down to its code and, where it helps, its sentence; `action` is what a policy must allow.
pub(super) fn failure<E: ProvideErrorMetadata>(
    error: &SdkError<E, aws_sdk_sns::config::http::HttpResponse>,
    action: &str,
) -> AttemptError {
    match error {
        SdkError::TimeoutError(_) => AttemptError::passing("did not answer in time"),
        SdkError::DispatchFailure(failure) if failure.is_timeout() => AttemptError::passing("did not answer in time"),
        SdkError::DispatchFailure(failure) if failure.is_io() => AttemptError::passing("AWS cannot be reached"),
        SdkError::DispatchFailure(_) => AttemptError::final_one(
            "no AWS credentials were found: `aws sts get-caller-identity` tells whether there are any",
        ),
        SdkError::ResponseError(_) => AttemptError::passing("gave an answer that could not be understood"),
        SdkError::ServiceError(service) => {
            let (code, said) = (service.err().code().unwrap_or("unknown"), service.err().message().unwrap_or_default());
            answered(code, said, service.raw().status().as_u16(), action)
        }
        _ => AttemptError::final_one("the request could not be made"),
    }
}

fn answered(code: &str, said: &str, status: u16, action: &str) -> AttemptError {
    let code = cut(&one_line(code), 64, |_| 1);
    if matches!(
        code.as_str(),
        "AccessDenied" | "AccessDeniedException" | "AuthorizationError" | "AuthorizationErrorException"
    ) {
        return AttemptError::final_one(format!("was denied ({code}); allow {action}"));
    }
    let said = cut(&one_line(said), 160, |_| 1);
    let reason = if said.is_empty() { format!("answered {code}") } else { format!("answered {code}: {said}") };
    let passing = status == 429 || status >= 500 || PASSING.contains(&code.as_str());
    if passing { AttemptError::passing(reason) } else { AttemptError::final_one(reason) }
}

#[cfg(test)]
mod tests {
    use super::super::retry::Again;
    use super::*;

    #[test]
    fn throttling_and_trouble_pass_and_denials_do_not() {
        let cases = [
            ("SlowDown", 503, Again::AfterAWhile, "answered SlowDown: said"),
            ("Throttling", 400, Again::AfterAWhile, "answered Throttling: said"),
            ("InternalError", 500, Again::AfterAWhile, "answered InternalError: said"),
            ("NoSuchBucket", 404, Again::Never, "answered NoSuchBucket: said"),
            ("AccessDenied", 403, Again::Never, "was denied (AccessDenied); allow s3:PutObject"),
            ("AuthorizationError", 403, Again::Never, "was denied (AuthorizationError); allow s3:PutObject"),
        ];
        for (code, status, again, reason) in cases {
            let error = answered(code, "said", status, "s3:PutObject");
            assert_eq!((error.again, error.reason.as_str()), (again, reason));
        }
    }
}
