"""The checks of all clauses that a machine can judge, one file a level-1 indicator.

Importing the package registers them; ``check.get(clause)`` finds one.
"""

from scoring.checks import (
    accounts,
    availability,
    bonus,
    functions,
    interaction,
    naming,
    offers,
    profile,
    publishing,
    safety,
    searching,
    services,
    supervision,
    vetoes,
)
from scoring.checks.context import Context, Crawl, Judgement, check

__all__ = [
    "Context",
    "Crawl",
    "Judgement",
    "accounts",
    "availability",
    "bonus",
    "check",
    "functions",
    "interaction",
    "naming",
    "offers",
    "profile",
    "publishing",
    "safety",
    "searching",
    "services",
    "supervision",
    "vetoes",
]
