"""Searches that were tried (试搜): of each, whether its first page of results showed the title.

A search that could not be opened stands among the links (``folding``), as every address that does not open.
"""

from collections.abc import Iterator
from typing import Final

from infra.records import Observation, Outcome
from scoring.facts import TrialFact
from scoring.fields import Fields
from scoring.ledger.entry import LedgerEntry, fact_of, register, where

_PREFIX: Final = "t:"


def entries(observation: Observation) -> Iterator[LedgerEntry]:
    """What one observation says of searches."""
    page = observation.page
    if observation.outcome is not Outcome.OK or page is None or page.trial is None:
        return
    fact = TrialFact(**where(observation), title=page.trial.title, found=page.trial.found, results=page.trial.results)
    yield LedgerEntry(target=observation.target, field=f"{_PREFIX}{observation.url}", value=register(observation, fact))


def trials(fields: Fields) -> tuple[TrialFact, ...]:
    """The searches that a ledger keeps, in the order of their addresses."""
    found = (fact_of(value, TrialFact) for value in fields.under(_PREFIX).values())
    return tuple(sorted(found, key=lambda fact: fact.url))
