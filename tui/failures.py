"""Pages that were given up (dead letters) as rows: who lost what, why, and of what kind the reason is."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tui import query

if TYPE_CHECKING:
    from infra.leases import DeadLetter

#: What a filter can name before a colon.
FIELDS: Final = ("code", "name", "kind", "task", "reason", "url")
#: Failures that a screen reads: more than anybody pages through.
MOST_SHOWN: Final = 5_000


class FailureKind(StrEnum):
    """What lies behind a failure, as far as its reason says."""

    NAME = "name"
    """No such host name, or no name server that answers."""
    CONNECTION = "connection"
    TIMEOUT = "timeout"
    CUT = "cut"
    """An answer that broke off."""
    TLS = "tls"
    SERVER = "server"
    """5xx."""
    REFUSED = "refused"
    """4xx, a challenge."""
    HOST = "host"
    """Given up with its host, which failed again and again."""
    WORKER = "worker"
    """Its worker died, or its lease expired, each time."""
    OTHER = "other"


_KINDS: Final = (
    (FailureKind.NAME, re.compile(r"host name|name server")),
    (FailureKind.CONNECTION, re.compile(r"no server answers|this machine's network")),
    (FailureKind.TIMEOUT, re.compile(r"in time")),
    (FailureKind.CUT, re.compile(r"^cut off")),
    (FailureKind.TLS, re.compile(r"^TLS")),
    (FailureKind.SERVER, re.compile(r"^HTTP 5")),
    (FailureKind.REFUSED, re.compile(r"^HTTP 4|challenge")),
    (FailureKind.HOST, re.compile(r"^its host failed")),
    (FailureKind.WORKER, re.compile(r"^its (?:worker died|lease expired)")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRow:
    """One page that was given up."""

    at: int
    """Epoch milliseconds."""
    target: str
    name: str
    """Of the target."""
    kind: FailureKind
    task: str
    """What was expected there: column, article, attachment …"""
    url: str
    found_on: str
    attempts: int
    reason: str

    @classmethod
    def of(cls, letter: "DeadLetter", names: Mapping[str, str]) -> "FailureRow":
        """Make a row of a dead letter; ``names`` are those of the targets by code."""
        return cls(
            at=letter.at,
            target=letter.task.target,
            name=names.get(letter.task.target, ""),
            kind=kind_of(letter.reason),
            task=letter.task.kind,
            url=letter.task.url,
            found_on=letter.task.found_on,
            attempts=letter.attempts,
            reason=letter.reason,
        )


def kind_of(reason: str) -> FailureKind:
    """Tell what lies behind a failure."""
    return next((kind for kind, words in _KINDS if words.search(reason)), FailureKind.OTHER)


def fields(row: FailureRow) -> Mapping[str, str]:
    """Give the texts that a filter looks in, by the names of ``FIELDS``."""
    return {
        "code": row.target,
        "name": row.name,
        "kind": row.kind,
        "task": row.task,
        "reason": row.reason,
        "url": row.url,
    }


def matching(terms: Sequence[query.Term], names: Mapping[str, str]) -> "Callable[[DeadLetter], bool]":
    """Make the question whether a filter lets a dead letter through."""

    def wanted(letter: "DeadLetter") -> bool:
        texts = fields(FailureRow.of(letter, names))
        return all(term.accepts(texts) for term in terms)

    return wanted
