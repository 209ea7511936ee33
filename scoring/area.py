"""What an inspection came to over a whole area: the facts by which its supervising office (监管单位) is judged.

An office answers for everything of a registry together, so that its facts are the results of all targets.
"""

from dataclasses import dataclass
from typing import Final

from infra.records import Kind, Target

#: What decisions on the office's work name as their target, by code or by name.
AREA: Final = Target(code="area", name="监管工作", kind=Kind.AREA, unit="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One target of the area, as it was found."""

    target: Target
    inspected: bool
    """Something of it was seen."""
    settled: bool
    """Its result can still change only by what people decide."""
    failed: bool
    """不合格"""
    vetoes: tuple[str, ...] = ()
    """Clauses of the vetoes that stand."""
    moved_to: str = ""
    """The home page, where it stands under another host than the registry has; empty else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFacts:
    """The facts of an area."""

    target: str = AREA.code
    members: tuple[Member, ...] = ()
    """In the registry's order."""

    @property
    def sites(self) -> tuple[Member, ...]:
        """The websites among them."""
        return tuple(one for one in self.members if one.target.kind is Kind.SITE)

    @property
    def accounts(self) -> tuple[Member, ...]:
        """The new-media accounts among them."""
        return tuple(one for one in self.members if one.target.kind is Kind.ACCOUNT)
