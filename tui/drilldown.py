"""Where a row leads: which screen opens when an operator presses Enter on it, whatever list it stands in."""

from tui.locale.words import Words
from tui.model import TargetRow
from tui.ranked import RankRow
from tui.screens.dashboard import DashboardScreen
from tui.screens.finding import FindingScreen
from tui.screens.site import SiteScreen
from tui.site_rows import FindingRow
from tui.waiting import WaitingRow


def opened_by(row: object, words: Words, *, read_only: bool) -> DashboardScreen | None:
    """Make the screen that a row opens; None for a row that has nothing below it."""
    match row:
        case TargetRow():
            return SiteScreen(words, row.code, row.name, read_only=read_only)
        case FindingRow():
            return FindingScreen(words, row, read_only=read_only)
        case RankRow():
            return SiteScreen(words, row.code, row.name, read_only=read_only)
        case WaitingRow():
            return FindingScreen(words, _finding(row), read_only=read_only)
        case _:
            return None


def _finding(row: WaitingRow) -> FindingRow:
    """What waits for a person as a finding of its target."""
    return FindingRow(
        target=row.target,
        id=row.id,
        clause=row.rule.clause,
        indicator=row.rule.indicator,
        state=row.state,
        points=row.points,
        url=row.url,
        found_on=row.found_on,
        evidence=row.evidence,
    )
