"""What the dashboard does, apart from what it shows: acts are asked for, confirmed, carried out in turn, and told.

Screens say what is wanted with a message; nothing here knows how a screen looks, or how Redis is reached.
"""

import asyncio
from enum import StrEnum
from typing import Final, Protocol

from textual.app import App

from infra.inspections import State
from tui.control import Command, CommandError, ReadOnlyError
from tui.gate import Act, ChangeState, Done
from tui.locale.words import Words
from tui.messages import ActWanted
from tui.model import Snapshot
from tui.screens.confirm import ConfirmScreen

#: The states in which an inspection can be put away.
CLOSABLE: Final = (State.STOPPED, State.FINISHED)


class Left(StrEnum):
    """Why the dashboard ended."""

    QUIT = "quit"
    """The operator closed it; whatever runs goes on."""
    INTERRUPTED = "interrupted"
    """Ctrl-C: the operator wants everything to end."""
    DONE = "done"
    """Whoever showed it closed it."""


class Acting(Protocol):
    """Who carries acts out: ``tui.gate.Gate``, or what stands in its place in a test."""

    @property
    def read_only(self) -> bool:
        """True when every act is refused."""
        ...

    async def do(self, act: Act, words: Words) -> Done:
        """Carry an act out. Raises ``CommandError``."""
        ...


class ActingApp(App[Left]):
    """An app that sends acts through ``gate`` and says what came of them."""

    def __init__(self, gate: Acting, words: Words) -> None:
        super().__init__()
        self.words = words
        self.snapshot: Snapshot | None = None
        self._gate = gate
        self._turn = asyncio.Lock()

    def on_act_wanted(self, message: ActWanted) -> None:
        """Do what a screen asks for, once it is confirmed where it must be."""
        if message.token and not self._gate.read_only:
            self._confirmed(message.question, token=message.token, act=message.act)
        else:
            self.act(message.act)

    def act(self, act: Act) -> None:
        """Have something done, and say what came of it."""
        self.run_worker(self._carry_out(act), exit_on_error=False, group="control")

    async def _carry_out(self, act: Act) -> None:
        # One after the other: two steps of a number of workers are two, however quickly the key was pressed.
        async with self._turn:
            await self.carry_out(act)

    async def carry_out(self, act: Act) -> Done | None:
        """Do something now and say what came of it; None when it was refused."""
        try:
            done = await self._gate.do(act, self.words)
        except ReadOnlyError as refused:
            self.notify(str(refused), severity="warning", markup=False)
        except CommandError as refused:
            text = self.words.failed_command.format(act.named(self.words), refused)
            self.notify(text, severity="error", markup=False)
        else:
            self.notify(done.told, severity="information" if done.confirmed else "error", markup=False)
            return done
        return None

    def _confirmed(self, question: str, *, token: str, act: Act) -> None:
        """Do it once ``token`` was typed."""

        def decided(confirmed: bool | None) -> None:
            if confirmed:
                self.act(act)

        self.push_screen(ConfirmScreen(self.words, question=question, token=token), decided)

    def action_command(self, name: str) -> None:
        """Carry out a command; ``pause`` goes on when paused, what cannot be taken back asks first."""
        command, snapshot = Command(name), self.snapshot
        if command is Command.PAUSE and snapshot and snapshot.state is State.PAUSED:
            command = Command.RESUME
        questions = {Command.STOP: self.words.confirm_stop, Command.CLOSE: self.words.confirm_close}
        if command is Command.CLOSE and snapshot and snapshot.state not in CLOSABLE:
            self.notify(self.words.cannot_close, severity="warning", markup=False)
        elif command in questions and snapshot and not self._gate.read_only:
            token = snapshot.inspection.rpartition("-")[2]
            question = questions[command].format(snapshot.inspection)
            self._confirmed(question, token=token, act=ChangeState(command=command))
        else:
            self.act(ChangeState(command=command))
