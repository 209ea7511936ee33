"""The named actions and their keys, in one table.

The app binds them, the help screen lists them, the tables listen to them: what is written here is what works.
"""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Where a key works."""

    EVERYWHERE = "everywhere"
    FAILURES = "failures"
    LIST = "list"
    """On every screen that is a list."""
    TABLE = "table"
    SITES = "sites"
    WORKERS = "workers"
    SITE = "site"
    """On the screen of one site, which has two lists."""
    PAGE = "page"
    """In a text with places marked in it."""
    REVIEW = "review"
    """Where a person's word can be said: in the queue, and on the screen of a finding."""
    RANKING = "ranking"
    ADDRESS = "address"
    """Where there is an address to copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One action: Textual's key names, the action, the field of ``Words`` that says what it does."""

    keys: str
    action: str
    word: str
    scope: Scope = Scope.EVERYWHERE
    shown: str = ""
    """How the key is written for people; empty: Textual's own way."""
    footer: bool = True
    changes: bool = False
    """True for what changes the inspection: a read-only dashboard has no such key."""

    @property
    def written(self) -> str:
        """How people read the key."""
        return self.shown or self.keys.partition(",")[0]


KEYS = (
    Key(keys="1", action="show_mode('overview')", word="overview"),
    Key(keys="2", action="show_mode('sites')", word="sites"),
    Key(keys="3", action="show_mode('accounts')", word="accounts", footer=False),
    Key(keys="4", action="show_mode('ranking')", word="ranking", footer=False),
    Key(keys="5", action="show_mode('failures')", word="failures", footer=False),
    Key(keys="6", action="show_mode('review')", word="review", footer=False),
    Key(keys="7", action="show_mode('workers')", word="workers", footer=False),
    Key(keys="8", action="show_mode('log')", word="log", footer=False),
    Key(keys="e", action="next_mode", word="next_view", footer=False),
    Key(keys="s", action="command('start')", word="start", changes=True),
    Key(keys="p", action="command('pause')", word="pause", changes=True),
    Key(keys="S", action="command('stop')", word="stop", shown="S", changes=True),
    Key(keys="C", action="command('close')", word="close", shown="C", footer=False, changes=True),
    Key(keys="slash", action="filter", word="filter", scope=Scope.LIST, shown="/"),
    Key(keys="o", action="sort", word="sort", scope=Scope.LIST),
    Key(keys="O", action="reverse", word="reverse", scope=Scope.LIST, shown="O", footer=False),
    Key(keys="enter", action="open", word="open", scope=Scope.LIST, footer=False),
    Key(keys="R", action="retry", word="retry", scope=Scope.FAILURES, shown="R", changes=True),
    Key(keys="tab", action="screen.switch_list", word="switch_list", scope=Scope.SITE, shown="Tab", footer=False),
    Key(keys="y", action="screen.copy_address", word="copy_address", scope=Scope.ADDRESS, footer=False),
    Key(keys="Y", action="screen.copy_evidence", word="copy_evidence", scope=Scope.ADDRESS, shown="Y", footer=False),
    Key(keys="n", action="screen.next_place", word="next_place", scope=Scope.PAGE, footer=False),
    Key(keys="N", action="screen.previous_place", word="previous_place", scope=Scope.PAGE, shown="N", footer=False),
    Key(keys="space", action="screen.hold", word="hold_site", scope=Scope.SITES, footer=False, changes=True),
    Key(
        keys="less_than_sign",
        action="screen.slower",
        word="slower",
        scope=Scope.SITES,
        shown="<",
        footer=False,
        changes=True,
    ),
    Key(
        keys="greater_than_sign",
        action="screen.faster",
        word="faster",
        scope=Scope.SITES,
        shown=">",
        footer=False,
        changes=True,
    ),
    Key(keys="x", action="screen.retry_site", word="retry_site", scope=Scope.SITES, footer=False, changes=True),
    Key(keys="plus", action="screen.more", word="more_workers", scope=Scope.WORKERS, shown="+", changes=True),
    Key(
        keys="minus",
        action="screen.fewer",
        word="fewer_workers",
        scope=Scope.WORKERS,
        shown="-",
        footer=False,
        changes=True,
    ),
    Key(keys="c", action="screen.say_confirm", word="confirm", scope=Scope.REVIEW, footer=False, changes=True),
    Key(keys="d", action="screen.say_dismiss", word="dismiss", scope=Scope.REVIEW, footer=False, changes=True),
    Key(keys="l", action="screen.say_clear", word="clear", scope=Scope.REVIEW, footer=False, changes=True),
    Key(keys="a", action="screen.say_appeal", word="appeal", scope=Scope.REVIEW, footer=False, changes=True),
    Key(keys="D", action="screen.say_decide", word="decide", scope=Scope.REVIEW, shown="D", footer=False, changes=True),
    Key(keys="g", action="screen.next_group", word="next_group", scope=Scope.RANKING, footer=False),
    Key(keys="n", action="new_inspection", word="new_inspection", footer=False, changes=True),
    Key(keys="i", action="inspections", word="inspections", footer=False),
    Key(keys="w", action="write_report", word="write_report", footer=False, changes=True),
    Key(keys="t", action="export('csv')", word="export_csv", scope=Scope.LIST, footer=False),
    Key(keys="T", action="export('json')", word="export_json", scope=Scope.LIST, shown="T", footer=False),
    Key(keys="colon", action="command_palette", word="commands", shown=":", footer=False),
    Key(keys="question_mark", action="help", word="help", shown="?"),
    Key(keys="q", action="leave", word="quit"),
    Key(keys="j,down", action="cursor(1)", word="down", scope=Scope.TABLE, shown="j", footer=False),
    Key(keys="k,up", action="cursor(-1)", word="up", scope=Scope.TABLE, shown="k", footer=False),
    Key(keys="ctrl+d,pagedown", action="page(1)", word="page_down", scope=Scope.TABLE, shown="^d", footer=False),
    Key(keys="ctrl+u,pageup", action="page(-1)", word="page_up", scope=Scope.TABLE, shown="^u", footer=False),
    Key(keys="g,home", action="edge('first')", word="first", scope=Scope.TABLE, shown="g", footer=False),
    Key(keys="G,end", action="edge('last')", word="last", scope=Scope.TABLE, shown="G", footer=False),
)


def keys_of(*scopes: Scope) -> tuple[Key, ...]:
    """Give the keys that work in any of ``scopes``, in their order."""
    return tuple(key for key in KEYS if key.scope in scopes)
