//! A failed call, classified; what AWS said is never repeated, since its messages hold request ids and ARNs.

use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};

use super::operation::Operation;
use crate::model::gap::GapReason;

/// Why a call failed, so far as a reader can act on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallFailure {
    pub reason: GapReason,
    /// AWS's error code, where there is one: `UnauthorizedOperation`.
    pub code: Option<String>,
}

impl CallFailure {
    pub(super) const fn of_reason(reason: GapReason) -> Self {
        Self { reason, code: None }
    }

    pub(super) fn of<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> Self {
        let reason = match error {
            SdkError::TimeoutError(_) => GapReason::TimedOut,
            SdkError::DispatchFailure(failure) if failure.is_timeout() => GapReason::TimedOut,
            SdkError::ResponseError(_) => GapReason::BadAnswer,
            SdkError::ServiceError(service) => {
                let (code, message) = (service.err().code(), service.err().message().unwrap_or_default());
                return Self { reason: reason_of(code, message), code: code.map(clean) };
            }
            // No credentials, no endpoint, no connection; also a paginator that was given the same token twice.
            _ => GapReason::Unavailable,
        };
        Self::of_reason(reason)
    }

    /// A sentence for people: what happened and what to do.
    pub(super) fn sentence(&self, operation: &Operation) -> String {
        let what = match self.reason {
            GapReason::Denied => format!("{} was denied", operation.name),
            GapReason::Throttled => format!("{} was throttled until the retries ran out", operation.name),
            GapReason::TimedOut => format!("{} timed out", operation.name),
            GapReason::NotEnabled => format!("{} is not enabled for this account or region", operation.name),
            GapReason::NoData => format!("{} has no data", operation.name),
            GapReason::BadAnswer => format!("the answer of {} could not be understood", operation.name),
            GapReason::Truncated => format!("{} has more than was read", operation.name),
            _ => format!("{} failed", operation.name),
        };
        let code = self.code.as_ref().map(|code| format!(" ({code})")).unwrap_or_default();
        let hint = match self.reason {
            GapReason::Denied => format!("; allow {}", operation.actions.join(", ")),
            GapReason::Throttled => "; lower --concurrency or try again later".to_owned(),
            _ => String::new(),
        };
        format!("{what}{code}{hint}")
    }
}

/// Codes are short words; anything else in their place is cut, so that no request id or token gets through.
fn clean(code: &str) -> String {
    code.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')).take(64).collect()
}

/// AWS's common and service error codes:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html> and each service's own list.
fn reason_of(code: Option<&str>, message: &str) -> GapReason {
    let Some(code) = code else { return GapReason::BadAnswer };
    // Namespaced spellings: `com.amazonaws.cloudwatch#AccessDenied`.
    let code = code.rsplit('#').next().unwrap_or(code);
    let not_enabled = message.to_ascii_lowercase();
    match code {
        "AccessDeniedException" | "AccessDenied" if not_enabled.contains("not enabled for cost explorer") => {
            GapReason::NotEnabled
        }
        "AccessDenied"
        | "AccessDeniedException"
        | "UnauthorizedOperation"
        | "UnauthorizedAccess"
        | "NotAuthorized"
        | "AllAccessDisabled"
        | "AuthorizationError"
        | "Forbidden"
        | "UnrecognizedClientException"
        | "InvalidClientTokenId"
        | "AuthFailure"
        | "ExpiredToken"
        | "ExpiredTokenException"
        | "RequestExpired"
        | "SignatureDoesNotMatch" => GapReason::Denied,
        "Throttling"
        | "ThrottlingException"
        | "ThrottledException"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "RequestLimitExceeded"
        | "LimitExceededException"
        | "LimitExceeded"
        | "TooManyRequestsException"
        | "BandwidthLimitExceeded"
        | "PriorRequestNotComplete"
        | "SlowDown" => GapReason::Throttled,
        "RequestTimeout" | "RequestTimeoutException" => GapReason::TimedOut,
        // Cost Explorer of a young account, and a forecast without enough months before it:
        // https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostForecast.html
        "DataUnavailableException" => GapReason::NoData,
        "OptInRequired"
        | "OptInRequiredException"
        | "SubscriptionRequiredException"
        | "NotSignedUp"
        | "UnsupportedOperation"
        | "InvalidAction"
        | "UnknownOperationException" => GapReason::NotEnabled,
        _ => GapReason::Unavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_reasons() {
        let cases = [
            ("UnauthorizedOperation", GapReason::Denied),
            ("AccessDenied", GapReason::Denied),
            ("com.amazonaws.logs#AccessDeniedException", GapReason::Denied),
            ("RequestLimitExceeded", GapReason::Throttled),
            ("SlowDown", GapReason::Throttled),
            ("ThrottlingException", GapReason::Throttled),
            ("RequestTimeout", GapReason::TimedOut),
            ("OptInRequired", GapReason::NotEnabled),
            ("DataUnavailableException", GapReason::NoData),
            ("InternalError", GapReason::Unavailable),
        ];
        for (code, reason) in cases {
            assert_eq!(reason_of(Some(code), ""), reason, "{code}");
        }
        assert_eq!(reason_of(None, ""), GapReason::BadAnswer);
        assert_eq!(
            reason_of(Some("AccessDeniedException"), "User not enabled for cost explorer access"),
            GapReason::NotEnabled
        );
    }

    #[test]
    fn a_code_cannot_smuggle_text() {
        assert_eq!(clean("Access Denied; request id 42!"), "AccessDeniedrequestid42");
        assert_eq!(clean(&"x".repeat(500)).len(), 64);
    }

    #[test]
    fn a_denied_call_names_the_action_to_allow() {
        let operation = Operation::free("EBS", "DescribeVolumes", &["ec2:DescribeVolumes"]);
        let failure = CallFailure { reason: GapReason::Denied, code: Some("UnauthorizedOperation".to_owned()) };
        assert_eq!(
            failure.sentence(&operation),
            "DescribeVolumes was denied (UnauthorizedOperation); allow ec2:DescribeVolumes"
        );
    }
}
