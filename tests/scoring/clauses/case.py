"""One row of the table of clauses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from infra.records import Observation, Target
from scoring.findings import State
from tests.scoring.building import SITE


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a target showed, and what the check of one clause must say of it."""

    clause: str
    about: str
    """The facts in a few words: "five late columns", "the 15th day"."""
    seen: Sequence[Observation] = ()
    known: Mapping[str, Any] = field(default_factory=dict)
    """Facts that no crawl tells, such as ``availability``."""
    target: Target = SITE
    around: Mapping[str, Any] = field(default_factory=dict)
    """What the context has beyond the usual: ``crawl``, ``standard``, ``peers``."""
    findings: int = 0
    points: str = "0"
    """What they cost together before the cap of their indicator."""
    state: State | None = None
    """The state of each finding."""
    covered: bool | None = None
    """Whether the clause could be checked; None where the row does not say."""
