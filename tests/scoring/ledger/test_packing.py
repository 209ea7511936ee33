"""Facts are packed small, come back as they were, and a portal's stay within what a province's Redis can bear."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from infra.redis.keys import Keys
from scoring.facts import SiteFacts
from scoring.ledger import Ledger, facts
from scoring.ledger.folding import fold
from scoring.ledger.packing import DICTIONARY, MARK, packed, unpacked
from tests.scoring.building import SITE
from tests.scoring.great_site import great_site

#: Issue 5: a site's facts at 20,000 pages.
FACTS = 200_000
#: The same as Redis counts it, with what each of its keys and fields costs beside the bytes.
IN_REDIS = 260_000


@given(st.text(max_size=300))
def test_what_is_packed_comes_back(text: str) -> None:
    data = b'{"url":"' + text.encode(errors="ignore") + b'"}'
    assert unpacked(packed(data)) == data
    assert len(packed(data)) <= len(data)


def test_json_that_was_never_packed_is_read_as_it_stands() -> None:
    assert unpacked(b"null") == packed(b"null") == b"null"
    assert unpacked(b'{"url":""}') == b'{"url":""}'


def test_another_dictionary_wants_another_mark() -> None:
    known = {b"\x01": "bfef6753060c40786e3a5db0937ee0731a744ce1fc850920ea4ec7178d6fb0a6"}
    assert hashlib.sha256(DICTIONARY).hexdigest() == known[MARK]
    assert len(DICTIONARY) < 8192


@pytest.mark.parametrize("data", [b"\x02abc", MARK + b"no deflate", MARK])
def test_what_cannot_be_unpacked_is_said(data: bytes) -> None:
    with pytest.raises(ValueError, match="a fact"):
        unpacked(data)


async def test_the_facts_of_a_portal_stay_small(redis: Redis) -> None:
    pages = list(great_site(SITE, 20_000, 200))
    ledger, keys = Ledger(redis, "q1"), Keys("q1")
    for start in range(0, len(pages), 1000):
        await ledger.fold(pages[start : start + 1000])
    fields = fold(pages, "q1")[SITE.code].fields
    assert sum(len(name.encode()) + len(value) for name, value in fields.items()) < FACTS
    found = await ledger.facts(SITE)
    assert found == facts(SITE, fields)
    assert isinstance(found, SiteFacts)
    assert len(found.columns) == 200
    names = [keys.ledger(SITE.code), *[name async for name in redis.scan_iter(match=keys.sample(SITE.code, "*"))]]
    assert sum([int(await redis.memory_usage(name, samples=0) or 0) for name in names]) < IN_REDIS
