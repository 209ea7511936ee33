"""Metrics follow the conventions, and are served."""

import urllib.request

from infra import metrics

FORBIDDEN = {"url", "site", "host", "worker", "target"}


def test_names_units_and_labels_follow_the_conventions() -> None:
    for family in metrics.REGISTRY.collect():
        assert family.name.startswith("xuncha_")
        assert family.documentation.endswith(".")
        labels = {name for sample in family.samples for name in sample.labels}
        assert not labels & FORBIDDEN


def test_they_are_served_on_a_free_loopback_port() -> None:
    metrics.ERRORS.labels(where="test").inc()
    port = metrics.serve(0)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        text = answer.read().decode()
    assert 'xuncha_errors_total{where="test"} 1.0' in text
    assert "# TYPE xuncha_fetch_requests_total counter" in text
    assert "_created" not in text
