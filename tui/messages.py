"""What the poll loop tells the app. A newer message replaces an older one that is still waiting."""

from textual.message import Message

from tui.gate import Act
from tui.model import Snapshot
from tui.remembered import ViewState


class SnapshotTaken(Message):
    """A fresh reading of the inspection."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__()
        self.snapshot = snapshot

    def can_replace(self, message: Message) -> bool:
        """Say that a waiting older reading need not be shown."""
        return isinstance(message, SnapshotTaken)


class RowChosen(Message):
    """A row of a list was chosen with Enter."""

    def __init__(self, listing: str, row: object) -> None:
        super().__init__()
        self.listing = listing
        self.row = row


class ActWanted(Message):
    """A screen wants something done; with a ``token``, once that is typed below the question."""

    def __init__(self, act: Act, *, question: str = "", token: str = "") -> None:
        super().__init__()
        self.act = act
        self.question = question
        self.token = token


class CopyWanted(Message):
    """A text shall go to the operator's clipboard."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class InspectionChosen(Message):
    """Another inspection shall be watched."""

    def __init__(self, inspection: str) -> None:
        super().__init__()
        self.inspection = inspection


class ViewChanged(Message):
    """A list has another filter or order than before."""

    def __init__(self, view: str, state: ViewState) -> None:
        super().__init__()
        self.view = view
        self.state = state

    def can_replace(self, message: Message) -> bool:
        """Say that only how it is in the end need be kept."""
        return isinstance(message, ViewChanged) and message.view == self.view


class ScreenReady(Message):
    """A screen has its widgets and can be shown what is known."""


class SourceLost(Message):
    """The source could not be read; what is on screen grows old until the next ``SnapshotTaken``."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def can_replace(self, message: Message) -> bool:
        """Say that the newer reason is enough."""
        return isinstance(message, SourceLost)
