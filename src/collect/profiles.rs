//! Profiles of the AWS configuration files: whether the chosen one exists, and the credentials it tells.

use aws_config::SdkConfig;
use aws_config::profile::{ProfileFileCredentialsProvider, load};
use aws_config::provider_config::ProviderConfig;
use aws_sdk_sts::config::SharedCredentialsProvider;

use super::CollectError;

/// The name that nobody has to define.
const DEFAULT: &str = "default";

/// That the profile which `chosen` (or `AWS_PROFILE`) names is defined: the SDK would pass over one that is not.
pub(super) async fn existing(chosen: Option<&str>) -> Result<(), CollectError> {
    let (files, environment, places) = Default::default();
    let profiles = match load(&files, &environment, &places, None).await {
        Ok(profiles) => profiles,
        // Other credentials may do without the files; a profile does not.
        Err(_) if chosen.is_none() => return Ok(()),
        Err(error) => return Err(CollectError::ProfileFiles(Box::new(error))),
    };
    let name = chosen.unwrap_or_else(|| profiles.selected_profile());
    if profiles.get_profile(name).is_some() || (chosen.is_none() && name == DEFAULT) {
        return Ok(());
    }
    let similar = profiles
        .profiles()
        .map(|candidate| (strsim::damerau_levenshtein(candidate, name), candidate))
        .min()
        .filter(|(distance, _)| *distance <= 3)
        .map(|(_, candidate)| candidate.to_owned());
    Err(CollectError::UnknownProfile { name: name.to_owned(), similar })
}

/// The credentials of a profile that was named on purpose. The SDK's chain would prefer credentials of the
/// environment, and with them read another account than the one that was asked for.
pub(super) fn credentials(profile: &str, config: &SdkConfig) -> SharedCredentialsProvider {
    let mut provider_config = ProviderConfig::without_region().with_region(config.region().cloned());
    if let Some(timeouts) = config.timeout_config() {
        provider_config = provider_config.with_timeout_config(timeouts.clone());
    }
    SharedCredentialsProvider::new(
        ProfileFileCredentialsProvider::builder().configure(&provider_config).profile_name(profile).build(),
    )
}
