"""账号: every new-media account with its verdict."""

from collections.abc import Mapping

from tui import query
from tui.locale.words import Words
from tui.model import TargetRow
from tui.screens.listing import Listing, ListScreen
from tui.text import percent
from tui.widgets.virtual_table import Cell, Column

FIELDS = ("code", "name", "unit", "platform", "type", "verdict", "veto")


def accounts_screen(words: Words, *, read_only: bool) -> ListScreen[TargetRow]:
    """Make the list of accounts."""
    listing = Listing(
        name="accounts",
        rows=lambda snapshot: snapshot.accounts,
        key=lambda account: account.code,
        columns=_columns(words),
        orders=_orders(),
        fields=_fields,
        field_names=FIELDS,
    )
    return ListScreen(words, listing, read_only=read_only)


def _columns(words: Words) -> tuple[Column[TargetRow], ...]:
    def verdict(account: TargetRow) -> Cell:
        told = account.score.verdict if account.score else ""
        tone = {"qualified": "good", "unqualified": "bad"}.get(told, "warn")
        return Cell(words.verdicts.get(told, told or "-"), tone if told else "dim")

    return (
        Column(key="name", title=words.name, width=0, cell=lambda account: Cell(account.name)),
        Column(key="unit", title=words.unit, width=20, cell=lambda account: Cell(account.unit, "dim")),
        Column(key="platform", title=words.platform, width=8, cell=lambda account: Cell(account.platform)),
        Column(key="type", title=words.account_type, width=12, cell=_type, from_room=100),
        Column(key="coverage", title=words.coverage, width=5, align="right", cell=_coverage),
        Column(key="vetoes", title=words.vetoes, width=10, cell=_vetoes),
        Column(key="state", title=words.verdict, width=6, cell=verdict),
    )


def _type(account: TargetRow) -> Cell:
    return Cell(account.account_type, "dim")


def _coverage(account: TargetRow) -> Cell:
    return Cell(percent(account.score.coverage), "dim") if account.score else Cell("-", "dim")


def _vetoes(account: TargetRow) -> Cell:
    return Cell(" ".join(account.score.vetoes), "bad") if account.score else Cell("")


def _orders() -> tuple[query.Order[TargetRow], ...]:
    """Give the ways to sort; the accounts that failed come first."""
    return (
        query.Order(key="vetoes", value=lambda one: len(one.score.vetoes) if one.score else 0, descending=True),
        query.Order(key="name", value=lambda one: one.name),
        query.Order(key="unit", value=lambda one: one.unit),
        query.Order(key="platform", value=lambda one: one.platform),
        query.Order(key="coverage", value=lambda one: one.score.coverage if one.score else None),
    )


def _fields(account: TargetRow) -> Mapping[str, str]:
    score = account.score
    return {
        "code": account.code,
        "name": account.name,
        "unit": account.unit,
        "platform": account.platform,
        "type": account.account_type,
        "verdict": score.verdict if score else "",
        "veto": " ".join(score.vetoes) if score else "",
    }
