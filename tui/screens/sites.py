"""网站: every site with its progress and its live score; filter with ``/``, sort with ``o``, steer the marked one."""

from collections.abc import Mapping

from textual.widgets import Static

from tui import query
from tui.gate import Act, RetryFailures, SteerSite, StepRate
from tui.locale.words import Words
from tui.messages import ActWanted
from tui.model import Snapshot, TargetRow
from tui.readers.sites import SitesDetail, SitesTopic
from tui.screens.listing import Listing, ListScreen
from tui.steering import Order, Setting
from tui.text import percent
from tui.topics import Topic
from tui.widgets.virtual_table import Cell, Column

FIELDS = ("code", "name", "unit", "verdict", "veto", "state")


class SitesScreen(ListScreen[TargetRow]):
    """The list of sites."""

    def __init__(self, words: Words, *, read_only: bool) -> None:
        self._rates: dict[str, str] = {}
        rate: Column[TargetRow] = Column(
            key="rate", title=words.desk.rate, width=8, align="right", cell=self._rate, from_room=110
        )
        *others, state = site_columns(words)
        listing = Listing(
            name="sites",
            rows=lambda snapshot: snapshot.sites,
            key=_code,
            columns=(*others, rate, state),
            orders=orders(),
            fields=site_fields,
            field_names=FIELDS,
        )
        super().__init__(words, listing, read_only=read_only)

    @property
    def topic(self) -> Topic:
        """What is set for the marked site."""
        return SitesTopic(code=self.marked.code if self.marked else "")

    def show(self, snapshot: Snapshot) -> None:
        """Show a fresh reading."""
        super().show(snapshot)
        detail, words = snapshot.detail, self.words.desk
        if not isinstance(detail, SitesDetail) or detail.steered is None:
            return
        rate = detail.steered.rate
        told = words.default_rate if rate is None else words.a_second.format(f"{rate:g}")
        if self._rates.get(detail.code) != told:
            self._rates[detail.code] = told
            self.table.refresh()
        line = self.query_one("#shown", Static)
        line.update(f"{line.content}  {words.marked.format(detail.code, told)}")

    def _rate(self, site: TargetRow) -> Cell:
        """Give what is set, as far as the mark has been there."""
        return Cell(self._rates.get(site.code, ""), "dim")

    def action_hold(self) -> None:
        """Pause the marked site, or go on with it."""
        if site := self.marked:
            order = Order(setting=Setting.PAUSED, value=not site.paused)
            self._want(SteerSite(code=site.code, order=order))

    def action_slower(self) -> None:
        """Ask the marked site half as often."""
        if site := self.marked:
            self._want(StepRate(code=site.code, factor=0.5))

    def action_faster(self) -> None:
        """Ask the marked site twice as often."""
        if site := self.marked:
            self._want(StepRate(code=site.code, factor=2.0))

    def action_retry_site(self) -> None:
        """Fetch again what was given up of the marked site, once its number was typed."""
        if not (site := self.marked):
            return
        words, dead = self.words.desk, site.counts.dead
        if not dead:
            self.notify(words.nothing_given_up.format(site.code), markup=False)
            return
        question = words.confirm_retry_site.format(site.name, dead)
        self._want(RetryFailures(filter=f"code:{site.code}"), question=question, token=str(dead))

    def _want(self, act: Act, *, question: str = "", token: str = "") -> None:
        self.post_message(ActWanted(act, question=question, token=token))


def orders() -> tuple[query.Order[TargetRow], ...]:
    """Give the ways to sort; what needs an operator's eye comes first."""
    return (
        query.Order(key="code", value=lambda site: site.code),
        query.Order(key="score", value=lambda site: site.score.value if site.score else None),
        query.Order(key="progress", value=lambda site: site.progress),
        query.Order(key="coverage", value=lambda site: site.score.coverage if site.score else None),
        query.Order(key="vetoes", value=lambda site: len(site.score.vetoes) if site.score else None, descending=True),
        query.Order(key="name", value=lambda site: site.name),
    )


def site_fields(site: TargetRow) -> Mapping[str, str]:
    """Give the texts that a filter looks in, by the names of ``FIELDS``."""
    score = site.score
    return {
        "code": site.code,
        "name": site.name,
        "unit": site.unit,
        "verdict": score.verdict if score else "",
        "veto": " ".join(score.vetoes) if score else "",
        "state": "paused" if site.paused else "done" if site.counts.finished else "crawling",
    }


def _code(site: TargetRow) -> str:
    return site.code


def site_columns(words: Words) -> tuple[Column[TargetRow], ...]:
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


def _pages(site: TargetRow) -> Cell:
    counts = site.counts
    return Cell(f"{counts.settled}/{counts.known}", "dim" if counts.finished else "")


def _progress(site: TargetRow) -> Cell:
    hindered = site.counts.failed or site.counts.blocked
    return Cell(f"{int(site.progress * 100)}%", "warn" if hindered else "dim" if site.counts.finished else "")


def _score(site: TargetRow) -> Cell:
    if site.score is None or site.score.value is None:
        return Cell("-", "dim")
    return Cell(f"{site.score.value:.1f}")


def _range(site: TargetRow) -> Cell:
    return Cell(f"{site.score.low:.1f}-{site.score.high:.1f}", "dim") if site.score else Cell("-", "dim")


def _coverage(site: TargetRow) -> Cell:
    return Cell(percent(site.score.coverage), "dim") if site.score else Cell("-", "dim")


def _vetoes(site: TargetRow) -> Cell:
    return Cell(" ".join(site.score.vetoes), "bad") if site.score else Cell("")


def _state(site: TargetRow, words: Words) -> Cell:
    if site.paused:
        return Cell(words.desk.paused, "warn")
    if not site.counts.finished:
        return Cell(words.crawling)
    if site.score is None:
        return Cell("-", "dim")
    tone = {"qualified": "good", "unqualified": "bad"}.get(site.score.verdict, "warn")
    return Cell(words.verdicts.get(site.score.verdict, site.score.verdict), tone)
