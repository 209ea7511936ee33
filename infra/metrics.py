"""Every Prometheus metric of the project, named once.

Prefix ``xuncha_``, base units, few labels: never a URL, a site or a worker, which would make a series a page. The
metrics are the process's own, as the client library means them to be, in a registry that holds nothing else.
"""

from typing import Final

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

REGISTRY: Final = CollectorRegistry()

# The time at which a counter was made is a series more for each, and nobody asks for it.
prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]

FETCH_REQUESTS: Final = Counter(
    "xuncha_fetch_requests_total",
    "Fetches that ended, by outcome and kind of task.",
    ("outcome", "kind"),
    registry=REGISTRY,
)
FETCH_DURATION: Final = Histogram(
    "xuncha_fetch_duration_seconds",
    "From sending a request to its last byte.",
    ("kind",),
    buckets=(0.25, 0.5, 1, 2.5, 5, 10, 15, 20, 30, 60),  # 15 s: the standard's own limit for a page to open
    registry=REGISTRY,
)
FETCH_BYTES: Final = Counter("xuncha_fetch_response_bytes_total", "Bytes of bodies received.", registry=REGISTRY)
PAGES_RENDERED: Final = Counter(
    "xuncha_pages_rendered_total",
    "Pages given to the browser, by what came of it: read, unread (it shows no list there either), failed.",
    ("outcome",),
    registry=REGISTRY,
)

FRONTIER_TASKS: Final = Gauge(
    "xuncha_frontier_tasks", "Tasks of the inspection, by state.", ("state",), registry=REGISTRY
)
STREAM_BACKLOG: Final = Gauge(
    "xuncha_stream_backlog_observations", "Observations that wait to be folded.", registry=REGISTRY
)
REDIS_ROUNDTRIP: Final = Histogram(
    "xuncha_redis_roundtrip_seconds",
    "One exchange with Redis.",
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
    registry=REGISTRY,
)

OBSERVATIONS_FOLDED: Final = Counter(
    "xuncha_observations_folded_total", "Observations folded into ledgers.", registry=REGISTRY
)
OBSERVATIONS_DEAD: Final = Counter(
    "xuncha_observations_dead_total", "Observations that could not be folded.", registry=REGISTRY
)
FOLD_DURATION: Final = Histogram(
    "xuncha_fold_duration_seconds",
    "Folding one batch.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
    registry=REGISTRY,
)
SCORES_WRITTEN: Final = Counter("xuncha_scores_written_total", "Scorecards written.", registry=REGISTRY)

ERRORS: Final = Counter("xuncha_errors_total", "Errors met and survived, by where.", ("where",), registry=REGISTRY)


def serve(port: int, host: str = "127.0.0.1") -> int:
    """Serve ``/metrics`` from a thread until the process ends; give the port (a free one for 0).

    Raises ``OSError`` when the port is taken.
    """
    server, _ = start_http_server(port, addr=host, registry=REGISTRY)
    return int(server.server_port)
