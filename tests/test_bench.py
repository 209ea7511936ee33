"""The arithmetic and the shape of the benchmark's figures, and that its generated pages are what they claim to be."""

import json
import re
from pathlib import Path

import pytest

from tests.bench.__main__ import MEASUREMENTS, main
from tests.bench.pages import HOSTS, PAGES, site
from tests.bench.report import document, row, write
from tests.bench.rows.politeness import requests_within
from tests.bench.stretch import Mark, Stretch

_LINK = re.compile(rb'<a href="([^"]+)"')


def test_a_row_is_the_median_of_ours_over_the_median_of_stocks() -> None:
    made = row([5, 4, 9], [30, 20, 10], detail={"wall": [3, 1, 2]}).to_json()
    assert made == {
        "ours": 5,
        "stock": 20,
        "ratio": 0.25,
        "runs": 3,
        "each": {"ours": [5, 4, 9], "stock": [30, 20, 10]},
        "detail": {"wall": 2},
    }


def test_a_figure_that_stock_does_not_have_has_no_ratio() -> None:
    made = row([3, 1, 2], note="alone").to_json()
    assert (made["ours"], made["stock"], made["ratio"], made["note"]) == (2, None, None, "alone")
    assert row([0, 0, 0], [0, 0, 0]).ratio is None
    assert row([0, 0, 0], [30, 40, 20]).ratio == 0


@pytest.mark.parametrize(("ours", "stock"), [([1, 2], []), ([1, 2, 3], [1, 2])])
def test_fewer_than_three_runs_make_no_row(ours: list[float], stock: list[float]) -> None:
    with pytest.raises(ValueError, match="3 runs, not 2"):
        row(ours, stock)


def test_the_document_names_machine_and_versions_and_holds_only_what_was_measured(tmp_path: Path) -> None:
    path = tmp_path / "out" / "bench.json"
    write({"reading_ms": row([1, 2, 3])}, path, load=0.5)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert list(written) == ["machine", "versions", "rows"]
    assert list(written["rows"]) == ["reading_ms"]
    assert {"python", "redis-server", "scrapy", "scrapy-redis"} <= written["versions"].keys()
    assert {"system", "processor", "cores", "load_before"} == written["machine"].keys()
    assert list(tmp_path.rglob("*.part")) == []
    assert document({}, load=0)["rows"] == {}


def test_every_figure_is_taken_in_one_place() -> None:
    keys = [key for one in MEASUREMENTS for key in one.keys]
    assert len(keys) == len(set(keys))


def test_a_row_that_there_is_none_of_is_bad_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reading_ms", "speed"]) == 2
    assert "there is no row speed" in capsys.readouterr().err


def test_a_stretch_is_what_lies_between_its_marks() -> None:
    begin = Mark(at=10.0, pages=20, cpu_s=1.5, redis_cpu_s=0.5, commands=100, exchanges=10)
    end = Mark(at=12.0, pages=220, cpu_s=2.5, redis_cpu_s=0.6, commands=700, exchanges=50)
    measured = Stretch(begin=begin, end=end)
    assert measured.pages_per_s == 100
    assert measured.cpu_ms_per_page == 5
    assert measured.redis_ms_per_page == pytest.approx(0.5)
    assert measured.commands_per_page == 3
    assert measured.exchanges_per_page == 0.2


def test_the_request_with_which_a_span_begins_is_not_counted_in_it() -> None:
    assert requests_within([1.0, 1.2, 1.4, 2.0, 2.1], 1.0, 1.0) == 3


def test_generated_pages_are_link_rich_closed_and_always_the_same() -> None:
    pages = site(HOSTS[0])
    assert pages == site(HOSTS[0]) != site(HOSTS[1])
    assert len(pages) == PAGES
    links = {path: {link.decode() for link in _LINK.findall(body)} for path, body in pages.items()}
    assert all(60 <= len(found) <= 150 for found in links.values())
    assert all(14_000 <= len(body) <= 42_000 for body in pages.values())
    assert set.union(*links.values()) == set(pages)
