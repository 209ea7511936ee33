"""政务新媒体: M1 to M3, and the reminders A1 and A2 of Ezhou, each just under, at and just over its threshold."""

from dataclasses import replace
from typing import Any

from infra.clock import parse_as_of
from infra.records import FeedSeen, Observation, Outcome, Suspicion, SuspicionKind, TaskKind
from scoring.findings import State
from tests.scoring.building import ACCOUNT, days_ago, feed, link, observation
from tests.scoring.clauses.case import Case

SUSPECTED = State.SUSPECTED
APP = replace(ACCOUNT, platform="移动客户端", account_type="移动客户端（APP）", url="http://app.ezhou.gov.cn/app.apk")


def other(newest: str | None, **more: Any) -> Observation:
    """A second source of posts."""
    return replace(feed(newest, **more), url="http://feed/2")


def told(*kinds: SuspicionKind, read: int = 20) -> list[Observation]:
    """Posts of which some words or links are suspected."""
    seen = FeedSeen(
        source="rss",
        posts=20,
        newest=days_ago(1),
        read=read,
        suspicions=tuple(Suspicion(kind=kind, sample="x", where="post 1") for kind in kinds),
    )
    return [observation("http://feed/", feed=seen, kind=TaskKind.FEED, target=ACCOUNT.code)]


def clock(iso: str) -> str:
    return f"{iso}+08:00"


_CONTENT = (
    *(
        Case(clause=clause, about="posts without such words", target=ACCOUNT, seen=told(), covered=False)
        for clause in ("M1.1", "M1.2", "M1.3")
    ),
    *(
        Case(clause=clause, about="no source of posts", target=ACCOUNT, covered=False)
        for clause in ("M1.1", "M1.2", "M1.3")
    ),
    *(
        Case(
            clause=clause,
            about=f"posts with {kind}",
            target=ACCOUNT,
            seen=told(kind, kind, SuspicionKind.WORDING),
            findings=1,
            state=SUSPECTED,
            covered=False,
        )
        for clause, kind in (
            ("M1.1", SuspicionKind.SERIOUS_WORDING),
            ("M1.2", SuspicionKind.SECRECY),
            ("M1.3", SuspicionKind.DARK_LINK),
        )
    ),
    Case(clause="M1.1", about="posts with mere errors", target=ACCOUNT, seen=told(SuspicionKind.WORDING)),
)
_SILENCE = (
    *(
        Case(clause="M2.1", about=f"a post {days} days old", target=ACCOUNT, seen=[feed(days_ago(days))], covered=True)
        for days in (0, 13, 14)
    ),
    *(
        Case(
            clause="M2.1",
            about=f"a post {days} days old",
            target=ACCOUNT,
            seen=[feed(days_ago(days))],
            findings=1,
            state=SUSPECTED,
        )
        for days in (15, 200)
    ),
    *(
        Case(
            clause="M2.1",
            about=f"{post} seen at {at}",
            target=ACCOUNT,
            around={"as_of": parse_as_of(at)},
            seen=[feed(clock(post))],
            findings=found,
        )
        for at, post, found in (
            ("2024-02-29", "2024-02-15T00:00:01", 0),
            ("2024-02-29", "2024-02-14T23:59:59", 1),
            ("2024-02-29T10:00:00", "2024-02-15T10:00:01", 0),
            ("2024-02-29T10:00:00", "2024-02-15T10:00:00", 0),
            ("2024-02-29T10:00:00", "2024-02-15T09:59:59", 1),
            ("2024-03-14", "2024-02-29T00:00:01", 0),
            ("2024-03-14", "2024-02-28T23:59:59", 1),
        )
    ),
    Case(clause="M2.1", about="no source of posts", target=ACCOUNT, covered=False),
    Case(clause="M2.1", about="posts without dates", target=ACCOUNT, seen=[feed(None, posts=9)], covered=False),
    Case(clause="M2.1", about="a source without posts", target=ACCOUNT, seen=[feed(None, posts=0)], findings=1),
    Case(
        clause="M2.1",
        about="posts of the future alone",
        target=ACCOUNT,
        seen=[feed(None, future=days_ago(-3))],
        covered=False,
    ),
    Case(
        clause="M2.1",
        about="old posts and one of the future",
        target=ACCOUNT,
        seen=[feed(days_ago(30), future=days_ago(-3))],
        findings=1,
    ),
    Case(clause="M2.1", about="two sources, one fresh", target=ACCOUNT, seen=[feed(days_ago(40)), other(days_ago(2))]),
    Case(
        clause="M2.1",
        about="two sources, none fresh",
        target=ACCOUNT,
        seen=[feed(days_ago(40)), other(days_ago(15))],
        findings=1,
    ),
    *(
        Case(
            clause="M2.1",
            about=f"silent for long, of the type {kind}",
            target=replace(ACCOUNT, account_type=kind),
            seen=[feed(days_ago(90))],
            covered=True,
        )
        for kind in ("小程序", "移动客户端", "APP", "服务类")
    ),
    *(
        Case(
            clause="M2.1",
            about=f"silent for long, of the type {kind}",
            target=replace(ACCOUNT, account_type=kind),
            seen=[feed(days_ago(90))],
            findings=1,
        )
        for kind in ("微信服务号", "微信订阅号", "发布类", "")
    ),
)
_APPS = (
    Case(clause="M2.2", about="no application", target=ACCOUNT, covered=True),
    Case(clause="M2.2", about="an application that nobody tried", target=APP, covered=False),
    Case(
        clause="M2.2",
        about="an application whose address is dead",
        target=APP,
        seen=[link(APP.url, Outcome.DEAD, found_on="", target=APP.code)],
        findings=1,
        state=SUSPECTED,
    ),
    Case(
        clause="M2.2",
        about="an application whose address is blocked",
        target=APP,
        seen=[link(APP.url, Outcome.BLOCKED, found_on="", target=APP.code)],
        covered=False,
    ),
)
_REGISTERED = (
    Case(clause="M3.1", about="the registry says 有", target=replace(ACCOUNT, interaction=True), covered=True),
    Case(
        clause="M3.1",
        about="the registry says 无",
        target=replace(ACCOUNT, interaction=False),
        findings=1,
        state=SUSPECTED,
    ),
    Case(clause="M3.1", about="the registry says nothing", target=ACCOUNT, covered=False),
    Case(clause="A1", about="filed", target=replace(ACCOUNT, filed=True), covered=True),
    Case(clause="A1", about="not filed", target=replace(ACCOUNT, filed=False), findings=1, state=State.CONFIRMED),
    Case(clause="A1", about="the registry says nothing", target=ACCOUNT, covered=False),
    Case(clause="A2", about="one account on a platform", target=ACCOUNT, around={"peers": (ACCOUNT,)}),
    Case(
        clause="A2",
        about="two accounts on a platform",
        target=ACCOUNT,
        around={"peers": (ACCOUNT, replace(ACCOUNT, code="wx-2"))},
        findings=1,
    ),
    Case(
        clause="A2",
        about="two accounts on a platform, told with the other",
        target=replace(ACCOUNT, code="wx-2"),
        around={"peers": (ACCOUNT, replace(ACCOUNT, code="wx-2"))},
    ),
)
CASES = (*_CONTENT, *_SILENCE, *_APPS, *_REGISTERED)
