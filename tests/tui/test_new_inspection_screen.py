"""A new inspection from the dashboard: every step is checked, it is really made and started, and then watched."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from redis.asyncio import Redis
from textual.widgets import Button, Input

from infra.clock import now_ms
from infra.frontier import Frontier
from infra.inspections import Inspections, State
from infra.nodes import NodeBeat, Nodes
from infra.settings import Settings
from tests.tui.pictures import is_aligned, shown
from tests.tui.test_source import ID, LIMITS, opened
from tests.waiting import until
from tui.app import XunchaApp
from tui.checking import Draft, Field, Hint, check
from tui.control import ReadOnlyError
from tui.empty import NOBODY, EmptySource
from tui.hands import Dashboard, Operator
from tui.locale import words_for
from tui.paths import complete
from tui.rounds import RoundControl
from tui.screens.inspections import InspectionsScreen
from tui.screens.new_inspection import NewInspectionScreen
from tui.screens.overview import OverviewScreen
from tui.widgets.tick_box import TickBox

GOOD = (
    "标识码,名称,类型,网址,单位,平台,互动,内容源\n"
    "4207000007,[/x]莲湖市政府网,网站,http://www.lianhu.gov.cn,莲湖市,,,\n"
    ",莲湖发布,账号,lhfb,莲湖市,微信,有,posts.csv\n"
)
BAD = GOOD + "12,[red]坏[/blue],网站,nowhere,,,,\n" + "".join(f"13,坏{n},网站,http://x{n}.cn,,,,\n" for n in range(40))


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "登记表.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "登记表-坏.csv").write_text(BAD, encoding="utf-8")
    (tmp_path / "posts.csv").write_text("发布时间,标题\n2024-02-28 09:30,一条\n", encoding="utf-8")
    return tmp_path


def settings_for(url: str, folder: Path) -> Settings:
    return Settings(redis_url=SecretStr(url), data_dir=folder / "data", rate=1000)


def over(redis: Redis, url: str, folder: Path, *, read_only: bool = False, lang: str = "zh") -> XunchaApp:
    ends = Dashboard(redis, ID, settings_for(url, folder), Operator(name="李雷", read_only=read_only))
    return XunchaApp(ends.source, ends.gate, words_for(lang), period=0.05, desk=ends)


def form_of(app: XunchaApp) -> NewInspectionScreen:
    assert isinstance(app.screen, NewInspectionScreen)
    return app.screen


def is_ready(app: XunchaApp) -> bool:
    return not form_of(app).query_one("#create", Button).disabled


def draft(registry: str, **texts: str) -> Draft:
    named = {Field.REGISTRY: registry, Field.AS_OF: "2024-02-29", Field.STANDARD: "national-2019"}
    return Draft(texts=named | {Field(name): text for name, text in texts.items()})


@pytest.mark.parametrize(("size", "lang"), [((80, 24), "zh"), ((200, 50), "en")])
async def test_all_that_is_wrong_with_a_registry_is_listed_and_can_be_left_out(
    redis: Redis, redis_url: str, room: Path, size: tuple[int, int], lang: str
) -> None:
    await opened(redis)
    app = over(redis, redis_url, room, lang=lang)
    words = words_for(lang).desk
    async with app.run_test(size=size) as pilot:
        await until(lambda: app.snapshot is not None)
        await pilot.press("n")
        await until(lambda: words.no_crew[:10] in shown(app))
        form_of(app).query_one(f"#{Field.REGISTRY}", Input).value = "登记表-坏.csv"
        await until(lambda: words.wrong.format(83) in shown(app))
        assert not is_ready(app)
        assert is_aligned(app)
        problems = form_of(app).query_one("#problems")
        problems.focus()
        await until(lambda: app.focused is problems and problems.max_scroll_y > 40)
        await pilot.press("end")
        await until(lambda: "row 44, " in shown(app))
        form_of(app).query_one("#skip", TickBox).toggle()
        await until(lambda: words.hints[Hint.SKIPPED].format(41) in shown(app))
        assert is_ready(app)
        assert "[x]" in shown(app)
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, OverviewScreen))
    assert len(await Inspections(redis).list()) == 1


async def test_what_is_made_is_started_with_all_that_was_found_and_the_dashboard_turns_to_it(
    redis: Redis, redis_url: str, room: Path
) -> None:
    await opened(redis)
    await Nodes(redis).beat(
        NodeBeat(name="rack-1", host="h", pid=1, cores=2, started_at=1, seen_at=now_ms(), workers=("a", "b"))
    )
    (room / "词表.csv").write_text("词,类别\n", encoding="utf-8")
    app = over(redis, redis_url, room)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.snapshot is not None and bool(app.snapshot.nodes))
        await pilot.press("2", "n")
        await until(lambda: "1 个节点在运行 2 个采集进程" in shown(app))
        await pilot.press(*"登", "tab")
        await until(lambda: "可选：登记表-坏.csv  登记表.csv" in shown(app))
        assert form_of(app).query_one(f"#{Field.REGISTRY}", Input).value == "登记表"
        await pilot.press(*".c", "tab", "enter")
        as_of = form_of(app).query_one(f"#{Field.AS_OF}", Input)
        await until(lambda: app.focused is as_of)
        as_of.value = "2024-02-30"
        await until(lambda: "is not a date" in shown(app))
        as_of.value = "2024-02-29"
        await until(lambda: is_ready(app))
        assert "1 个网站，1 个账号" in shown(app)
        form_of(app).query_one("#create", Button).press()
        await until(lambda: isinstance(app.screen, OverviewScreen), timeout=20)
        await until(lambda: app.snapshot is not None and app.snapshot.inspection != ID)
        assert app.snapshot is not None
        made = app.snapshot.inspection
        await until(lambda: made in shown(app))
        await pilot.press("2")
        await until(lambda: "[/x]莲湖市政府网" in shown(app))
        assert "乙" not in shown(app), "nothing of the inspection before is left on any screen"
    inspections = Inspections(redis)
    found = await inspections.get(made)
    assert (found.state, found.as_of[:10]) == (State.RUNNING, "2024-02-29")
    assert [line.partition(" ")[2] for line in await inspections.audit(made)] == [
        "created with 2 targets",
        "running by 李雷",
    ]
    assert (await Frontier(redis, made, LIMITS).progress()).waiting == 1
    assert (await inspections.get(ID)).state is State.NEW


async def test_another_inspection_is_picked_from_the_list_and_acts_go_there(
    redis: Redis, redis_url: str, room: Path
) -> None:
    await opened(redis)
    inspections = Inspections(redis)
    await inspections.create(id="other", as_of="2023-12-31T23:59:59+08:00", standard="hubei", targets=())
    app = over(redis, redis_url, room)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.snapshot is not None)
        await pilot.press("3", "i")
        await until(lambda: "hubei" in shown(app))
        assert is_aligned(app)
        await pilot.press("slash", *"state:new", "enter")
        screen = app.screen
        assert isinstance(screen, InspectionsScreen)
        await until(lambda: [one.id for one in screen.kept] == ["other", ID])
        await pilot.press("enter")
        await until(lambda: app.snapshot is not None and app.snapshot.inspection == "other")
        await until(lambda: isinstance(app.screen, OverviewScreen))
        assert len(app.screen_stack) == 1
        await inspections.start(ID)
        await pilot.press("i")
        await until(lambda: isinstance(app.screen, InspectionsScreen))
        await pilot.press("escape", "escape")  # the filter of before, then the list
        await until(lambda: isinstance(app.screen, OverviewScreen))
        await pilot.press("s")

        async def is_started() -> bool:
            return (await inspections.get("other")).state is State.RUNNING

        await until(is_started)


async def test_where_there_is_no_inspection_yet_the_dashboard_begins_with_the_form(
    redis: Redis, redis_url: str, room: Path
) -> None:
    ends = Dashboard(redis, NOBODY, settings_for(redis_url, room), Operator(name="李雷"))
    app = XunchaApp(EmptySource(redis), ends.gate, words_for("zh"), period=0.05, desk=ends)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(lambda: isinstance(app.screen, NewInspectionScreen))
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, OverviewScreen))
        await pilot.press("w", "s")
        await until(lambda: "there is no inspection" in shown(app))
        await pilot.press("n")
        await until(lambda: isinstance(app.screen, NewInspectionScreen))
        form_of(app).query_one(f"#{Field.REGISTRY}", Input).value = "登记表.csv"
        await until(lambda: is_ready(app) and "1 个网站，1 个账号" in shown(app))
        form_of(app).query_one("#create", Button).press()
        await until(lambda: app.snapshot is not None and app.snapshot.state is State.RUNNING, timeout=20)
    assert len(await Inspections(redis).list()) == 1


async def test_without_a_desk_or_right_there_is_no_such_form(redis: Redis, redis_url: str, room: Path) -> None:
    await opened(redis)
    app = over(redis, redis_url, room, read_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.snapshot is not None)
        await pilot.press("n", "w")
        await app.run_action("new_inspection")
        assert isinstance(app.screen, OverviewScreen)
        await pilot.press("i")
        await until(lambda: isinstance(app.screen, InspectionsScreen))
    control = RoundControl(ID, settings_for(redis_url, room), operator="x", read_only=True)
    with pytest.raises(ReadOnlyError):
        await control.open(draft("登记表.csv"))
    assert len(await Inspections(redis).list()) == 1


@pytest.mark.parametrize(
    ("registry", "texts", "wrong"),
    [
        ("登记表.csv", {}, {}),
        ("", {}, {Field.REGISTRY: "no registry"}),
        ("nothing.csv", {}, {Field.REGISTRY: "No such file"}),
        ("登记表.csv", {"as_of": "yesterday"}, {Field.AS_OF: "is not a date"}),
        ("登记表.csv", {"standard": "none"}, {Field.STANDARD: "'none' is neither"}),
        ("登记表.csv", {"reviews": "no.csv"}, {Field.REVIEWS: "No such file"}),
        ("登记表.csv", {"columns": "登记表.csv"}, {Field.COLUMNS: "no column"}),
        ("登记表.csv", {"words": "~nobody/x.csv"}, {Field.WORDS: "x.csv"}),
    ],
)
def test_each_field_is_checked_by_itself(
    room: Path, registry: str, texts: dict[str, str], wrong: dict[Field, str]
) -> None:
    found = check(draft(registry, **texts), Settings(data_dir=room / "data"))
    assert set(found) == set(Field)
    assert {field for field, one in found.items() if one.wrong} == set(wrong)
    for field, part in wrong.items():
        assert part in " ".join(found[field].wrong)


def test_lists_beside_the_registry_are_found_and_two_of_one_kind_are_refused(room: Path) -> None:
    settings = Settings(data_dir=room / "data")
    (room / "栏目.csv").write_text("对象,栏目,应更新,确认人\n", encoding="utf-8")
    found = check(draft("登记表.csv"), settings)
    assert found[Field.WORDS].hints == ((Hint.NONE, ()),)
    assert [hint for hint, _ in found[Field.COLUMNS].hints] == [Hint.BESIDE] or found[Field.COLUMNS].wrong
    (room / "columns.csv").write_text("x\n", encoding="utf-8")
    assert "both 栏目.csv and columns.csv" in " ".join(check(draft("登记表.csv"), settings)[Field.COLUMNS].wrong)


def test_names_are_completed_as_far_as_they_are_clear(tmp_path: Path) -> None:
    for name in ("登记表.csv", "登记册.XLSX", "登记.txt", ".登.csv"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "登山").mkdir()
    (tmp_path / "one.csv").write_text("", encoding="utf-8")
    at, endings = f"{tmp_path}/", (".csv", ".xlsx")
    assert complete(f"{at}登记", endings) == (f"{at}登记", ("登记册.XLSX", "登记表.csv"))
    assert complete(f"{at}登", endings).names == ("登山/", "登记册.XLSX", "登记表.csv")
    assert complete(f"{at}o", endings) == (f"{at}one.csv", ("one.csv",))
    assert complete(f"{at}.登", endings).names == (".登.csv",)
    assert complete(f"{at}none", endings) == (f"{at}none", ())
    assert complete("/no/such/folder/x", endings) == ("/no/such/folder/x", ())
