"""What one process writes, another reads back the same, or refuses with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.records import (
    WIRE_VERSION,
    ColumnSeen,
    FeedSeen,
    MarksSeen,
    Observation,
    Outcome,
    PageSeen,
    RecordError,
    TaskKind,
    decode,
    encode,
)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
columns = st.builds(ColumnSeen, url=text, path=st.lists(text, max_size=4).map(tuple), name=text, type=text)
marks = st.builds(MarksSeen, site_code=st.none() | text, conac=st.none() | st.booleans())
pages = st.builds(
    PageSeen,
    kind=text,
    title=text,
    published=st.none() | text,
    column=st.none() | columns,
    marks=marks,
    meta=st.dictionaries(text, text, max_size=3),
    entries=st.integers(0, 999),
)
feeds = st.builds(FeedSeen, source=text, posts=st.integers(0, 99), newest=st.none() | text)
observations = st.builds(
    Observation,
    v=st.just(WIRE_VERSION),
    target=text,
    url=text,
    kind=st.sampled_from(TaskKind),
    seen_at=st.integers(0, 2**50),
    outcome=st.sampled_from(Outcome),
    status=st.integers(0, 599),
    page=st.none() | pages,
    feed=st.none() | feeds,
)


@given(observations)
def test_an_observation_survives_the_wire(observation: Observation) -> None:
    assert decode(encode(observation), Observation) == observation


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(RecordError, match="not a Observation"):
        decode(data, Observation)


def test_a_newer_wire_version_is_refused_by_number() -> None:
    newer = Observation(v=WIRE_VERSION + 1, target="t", url="u", kind=TaskKind.HOME, seen_at=0, outcome=Outcome.OK)
    with pytest.raises(RecordError, match=f"wire version {WIRE_VERSION + 1}"):
        decode(encode(newer), Observation)
