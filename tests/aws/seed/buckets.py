"""Buckets: without a rule that works, with uploads never completed, with versions never expired; and their likes."""
from __future__ import annotations

from .account import Account
from .instances import AWAY, HOME

GIB = 1024**3
KIB = 1024
DAY = 86_400
#: Of the parts of an incomplete upload.
PART = b"x" * (1024 * 1024)

EXPIRE = {"ID": "expire", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 3000}}
DISABLED = {**EXPIRE, "ID": "disabled", "Status": "Disabled"}
TRANSITION = {
    "ID": "colder", "Status": "Enabled", "Filter": {"Prefix": ""},
    "Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"}],
}
ABORT = {
    "ID": "abort", "Status": "Enabled", "Filter": {"Prefix": ""},
    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
}
OLD_VERSIONS = {
    "ID": "versions", "Status": "Enabled", "Filter": {"Prefix": ""},
    "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
}


def bucket(account: Account, region: str, name: str, *, gib: float, object_kib: float = 10 * KIB, rules=(),
           storage: str = "StandardStorage", versioned: bool = False) -> str:
    """Create, size and configure it."""
    s3 = account.client("s3", region)
    where = {} if region == HOME else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **where)
    account.set("s3", "bucket", region, name, creation_date=account.ago(500))
    if rules:
        s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": list(rules)})
    if versioned:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    size, objects = gib * GIB, max(1, gib * GIB // (object_kib * KIB))
    sized = {"BucketName": name, "StorageType": storage}
    account.points(region, "AWS/S3", "BucketSizeBytes", sized, [size] * 20, step=DAY)
    counted = {"BucketName": name, "StorageType": "AllStorageTypes"}
    account.points(region, "AWS/S3", "NumberOfObjects", counted, [objects] * 20, step=DAY)
    return name


def upload(account: Account, name: str, age_days: float) -> None:
    """Begin an upload of two parts and leave it."""
    s3 = account.client("s3", HOME)
    begun = s3.create_multipart_upload(Bucket=name, Key="backup.tar")["UploadId"]
    for number in (1, 2):
        s3.upload_part(Bucket=name, Key="backup.tar", UploadId=begun, PartNumber=number, Body=PART)
    account.set("s3", "upload", HOME, f"{name}#{begun}", initiated=account.ago(age_days))


def plant_buckets(account: Account) -> None:
    def planted(found_by, region, name, **shape):
        account.plant(found_by, region, bucket(account, region, name, **shape), name)

    def decoy(why, name, **shape):
        account.decoy(HOME, bucket(account, HOME, name, **shape), name, why)

    both = ["s3-bucket-without-lifecycle", "s3-bucket-intelligent-tiering"]
    planted(both, HOME, "bulk-archive", gib=2_000)
    planted(both, AWAY, "bulk-archive-eu", gib=800)
    planted(both, HOME, "rule-that-is-disabled", gib=1_000, rules=[DISABLED])
    planted("s3-bucket-intelligent-tiering", HOME, "read-who-knows-when", gib=500, rules=[EXPIRE])
    planted("s3-bucket-incomplete-uploads", HOME, "half-uploaded", gib=1)
    upload(account, "half-uploaded", 30)
    planted("s3-bucket-noncurrent-versions", HOME, "every-version", gib=2, versioned=True)

    decoy("small", "small-one", gib=5)
    decoy("wholly Intelligent-Tiering", "tiers-itself", gib=3_000, storage="IntelligentTieringFAStorage")
    decoy("small objects are never moved", "many-small-objects", gib=100, object_kib=16, rules=[EXPIRE])
    decoy("a rule moves it already", "moves-already", gib=500, rules=[TRANSITION])
    decoy("the upload is three days old", "uploading", gib=1)
    upload(account, "uploading", 3)
    decoy("a rule aborts its uploads", "aborts-uploads", gib=1, rules=[ABORT])
    upload(account, "aborts-uploads", 30)
    decoy("a rule expires its versions", "expires-versions", gib=2, versioned=True, rules=[OLD_VERSIONS])
