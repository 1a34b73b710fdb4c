//! Objects in S3.

use aws_config::{Region, SdkConfig};
use aws_sdk_s3::Client;
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::operation::put_object::PutObjectError;
use aws_sdk_s3::primitives::ByteStream;
use tokio::runtime::Runtime;

use super::aws::{configuration, failure, runtime};
use super::message::{Message, Payload};
use super::retry::AttemptError;
use super::run::Sender;
use super::settings::Deliveries;

pub(super) struct Objects {
    runtime: Runtime,
    config: SdkConfig,
    path_style: bool,
}

type PutError = SdkError<PutObjectError, aws_sdk_s3::config::http::HttpResponse>;

impl Objects {
    pub(super) fn new(deliveries: &Deliveries) -> Result<Self, String> {
        let runtime = runtime()?;
        let config = runtime.block_on(configuration(deliveries, None));
        let path_style = deliveries.aws.s3_path_style || config.endpoint_url().is_some();
        Ok(Self { runtime, config, path_style })
    }

    fn client(&self, region: Option<Region>) -> Client {
        let mut config = aws_sdk_s3::config::Builder::from(&self.config).force_path_style(self.path_style);
        if let Some(region) = region {
            config = config.region(region);
        }
        Client::from_conf(config.build())
    }
}

impl Sender for Objects {
    fn send(&self, message: &Message) -> Result<(), AttemptError> {
        self.runtime.block_on(async {
            match put(&self.client(None), message).await? {
                Ok(()) => Ok(()),
                Err(error) => match home(&error) {
                    // The bucket is elsewhere, and S3 says where.
                    Some(region) if self.config.region() != Some(&region) => {
                        put(&self.client(Some(region)), message).await?.map_err(|error| failed(&error, message))
                    }
                    _ => Err(failed(&error, message)),
                },
            }
        })
    }
}

async fn put(client: &Client, message: &Message) -> Result<Result<(), PutError>, AttemptError> {
    let Payload::Object { bucket, key, format, bytes, digest } = &message.payload else {
        return Err(AttemptError::final_one("it is no object"));
    };
    let put = client
        .put_object()
        .bucket(bucket)
        .key(key)
        .content_type(format.media_type())
        .metadata("cloudtrim-report", digest)
        .body(ByteStream::from(bytes.clone()));
    Ok(put.send().await.map(drop))
}

/// The region that the answer names, where the one that was asked does not hold the bucket.
fn home(error: &PutError) -> Option<Region> {
    let response = error.raw_response()?;
    let region = response.headers().get("x-amz-bucket-region")?;
    matches!(response.status().as_u16(), 301 | 307 | 400).then(|| Region::new(region.to_owned()))
}

fn failed(error: &PutError, message: &Message) -> AttemptError {
    let Payload::Object { bucket, key, .. } = &message.payload else { return failure(error, "s3:PutObject") };
    failure(error, &format!("s3:PutObject on arn:aws:s3:::{bucket}/{key}"))
}
