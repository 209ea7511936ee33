"""The numbers of the crawl: how far it is, how fast, and where every task stands."""

from collections import Counter

from textual.content import Content
from textual.widgets import Static

from tui.locale.words import Words
from tui.model import Snapshot
from tui.text import duration, fit

NAME_CELLS = 8
NUMBER_CELLS = 8
GAP = "   "
BAR_CELLS = 18
VERDICTS = (("qualified", "$text-success"), ("unqualified", "$text-error"), ("pending", ""))


class CountsPanel(Static):
    """Four lines: progress, tasks in two rows of four, and how the targets stand."""

    def __init__(self, words: Words) -> None:
        super().__init__("", markup=False)
        self._words = words

    def show(self, snapshot: Snapshot) -> None:
        """Show the numbers of ``snapshot``."""
        words, counts = self._words, snapshot.counts
        first = (
            (words.known, counts.known, ""),
            (words.waiting, counts.waiting, ""),
            (words.leased, counts.leased, ""),
            (words.backlog, snapshot.backlog, ""),
        )
        second = (
            (words.done, counts.done, "$text-success"),
            (words.failed, counts.failed, "$text-error" if counts.failed else ""),
            (words.blocked, counts.blocked, "$text-warning" if counts.blocked else ""),
            (words.dead, counts.dead, "$text-error" if counts.dead else ""),
        )
        lines = [self._progress(snapshot), self._row(first), self._row(second), self._passes(snapshot)]
        self.update(Content("\n").join(lines))

    def _progress(self, snapshot: Snapshot) -> Content:
        words, counts = self._words, snapshot.counts
        share = counts.settled / counts.known if counts.known else 0.0
        full = round(share * BAR_CELLS)
        bar = "[" + "#" * full + "." * (BAR_CELLS - full) + "]"
        return Content.assemble(
            (bar, "$text-primary"),
            f" {int(share * 100):3d}%",
            f"{GAP}{words.elapsed} {duration(snapshot.elapsed_seconds)}",
            f"{GAP}{words.eta} {duration(snapshot.eta_seconds)}",
            f"{GAP}{words.sites_finished} {snapshot.sites_finished}/{len(snapshot.sites)}",
        )

    def _passes(self, snapshot: Snapshot) -> Content:
        """Say how many sites and accounts pass, fail, and wait; those without a score wait."""
        parts: list[str | tuple[str, str]] = [f"{self._words.desk.passes}{GAP}"]
        for name, rows in ((self._words.sites, snapshot.sites), (self._words.accounts, snapshot.accounts)):
            told = Counter(row.score.verdict if row.score else "pending" for row in rows)
            parts += [name, " "]
            for verdict, style in VERDICTS:
                number = told[verdict]
                parts += [f"{self._words.verdicts[verdict]} ", (str(number), style if number else ""), "  "]
            parts.append(" ")
        return Content.assemble(*parts)

    @staticmethod
    def _row(cells: tuple[tuple[str, int, str], ...]) -> Content:
        parts: list[str | tuple[str, str]] = []
        for name, number, style in cells:
            parts += [fit(name, NAME_CELLS), (fit(str(number), NUMBER_CELLS, "right"), style), GAP]
        return Content.assemble(*parts)
