"""政务新媒体: M2.1 and M3.1, and the reminders A1 and A2 of Ezhou."""

from dataclasses import replace

from scoring.findings import State
from tests.scoring.building import ACCOUNT, days_ago, feed
from tests.scoring.clauses.case import Case

CASES = (
    Case(clause="M2.1", about="a post 13 days old", target=ACCOUNT, seen=[feed(days_ago(13))], covered=True),
    Case(clause="M2.1", about="a post 14 days old", target=ACCOUNT, seen=[feed(days_ago(14))], covered=True),
    Case(
        clause="M2.1",
        about="a post 15 days old",
        target=ACCOUNT,
        seen=[feed(days_ago(15))],
        findings=1,
        state=State.SUSPECTED,
    ),
    Case(clause="M2.1", about="no source of posts", target=ACCOUNT, covered=False),
    Case(clause="M3.1", about="the registry says 有", target=replace(ACCOUNT, interaction=True), covered=True),
    Case(
        clause="M3.1",
        about="the registry says 无",
        target=replace(ACCOUNT, interaction=False),
        findings=1,
        state=State.SUSPECTED,
    ),
    Case(clause="M3.1", about="the registry says nothing", target=ACCOUNT, covered=False),
    Case(clause="A1", about="filed", target=replace(ACCOUNT, filed=True), covered=True),
    Case(clause="A1", about="not filed", target=replace(ACCOUNT, filed=False), findings=1),
    Case(clause="A2", about="one account on a platform", target=ACCOUNT, around={"peers": (ACCOUNT,)}),
    Case(
        clause="A2",
        about="two accounts on a platform",
        target=ACCOUNT,
        around={"peers": (ACCOUNT, replace(ACCOUNT, code="wx-2"))},
        findings=1,
    ),
)
