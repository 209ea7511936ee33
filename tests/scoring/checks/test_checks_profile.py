"""D1 to D3: what a finding says, and which pages a ledger keeps to suspect something of (rows: ``clauses.profile``)."""

from infra.features import AboutSeen, OfferSeen, Topic
from infra.records import Observation, PageSeen
from scoring.findings import State
from scoring.ledger.entry import SAMPLE_SIZE
from tests.scoring.building import ALL_MARKS, ALL_TAGS, HOME, card, home, judged, observation, sound_site


def about(topic: Topic, number: int, **told: object) -> Observation:
    seen = AboutSeen(topic=topic, **told)  # type: ignore[arg-type]
    page = PageSeen(kind="article", title=f"{number}", meta=ALL_TAGS, marks=ALL_MARKS, about=seen)
    return observation(f"{HOME}{topic}/{number}.html", page)


def test_a_missing_column_costs_at_once_and_says_where_was_looked() -> None:
    judgement = judged("D3.1", [home(offers=OfferSeen(search=""))])
    (found,) = judgement.findings
    assert (found.state, found.url, judgement.firm) == (State.CONFIRMED, HOME, 1)
    assert judgement.numbers == {"columns": 0, "links": 0, "pages": 0}
    assert judged("D3.1", [home(), about(Topic.LEADERS, 1)]).numbers == {"columns": 0, "links": 1, "pages": 1}


def test_a_body_with_two_telephones_is_told_with_both_pages() -> None:
    pages = [about(Topic.FUNCTIONS, n, body="市水利局", phones=(f"0711328000{n}",)) for n in range(2)]
    (found,) = judged("D2.2", [home(), *pages]).findings
    assert found.detail["name"] == "市水利局"
    told = found.detail["listed"]
    assert isinstance(told, list)
    assert {one["url"]: one["phones"] for one in told} == {
        pages[0].url: ["07113280000"],
        pages[1].url: ["07113280001"],
    }


def test_a_ledger_keeps_the_pages_that_say_most() -> None:
    sound = [about(Topic.LEADERS, n) for n in range(50)]
    poor = [about(Topic.LEADERS, 100 + n, empty=("简历",)) for n in range(SAMPLE_SIZE)]
    assert len(judged("D3.2", [*sound, *poor]).findings) == SAMPLE_SIZE
    fresh = [about(Topic.OVERVIEW, n, years=(2023,)) for n in range(50)]
    assert len(judged("D1.2", [*fresh, about(Topic.OVERVIEW, 99, years=(2015,))]).findings) == 1
    others = [about(Topic.FUNCTIONS, n, body=f"{n}局", phones=("3280000",)) for n in range(15)]
    bare = [about(Topic.FUNCTIONS, 200 + n) for n in range(50)]
    pair = [about(Topic.FUNCTIONS, 300 + n, body="市水利局", phones=(f"328111{n}",)) for n in range(2)]
    assert len(judged("D2.2", [*others, *bare, *pair]).findings) == 1


def test_what_is_suspected_costs_nothing_before_a_person_has_looked() -> None:
    poor = [about(Topic.LEADERS, n, empty=("简历",)) for n in range(3)]
    assert card([*sound_site(), *poor]).score == card(sound_site()).score
