"""Every clause at its threshold: the modules beside this one hold the rows, each an indicator's area."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest

from scoring.checks import Context, check
from scoring.facts import Facts
from scoring.standard.parts import Clause
from tests.scoring.building import context, facts
from tests.scoring.clauses.case import Case


def _cases() -> Iterator[Case]:
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if not path.stem.startswith(("_", "test_")) and path.stem != "case":
            yield from import_module(f"{__package__}.{path.stem}").CASES


CASES = tuple(_cases())


def seen_of(case: Case) -> tuple[Facts, Clause, Context]:
    """What the check of a row's clause is given."""
    known = replace(facts(case.seen, case.target), **case.known)
    around = context(known, target=case.target, **case.around)
    return known, around.standard.clauses[case.clause], around


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.clause}: {case.about}")
def test_a_clause_says_of_its_facts_what_the_standard_says(case: Case) -> None:
    run = check.get(case.clause)
    assert run is not None, f"{case.clause} has no check"
    told = run(*seen_of(case))
    assert len(told.findings) == case.findings
    assert sum((one.points for one in told.findings), Decimal(0)) == Decimal(case.points)
    if case.state is not None:
        assert {one.state for one in told.findings} <= {case.state}
    if case.covered is not None:
        assert (told.coverage > 0) is case.covered
