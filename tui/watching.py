"""Which inspection the dashboard watches: one is picked, made or reported on, and the screens begin anew with it."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from tui.acting import Acting, ActingApp
from tui.checking import Checked, Draft, Field
from tui.locale.words import Words
from tui.messages import InspectionChosen, SnapshotTaken
from tui.poller import Poller, Source
from tui.screens.inspections import InspectionsScreen
from tui.screens.new_inspection import NewInspectionScreen
from tui.screens.report import ReportScreen
from tui.views import NAMES, VIEWS

#: Where reports go unless another folder is named; a folder an inspection.
_REPORTS: Final = Path("out")


class Ends(Protocol):
    """The two ends of a dashboard over one inspection."""

    @property
    def source(self) -> Source:
        """Where its readings come from."""
        ...

    @property
    def gate(self) -> Acting:
        """Who carries its acts out."""
        ...


class Desk(Protocol):
    """What is known beyond one inspection."""

    def at(self, inspection: str) -> Ends:
        """Give the ends of an inspection's dashboard."""
        ...

    def check(self, draft: Draft) -> Mapping[Field, Checked]:
        """Look at what a new inspection shall be made of; takes its time."""
        ...


class WatchingApp(ActingApp):
    """An app that can turn to another inspection; without a ``desk`` it stays with the one of ``source``."""

    def __init__(self, source: Source, gate: Acting, words: Words, *, period: float, desk: Desk | None) -> None:
        super().__init__(gate, words)
        self._desk = desk
        self._greeted = False
        self._poller = Poller(source, period=period, post=self.post_message)
        for name in NAMES:
            self._add_view(name)

    def _add_view(self, name: str) -> None:
        view = next(one for one in VIEWS if one.name == name)
        self.add_mode(name, partial(view.make, self.words, self._gate.read_only))

    def is_open(self, action: str) -> bool:
        """Tell whether there is what an action of this class needs."""
        if action in ("new_inspection", "inspections") and self._desk is None:
            return False
        return not (action in ("new_inspection", "write_report") and self._gate.read_only)

    async def turn_to(self, inspection: str) -> None:
        """Turn to another inspection: its overview, and no screen that shows the one before."""
        if self._desk is None:
            return
        ends = self._desk.at(inspection)
        self._gate = ends.gate
        self.snapshot = None
        self._poller.read_from(ends.source)
        await self.switch_mode(NAMES[0])
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        for name in NAMES[1:]:
            await self.remove_mode(name)
            self._add_view(name)

    def on_snapshot_taken(self, message: SnapshotTaken) -> None:
        """Begin with the form where there is no inspection yet."""
        if not message.snapshot.inspection and not self._greeted:
            self.action_new_inspection()
        self._greeted = True

    async def on_inspection_chosen(self, message: InspectionChosen) -> None:
        """Turn to the inspection that was picked."""
        await self.turn_to(message.inspection)

    def action_inspections(self) -> None:
        """List all inspections, to pick the one to watch."""
        if not isinstance(self.screen, InspectionsScreen):
            self.push_screen(InspectionsScreen(self.words, read_only=self._gate.read_only))

    def action_new_inspection(self) -> None:
        """Fill in a form, and turn to the inspection that comes of it."""
        if self._desk is None or self._gate.read_only:
            return

        async def opened(inspection: str | None) -> None:
            if inspection:
                await self.turn_to(inspection)

        form = NewInspectionScreen(self.words, check=self._desk.check, carry_out=self.carry_out, known=self.snapshot)
        self.push_screen(form, opened)

    def action_write_report(self) -> None:
        """Ask where the notice of the watched inspection shall go, and write it."""
        if self.snapshot is not None and self.snapshot.inspection and not self._gate.read_only:
            name = self.snapshot.inspection
            self.push_screen(ReportScreen(self.words, name, _REPORTS / name, carry_out=self.carry_out))
