"""What moto's S3 lacks: when an upload began, Intelligent-Tiering configurations, AWS's names of root elements."""
from __future__ import annotations

import datetime as dt
import re

from moto.core.serialize import S3Serializer
from moto.s3.models import FakeMultipart
from moto.s3.responses import S3Response

from .answers import Answer, AwsError
from .request import Request
from .settings import UTC

#: moto says that every upload began then.
FIXED_START = "2010-11-10T20:48:33.000Z"
#: moto calls the root of an answer after its operation; the SDKs that look at it want AWS's name.
ROOTS = {
    "GetBucketVersioningResponse": "VersioningConfiguration",
    "GetBucketLifecycleConfigurationResponse": "LifecycleConfiguration",
    "GetBucketTaggingResponse": "Tagging",
    "ListBucketsResponse": "ListAllMyBucketsResult",
    "ListMultipartUploadsResponse": "ListMultipartUploadsResult",
    "ListPartsResponse": "ListPartsResult",
}
#: Intelligent-Tiering configurations by bucket and id, as they were put.
TIERING: dict[str, dict[str, str]] = {}


def patch_s3() -> None:
    create, list_uploads = FakeMultipart.__init__, S3Response.list_multipart_uploads

    def __init__(self, *positional, **named):
        create(self, *positional, **named)
        self.initiated = dt.datetime.now(UTC)

    def list_multipart_uploads(self):
        status, headers, body = list_uploads(self)
        text = body.decode() if isinstance(body, bytes) else body
        uploads = self.backend.list_multipart_uploads(self.bucket_name)

        def dated(found):
            upload = uploads[re.search(r"<UploadId>(.*?)</UploadId>", found[0])[1]]
            return found[0].replace(FIXED_START, upload.initiated.strftime("%Y-%m-%dT%H:%M:%S.000Z"))

        return status, headers, re.sub(r"<Upload>.*?</Upload>", dated, text, flags=re.DOTALL)

    serialize_body = S3Serializer._serialize_body

    def with_root_of_aws(self, body):
        return serialize_body(self, {ROOTS.get(root, root): content for root, content in body.items()})

    S3Serializer._serialize_body = with_root_of_aws
    FakeMultipart.__init__ = __init__
    S3Response.list_multipart_uploads = list_multipart_uploads


def tiering_answer(request: Request) -> Answer | None:
    """Intelligent-Tiering configurations, which moto takes for a bucket's creation or listing."""
    if request.service != "s3" or "intelligent-tiering" not in request.query:
        return None
    bucket, name = request.path.strip("/"), request.query.get("id", [""])[0]
    kept = TIERING.setdefault(bucket, {})
    method, body = request.environ["REQUEST_METHOD"], ""
    if method == "PUT":
        kept[name] = re.sub(r"<\?xml[^>]*\?>", "", request.body.decode())
    elif method == "DELETE":
        kept.pop(name, None)
    elif name and name not in kept:
        raise AwsError("NoSuchConfiguration", "The specified configuration does not exist.", 404)
    elif name:
        body = kept[name]
    else:
        listed = f"{''.join(kept.values())}<IsTruncated>false</IsTruncated>"
        element = "ListBucketIntelligentTieringConfigurationsOutput"
        body = f'<{element} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{listed}</{element}>'
    return Answer(body.encode(), headers=[("Content-Type", "application/xml")])
