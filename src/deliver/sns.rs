//! Messages to SNS topics.

use aws_sdk_sns::Client;
use aws_sdk_sns::types::MessageAttributeValue;
use tokio::runtime::Runtime;

use super::aws::{configuration, failure, runtime};
use super::message::{Message, Payload};
use super::retry::AttemptError;
use super::run::Sender;
use super::settings::Deliveries;

pub(super) struct Topics {
    runtime: Runtime,
    client: Client,
}

impl Topics {
    pub(super) fn new(deliveries: &Deliveries, region: &str) -> Result<Self, String> {
        let runtime = runtime()?;
        let config = runtime.block_on(configuration(deliveries, Some(region)));
        Ok(Self { runtime, client: Client::new(&config) })
    }
}

impl Sender for Topics {
    fn send(&self, message: &Message) -> Result<(), AttemptError> {
        let Payload::Topic { arn, subject, body, attributes } = &message.payload else {
            return Err(AttemptError::final_one("it is no topic"));
        };
        let mut publish =
            self.client.publish().topic_arn(arn.as_str()).subject(subject).message_structure("json").message(body);
        for (name, value) in attributes {
            let value = MessageAttributeValue::builder().data_type("String").string_value(value).build();
            let value = value.map_err(|error| AttemptError::final_one(format!("the attribute {name}: {error}")))?;
            publish = publish.message_attributes(*name, value);
        }
        if arn.is_fifo() {
            publish = publish.message_group_id("cloudtrim").set_message_deduplication_id(message.key.clone());
        }
        let action = format!("sns:Publish on {}", arn.as_str());
        let sent = self.runtime.block_on(publish.send());
        sent.map(drop).map_err(|error| failure(&error, &action))
    }
}
