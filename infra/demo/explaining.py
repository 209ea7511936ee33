"""Which interpretation (解读) explains which policy file of a generated site, and when; and that the two link."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

from infra.demo.model import Article, Column

#: What a unit explains that has no policy of its own left to explain.
OF_THE_PROVINCE = (
    "省人民政府关于印发《湖北省数字政府建设总体规划》的通知",
    "省人民政府关于印发《湖北省碳达峰工作要点》的通知",
    "省人民政府关于印发《湖北省流域综合治理纲要》的通知",
)
#: A policy (None: one of another body) and when its interpretation comes out.
Explained: TypeAlias = tuple[Article | None, datetime]


def explained(policies: Sequence[Article], dates: Sequence[datetime]) -> Iterator[Explained]:
    """Explain each policy on the day that is its turn, but never before it is out; the newest comes first."""
    turns = zip(policies, dates, strict=False)
    made = [(policy, max(when, policy.published + timedelta(hours=3))) for policy, when in turns]
    yield from sorted(made, key=lambda one: one[1], reverse=True)


def explained_late(policies: Sequence[Article], dates: Sequence[datetime]) -> Iterator[Explained]:
    """Explain on these days, newest first, what was out by then, each policy once."""
    left = list(policies)
    for when in dates:
        policy = next((one for one in left if one.published <= when), None)
        if policy is not None:
            left.remove(policy)
        yield policy, when


def linked(columns: Sequence[Column]) -> list[Column]:
    """Link each interpretation and the policy that it explains, both ways."""
    readings = [article for column in columns if column.genre == "reading" for article in column.articles]
    policies = [article for column in columns if column.genre == "policy" for article in column.articles]
    pairs: dict[int, int] = {}
    for reading in readings:
        policy = next((p for p in policies if p.title in reading.title and p.number not in pairs), None)
        if policy is not None:
            pairs |= {policy.number: reading.number, reading.number: policy.number}
    return [replace(c, articles=tuple(replace(a, related=pairs.get(a.number, 0)) for a in c.articles)) for c in columns]
