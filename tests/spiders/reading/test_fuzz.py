"""Some hundred damaged pages in every run of the tests; ``tests.bench.reading.fuzz`` reads a million."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.reading import fuzz
from tests.bench.reading.mutations import MUTATIONS, Pages
from tests.bench.reading.seeds import seeds

ROOT = Path(__file__).parents[3]
RUN = 20241124
PAGES = 600
SEEDS = tuple(seeds(None))


def test_no_damaged_page_breaks_or_delays_the_reading() -> None:
    outcome = fuzz.fuzz(Pages(SEEDS, RUN), PAGES)
    assert outcome.crashes == []
    assert outcome.slow == []
    assert outcome.pages == PAGES


def test_a_page_is_the_same_each_time_and_another_in_another_run() -> None:
    one, again, other = Pages(SEEDS, 1), Pages(SEEDS, 1), Pages(SEEDS, 2)
    numbers = range(50)
    assert [one.page(n) for n in numbers] == [again.page(n) for n in reversed(numbers)][::-1]
    assert sum(one.page(n) == other.page(n) for n in numbers) < 5


@pytest.mark.parametrize("seed", [b"x", b" ", b"<a>", "政".encode(), b"\xff"])
def test_the_smallest_page_can_be_damaged(seed: bytes) -> None:
    pages = Pages([seed, b""], 1)
    assert all(isinstance(pages.page(number), bytes) for number in range(len(MUTATIONS) * 20))


def test_nothing_cannot_be_damaged() -> None:
    with pytest.raises(ValueError, match="no page"):
        Pages([b""], 1)


def test_a_crash_and_a_slow_page_are_told_by_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(body: bytes, number: int) -> None:
        if number == 3:
            raise KeyError("broken")

    monkeypatch.setattr(fuzz, "check", check)
    monkeypatch.setattr(fuzz, "SLOW", -1.0)
    outcome = fuzz.fuzz(Pages(SEEDS, RUN), 5)
    assert outcome.crashes == ["page 3: KeyError: 'broken'"]
    assert len(outcome.slow) == 5
    assert not outcome.passed


def test_the_command_tells_what_it_did() -> None:
    call = [sys.executable, "-m", "tests.bench.reading.fuzz", "--run", str(RUN)]
    told = subprocess.run([*call, "--pages", "40"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "40 pages of" in told
    assert "0 crashes, 0 over 1 s" in told
    page = subprocess.run([*call, "--page", "7"], cwd=ROOT, capture_output=True, check=True).stdout
    assert page == Pages(SEEDS, RUN).page(7)
