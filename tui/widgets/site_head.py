"""The head of one site's screen: who, with what result, how far its crawl is, and what went wrong last."""

from datetime import datetime

from textual.content import Content
from textual.widgets import Static

from infra.clock import BEIJING
from tui.locale.words import Words
from tui.model import TargetRow
from tui.readers.site import SiteDetail
from tui.text import percent, safe


class SiteHead(Static):
    """Four lines. ``called`` is what to call the site where its row is gone."""

    def __init__(self, words: Words, called: str) -> None:
        super().__init__("", markup=False)
        self._words = words
        self._called = called

    def show(self, row: TargetRow | None, detail: SiteDetail | None) -> None:
        """Show what its row in the list says, and what was read of it (None: not yet)."""
        self.update(Content("\n").join(self._lines(row, detail)))

    def _lines(self, row: TargetRow | None, detail: SiteDetail | None) -> list[Content]:
        words = self._words
        if row is None or (detail is not None and detail.gone):
            return [Content(" " + words.site.gone.format(safe(self._called))), *[Content("")] * 3]
        url = safe(detail.url) if detail else ""
        unit = f"  {safe(row.unit)}" if row.unit != row.name else ""
        return [
            Content.assemble((f" {safe(row.name)}", "bold"), f"  {safe(row.code)}{unit}  {url}"),
            self._result(row, detail),
            self._pages(row, detail),
            self._last(detail),
        ]

    def _result(self, row: TargetRow, detail: SiteDetail | None) -> Content:
        words, score = self._words, row.score
        if score is None:
            return Content(f" {words.score} -")
        value = "-" if score.value is None else f"{score.value:.1f}"
        verdict = words.verdicts.get(score.verdict, safe(score.verdict))
        tone = {"qualified": "$text-success", "unqualified": "$text-error"}.get(score.verdict, "$text-warning")
        parts: list[str | tuple[str, str]] = [
            f" {words.score} ",
            (value, "bold"),
            f"  {words.range} {score.low:.1f}-{score.high:.1f}  ",
            (verdict, tone),
            f"  {words.coverage} {percent(score.coverage)}",
        ]
        if detail is not None and (detail.lost or detail.won):
            parts.append(f"  {words.site.lost_points} {detail.lost:g}  {words.site.bonus} {detail.won:g}")
        if score.vetoes:
            parts.append((f"  {words.vetoes} {safe(' '.join(score.vetoes))}", "$text-error"))
        if detail is not None and detail.suspected:
            waiting = f"  {words.site.finding_states['suspected']} {safe(' '.join(detail.suspected))}"
            parts.append((waiting, "$text-warning"))
        return Content.assemble(*parts)

    def _pages(self, row: TargetRow, detail: SiteDetail | None) -> Content:
        words, counts = self._words, row.counts
        parts: list[str | tuple[str, str]] = [
            f" {words.pages} {words.done} {counts.done}  ",
            (f"{words.failed} {counts.failed}", "$text-error" if counts.failed else ""),
            "  ",
            (f"{words.blocked} {counts.blocked}", "$text-warning" if counts.blocked else ""),
            f"  {words.waiting} {counts.waiting}  {words.leased} {counts.leased}  {words.dead} {counts.dead}",
        ]
        if detail is not None and detail.held:
            parts.append((f"  {words.site.held}", "$text-warning"))
        if detail is not None and detail.rate is not None:
            parts.append(f"  {words.site.own_rate.format(f'{detail.rate:g}')}")
        return Content.assemble(*parts)

    def _last(self, detail: SiteDetail | None) -> Content:
        words = self._words
        if detail is None:
            return Content("")
        if detail.fault:
            return Content.assemble((" " + words.site.unreadable.format(safe(detail.fault)), "$text-error"))
        parts: list[str | tuple[str, str]] = [f" {words.site.last_error} "]
        if detail.last is None:
            parts.append("-")
        else:
            at = datetime.fromtimestamp(detail.last.at / 1000, BEIJING)
            parts += [(f"{at:%H:%M:%S} {safe(detail.last.reason)}", "$text-error"), f"  {safe(detail.last.url)}"]
        if detail.streak:
            parts.append((f"  {words.site.host} {words.site.failures_in_a_row.format(detail.streak)}", "$text-warning"))
        return Content.assemble(*parts)
