"""The inspection begins, pages come in, and the lists are read while it is held."""

from functools import partial
from typing import Final

from infra.inspections import State
from scoring.standard import load
from tests.tour.stage import AS_OF, STANDARD
from tests.tour.terminal import Screen
from tests.tour.tour import Tour
from tui.locale.zh import ZH

#: Seconds that an inspection of the whole city may take.
LONGEST: Final = 600.0


async def open_and_watch(tour: Tour) -> None:
    """Make a new inspection by the form, see it start and pages come in, and hold it."""
    await tour.desk.wait_for(tour.inspection, ZH.states[State.NEW])
    await tour.desk.press("n")
    await tour.desk.wait_for(ZH.desk.registry, ZH.desk.create)
    await tour.desk.type(str(tour.stage.registry.relative_to(tour.stage.folder)))
    sites, accounts = len(tour.stage.city.sites), len(tour.stage.city.accounts)
    await tour.desk.wait_for(ZH.desk.hints["targets"].format(sites, accounts))
    for text in (AS_OF, STANDARD):
        await tour.desk.step("Enter")
        await tour.desk.type(text)
        await tour.desk.wait_for(text)
    form = await tour.desk.wait_for(ZH.desk.hints["day"].format(AS_OF), load(STANDARD).title)
    tour.album.keep("new-inspection", form)
    # Past three lists that stay empty, the list of what is wrong, and the box, to the button.
    await tour.desk.step("Enter", "Enter", "Enter", "Enter", "Tab", "Tab", "Enter")
    await tour.is_now(State.RUNNING)
    tour.inspection = (await tour.desk.screen()).lines[0].split()[1]
    await tour.desk.wait_for(tour.stage.node)
    watched = await tour.desk.wait_until(lambda screen: screen.number(ZH.done) > 0, "fetching")
    watched.expect(f"{ZH.sites_finished} 0/{sites}", ZH.workers, ZH.log)
    await tour.keep("overview")
    await tour.pause_or_resume(State.PAUSED)


async def read_the_sites(tour: Tour) -> None:
    """Filter by word, by what must not be there, by field, by initials; sort, and sort the other way round."""
    names = [site.unit.title for site in tour.stage.city.sites]
    codes = sorted(site.code for site in tour.stage.city.sites)
    number = len(names)
    await tour.go_to("sites", ZH.shown.format(number, number, ZH.code), codes[0])
    await tour.keep("sites")
    schools = sum("教育局" in name for name in names)
    async with tour.filtered("教育局", kept=schools, of=number, by=ZH.code):
        await tour.keep("sites-filtered", "教育局")
    insured = sum("医疗保障" in name for name in names)
    for text, kept in (("!教育局", number - schools), (f"code:{codes[-1]}", 1), ("name:ylbz", insured)):
        async with tour.filtered(text, kept=kept, of=number, by=ZH.code):
            pass
    await tour.desk.press("o")
    await tour.desk.wait_for(f"{ZH.score}v", ZH.shown.format(number, number, ZH.score))
    await tour.desk.press("O")
    await tour.keep("sites-sorted", f"{ZH.score}^")


async def hold_a_site(tour: Tour) -> None:
    """Pause one site alone, and let it go on."""
    code = min(site.code for site in tour.stage.city.sites)
    number = len(tour.stage.city.sites)
    async with tour.filtered(f"code:{code}", kept=1, of=number, by=ZH.score):
        for paused, said in ((True, "paused"), (False, "resumed")):
            await tour.desk.press("Space")
            await tour.desk.wait_for(ZH.steered.format(code, ZH.desk.settings[said]))
            await tour.desk.wait_until(partial(_is_held, code, paused), said)


def _is_held(code: str, wanted: bool, screen: Screen) -> bool:
    return any(line.strip().startswith(code) and ZH.desk.paused in line for line in screen.lines) is wanted


async def read_the_accounts(tour: Tour) -> None:
    """See which account fails, and of what nobody can say yet."""
    accounts = tour.stage.city.accounts
    await tour.go_to("accounts", ZH.platform, f"/ {len(accounts)}")
    on_wechat = sum(account.platform == "微信" for account in accounts)
    async with tour.filtered("platform:微信", kept=on_wechat, of=len(accounts), by=ZH.vetoes):
        await tour.keep("accounts")


async def see_the_end(tour: Tour) -> None:
    """Wait until everything is fetched and scored."""
    sites = len(tour.stage.city.sites)
    await tour.go_to("overview", ZH.dead)
    await tour.is_now(State.FINISHED, within=LONGEST)
    shown = await tour.keep("overview-finished", f"{ZH.sites_finished} {sites}/{sites}")
    assert shown.number(ZH.dead) == 0
