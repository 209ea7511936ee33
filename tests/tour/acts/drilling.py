"""From all sites to one, from there to a finding, and to the page that was kept of it."""

from tests.tour.tour import Tour
from tui.locale.zh import ZH

UNIT = "鄂州市教育局"
#: A clause that this unit broke by the plan of the city, on a page of which the bytes are kept.
CLAUSE = "D8.2"
#: What the line above a kept page ends in, before the number of places that are marked in it.
_MARKED = ZH.site.page_of.split("{}")[-2].strip()


async def drill(tour: Tour) -> None:
    """Open the site, its findings, one finding, and see the kept page with the place marked."""
    sites = len(tour.stage.city.sites)
    await tour.go_to("sites")
    async with tour.filtered(f"unit:{UNIT}", kept=1, of=sites, by=ZH.score):
        await tour.desk.press("Enter")
        await tour.desk.wait_for(UNIT, ZH.site.standing, without=[ZH.site.reading])
        await tour.keep("site")
        await tour.desk.press("Tab")
        await tour.keep("site-findings", ZH.site.indicator, CLAUSE)
        await tour.desk.press("/")
        await tour.desk.type(f"clause:{CLAUSE}")
        await tour.desk.press("Enter")
        await tour.desk.wait_for(CLAUSE)
        await tour.desk.press("Enter")
        await tour.desk.wait_for(CLAUSE, ZH.site.finding_states["confirmed"], _MARKED, without=[ZH.site.reading])
        await tour.keep("finding")
        await tour.desk.press("Escape")
        await tour.desk.wait_for(f"clause:{CLAUSE}", ZH.site.indicator)
        await tour.desk.press("Escape")
        await tour.desk.wait_until(lambda screen: f"clause:{CLAUSE}" not in screen.text, "without the filter")
        await tour.desk.press("Escape")
        await tour.desk.wait_for(ZH.shown.format(1, sites, ZH.score))
