"""Options that several commands share, and how flags become settings."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infra.clock import parse_as_of
from tui.errors import UsageError

if TYPE_CHECKING:
    from infra.settings import Settings
    from scoring.reports.info import NoticeInfo

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of a table.")]
InspectionId = Annotated[
    str | None, typer.Option("--inspection", "-i", metavar="ID", help="Which inspection; the newest when absent.")
]
AsOf = Annotated[
    str,
    typer.Option("--as-of", metavar="DATE", help="Time point of the inspection (监测时间点), such as 2024-02-29."),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the notice, its annexes and open data.")]
Standard = Annotated[
    str, typer.Option("--standard", metavar="NAME", help="A standard's name (`xuncha standard list`) or a .toml file.")
]
ByStandard = Annotated[
    str | None,
    typer.Option("--standard", metavar="NAME", help="Judge by this standard (a name or .toml file), not its own."),
]
Reviews = Annotated[
    Path | None,
    typer.Option(
        "--reviews",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="What people decided or entered: .csv, .xlsx or .jsonl.",
    ),
]
ColumnList = Annotated[
    Path | None,
    typer.Option(
        "--columns",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="Columns that an operator has settled (栏目清单); 栏目.xlsx or 栏目.csv beside the registry when absent.",
    ),
]
Reuse = Annotated[
    str | None,
    typer.Option(
        "--reuse",
        metavar="EARLIER",
        help="An earlier inspection (its id): pages but for home pages and feeds are asked whether they have changed "
        "since (ETag, Last-Modified), and read from what it kept where they have not.",
    ),
]
Carry = Annotated[
    str | None,
    typer.Option(
        "--carry",
        metavar="EARLIER",
        help="An earlier inspection (its id) whose dismissals with a last day still hold (有效期); the one of --reuse "
        "when absent.",
    ),
]
WordList = Annotated[
    Path | None,
    typer.Option(
        "--words",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="Words to suspect and phrases to let pass (词表); 词表.xlsx or 词表.csv beside the registry when absent.",
    ),
]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, max=256, metavar="N", help="Worker processes; one a core when absent.")
]
Rate = Annotated[
    float | None, typer.Option("--rate", metavar="N", help="Requests a second a host, over the whole cluster.")
]
Resolve = Annotated[
    list[str] | None,
    typer.Option(
        "--resolve",
        metavar="HOST:ADDR:PORT",
        help="Connect that name there, and allow it; repeatable.",
    ),
]
Replay = Annotated[
    list[Path] | None,
    typer.Option(
        "--replay",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="Answer from this web archive (.warc.gz) in the place of the network; repeatable.",
    ),
]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Open private and loopback addresses for every name.")
]
Browser = Annotated[
    bool,
    typer.Option(
        "--browser",
        help="Show pages whose list only a script can show in a browser (extra `browser`, Debian's chromium); with "
        "--replay from what the archives hold.",
    ),
]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Go on with the good rows when others are bad.")]
Headless = Annotated[bool, typer.Option("--headless", help="Print plain progress lines instead of the dashboard.")]


Notice = Annotated[
    Path | None,
    typer.Option(
        "--notice", metavar="FILE", exists=True, dir_okay=False, help="Who issues the notice, to whom: a .toml file."
    ),
]


MinCoverage = Annotated[
    float | None,
    typer.Option(
        "--min-coverage",
        metavar="SHARE",
        help="Refuse, with the list of what is missing, unless so much of each target is checked (0 to 1) and every "
        "verdict is said; without it the notice is a draft below 0.9.",
    ),
]
Anyway = Annotated[bool, typer.Option("--anyway", help="Write a draft (草稿) in the place of a refusal.")]


def load_settings(**flags: Any) -> "Settings":
    """Make the settings of this process; a flag that is None, False or empty was not given.

    Raises ``UsageError`` naming the first value that is wrong.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - a tenth of a second that --help does not need

    from infra.settings import Settings  # noqa: PLC0415

    given = {name: value for name, value in flags.items() if not (value is None or value is False or value in ([], ()))}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"][:1])
        flag = f"--{name.replace('_', '-')}" if name in given else f"XUNCHA_{name.upper()} (or xuncha.toml)"
        msg = f"{flag}: {first['msg'].removeprefix('Value error, ')}"
        raise UsageError(msg) from None


def load_crawl_settings(*, browser: bool, **flags: Any) -> "Settings":
    """Make the settings of a crawl from this machine, as ``load_settings`` does.

    Raises ``UsageError`` also when a browser is wanted and there is none.
    """
    from infra.browser import browser_of  # noqa: PLC0415
    from infra.process import UnusableSettingError  # noqa: PLC0415
    from tui.preferences import Preferences  # noqa: PLC0415

    settings = load_settings(browser="on" if browser else None, **flags)
    try:
        browser_of(settings)
        Preferences.of(settings)  # whoever crawls may sit before the dashboard: what is wrong with it is told at once
    except UnusableSettingError as error:
        raise UsageError(str(error)) from None
    return settings


def parse_time_point(text: str) -> datetime:
    """Read ``--as-of``. Raises ``UsageError``."""
    try:
        return parse_as_of(text)
    except ValueError as error:
        msg = f"--as-of: {error}"
        raise UsageError(msg) from None


def load_notice(path: Path | None) -> "NoticeInfo":
    """Read what the notice says that no crawl can know; without a file those fields are printed as to be filled in."""
    from scoring.reports.info import NoticeInfo, NoticeInfoError  # noqa: PLC0415

    try:
        return NoticeInfo() if path is None else NoticeInfo.from_toml(path)
    except NoticeInfoError as error:
        msg = f"--notice: {error}"
        raise UsageError(msg) from None
