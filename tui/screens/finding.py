"""One finding: the rule it breaks, what it costs, who said what of it, and the kept page with the place marked."""

from collections.abc import Iterable
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.finding_lines import facts_of, page_of
from tui.locale.words import Words
from tui.messages import CopyWanted
from tui.model import Snapshot
from tui.readers.finding import FindingDetail, FindingTopic
from tui.screens.saying import SayingScreen
from tui.site_rows import FindingRow
from tui.text import safe
from tui.topics import Topic
from tui.waiting import WaitingRow
from tui.widgets.text_pane import TextPane

_NAMES: Final = 10


class FindingScreen(SayingScreen):
    """What a row of a site's findings opens: what is known above, or on the left, and what was kept."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "go_back", show=False)]

    def __init__(self, words: Words, row: FindingRow, *, read_only: bool) -> None:
        super().__init__(words, read_only=read_only)
        self._row = row
        self._known: FindingDetail | None = None
        self._marked = ""

    @property
    def topic(self) -> Topic:
        """This finding."""
        return FindingTopic(self._row.target, self._row.id)

    @property
    def crumb(self) -> str:
        """Its clause."""
        return f"{self._row.clause} {self._row.indicator}"

    @property
    def matter(self) -> WaitingRow | None:
        """The finding as last read."""
        known = self._known
        return None if known is None or known.gone else known.matter

    def body(self) -> Iterable[Widget]:
        """Give the two texts, each below a line that says what it is."""
        facts = Container(Static("", id="said", classes="heading", markup=False), TextPane(names=_NAMES, id="facts"))
        page = Container(Static("", id="kept", classes="heading", markup=False), TextPane(id="page"))
        facts.add_class("facts")
        page.add_class("page")
        yield Container(facts, page, id="finding")

    def on_mount(self) -> None:
        """Start with the page under the keys."""
        self._page.focus()

    @property
    def _page(self) -> TextPane:
        return self.query_one("#page", TextPane)

    def show(self, snapshot: Snapshot) -> None:
        """Show a fresh reading."""
        super().show(snapshot)
        detail = snapshot.detail
        if isinstance(detail, FindingDetail) and detail.topic == self.topic:
            self._known = detail
        self._arrange()

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the panes wrap by themselves
        """Go to the place again in the new width."""
        self.call_after_refresh(self._page.to_place, 0)

    def _arrange(self) -> None:
        known = self._known
        self.query_one("#said", Static).update(self._said(known))
        self.query_one("#facts", TextPane).show(facts_of(self._row, known, self.words))
        title, lines = page_of(known, self.words)
        self.query_one("#kept", Static).update(Content(f" {title}"))
        self._page.show(lines)
        # Once for each page that comes: who has scrolled on is not called back.
        if known is not None and known.page is not None and self._marked != self._row.id:
            self._marked = self._row.id
            self.call_after_refresh(self._page.to_place, 0)

    def _said(self, known: FindingDetail | None) -> Content:
        words = self.words
        if known is None or (known.breach is None and not known.gone and not known.fault):
            return Content(f" {words.site.reading}")
        if known.gone:
            return Content.assemble((" " + words.site.gone.format(safe(self._row.id)), "$text-error"))
        if known.fault:
            return Content.assemble((" " + words.site.unreadable.format(safe(known.fault)), "$text-error"))
        state = known.breach.state if known.breach else self._row.state
        return Content.assemble(
            (f" {safe(self._row.clause)} {safe(self._row.indicator)}", "bold"),
            f"  {words.site.finding_states.get(state, safe(state))}  {self.asked()}  ",
            (safe(self._row.id), "$text-muted"),
        )

    def action_go_back(self) -> None:
        """Go back to the site."""
        self.go_back()

    def action_next_place(self) -> None:
        """Show the next place that the finding speaks of."""
        self._page.to_place(1)

    def action_previous_place(self) -> None:
        """Show the place before."""
        self._page.to_place(-1)

    def action_copy_address(self) -> None:
        """Copy the address of the finding, or of the page that it was found on."""
        self.post_message(CopyWanted(self._row.url or self._row.found_on))

    def action_copy_evidence(self) -> None:
        """Copy where the evidence is kept."""
        self.post_message(CopyWanted(self._row.evidence))
