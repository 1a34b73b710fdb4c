//! ElastiCache Serverless: named, so that it is a gap and not an unknown type.

use crate::catalog::Kind;

pub(super) const CACHE: Kind = Kind {
    type_name: "aws_elasticache_serverless_cache",
    kind: "elasticache-serverless-cache",
    service: "AmazonElastiCache",
    attributes: &[],
    usage: &[],
    price: |_, sheet| sheet.gap("ElastiCache Serverless (data stored by the GB-hour, ECPUs) has no price"),
};
