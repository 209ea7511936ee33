"""The notice from the dashboard: written where it was asked for, refused with what is missing, and never in the way."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr
from redis.asyncio import Redis
from textual.widgets import Button, Input

from infra.inspections import Inspections
from infra.settings import Settings
from scoring.reports.write import write_all
from scoring.results import results
from tests.tui.pictures import is_aligned, shown
from tests.tui.test_source import ID, opened
from tests.waiting import until
from tui.app import XunchaApp
from tui.control import CommandError, ReadOnlyError
from tui.hands import Dashboard, Operator
from tui.locale import words_for
from tui.rounds import RoundControl
from tui.running import reporting
from tui.screens.overview import OverviewScreen
from tui.screens.report import ReportScreen

FILES = {"scores.json", "findings.jsonl", "得分.xlsx", "通报.docx"}


def over(redis: Redis, url: str, lang: str = "zh", **settings: object) -> XunchaApp:
    made = Settings(redis_url=SecretStr(url), **settings)  # type: ignore[arg-type]
    ends = Dashboard(redis, ID, made, Operator(name="李雷"))
    return XunchaApp(ends.source, ends.gate, words_for(lang), period=0.05)


def screen_of(app: XunchaApp) -> ReportScreen:
    assert isinstance(app.screen, ReportScreen)
    return app.screen


def can_draft(app: XunchaApp) -> bool:
    return not screen_of(app).query_one("#draft", Button).disabled


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[..., object]], threading.Event]:
    """Have a part of the work wait in its thread until the test lets it go on."""

    def hold(name: str, part: Callable[..., object]) -> threading.Event:
        go_on = threading.Event()

        def waiting(*arguments: object, **named: object) -> object:
            go_on.wait(10)
            return part(*arguments, **named)

        monkeypatch.setattr(reporting, name, waiting)
        return go_on

    return hold


@pytest.mark.parametrize(("size", "lang"), [((80, 24), "zh"), ((200, 50), "en")])
async def test_too_little_checked_is_refused_with_all_that_is_missing_and_a_draft_is_written_when_wanted(
    redis: Redis, redis_url: str, here: Path, size: tuple[int, int], lang: str
) -> None:
    await opened(redis)
    app = over(redis, redis_url, lang)
    async with app.run_test(size=size) as pilot:
        await until(lambda: app.snapshot is not None)
        await pilot.press("w")
        await until(lambda: f"out/{ID}" in shown(app))
        assert not can_draft(app)
        await pilot.press("enter")
        await until(lambda: can_draft(app), timeout=20)
        await until(lambda: "[/x]甲  V1" in shown(app))
        assert is_aligned(app)
        assert names(here / "out" / ID) == set()
        screen_of(app).query_one("#draft", Button).press()
        await until(lambda: names(here / "out" / ID) == FILES, timeout=20)
        await until(lambda: words_for(lang).desk.steps["done"] in shown(app))
        await until(lambda: f"out/{ID}" in shown(app))
        assert not can_draft(app)
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, OverviewScreen))
    assert f"draft of the notice written to out/{ID} by 李雷" in (await Inspections(redis).audit(ID))[-1]


async def test_what_is_enough_is_written_into_the_folder_that_was_typed(
    redis: Redis, redis_url: str, here: Path
) -> None:
    await opened(redis)
    (here / "notice.toml").write_text('office = "莲湖市人民政府办公室"\n', encoding="utf-8")
    app = over(redis, redis_url, min_coverage=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.snapshot is not None)
        await pilot.press("w")
        await until(lambda: isinstance(app.screen, ReportScreen))
        screen_of(app).query_one("#folder", Input).value = "reports/[red]"
        screen_of(app).query_one("#notice", Input).value = "notice.toml"
        await pilot.press("enter")
        await until(lambda: "已写 4 个文件到 reports/[red]" in shown(app), timeout=20)
    assert names(here / "reports" / "[red]") == FILES
    assert "notice written to reports/[red] by 李雷" in (await Inspections(redis).audit(ID))[-1]


@pytest.mark.parametrize(
    ("folder", "notice", "part"),
    [("taken/x", "", "Not a directory"), ("out", "none.toml", "none.toml"), ("out", "bad.toml", "bad.toml")],
)
async def test_what_cannot_be_written_or_read_is_told(
    redis: Redis, redis_url: str, here: Path, folder: str, notice: str, part: str
) -> None:
    await opened(redis)
    (here / "taken").write_text("", encoding="utf-8")
    (here / "bad.toml").write_text("[[", encoding="utf-8")
    settings = Settings(redis_url=SecretStr(redis_url), min_coverage=0)
    control = RoundControl(ID, settings, operator="x")
    with pytest.raises((CommandError, OSError), match=part):
        await control.report(Path(folder), Path(notice) if notice else None, draft=False, progress=lambda *_: None)
    assert names(here / "out") == set()
    readable = RoundControl(ID, settings, operator="x", read_only=True)
    with pytest.raises(ReadOnlyError):
        await readable.report(Path(folder), None, draft=False, progress=lambda *_: None)


async def test_the_dashboard_goes_on_reading_while_the_notice_is_written(
    redis: Redis, redis_url: str, here: Path, held: Callable[[str, Callable[..., object]], threading.Event]
) -> None:
    await opened(redis)
    go_on = held("write_all", write_all)
    app = over(redis, redis_url, min_coverage=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.snapshot is not None)
        await pilot.press("w")
        await until(lambda: isinstance(app.screen, ReportScreen))
        await pilot.press("enter")
        await until(lambda: "写文件" in shown(app), timeout=20)
        assert "评分" not in shown(app)
        await app.shown(app._readings + 3)
        go_on.set()
        await until(lambda: names(here / "out" / ID) == FILES, timeout=20)


async def test_leaving_gives_up_what_is_not_written_yet(
    redis: Redis, redis_url: str, here: Path, held: Callable[[str, Callable[..., object]], threading.Event]
) -> None:
    await opened(redis)
    go_on = held("results", results)
    app = over(redis, redis_url, min_coverage=0)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.snapshot is not None)
        await pilot.press("w")
        await until(lambda: isinstance(app.screen, ReportScreen))
        await pilot.press("enter")
        await until(lambda: screen_of(app).query_one("#write", Button).disabled)
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, OverviewScreen))
        go_on.set()
        await app.shown(app._readings + 3)
    assert names(here / "out") == set()
