"""A file of scores proves itself, and one that somebody changed does not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from scoring.explain.rebuild import RebuildError, check_file
from scoring.review import Decision
from tests.scoring.building import ACCOUNT, SITE, blank, card, sound_site
from tests.scoring.deciding import B, cleared, word


def written(path: Path, change: Callable[[list[dict[str, Any]]], object] = lambda _: None) -> Path:
    """A scores.json of a plain site, one without services, a vetoed one and an account, then changed."""
    blanks = [*sound_site(), *(blank(f"{n}号业务") for n in range(6))]
    vetoed = [word("V4.3", Decision.CONFIRM), word("V4.3", Decision.CONFIRM, by=B)]
    bonuses = [word(f"B{n}", Decision.BONUS) for n in range(1, 11)]
    cards = [
        card(blanks, [*cleared(), *bonuses]),
        card(blanks, cleared(), target=replace(SITE, has_service=False)),
        card(blanks, [*cleared(), *vetoed]),
        card([], target=ACCOUNT),
    ]
    targets = [orjson.loads(orjson.dumps(one.to_json())) for one in cards]
    change(targets)
    path.write_bytes(orjson.dumps({"inspection": "q1", "targets": targets}))
    return path


def test_what_was_scored_is_rebuilt(tmp_path: Path) -> None:
    assert check_file(written(tmp_path / "scores.json")) == (4, [])


CHANGES: list[Callable[[list[dict[str, Any]]], object]] = [
    lambda targets: targets[0].update(score=targets[0]["score"] + 0.1),
    lambda targets: targets[0]["bonus"].pop(),
    lambda targets: targets[1]["deductions"].clear(),
    lambda targets: targets[2].update(score=60),
    lambda targets: targets[3].update(bonus=[{"clause": "B1", "points": 1}]),
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_is_told(tmp_path: Path, change: Callable[[list[dict[str, Any]]], object]) -> None:
    number, wrong = check_file(written(tmp_path / "scores.json", change))
    assert (number, len(wrong)) == (4, 1)
    assert wrong[0].score != wrong[0].rebuilt or wrong[0].score is None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "no scores.json"),
        (b'{"targets":[{"code":1}]}', "no scores.json"),
        (b"\xff", "no scores.json"),
        (
            b'{"targets":[{"code":"a","name":"b","score":1,"vetoes":[],"base":0,"deductions":[],"bonus":[]}]}',
            "base of 0",
        ),
        (
            b'{"targets":[{"code":"a","name":"b","score":1e99999,"vetoes":[],"base":1,"deductions":[],"bonus":[]}]}',
            "no number of points",
        ),
    ],
)
def test_what_is_no_file_of_scores_is_one_line(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(RebuildError, match=told) as caught:
        check_file(tmp_path / "x.json")
    assert len(str(caught.value).splitlines()) == 1
