"""What the machine suspects, two persons confirm, each at a terminal; the result moves before their eyes."""

import re
from collections.abc import Callable
from typing import Final

from tests.tour.acts.drilling import UNIT
from tests.tour.terminal import Terminal
from tests.tour.tour import Tour
from tui.locale.zh import ZH

#: A veto on one account and a deduction on one site, both suspected by the plan of the city.
VETO: Final = "M3.1"
DEDUCTION: Final = "D15.3"
_ACCOUNT: Final = "鄂州教育"
_SECOND: Final = "万晓琳"
_WORDS = ZH.reviewing
#: Stands in the line of every site.
_PERCENT: Final = "100%"
#: Stands in a note between the result before and the one afterwards.
_MOVED: Final = _WORDS.moved.split("{}")[2]


async def confirm_a_veto(tour: Tour) -> None:
    """One name leaves the account undecided; the second, at another terminal, fails it."""
    await tour.go_to("review", VETO)
    await tour.keep("review", VETO, _WORDS.by_nobody)
    await _find(tour.desk, f"clause:{VETO} name:{_ACCOUNT}")
    await _confirm(tour, tour.desk, VETO, picture="review-veto")
    await tour.desk.wait_for(_WORDS.has_names.format(tour.operator, 1))
    async with tour.stage.dashboard(_SECOND, "--inspection", tour.inspection, "--view", "review") as second:
        await second.wait_for(VETO)
        await _find(second, f"clause:{VETO} name:{_ACCOUNT}")
        await _confirm(tour, second, VETO)
        await second.wait_until(lambda screen: _MOVED in screen.notes, "a verdict that moved")
    await tour.go_to("accounts", ZH.vetoes)
    failed = (_ACCOUNT, VETO, ZH.verdicts["unqualified"])
    await tour.desk.wait_until(lambda screen: any(all(part in line for part in failed) for line in screen.lines), VETO)
    await tour.keep("accounts-failed")


async def see_the_score_move(tour: Tour) -> None:
    """Confirm what is suspected of a site, and see its score fall by the points of the clause."""
    before = await _site_score(tour, lambda score: score > 0)
    await tour.go_to("review")
    await _find(tour.desk, f"clause:{DEDUCTION} unit:{UNIT}")
    await _confirm(tour, tour.desk, DEDUCTION)
    shown = await tour.desk.wait_until(lambda screen: _MOVED in screen.notes, "a score that moved")
    tour.album.keep("review-moved", shown)
    await _site_score(tour, lambda score: 0 < score < before)


async def _site_score(tour: Tour, wanted: Callable[[float], bool]) -> float:
    """Give the site's score from the list of sites, once it is one that is wanted."""
    await tour.go_to("sites")
    async with tour.filtered(f"unit:{UNIT}", kept=1, of=len(tour.stage.city.sites), by=ZH.score):
        shown = await tour.desk.wait_until(lambda screen: wanted(_score(screen.line(_PERCENT))), "the score wanted")
    return _score(shown.line(_PERCENT))


def _score(line: str) -> float:
    """Read the score from a site's line: the number after its progress."""
    found = re.search(r"%\s+[*!]?(\d+\.\d)", line)
    return float(found[1]) if found else 0.0


async def _find(terminal: Terminal, text: str) -> None:
    """Filter the queue for one suspicion, which then is under the mark; a filter of before is dropped first."""
    shown = await terminal.screen()
    if text not in shown.text:
        if any(line.startswith(" clause:") for line in shown.lines):
            await terminal.press("Escape")
            await terminal.wait_until(lambda screen: " clause:" not in screen.text, "without a filter")
        await terminal.press("/")
        await terminal.type(text)
        await terminal.press("Enter")
    await terminal.wait_until(lambda screen: text in screen.text and " 1 / " in screen.text, f"one row by {text}")


async def _confirm(tour: Tour, terminal: Terminal, clause: str, picture: str = "") -> None:
    """Confirm the row under the mark, in the name that the terminal's operator has logged in by."""
    await terminal.wait_for(clause)
    await terminal.press("c")
    asked = await terminal.wait_for(_WORDS.verbs["confirm"], _WORDS.who, _WORDS.cancel)
    if picture:
        tour.album.keep(picture, asked)
    await terminal.press("Enter")
    await terminal.wait_for("/", without=[_WORDS.cancel])
