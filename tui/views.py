"""The main views of the dashboard: each has a number key, a name, and the screen that it begins with."""

from collections.abc import Callable
from dataclasses import dataclass

from tui.locale.words import Words
from tui.screens.accounts import accounts_screen
from tui.screens.dashboard import DashboardScreen
from tui.screens.failures import FailuresScreen
from tui.screens.log import log_screen
from tui.screens.overview import OverviewScreen
from tui.screens.ranking import RankingScreen
from tui.screens.review import ReviewScreen
from tui.screens.sites import SitesScreen
from tui.screens.workers import WorkersScreen


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One main view. ``word`` is the field of ``Words`` that names it."""

    name: str
    key: str
    word: str
    make: Callable[[Words, bool], DashboardScreen]
    """Makes its screen; the flag says whether it is read-only."""


VIEWS = (
    View(name="overview", key="1", word="overview", make=lambda words, only: OverviewScreen(words, read_only=only)),
    View(name="sites", key="2", word="sites", make=lambda words, only: SitesScreen(words, read_only=only)),
    View(name="accounts", key="3", word="accounts", make=lambda words, only: accounts_screen(words, read_only=only)),
    View(name="ranking", key="4", word="ranking", make=lambda words, only: RankingScreen(words, read_only=only)),
    View(name="failures", key="5", word="failures", make=lambda words, only: FailuresScreen(words, read_only=only)),
    View(name="review", key="6", word="review", make=lambda words, only: ReviewScreen(words, read_only=only)),
    View(name="workers", key="7", word="workers", make=lambda words, only: WorkersScreen(words, read_only=only)),
    View(name="log", key="8", word="log", make=lambda words, only: log_screen(words, read_only=only)),
)
NAMES = tuple(view.name for view in VIEWS)
