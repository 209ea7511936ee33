"""What a dashboard remembers of its views from one day to the next: the filter, the order and its direction of each.

One small file in the data folder, replaced in one step. It is a convenience: a broken one, or one that cannot be
written, is a line in the log and no more.
"""

import logging
from pathlib import Path
from typing import Final

import msgspec

#: Views, and characters of a filter, that are kept: nobody has more, and a file of more is not ours.
MOST_VIEWS: Final = 64
LONGEST_FILTER: Final = 500
MOST_BYTES: Final = 256 * 1024
_log = logging.getLogger(__name__)


class ViewState(msgspec.Struct, frozen=True, kw_only=True):
    """How a list was left."""

    filter: str = ""
    order: str = ""
    """The key of an order; empty, or one that the list no longer has: its first."""
    reverse: bool = False


class Remembered:
    """The states of all views; without a path they last as long as the dashboard."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._states = _read(path) if path is not None else {}

    def of(self, view: str) -> ViewState:
        """Give how a view was left; a view never seen has no filter and its first order."""
        return self._states.get(view, ViewState())

    def keep(self, view: str, state: ViewState) -> None:
        """Keep how a view is left, and write it down if that is new."""
        kept = msgspec.structs.replace(state, filter=state.filter[:LONGEST_FILTER])
        if self.of(view) == kept or (view not in self._states and len(self._states) >= MOST_VIEWS):
            return
        self._states[view] = kept
        if self._path is not None:
            self._write(self._path)

    def _write(self, path: Path) -> None:
        fresh = path.with_suffix(".new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(msgspec.json.encode(self._states))
            fresh.replace(path)
        except (OSError, ValueError) as error:
            _log.warning("%s: how the views were left is not written: %s", path, error)


def _read(path: Path) -> dict[str, ViewState]:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES)
        return msgspec.json.decode(data, type=dict[str, ViewState])
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _log.warning("%s: how the views were left cannot be read: %s", path, error)
        return {}
