"""Which columns (栏目) a site has, and whether each is up to date: what V4, D4, D5 and D8 stand on.

A column is late when its newest date, or that of a column below it, lies before the period of its type. It is not
judged when it is archived, is a mere navigation page, or is for other indicators; it is unchecked, never late or
blank, when its list could not be read. What an operator has settled about a column holds before what its name and
pages say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from infra.records import Outcome, TaskKind
from scoring.dates import cutoff, shown
from scoring.facts import ColumnFact, SiteFacts
from scoring.ledger.folding import column_key
from scoring.rulings import Ruling
from scoring.standard import Standard
from scoring.standard.parts import ColumnType

#: Types of which the standard counts level-1 columns: also those that only lead on.
_OF_LEVEL_ONE = frozenset({"policy", "notice"})


class Health(StrEnum):
    """How a column stands."""

    FRESH = "fresh"
    STALE = "stale"
    BLANK = "blank"
    UNCHECKED = "unchecked"
    EXEMPT = "exempt"
    """No period, archived, navigation, or judged elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedColumn:
    """A column with its type and health."""

    fact: ColumnFact
    type: ColumnType
    health: Health
    newest: datetime | None
    """Of the column and all below it."""
    level_one: bool
    """一级栏目: no column above it has the same type."""
    leads_on: bool = False
    """A page without a list of its own, as fresh as what it leads to; it counts where level 1 does, not beside that."""
    must_update: bool = False
    """A period binds it."""
    archived: bool = False
    ruling: Ruling | None = None
    """What an operator has settled about it."""

    @property
    def late(self) -> bool:
        """Without an update in its period, as D4 and D5 count it: a blank one has had none either."""
        return self.health in (Health.STALE, Health.BLANK)

    def told(self) -> dict[str, object]:
        """What a finding says of it."""
        told: dict[str, object] = {
            "column": self.fact.name,
            "path": list(self.fact.path),
            "type": self.type.name,
            "newest": shown(self.newest),
        }
        return told if self.ruling is None else told | {"settled_by": self.ruling.by, "settled_at": self.ruling.at}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """All columns of a site, judged."""

    judged: tuple[JudgedColumn, ...] = ()
    unseen: int = 0
    """Columns that could not be read, and addresses where one may be."""
    kinds: frozenset[str] = frozenset()
    """Types of which the site has a column in use, be it one that only leads on or that only articles name."""

    def of(self, *types: str) -> tuple[JudgedColumn, ...]:
        """Those of some types."""
        return tuple(column for column in self.judged if column.type.id in types)

    @property
    def coverage(self) -> Fraction:
        """Columns that could be read over all of them."""
        seen = sum(column.health is not Health.UNCHECKED for column in self.judged)
        if not seen and not self.unseen:
            return Fraction(1)
        return Fraction(seen, seen + self.unseen)


def judge(
    facts: SiteFacts, standard: Standard, as_of: datetime, *, complete: bool, rulings: Iterable[Ruling] = ()
) -> Columns:
    """Judge every column of a site. ``complete``: its crawl is, so that what was not seen is not there.

    ``rulings`` are those of this site, a column once.
    """
    site = _Site(facts, _Settled(rulings, standard), as_of, complete=complete)
    judged = tuple(column for fact in facts.columns if (column := site.column(fact)) is not None)
    closed = sum(
        link.outcome in (Outcome.BLOCKED, Outcome.UNSURE, Outcome.REFUSED) and link.kind is TaskKind.COLUMN
        for link in facts.links
    )
    unread = sum(column.health is Health.UNCHECKED for column in judged)
    return Columns(judged=judged, unseen=closed + unread, kinds=site.kinds())


class _Settled:
    """What is settled about columns, by people before machine."""

    def __init__(self, rulings: Iterable[Ruling], standard: Standard) -> None:
        self._rulings = {ruling.key: ruling for ruling in rulings}
        self._standard = standard
        self._kinds = {kind.id: kind for kind in standard.column_type}

    def ruling(self, fact: ColumnFact) -> Ruling | None:
        """What a person settled, by the column's address or by its path."""
        return self._rulings.get(fact.key) or self._rulings.get(column_key("", fact.path))

    def type(self, fact: ColumnFact) -> ColumnType:
        ruling = self.ruling(fact)
        told = self._kinds.get(ruling.type) if ruling else None
        return told or self._standard.type_of(tuple(reversed(fact.path)), fact.type)

    def archived(self, fact: ColumnFact) -> bool:
        ruling = self.ruling(fact)
        if ruling and ruling.archived is not None:
            return ruling.archived
        return bool(fact.listing and fact.listing.archived)

    def period(self, fact: ColumnFact, kind: ColumnType) -> ColumnType | None:
        """The type whose period binds the column; None when it need not be updated.

        One that must be though its type has no period has that of all other columns.
        """
        ruling = self.ruling(fact)
        if ruling and ruling.must_update is False:
            return None
        if kind.days is not None or kind.months is not None:
            return kind
        return self._standard.column_type[-1] if ruling and ruling.must_update else None


class _Site:
    """One site's columns by path, for what a column has from those above and below it."""

    def __init__(self, facts: SiteFacts, settled: _Settled, as_of: datetime, *, complete: bool) -> None:
        self._as_of = as_of
        self._settled = settled
        self._complete = complete
        self._types = {fact.key: (fact.path, settled.type(fact)) for fact in facts.columns}
        self._newest: dict[tuple[str, ...], datetime] = {}
        self._parents: set[tuple[str, ...]] = set()
        for fact in facts.columns:
            for length in range(1, len(fact.path) + 1):
                above = fact.path[:length]
                if fact.newest and fact.newest > self._newest.get(
                    above, datetime.min.replace(tzinfo=fact.newest.tzinfo)
                ):
                    self._newest[above] = fact.newest
                if length < len(fact.path):
                    self._parents.add(above)
        self._archived = {fact.path for fact in facts.columns if settled.archived(fact)}
        self._same_type: dict[tuple[str, ...], set[str]] = {}
        for fact in facts.columns:
            if fact.listing:
                self._same_type.setdefault(fact.path, set()).add(self._types[fact.key][1].id)
        self._hidden = {
            column_key(link.found_on)
            for link in facts.links
            if link.found_on and link.outcome in (Outcome.BLOCKED, Outcome.UNSURE)
        }

    def column(self, fact: ColumnFact) -> JudgedColumn | None:
        """Judge one; None for what is no column: navigation, or a name that only articles mention and no date tells."""
        kind = self._types[fact.key][1]
        newest = self._newest.get(fact.path)
        leads_on = self._navigation(fact)
        if leads_on and not (kind.id in _OF_LEVEL_ONE and fact.path in self._parents and newest):
            return None
        above = [fact.path[:length] for length in range(1, len(fact.path))]
        return JudgedColumn(
            fact=fact,
            type=kind,
            health=self._health(fact, kind, newest),
            newest=newest,
            level_one=not any(kind.id in self._same_type.get(path, ()) for path in above),
            leads_on=leads_on,
            must_update=kind.judged and self._settled.period(fact, kind) is not None,
            archived=self._is_archived(fact.path),
            ruling=self._settled.ruling(fact),
        )

    def kinds(self) -> frozenset[str]:
        """Types of which there is a column that is not archived."""
        return frozenset(kind.id for path, kind in self._types.values() if not self._is_archived(path))

    def _navigation(self, fact: ColumnFact) -> bool:
        listing = fact.listing
        if listing is None or listing.entries:
            return False
        return fact.path in self._parents or (listing.readable and not listing.blank and fact.newest is None)

    def _health(self, fact: ColumnFact, kind: ColumnType, newest: datetime | None) -> Health:
        ruling = self._settled.ruling(fact)
        if self._is_archived(fact.path) or fact.listing is None or not kind.judged or (ruling and ruling.spared):
            return Health.EXEMPT
        if fact.listing.blank and fact.listing.readable and newest is None:
            return Health.UNCHECKED if fact.later else Health.BLANK
        period = self._settled.period(fact, kind)
        if period is None:
            return Health.EXEMPT
        if newest is not None and newest >= cutoff(self._as_of, days=period.days, months=period.months):
            return Health.FRESH
        return Health.STALE if self._list_is_known(fact, newest) else Health.UNCHECKED

    def _is_archived(self, path: tuple[str, ...]) -> bool:
        return any(path[:length] in self._archived for length in range(1, len(path) + 1))

    def _list_is_known(self, fact: ColumnFact, newest: datetime | None) -> bool:
        """Whether a column without a date in its period is known to have none.

        A list without dates counts as not updated (G11) once all its articles were tried and none bears a date.
        """
        if fact.listing is None or not fact.listing.readable:
            return False
        if fact.listing.blank:
            return newest is not None and fact.path in self._parents  # it leads on, to lists whose dates are known
        if newest is not None:
            return True
        return not fact.later and self._complete and fact.key not in self._hidden
