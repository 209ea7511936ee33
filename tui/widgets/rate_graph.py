"""The rate of the last minutes: one reading a cell, newest at the right, so that it moves and never stretches."""

from collections.abc import Sequence

from textual.widgets import Sparkline


class RateGraph(Sparkline):
    """A sparkline with a fixed time scale."""

    def show(self, rates: Sequence[float]) -> None:
        """Show the newest readings that fit; what is missing at the left is zero."""
        room = max(1, self.size.width)
        seen = list(rates[-room:])
        self.data = [0.0] * (room - len(seen)) + seen
