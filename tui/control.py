"""The one gate through which the dashboard and the command line change an inspection.

A read-only gate refuses every command, whatever screen it came from. A command counts as done when the state read back
from Redis says so, not when it was sent; ``infra.inspections`` writes the audit line with the operator's name.
"""

from dataclasses import dataclass
from enum import StrEnum

from redis.exceptions import RedisError

from infra.inspections import Inspections, State


class Command(StrEnum):
    """What an operator can tell an inspection."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    CLOSE = "close"


#: The state in which an inspection must be after a command.
EXPECTED = {
    Command.START: State.RUNNING,
    Command.PAUSE: State.PAUSED,
    Command.RESUME: State.RUNNING,
    Command.STOP: State.STOPPED,
    Command.CLOSE: State.CLOSED,
}


class CommandError(Exception):
    """The command was not carried out; the text is one line for the operator."""


class ReadOnlyError(CommandError):
    """The gate is read-only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a command did, as read back."""

    command: Command
    before: State
    after: State

    @property
    def confirmed(self) -> bool:
        """True when the state is the one that the command asks for."""
        return self.after is EXPECTED[self.command]


class InspectionControl:
    """The gate of one inspection in Redis; ``operator`` stands in the audit line."""

    def __init__(self, inspections: Inspections, inspection: str, *, operator: str, read_only: bool = False) -> None:
        self._inspections = inspections
        self._inspection = inspection
        self._operator = operator
        self._read_only = read_only

    @property
    def read_only(self) -> bool:
        """True when every command is refused."""
        return self._read_only

    async def run(self, command: Command) -> Effect:
        """Carry out a command and read its effect back.

        Raises ``ReadOnlyError``, or ``CommandError`` when the state does not allow it or Redis is away.
        """
        if self._read_only:
            msg = f"read-only: {command} refused"
            raise ReadOnlyError(msg)
        change = {
            Command.START: self._inspections.start,
            Command.PAUSE: self._inspections.pause,
            Command.RESUME: self._inspections.resume,
            Command.STOP: self._inspections.stop,
            Command.CLOSE: self._inspections.close,
        }[command]
        try:
            before = (await self._inspections.get(self._inspection)).state
            await change(self._inspection, by=self._operator)
            after = (await self._inspections.get(self._inspection)).state
        except (RedisError, OSError, ValueError, LookupError) as error:
            raise CommandError(str(error)) from error
        return Effect(command=command, before=before, after=after)
