"""One site, or one account: how it stands, its columns by age, and what was found; Tab switches the two lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.locale.words import Words
from tui.messages import CopyWanted
from tui.model import Snapshot
from tui.readers.site import SiteDetail, SiteTopic
from tui.remembered import ViewState
from tui.screens.listing import Listing, ListScreen
from tui.screens.site_lists import columns_of, detail_of, findings_of
from tui.site_rows import Standing
from tui.topics import Topic
from tui.widgets.site_head import SiteHead
from tui.widgets.virtual_table import VirtualTable


@dataclass(slots=True)
class _Arranged:
    """How a list was filtered and sorted when it was left for the other one."""

    order: int = 0
    reverse: bool = False
    filter: str = ""


class SiteScreen(ListScreen[Any]):
    """What a row of the list of sites, or of accounts, opens."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "switch_list", show=False, id="switch_list")]

    def __init__(self, words: Words, code: str, name: str, *, read_only: bool) -> None:
        self._lists: tuple[Listing[Any], Listing[Any]] = (columns_of(words, code), findings_of(words, code))
        super().__init__(words, self._lists[0], read_only=read_only)
        self._code = code
        self._called = name or code
        self._left = {one.name: _Arranged() for one in self._lists}
        self._snapshot: Snapshot | None = None
        self._begun = False

    @property
    def topic(self) -> Topic:
        """This site."""
        return SiteTopic(self._code)

    @property
    def crumb(self) -> str:
        """Its name."""
        return self._called

    def body(self) -> Iterable[Widget]:
        """Give the head, the line that tells of both lists, and the lists."""
        yield SiteHead(self.words, self._called)
        yield Static("", id="lists", classes="heading", markup=False)
        *above, below = super().body()
        yield from above
        other = self._lists[1]
        yield VirtualTable(other.columns, other.key, id=other.name)
        yield below

    def on_mount(self) -> None:
        """Start with the first list."""
        self.query_one(f"#{self._lists[1].name}").display = False

    def show(self, snapshot: Snapshot) -> None:
        """Show a fresh reading."""
        self._snapshot = snapshot
        row = next((one for one in (*snapshot.sites, *snapshot.accounts) if one.code == self._code), None)
        detail = detail_of(snapshot, self._code)
        self.query_one(SiteHead).show(row, detail)
        self.query_one("#lists", Static).update(self._told(detail))
        if not self._begun and row is not None:
            self._begun = True
            # An account has no columns to begin with.
            if row in snapshot.accounts:
                self.action_switch_list()
        super().show(snapshot)

    def recall(self, state: ViewState) -> None:
        """Sort the columns as they were sorted last; a filter was for another site."""
        super().recall(ViewState(order=state.order, reverse=state.reverse))

    def action_switch_list(self) -> None:
        """Show the other list; each keeps its filter and its order."""
        line = self.query_one("#filter", Input)
        self._left[self.listing.name] = _Arranged(self._order, self._reverse, line.value)
        self.table.display = False
        self.listing = self._lists[1 - self._lists.index(self.listing)]
        self.table.display = True
        back = self._left[self.listing.name]
        self._order, self._reverse = back.order, back.reverse
        line.placeholder = self.words.filter_hint.format(" ".join(self.listing.field_names))
        line.value = back.filter
        line.display = bool(back.filter)
        self.table.focus()
        if self._snapshot is not None:
            self.show(self._snapshot)

    def action_copy_address(self) -> None:
        """Copy the address of the marked row; with none, that of the site."""
        row = self.marked
        detail = detail_of(self._snapshot, self._code) if self._snapshot else None
        self.post_message(CopyWanted(getattr(row, "url", "") or (detail.url if detail else "")))

    def action_copy_evidence(self) -> None:
        """Copy where the marked finding's evidence is kept."""
        self.post_message(CopyWanted(getattr(self.marked, "evidence", "")))

    def _told(self, detail: SiteDetail | None) -> Content:
        """Say what is in both lists, and which one is shown."""
        words = self.words
        if detail is None:
            return Content(f" {words.site.reading}")
        late = sum(column.standing in (Standing.BLANK, Standing.STALE) for column in detail.columns)
        early = sum(column.standing is Standing.EARLY for column in detail.columns)
        names = (
            words.site.columns_told.format(len(detail.columns), late, early),
            words.site.findings_told.format(len(detail.findings)),
        )
        shown = self._lists.index(self.listing)
        parts = [(f"[{name}]", "bold") if at == shown else (f" {name} ", "") for at, name in enumerate(names)]
        return Content.assemble(" ", *parts, ("  Tab", ""))
