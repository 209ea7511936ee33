"""The acts of whole inspections: one is made and started, the notice of one is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.checking import Draft
from tui.gate import Done, Hands
from tui.locale.words import Words

if TYPE_CHECKING:
    from tui.running.reporting import Step

#: Lines of what is missing that a screen is given.
_LISTED: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInspection:
    """Make the inspection that a draft describes, and start it."""

    draft: Draft

    def named(self, words: Words) -> str:
        """What people call it."""
        return words.new_inspection

    async def perform(self, hands: Hands, words: Words) -> Done:
        """Make it, start it and read it back."""
        made, targets = await hands.rounds.open(self.draft)
        state = words.states.get(made.state, made.state)
        return Done(told=words.desk.opened.format(made.id, targets, state), inspection=made.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteReport:
    """Write the notice and its annexes of the inspection that is watched."""

    out: Path
    notice: Path | None = None
    """Who issues the notice, to whom (.toml)."""
    draft: bool = False
    """Write a draft where too little is checked, in the place of a refusal."""
    progress: "Callable[[Step, int, int], None]" = field(default=lambda *_: None, compare=False)

    def named(self, words: Words) -> str:
        """What people call it."""
        return words.write_report

    async def perform(self, hands: Hands, words: Words) -> Done:
        """Write it, or give what is missing."""
        done = await hands.rounds.report(self.out, self.notice, draft=self.draft, progress=self.progress)
        missing = len(done.lacking)
        lines = tuple(f"{row.target.code} {row.target.name}  {row.clause}  {row.why}" for row in done.lacking[:_LISTED])
        if not done.files:
            told = words.desk.refused.format(missing, done.targets, f"{done.least:.0%}")
            return Done(told=told, confirmed=False, lines=lines)
        text = words.desk.written_draft if missing else words.desk.written
        return Done(told=text.format(len(done.files), self.out, missing), lines=lines)
