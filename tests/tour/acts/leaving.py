"""The notice is written, the ranking and the log are read, and the operator goes home."""

from typing import Final

from docx import Document

from tests.tour.tour import Tour
from tui.locale.zh import ZH

#: Seconds that writing a notice may take.
WRITING: Final = 60.0


async def read_the_ranking(tour: Tour) -> None:
    """See the tables of the notice as they stand."""
    await tour.go_to("ranking")
    await tour.desk.wait_for(ZH.score, without=[ZH.waiting_for_data])
    await tour.keep("ranking")


async def write_the_notice(tour: Tour) -> None:
    """Have it refused while much is open, write it as a draft, and find in it every unit that the screens showed."""
    out = tour.stage.folder / "notice"
    await tour.desk.press("w")
    await tour.desk.wait_for(ZH.desk.folder, ZH.desk.write)
    await tour.desk.type(out.name)
    await tour.desk.wait_until(lambda screen: screen.line(ZH.desk.folder).endswith(f" {out.name}"), "typed")
    await tour.desk.press("Enter")
    refused = await tour.desk.wait_for(_before(ZH.desk.refused), within=WRITING)
    tour.album.keep("notice-refused", refused)
    assert not out.exists()
    # Past the folder, the notice's own words, what is missing, and the button that was refused.
    await tour.desk.step("Tab", "Tab", "Tab", "Tab", "Enter")
    written = (ZH.desk.steps["done"], _before(ZH.desk.written_draft))
    tour.album.keep("notice", await tour.desk.wait_for(*written, within=WRITING))
    cells = {cell.text for table in Document(str(out / "通报.docx")).tables for row in table.rows for cell in row.cells}
    assert {site.unit.name for site in tour.stage.city.sites} <= cells
    await tour.desk.press("Escape")
    await tour.desk.wait_until(lambda screen: ZH.desk.folder not in screen.text, "without the form")


def _before(text: str) -> str:
    """Give what a text begins with, before what is filled in."""
    return text.partition("{")[0].strip()


async def leave(tour: Tour) -> None:
    """Read the log, look the keys up, and leave."""
    await tour.go_to("log")
    await tour.keep("log", ZH.log)
    await tour.desk.press("?")
    await tour.keep("help", ZH.help_hint)
    await tour.desk.press("Escape")
    await tour.desk.wait_until(lambda screen: ZH.help_hint not in screen.text, "without the help")
    await tour.desk.press("q")
    assert await tour.desk.ended() == 0
