"""The chain that binds a log of decisions: no row can be changed, removed or moved without the next one telling.

A row is one JSON object in canonical form: UTF-8, keys sorted, no blanks. Its ``hash`` is the sha256 of that form
without the hash itself; its ``prev`` is the hash of the row before it. Rows that an older version entered carry no
seal. They stand before all sealed ones, and the first sealed row binds them: its ``prev`` is the sha256 of the digest
before it and the bytes of the row, row by row. Whoever knows the last hash knows all rows; without it, rows cut off at
the end cannot be missed.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import msgspec
import orjson

from scoring.review.decision import Review

#: What the first row follows.
START: Final = "0" * 64
#: Digits of a hash that somebody must have noted at least.
_NOTED: Final = 8
_SEAL: Final = frozenset({"inspection", "seq", "prev", "entered_at", "entered_by", "hash"})


class Entry(Review, frozen=True, kw_only=True, omit_defaults=True):
    """A decision as a row of the log; a row without a seal has ``seq`` 0."""

    inspection: str = ""
    seq: int = 0
    """Its place in the log, from 1."""
    prev: str = ""
    entered_at: str = ""
    """When it came into the log, ISO 8601 in Beijing time: ``at`` is what the person says."""
    entered_by: str = ""
    """The login name that entered it, for whomever ``by`` names."""
    hash: str = ""


class Soundness(StrEnum):
    """What a look at a whole log says."""

    OK = "ok"
    UNSEALED = "unsealed"
    """All rows are those of an older version: nothing binds them."""
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of a log."""

    rows: int = 0
    digest: str = START


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a log is what was entered."""

    soundness: Soundness
    rows: int
    unsealed: int
    """Rows at the front without a seal of their own."""
    digest: str
    """The hash of the last row that is in order."""
    broken: int = 0
    """The first row that is not, from 1; 0 for none, ``rows`` + 1 where rows are missing at the end."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What every row entered at once has in common."""

    inspection: str
    at: str
    by: str


def head_of(lines: Iterable[bytes]) -> Head:
    """Give the end of a log as its rows tell it, without a look at whether they are in order."""
    rows, digest = 0, START
    for line in lines:
        rows += 1
        row = _row(line)
        digest = str(row["hash"]) if row and "hash" in row else _bound(digest, line)
    return Head(rows=rows, digest=digest)


def sealed(reviews: Sequence[Review], after: Head, stamp: Stamp) -> tuple[list[bytes], Head]:
    """Give the rows of decisions that follow ``after``, and the end of the log with them."""
    lines: list[bytes] = []
    head = after
    for review in reviews:
        row: dict[str, Any] = msgspec.to_builtins(review) | {
            "inspection": stamp.inspection, "seq": head.rows + 1, "prev": head.digest, "entered_at": stamp.at,
            "entered_by": stamp.by,
        }  # fmt: skip
        digest = hashlib.sha256(_canonical(row)).hexdigest()
        lines.append(_canonical(row | {"hash": digest}))
        head = Head(rows=head.rows + 1, digest=digest)
    return lines, head


def verify(lines: Sequence[bytes], end: Head | None = None) -> Verdict:
    """Look at every row of a log; ``end`` is where it is known to end.

    The first row that is not in order is named: one that was changed, or the one behind a gap.
    """
    digest, unsealed, inspection = START, 0, ""
    for number, line in enumerate(lines, 1):
        row = _row(line)
        if row is not None and not _SEAL & row.keys() and unsealed == number - 1:
            unsealed += 1
            digest = _bound(digest, line)
            continue
        if reason := _wrong(row, line, number, digest, inspection):
            return _broken(len(lines), unsealed, digest, number, reason)
        digest, inspection = str(row["hash"]), str(row["inspection"])  # type: ignore[index]
    if end is not None and end != Head(rows=len(lines), digest=digest):
        at = min(len(lines), end.rows) + 1
        reason = f"the log ended at row {end.rows} ({end.digest[:12]}), these rows end at {len(lines)} ({digest[:12]})"
        return _broken(len(lines), unsealed, digest, at, reason)
    soundness = Soundness.UNSEALED if lines and unsealed == len(lines) else Soundness.OK
    return Verdict(soundness=soundness, rows=len(lines), unsealed=unsealed, digest=digest)


def rows_with_hash(lines: Iterable[bytes], prefix: str) -> list[int]:
    """The rows, from 1, whose hash begins so (8 digits or more): a hash that was noted names all rows up to its own."""
    if len(prefix) < _NOTED:
        return []
    rows = [(number, _row(line)) for number, line in enumerate(lines, 1)]
    return [number for number, row in rows if row and str(row.get("hash", "")).startswith(prefix.lower())]


def _wrong(row: Mapping[str, Any] | None, line: bytes, number: int, digest: str, inspection: str) -> str:
    """Say what is wrong with a row in this place; '' for nothing."""
    if row is None:
        return "it is no JSON object"
    if not row.keys() >= _SEAL:
        return "it carries no whole seal, though rows before or behind it do"
    return _changed(row, line) or _misplaced(row, number, digest, inspection)


def _changed(row: Mapping[str, Any], line: bytes) -> str:
    if _canonical(row) != line:
        return "it was changed: it is not in canonical form"
    if hashlib.sha256(_canonical({key: row[key] for key in row if key != "hash"})).hexdigest() != row["hash"]:
        return "it was changed: its hash is that of another text"
    return ""


def _misplaced(row: Mapping[str, Any], number: int, digest: str, inspection: str) -> str:
    if row["seq"] != number:
        return f"it was entered as row {row['seq']}: a row before it is missing, added or moved"
    if row["prev"] != digest:
        return "it follows another row than the one before it"
    if inspection not in ("", row["inspection"]):
        return f"it is a row of inspection {row['inspection']}, those before it are of {inspection}"
    return ""


def _broken(rows: int, unsealed: int, digest: str, number: int, reason: str) -> Verdict:
    return Verdict(
        soundness=Soundness.BROKEN, rows=rows, unsealed=unsealed, digest=digest, broken=number, reason=reason
    )


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return row if isinstance(row, dict) else None


def _canonical(row: Mapping[str, Any]) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_SORT_KEYS)


def _bound(digest: str, line: bytes) -> str:
    return hashlib.sha256(digest.encode() + line).hexdigest()
