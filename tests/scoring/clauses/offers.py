"""加分指标 of 功能设计: B8 and B9 are hints and are worth nothing by themselves."""

from infra.features import OfferSeen
from scoring.findings import State
from tests.scoring.building import HOME, home
from tests.scoring.clauses.case import Case

CASES = (
    Case(clause="B8", about="nothing named so", seen=[home()], covered=False),
    Case(
        clause="B8",
        about="a link to questions and answers",
        seen=[home(offers=OfferSeen(search="", smart={"智能问答": f"{HOME}ai/"}))],
        findings=1,
        state=State.SUSPECTED,
        covered=False,
    ),
    Case(clause="B9", about="nothing named so", seen=[home()], covered=False),
    Case(
        clause="B9",
        about="a version for the blind and one in English",
        seen=[home(offers=OfferSeen(search="", eased={"无障碍": "", "English": f"{HOME}en/"}))],
        findings=1,
        state=State.SUSPECTED,
    ),
    Case(clause="B9", about="a home page of which nobody asked", seen=[home(offers=None)], covered=False),
)
