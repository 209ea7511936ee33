"""What was planted in a generated city: each fault, and each thing that only looks like one, by target and clause.

A stake says where a finding of it must point. It is written beside the sites and never served.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """One fault, or one decoy."""

    target: str
    """Code of the site or account in the registry."""
    clause: str
    places: tuple[str, ...] = ()
    """Addresses, columns, items or names, any one of which a finding of it names; empty: whatever a finding names."""
    what: str = ""
    """What was done, for whoever reads that it was missed."""
    decoy: bool = False
    """It looks like a fault and is none: nothing may be reported of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """All of a city's."""

    planted: tuple[Stake, ...] = ()
    decoys: tuple[Stake, ...] = ()
