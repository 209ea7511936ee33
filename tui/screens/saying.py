"""A person's word on a finding, asked for with a key: the same form and the same act on every screen of a finding."""

from tui.gate import Decide
from tui.login import login
from tui.messages import ActWanted
from tui.screens.dashboard import DashboardScreen
from tui.screens.decide import DecideScreen
from tui.waiting import WaitingRow


class SayingScreen(DashboardScreen):
    """``c`` confirms, ``d`` dismisses, ``a`` enters an appeal and ``D`` decides on it, where that can be said."""

    @property
    def matter(self) -> WaitingRow | None:
        """The finding that a word is on; None while there is none."""
        return None

    def asked(self) -> str:
        """Name the keys that can answer the finding; empty on a read-only dashboard."""
        row, words = self.matter, self.words.reviewing
        if self._read_only or row is None:
            return ""
        keys = {one.binding.action: self.app.get_key_display(one.binding) for one in self.active_bindings.values()}
        told = {name: keys.get(f"screen.say_{name}", "") for name in words.asked if row.answers(name)}
        return "  ".join(f"{key} {words.asked[name]}" for name, key in told.items() if key)

    def action_say_confirm(self) -> None:
        """Say that it is true, or grant what it is a hint for."""
        self.say("confirm")

    def action_say_dismiss(self) -> None:
        """Say that it is not true, or is approved."""
        self.say("dismiss")

    def action_say_appeal(self) -> None:
        """Enter the unit's appeal."""
        self.say("appeal")

    def action_say_decide(self) -> None:
        """Decide on the unit's appeal."""
        self.say("decide")

    def say(self, asked: str) -> None:
        """Ask for a word on the finding, where one can be said."""
        row = self.matter
        if row is None or self._read_only:
            return
        words = self.words.reviewing
        answers = row.answers(asked)
        if not answers:
            self.notify(words.not_here.format(row.rule.clause, words.asked[asked]), severity="warning", markup=False)
            return
        self.app.push_screen(DecideScreen(words, row, answers, login=login()), self._decided)

    def _decided(self, act: Decide | None) -> None:
        if act is not None:
            self.post_message(ActWanted(act))
