"""A log tells every row that was changed, removed or moved, and names the first; a copy is verified by itself."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from scoring.review.chain import START, Head, Soundness, Stamp, head_of, rows_with_hash, sealed, verify
from scoring.review.decision import Decision, Review

STAMP = Stamp(inspection="2024q1", at="2024-03-05T10:00:00.000+08:00", by="cheng")
WORDS = [
    Review(target="4207000001", clause="V3", decision=Decision.CONFIRM, by="程思源", at="2024-03-05T10:00:00+08:00"),
    Review(target="*", clause="D11", decision=Decision.CLEAR, by="万静怡"),
    Review(target="4207000001", clause="V3", decision=Decision.CONFIRM, by="万静怡", text='写"了" = x\\'),
    Review(target="4207000001", clause="V3", decision=Decision.APPEAL, by="某局", text="首页已更新"),
    Review(target="4207000001", clause="V3", decision=Decision.UPHOLD, by="程思源", text="属实", until="2024-12-31"),
]


def log(words: Sequence[Review] = WORDS, old: Sequence[bytes] = ()) -> list[bytes]:
    """Enter words one by one behind rows of an older version."""
    lines = list(old)
    for one in words:
        lines += sealed([one], head_of(lines), STAMP)[0]
    return lines


OLD = [msgspec.json.encode(one) for one in WORDS[:2]]


def test_what_was_entered_is_in_order_and_one_by_one_or_at_once_is_the_same_log() -> None:
    lines = log()
    verdict = verify(lines)
    assert (verdict.soundness, verdict.rows, verdict.broken) == (Soundness.OK, 5, 0)
    assert sealed(WORDS, Head(), STAMP) == (lines, Head(rows=5, digest=verdict.digest))
    assert verify(lines, head_of(lines)).soundness is Soundness.OK
    assert verify([]).soundness is verify([], Head()).soundness is Soundness.OK


def test_anybody_can_verify_a_row_with_what_every_language_has() -> None:
    """The rule as the module tells it, without its code."""
    before = START
    for number, line in enumerate(log(), 1):
        row: dict[str, Any] = json.loads(line)
        assert (row["seq"], row["prev"], row["inspection"]) == (number, before, "2024q1")
        before = row.pop("hash")
        form = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert hashlib.sha256(form.encode()).hexdigest() == before


@given(st.data())
def test_a_flipped_bit_is_told(data: st.DataObject) -> None:
    lines = log()
    at = data.draw(st.integers(0, len(lines) - 1))
    spot = data.draw(st.integers(0, len(lines[at]) - 1))
    flipped = bytearray(lines[at])
    flipped[spot] ^= 1 << data.draw(st.integers(0, 7))
    lines[at] = bytes(flipped)
    verdict = verify(lines)
    assert (verdict.soundness, verdict.broken) == (Soundness.BROKEN, at + 1)


@given(st.integers(0, 4), st.integers(0, 4))
def test_removed_and_swapped_rows_are_told(at: int, other: int) -> None:
    lines = log()
    end = head_of(lines)
    shorter = [*lines[:at], *lines[at + 1 :]]
    verdict = verify(shorter, end)
    assert (verdict.soundness, verdict.broken) == (Soundness.BROKEN, at + 1)
    if at != 4:  # who knows no end cannot miss it
        assert verify(shorter).broken == at + 1
    if at != other:
        lines[at], lines[other] = lines[other], lines[at]
        assert verify(lines).broken == min(at, other) + 1


def test_a_log_that_was_written_anew_does_not_end_where_the_old_one_did() -> None:
    end = head_of(log())
    forged = log([*WORDS[:4], msgspec.structs.replace(WORDS[4], decision=Decision.REJECT)])
    assert verify(forged).soundness is Soundness.OK
    verdict = verify(forged, end)
    assert (verdict.soundness, verdict.broken) == (Soundness.BROKEN, 6)
    assert not rows_with_hash(forged, end.digest)
    assert rows_with_hash([*log(), *log()[:1]], end.digest[:8].upper()) == [5]
    assert not rows_with_hash(log(), end.digest[:7]), "too short to say anything"


def test_a_row_of_another_inspection_is_told() -> None:
    lines = log(WORDS[:2])
    lines += sealed(WORDS[2:3], head_of(lines), Stamp(inspection="2024q2", at=STAMP.at, by=STAMP.by))[0]
    assert "2024q2" in verify(lines).reason


def test_rows_of_an_older_version_are_bound_by_the_first_sealed_one() -> None:
    assert verify(OLD).soundness is Soundness.UNSEALED
    lines = log(WORDS[2:], OLD)
    verdict = verify(lines, head_of(lines))
    assert (verdict.soundness, verdict.rows, verdict.unsealed) == (Soundness.OK, 5, 2)
    assert verify([lines[1], lines[0], *lines[2:]]).broken == 3
    assert verify(lines[1:]).broken == 2
    assert verify([lines[0].replace(b"V3", b"V4"), *lines[1:]]).broken == 3
    assert verify([*lines, OLD[0]]).broken == 6, "an older version wrote behind sealed rows"
    assert verify([b"[]", *lines]).broken == verify([b"\xff", *lines]).broken == 1
