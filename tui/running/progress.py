"""Progress of a run without the dashboard: a line every few seconds in a pipe, one moving line on a terminal."""

import sys
import time
from collections import deque
from typing import Protocol, TextIO

from tui.model import Snapshot
from tui.text import duration, fit, safe

#: Seconds between two lines in a pipe.
PERIOD = 5.0
BAR_CELLS = 20


def line(snapshot: Snapshot) -> str:
    """Say how far an inspection is, in one line."""
    counts = snapshot.counts
    workers = sum(1 for worker in snapshot.workers if worker.role == "worker")
    return (
        f"{duration(snapshot.elapsed_seconds)}  pages {counts.done}/{counts.known} done, {counts.failed} failed, "
        f"{counts.blocked} blocked · {snapshot.rate:.0f} pages/s · backlog {snapshot.backlog} · "
        f"sites finished {snapshot.sites_finished}/{len(snapshot.sites)} · workers {workers}"
    )


class Progress(Protocol):
    """Shows readings and single lines to whoever waits."""

    def show(self, snapshot: Snapshot) -> None:
        """Show a reading; called once a second or so."""
        ...

    def say(self, text: str) -> None:
        """Show one line that must not be missed."""
        ...

    def close(self) -> None:
        """Leave the terminal in order."""
        ...


class PlainLines:
    """One line every ``PERIOD`` seconds, none that says the same again."""

    def __init__(self, stream: TextIO, *, period: float = PERIOD) -> None:
        self._stream = stream
        self._period = period
        self._next = 0.0
        self._last = ""
        self._unsaid: Snapshot | None = None

    def show(self, snapshot: Snapshot) -> None:
        """Write the reading if it is time."""
        self._unsaid = snapshot
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + self._period
            self._unsaid = None
            self.say(line(snapshot))

    def say(self, text: str) -> None:
        """Write one line."""
        if text != self._last:
            self._last = text
            self._stream.write(safe(text) + "\n")
            self._stream.flush()

    def close(self) -> None:
        """Write the last reading, which is the one that counts."""
        if self._unsaid is not None:
            self.say(line(self._unsaid))
            self._unsaid = None


class Bar:
    """One line that is written over, with a bar of the known pages."""

    def __init__(self, stream: TextIO, columns: int) -> None:
        self._stream = stream
        self._columns = columns
        self._open = False

    def show(self, snapshot: Snapshot) -> None:
        """Write the reading over the one before."""
        counts = snapshot.counts
        full = BAR_CELLS * counts.settled // counts.known if counts.known else 0
        text = f"[{'#' * full}{'.' * (BAR_CELLS - full)}] {line(snapshot)}"
        self._stream.write("\r" + fit(text, self._columns - 1))
        self._stream.flush()
        self._open = True

    def say(self, text: str) -> None:
        """Write one line that stays."""
        self.close()
        self._stream.write(safe(text) + "\n")
        self._stream.flush()

    def close(self) -> None:
        """End the moving line."""
        if self._open:
            self._stream.write("\n")
            self._stream.flush()
            self._open = False


class Held:
    """Keeps lines back while the dashboard has the terminal."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=100)

    def show(self, snapshot: Snapshot) -> None:
        """Leave the reading to the dashboard."""

    def say(self, text: str) -> None:
        """Keep the line."""
        self._lines.append(text)

    def close(self) -> None:
        """Nothing is open."""

    def release(self, to: Progress) -> None:
        """Say what was kept."""
        while self._lines:
            to.say(self._lines.popleft())


def progress_for(stream: TextIO = sys.stderr, *, columns: int = 80) -> Progress:
    """Choose by where the stream leads."""
    return Bar(stream, columns) if stream.isatty() else PlainLines(stream)
