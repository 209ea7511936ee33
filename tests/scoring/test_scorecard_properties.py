"""What holds of every scorecard: caps, rebuilt sums, no reward for a fault, and ranges that keep their word."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.records import Observation, Outcome, Target
from scoring.checks import Crawl
from scoring.ledger import facts as facts_of
from scoring.ledger.folding import State, fold, merge
from scoring.review import Decision, Review
from scoring.scorecard import Scorecard, Verdict, score
from scoring.standard import Standard
from scoring.standard.parts import Part
from tests.scoring.building import (
    ALL_MARKS,
    EZHOU,
    HOME,
    SITE,
    blank,
    card,
    column,
    context,
    days_ago,
    link,
    sound_site,
)
from tests.scoring.deciding import JUDGED, B, cleared, rebuilt_of, shown, word
from tests.scoring.worlds import visits, worlds


def assert_caps_hold(found: Scorecard) -> None:
    """No indicator costs more than its points, no bonus gives more than its part, the score follows from the lines."""
    lost: dict[str, Decimal] = {}
    for line in found.deductions:
        lost[line.indicator] = lost.get(line.indicator, Decimal(0)) + line.points
    caps = {one.name: one.points for one in EZHOU.indicator if one.part is Part.DEDUCTION}
    assert all(points <= caps[name] for name, points in lost.items())
    assert sum((line.points for line in found.bonus), Decimal(0)) <= EZHOU.general.bonus_cap.value
    assert rebuilt_of(found) == found.score
    assert found.range[0] <= (found.score or Decimal(0)) <= found.range[1]


@given(worlds(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_caps_hold_and_scores_are_rebuilt_from_their_lines(world: list[Observation], service: bool) -> None:
    words = [word("B1", Decision.BONUS), word("D10.1", Decision.DEDUCT), word("D6", Decision.DEDUCT)]
    found = card(world, words, target=replace(SITE, has_service=service))
    assert found.score is not None
    assert_caps_hold(found)


@given(st.data(), st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_they_do_whatever_people_enter(data: st.DataObject, service: bool, generous: bool) -> None:
    world = data.draw(worlds())
    clauses = data.draw(st.lists(st.sampled_from([one.id for one in EZHOU.clause if one.id[0] in "VDB"]), unique=True))
    said = [row for clause in clauses for act in data.draw(st.composite(_acts)(clause)) for row in act]
    if generous:
        said += [word(one.id, Decision.BONUS) for one in EZHOU.clause if one.id[0] == "B"]
    found = card(world, said, target=replace(SITE, has_service=service))
    assert (found.score is None) == bool(found.vetoes)
    assert_caps_hold(found)


@given(st.data(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_consumers_that_share_a_stream_out_of_order_and_in_part_twice_give_the_same_card(
    data: st.DataObject, complete: bool
) -> None:
    stream = data.draw(worlds().flatmap(visits))
    again = data.draw(st.permutations(stream + data.draw(st.lists(st.sampled_from(stream), max_size=10))))
    shares: list[list[Observation]] = [[], [], []]
    for one in again:
        shares[data.draw(st.integers(0, 2))].append(one)
    merged = State()
    for share in shares:
        merged = merge(merged, fold(share).get(SITE.code, State()))
    known = facts_of(SITE, merged.fields)
    crawl = Crawl(known=90, done=40, complete=complete)
    assert score(known, context(known, crawl=crawl)) == card(stream, crawl=crawl)


_WORST: dict[str, Any] = {"meta": {}, "marks": replace(ALL_MARKS, icp="", police="", conac=False)}
_NUMBERS = st.integers(0, 60)
_FAULTS = st.one_of(
    _NUMBERS.map(lambda n: blank(f"{n}号空白", **_WORST)),
    st.tuples(_NUMBERS, st.sampled_from(["动态", "业务", "解读"])).map(
        lambda pair: column(f"{pair[0]}号{pair[1]}", days_ago(800), **_WORST)
    ),
    st.tuples(_NUMBERS, st.sampled_from([HOME, f"{HOME}工作动态/"])).map(
        lambda pair: link(f"{pair[1]}dead{pair[0]}.html", Outcome.DEAD, found_on=pair[1])
    ),
)


@given(st.lists(_FAULTS, max_size=25), _FAULTS)
@settings(max_examples=60, deadline=None)
def test_one_more_fault_never_raises_a_score(faults: list[Observation], more: Observation) -> None:
    before, after = card([*sound_site(), *faults]), card([*sound_site(), *faults, more])
    assert before.score is not None
    assert after.score is not None
    assert after.score <= before.score


@given(worlds(), st.sampled_from([one.id for one in EZHOU.clause if one.id[0] == "D"]), st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_nor_does_one_more_deduction_that_a_person_enters(world: list[Observation], clause: str, number: int) -> None:
    rows = [word(clause, Decision.DEDUCT, "1", text=str(n)) for n in range(number)]
    before, after = card(world, rows[:-1]), card(world, rows)
    assert (after.score or Decimal(0)) <= (before.score or Decimal(0))


def acts(clause: str, draw: st.DrawFn) -> list[list[Review]]:
    """What people do on one clause, act by act; each act is entered as a whole and none is taken back."""
    part = EZHOU.indicator_of(clause).part
    if part is Part.VETO:
        confirm = [[word(clause, Decision.CONFIRM)], [word(clause, Decision.CONFIRM, by=B)]]
        others = [[[word(clause, decision)]] for decision in (Decision.DISMISS, Decision.CLEAR)]
        return draw(st.sampled_from([confirm, confirm[:1], *others]))
    if part is Part.BONUS:
        grant = word(clause, Decision.BONUS, str(draw(st.sampled_from(["0.1", "1", "3"]))))
        return [[draw(st.sampled_from([grant, word(clause, Decision.CLEAR)]))]]
    if clause in JUDGED:
        return [[word(clause, Decision.CLEAR)]]
    rows = [word(clause, Decision.DEDUCT, str(n + 1), text=str(n)) for n in range(draw(st.integers(1, 3)))]
    return [draw(st.sampled_from([rows, [word(clause, Decision.CLEAR)]]))]


def _acts(draw: st.DrawFn, clause: str) -> list[list[Review]]:
    return acts(clause, draw)


Event = Observation | list[Review] | None


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Observations and acts of review as they come; None is the moment at which the crawl is complete."""
    stream = draw(worlds().flatmap(visits))
    judged = [one.id for one in EZHOU.clause if one.id[0] in "VDB"]
    clauses = judged if draw(st.booleans()) else draw(st.lists(st.sampled_from(judged), unique=True, max_size=50))
    events: list[Event] = [*stream, None]
    for clause in clauses:
        at = 0
        for act in acts(clause, draw):
            at = draw(st.integers(at, len(events)))
            events.insert(at, act)
            at += 1
    return events


#: Without vetoes the lower end is not 0, and without bonuses the upper end has no room to spare.
LEAN = msgspec.structs.replace(EZHOU, clause=tuple(one for one in EZHOU.clause if one.id.startswith("D")))
#: Only what the machine judges, where nothing that people leave open hides a wrong end.
MACHINE = msgspec.structs.replace(EZHOU, clause=tuple(one for one in LEAN.clause if one.id in JUDGED))


@given(histories(), st.booleans(), st.sampled_from([EZHOU, LEAN, MACHINE, MACHINE]))
@settings(max_examples=120, deadline=None)
def test_the_final_score_lies_in_every_range_shown_before(
    history: list[Event], service: bool, standard: Standard
) -> None:
    cards = unfolding(history, replace(SITE, has_service=service), standard)
    final = cards[-1].score or Decimal(0)
    for step, before in enumerate(cards):
        low, high = before.range
        assert low <= final <= high, f"step {step} of {len(cards)}: {final} is not in {low}..{high}"
        assert low <= (before.score or Decimal(0)) <= high


NO_VETOES = msgspec.structs.replace(EZHOU, clause=tuple(one for one in EZHOU.clause if not one.id.startswith("V")))


def test_the_range_narrows_while_the_crawl_runs() -> None:
    history: list[Event] = [*sound_site(), blank("监督检查"), None, cleared("B5"), [word("B5", Decision.BONUS)]]
    cards = unfolding(history, SITE, NO_VETOES)
    assert [float(end) for end in cards[0].range] == [0.5, 130]
    lows, highs = [one.range[0] for one in cards], [one.range[1] for one in cards]
    assert lows[1] > lows[0]
    assert lows == sorted(lows)
    assert highs == sorted(highs, reverse=True)
    assert shown(cards[-1]) == (Verdict.QUALIFIED, 103, [103, 103])


def unfolding(history: list[Event], target: Target, standard: Standard) -> list[Scorecard]:
    """The card after every event."""
    seen: list[Observation] = []
    reviews: list[Review] = []
    cards = [card(seen, target=target, standard=standard, crawl=Crawl())]
    pages = len({one.url for one in history if isinstance(one, Observation)})
    complete = False
    for event in history:
        if event is None:
            complete = True
        elif isinstance(event, Observation):
            seen.append(event)
        else:
            reviews.extend(event)
        done = len({one.url for one in seen})
        crawl = Crawl(known=pages, done=done, complete=complete)
        cards.append(card(seen, reviews, target=target, standard=standard, crawl=crawl))
    return cards
