"""What keeps a standard that can be read from judging: clauses that nobody would judge, numbers that a check misses.

A clause that is called automatic and has no check would stay open for ever, and every score with it.
"""

from collections.abc import Iterator

from scoring.checks import check
from scoring.standard import Standard, load
from scoring.standard.file import Fault, read
from scoring.standard.parts import Clause, Way

#: The standard whose rows have all that the checks read.
_WHOLE = "national-2019"


def unjudged(standard: Standard) -> tuple[str, ...]:
    """The clauses that are not left to people and have no check, in the order of the file."""
    return tuple(one.id for one in standard.clause if one.way is not Way.MANUAL and check.get(one.id) is None)


def unusable(name: str) -> list[Fault]:
    """All reasons why a standard cannot judge, with file and line.

    Raises ``StandardError`` for one that cannot be read.
    """
    standard, merged = load(name), read(name)
    faults = [
        merged.fault(("clause", one, "way"), f"it is {standard.clauses[one].way}, but no check judges it: manual?")
        for one in unjudged(standard)
    ]
    whole = load(_WHOLE).clauses
    for clause in standard.clause:
        if clause.id in whole and check.get(clause.id):
            faults.extend(merged.fault(("clause", clause.id), reason) for reason in _lacking(clause, whole[clause.id]))
    return faults


def _lacking(clause: Clause, whole: Clause) -> Iterator[str]:
    """What the clause's check reads and this file's row does not say."""
    for name in whole.limits.keys() - clause.limits.keys():
        yield f"its check needs limits.{name}"
    for name in whole.words.keys() - clause.words.keys():
        yield f"its check needs words.{name}"
