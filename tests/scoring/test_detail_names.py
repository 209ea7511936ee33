"""A unit reads what a check saw: each detail of each clause has a Chinese name."""

from scoring.checks import check
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
