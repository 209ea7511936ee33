"""A unit reads what a check saw: each detail of each clause has a Chinese name."""

from decimal import Decimal

from infra.records import SuspicionKind
from scoring.checks import check
from scoring.findings import Finding, State
from scoring.reports.details import details
from tests.scoring.clauses.test_table import CASES, seen_of


def test_every_detail_of_every_clause_is_told_by_a_chinese_name() -> None:
    unnamed = set()
    for case in CASES:
        run = check.get(case.clause)
        assert run is not None
        for finding in run(*seen_of(case)).findings:
            names = [one.partition("：")[0] for one in details(finding)]
            unnamed |= {(case.clause, name) for name in names if name.isascii()}
    assert unnamed == set()


def test_every_kind_of_suspicion_is_called_in_chinese() -> None:
    finding = Finding(
        id="1",
        target="t",
        clause="V1.1",
        indicator="x",
        state=State.SUSPECTED,
        points=Decimal(0),
        detail={"suspicions": [{"kind": kind} for kind in SuspicionKind]},
    )
    (told,) = details(finding)
    assert not any(part.isascii() for part in told.partition("：")[2].split("、"))
