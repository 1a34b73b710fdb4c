"""What moto's ElastiCache lacks: the nodes of a cluster."""
from __future__ import annotations

from moto.elasticache.models import CacheCluster


def patch_elasticache() -> None:
    CacheCluster.cache_nodes = property(nodes)


def nodes(cluster) -> list[dict]:
    """One for each, named as AWS names them."""
    count = int(cluster.num_cache_nodes or 1)
    return [{"CacheNodeId": f"{number:04}", "CacheNodeStatus": "available"} for number in range(1, count + 1)]
