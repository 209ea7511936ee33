"""A sample is random, repeatable, and moved by nobody who is not drawn."""

from hypothesis import given
from hypothesis import strategies as st

from scoring.draw import drawn

NAMES = st.sets(st.text(max_size=8), max_size=30)


def _draw(names: set[str], size: int = 5, seed: str = "2024q1", clause: str = "D6") -> tuple[str, ...]:
    return drawn(names, size, seed=seed, clause=clause, name=str)


@given(names=NAMES, size=st.integers(0, 9))
def test_a_draw_takes_as_many_as_there_are_and_the_same_again_in_any_order(names: set[str], size: int) -> None:
    first = _draw(names, size)
    assert len(first) == min(size, len(names))
    assert drawn(sorted(names, reverse=True), size, seed="2024q1", clause="D6", name=str) == first


@given(names=NAMES, more=st.text(max_size=8))
def test_a_member_that_comes_later_displaces_at_most_one(names: set[str], more: str) -> None:
    assert len(set(_draw(names)) - set(_draw(names | {more}))) <= 1


def test_another_inspection_or_another_clause_draws_others() -> None:
    names = {f"http://www.a.gov.cn/{number}.html" for number in range(100)}
    draws = {_draw(names), _draw(names, seed="2024q2"), _draw(names, clause="D7")}
    assert len(draws) == 3


def test_no_member_is_preferred() -> None:
    names = {str(number) for number in range(10)}
    first = [_draw(names, 1, seed=str(seed))[0] for seed in range(1000)]
    assert all(60 <= first.count(name) <= 140 for name in names)
