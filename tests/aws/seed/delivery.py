"""A bucket and a topic to deliver to, and what arrived: `python -m seed.delivery --endpoint URL prepare`.

`prepare` makes the bucket `acme-reports` and the topic `reports`, whose messages a queue keeps; `object BUCKET KEY`
and `messages` print what is there as JSON.
"""
from __future__ import annotations

import argparse
import json

import boto3

NAME = "reports"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("command", choices=["prepare", "object", "messages"])
    parser.add_argument("place", nargs="*")
    asked = parser.parse_args()

    def client(service: str):
        return boto3.client(
            service,
            region_name="us-east-1",
            endpoint_url=asked.endpoint,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            config=boto3.session.Config(s3={"addressing_style": "path"}),
        )

    if asked.command == "prepare":
        client("s3").create_bucket(Bucket="acme-reports")
        topic = client("sns").create_topic(Name=NAME)["TopicArn"]
        queue = client("sqs").create_queue(QueueName=NAME)["QueueUrl"]
        arn = client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    elif asked.command == "object":
        bucket, key = asked.place
        found = client("s3").get_object(Bucket=bucket, Key=key)
        text = found["Body"].read().decode()
        print(json.dumps({"content_type": found["ContentType"], "metadata": found["Metadata"], "text": text}))
    else:
        queue = client("sqs").get_queue_url(QueueName=NAME)["QueueUrl"]
        found = client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        print(json.dumps([json.loads(message["Body"]) for message in found]))


if __name__ == "__main__":
    main()
