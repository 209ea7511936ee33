"""网站: every site with its progress and its live score; filter with ``/``, sort with ``o``."""

from collections.abc import Mapping

from tui import query
from tui.locale.words import Words
from tui.model import TargetRow
from tui.screens.listing import Listing, ListScreen
from tui.text import percent
from tui.widgets.virtual_table import Cell, Column

FIELDS = ("code", "name", "unit", "verdict", "veto")


def sites_screen(words: Words, *, read_only: bool) -> ListScreen[TargetRow]:
    """Make the list of sites."""
    listing = Listing(
        name="sites",
        rows=lambda snapshot: snapshot.sites,
        key=_code,
        columns=site_columns(words),
        orders=orders(),
        fields=site_fields,
        field_names=FIELDS,
    )
    return ListScreen(words, listing, read_only=read_only)


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
    if not site.counts.finished:
        return Cell(words.crawling)
    if site.score is None:
        return Cell("-", "dim")
    tone = {"qualified": "good", "unqualified": "bad"}.get(site.score.verdict, "warn")
    return Cell(words.verdicts.get(site.score.verdict, site.score.verdict), tone)
