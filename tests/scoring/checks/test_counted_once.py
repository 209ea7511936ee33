"""No column costs twice (G12), nothing suspected clears a clause, and every check tells what it counted."""

import pytest
from hypothesis import given, settings

from infra.records import Observation
from scoring.review import Decision
from tests.scoring.building import article, blank, card, column, days_ago, home, judged, sound_site
from tests.scoring.deciding import word
from tests.scoring.worlds import worlds

#: Clauses that cost for a column, which their findings name by its path.
BY_COLUMN = ("D4.2", "D5.2", "D8.1", "D8.2")
#: Clauses of websites that the machine only suspects, of this area.
SUSPECTING = (
    *("V1.1", "V1.2", "V1.3", "V1.5", "V5.1", "V5.2", "V6.1", "V6.2", "V6.3"),
    *("D1.2", "D2.2", "D3.2", "D5.3", "D6", "D7"),
)
COUNTING = (*SUSPECTING[:4], "V3", "V4.1", "V4.2", "V4.3", "V6.1", "D1.1", *SUSPECTING[9:], "D4.1", "D5.1", *BY_COLUMN)


@given(worlds())
@settings(max_examples=80, deadline=None)
def test_each_column_costs_in_one_clause_at_most(world: list[Observation]) -> None:
    columns = [(str(one.detail["path"]), one.url) for clause in BY_COLUMN for one in judged(clause, world).findings]
    assert len(columns) == len(set(columns))


def test_a_column_is_counted_where_it_first_belongs() -> None:
    seen = [home(), blank("工作动态"), column("政策文件", days_ago(900)), blank("法规文件", above=["政策文件"])]
    counted = {clause: [one.detail["column"] for one in judged(clause, seen).findings] for clause in BY_COLUMN}
    assert counted == {"D4.2": ["工作动态"], "D5.2": ["政策文件"], "D8.1": ["法规文件"], "D8.2": []}


@pytest.mark.parametrize("clause", SUSPECTING)
def test_a_suspicion_that_did_not_arise_clears_nothing_and_a_person_does(clause: str) -> None:
    judgement = judged(clause, sound_site())
    assert not judgement.findings
    assert judgement.coverage == 0
    assert judgement.further is None
    open_card, cleared = card(sound_site()), card(sound_site(), [word(clause, Decision.CLEAR)])
    assert cleared.coverage > open_card.coverage


@pytest.mark.parametrize("clause", COUNTING)
def test_every_check_tells_what_it_counted_where_nothing_is_wrong(clause: str) -> None:
    judgement = judged(clause, [*sound_site(), article(7, "工作动态", days_ago(2))])
    assert not judgement.findings
    assert judgement.numbers
