"""A box that is ticked or not, told by a sign and not by its colour alone, in letters of a sure width."""

from textual.widgets import Checkbox


class TickBox(Checkbox):
    """``[x]`` or ``[ ]``."""

    BUTTON_LEFT = "["
    BUTTON_RIGHT = "]"
    BUTTON_INNER = " "

    def watch_value(self) -> None:
        """Show the sign."""
        self.BUTTON_INNER = "x" if self.value else " "
        super().watch_value()
