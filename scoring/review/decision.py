"""A decision (决定): one word of one person on a finding, or on a clause of a target; and how tables write it."""

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final

import msgspec

from scoring.findings import Finding
from scoring.standard.parts import Part

#: Stands for all targets that a clause applies to.
EVERYONE: Final = "*"


class Decision(StrEnum):
    """What a person says."""

    CONFIRM = "confirm"
    """确认: the suspicion, or this veto, is true."""
    DISMISS = "dismiss"
    """不成立, for a reason and, where a date is given, until then."""
    CLEAR = "clear"
    """查无问题: looked, and found nothing more than what is entered."""
    DEDUCT = "deduct"
    """扣分"""
    BONUS = "bonus"
    """加分"""
    APPEAL = "appeal"
    """申诉: the unit says that the finding is wrong."""
    UPHOLD = "uphold"
    """申诉成立: the unit is right, the finding falls."""
    REJECT = "reject"
    """申诉不成立: the finding stands."""


WORDS: Final[Mapping[str, Decision]] = {
    **{decision.value: decision for decision in Decision},
    "确认": Decision.CONFIRM,
    "不成立": Decision.DISMISS,
    "查无问题": Decision.CLEAR,
    "扣分": Decision.DEDUCT,
    "加分": Decision.BONUS,
    "申诉": Decision.APPEAL,
    "申诉成立": Decision.UPHOLD,
    "申诉不成立": Decision.REJECT,
}
_JUDGED: Final = frozenset({Part.VETO, Part.DEDUCTION})
#: The parts of a standard that a decision can be about.
PARTS: Final[Mapping[Decision, frozenset[Part]]] = {
    Decision.CONFIRM: _JUDGED,
    Decision.DISMISS: _JUDGED | {Part.REMINDER},
    Decision.CLEAR: frozenset(Part),
    Decision.DEDUCT: frozenset({Part.DEDUCTION}),
    Decision.BONUS: frozenset({Part.BONUS}),
    Decision.APPEAL: _JUDGED | {Part.REMINDER},
    Decision.UPHOLD: _JUDGED | {Part.REMINDER},
    Decision.REJECT: _JUDGED | {Part.REMINDER},
}
#: What nobody may say without a reason.
REASONED: Final = frozenset({Decision.DISMISS, Decision.APPEAL, Decision.UPHOLD, Decision.REJECT})
#: What approves a thing, and may do so until a day.
APPROVING: Final = frozenset({Decision.DISMISS, Decision.UPHOLD})
#: What is said of findings that are there, one by one.
ON_FINDINGS: Final = frozenset({Decision.CONFIRM, *REASONED})


class Review(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One decision of one person."""

    target: str
    """A target's code, or ``*``."""
    clause: str
    decision: Decision
    points: Decimal | None = None
    """For deduct and bonus; none means what the clause puts on one finding."""
    url: str = ""
    """Narrows a decision on findings to those of this address."""
    text: str = ""
    """The reason, the unit's appeal, or how the breach is worded."""
    evidence: str = ""
    """What proves it, in words or as a URL; the place of a kept file when ``digest`` is set."""
    by: str
    at: str = ""
    """When, ISO 8601 in Beijing time; empty when the file does not say."""
    finding: str = ""
    """Narrows a decision on findings to the one of this id."""
    until: str = ""
    """The last day of an approval, ``2024-12-31``; empty when it holds for this inspection alone."""
    digest: str = ""
    """``sha256:…`` of the file kept as evidence."""
    machine: bool = False
    """The finding it names is one that a check made, so that the word is one on the check too."""
    carried: str = ""
    """Where it was taken over from: ``<inspection>#<hash of the row there>``."""

    def concerns(self, one: Finding) -> bool:
        """Whether a decision on findings is about this one of its target and clause."""
        if self.finding:
            return self.finding == one.id
        return self.url in ("", one.url)

    def holds(self, day: str) -> bool:
        """Whether it has not run out by a day (``2024-02-29``)."""
        return not self.until or self.until >= day


def person(name: str) -> str:
    """Who a name stands for: letters' case, width and blanks make no second person of one."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def of_target(rows: Iterable[Review], code: str) -> list[Review]:
    """The decisions that concern one target, oldest first."""
    return [row for row in rows if row.target in (code, EVERYONE)]
