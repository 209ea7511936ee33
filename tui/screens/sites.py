"""网站: every site with its progress and its live score; filter with ``/``, sort with ``o``."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from tui import query
from tui.locale.words import Words
from tui.model import SiteRow, Snapshot
from tui.screens.dashboard import DashboardScreen
from tui.text import percent
from tui.widgets.virtual_table import Cell, Column, VirtualTable

FIELDS = ("code", "name", "unit", "verdict", "veto")


class SitesScreen(DashboardScreen):
    """The list of sites; it keeps the last rows, so that a filter acts at once."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "clear_filter", show=False)]

    def __init__(self, words: Words, *, read_only: bool) -> None:
        super().__init__(words, read_only=read_only)
        self._sites: tuple[SiteRow, ...] = ()
        self._orders = orders()
        self._order = 0
        self._reverse = False

    def body(self) -> Iterable[Widget]:
        """Give the filter line (hidden until asked for), the table and its summary."""
        yield Input(placeholder=self.words.filter_hint, id="filter", compact=True)
        yield VirtualTable(site_columns(self.words), _code, id="sites")
        yield Static("", id="shown", classes="heading", markup=False)

    def on_mount(self) -> None:
        """Start with the table under the keys."""
        self.query_one("#filter").display = False
        self.query_one("#sites").focus()

    def show(self, snapshot: Snapshot) -> None:
        """Show a fresh reading."""
        super().show(snapshot)
        self._sites = snapshot.sites
        self._arrange()

    def _arrange(self) -> None:
        order = self._orders[self._order]
        terms = query.parse(self.query_one("#filter", Input).value, FIELDS)
        rows = order.apply(query.select(self._sites, terms, site_fields), reverse=self._reverse)
        self.query_one("#sites", VirtualTable).show(
            rows, sorted_by=order.key, reverse=order.descending is not self._reverse
        )
        name = next(column.title for column in site_columns(self.words) if column.key == order.key)
        self.query_one("#shown", Static).update(" " + self.words.shown.format(len(rows), len(self._sites), name))

    def open_filter(self) -> None:
        """Show the filter line and type into it."""
        line = self.query_one("#filter", Input)
        line.display = True
        line.focus()

    def action_clear_filter(self) -> None:
        """Drop the filter and go back to the table."""
        line = self.query_one("#filter", Input)
        line.value = ""
        line.display = False
        self.query_one("#sites").focus()

    @on(Input.Changed, "#filter")
    def _filter_typed(self) -> None:
        self._arrange()

    @on(Input.Submitted, "#filter")
    def _filter_done(self) -> None:
        self.query_one("#sites").focus()

    def next_order(self) -> None:
        """Sort by the next column."""
        self._order = (self._order + 1) % len(self._orders)
        self._reverse = False
        self._arrange()

    def turn_order(self) -> None:
        """Turn the order round."""
        self._reverse = not self._reverse
        self._arrange()


def orders() -> tuple[query.Order[SiteRow], ...]:
    """Give the ways to sort; what needs an operator's eye comes first."""
    return (
        query.Order(key="code", value=lambda site: site.code),
        query.Order(key="score", value=lambda site: site.score.value if site.score else None),
        query.Order(key="progress", value=lambda site: site.progress),
        query.Order(key="coverage", value=lambda site: site.score.coverage if site.score else None),
        query.Order(key="vetoes", value=lambda site: len(site.score.vetoes) if site.score else None, descending=True),
        query.Order(key="name", value=lambda site: site.name),
    )


def site_fields(site: SiteRow) -> Mapping[str, str]:
    """Give the texts that a filter looks in, by the names of ``FIELDS``."""
    score = site.score
    return {
        "code": site.code,
        "name": site.name,
        "unit": site.unit,
        "verdict": score.verdict if score else "",
        "veto": " ".join(score.vetoes) if score else "",
    }


def _code(site: SiteRow) -> str:
    return site.code


def site_columns(words: Words) -> tuple[Column[SiteRow], ...]:
    """Give the columns of the list of sites: at 80 cells a name has 22, and the pages are left out."""
    return (
        Column(key="code", title=words.code, width=10, cell=lambda site: Cell(site.code)),
        Column(key="name", title=words.name, width=0, cell=lambda site: Cell(site.name)),
        Column(key="pages", title=words.pages, width=11, align="right", cell=_pages, from_room=96),
        Column(key="progress", title=words.progress, width=5, align="right", cell=_progress),
        Column(key="score", title=words.score, width=6, align="right", cell=_score),
        Column(key="range", title=words.range, width=11, align="right", cell=_range),
        Column(key="coverage", title=words.coverage, width=5, align="right", cell=_coverage),
        Column(key="vetoes", title=words.vetoes, width=5, cell=_vetoes),
        Column(key="state", title=words.verdict, width=6, cell=lambda site: _state(site, words)),
    )


def _pages(site: SiteRow) -> Cell:
    counts = site.counts
    return Cell(f"{counts.settled}/{counts.known}", "dim" if counts.finished else "")


def _progress(site: SiteRow) -> Cell:
    hindered = site.counts.failed or site.counts.blocked
    return Cell(f"{int(site.progress * 100)}%", "warn" if hindered else "dim" if site.counts.finished else "")


def _score(site: SiteRow) -> Cell:
    if site.score is None or site.score.value is None:
        return Cell("-", "dim")
    return Cell(f"{site.score.value:.1f}")


def _range(site: SiteRow) -> Cell:
    return Cell(f"{site.score.low:.1f}-{site.score.high:.1f}", "dim") if site.score else Cell("-", "dim")


def _coverage(site: SiteRow) -> Cell:
    return Cell(percent(site.score.coverage), "dim") if site.score else Cell("-", "dim")


def _vetoes(site: SiteRow) -> Cell:
    return Cell(" ".join(site.score.vetoes), "bad") if site.score else Cell("")


def _state(site: SiteRow, words: Words) -> Cell:
    if not site.counts.finished:
        return Cell(words.crawling)
    if site.score is None:
        return Cell("-", "dim")
    tone = {"qualified": "good", "unqualified": "bad"}.get(site.score.verdict, "warn")
    return Cell(words.verdicts.get(site.score.verdict, site.score.verdict), tone)
