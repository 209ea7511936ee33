"""The machines: more workers, one killed and replaced, and what it held fetched again."""

import os
import re
import signal

from infra.inspections import State
from tests.tour.tour import Tour
from tui.locale.zh import ZH


async def scale_and_kill(tour: Tour) -> None:
    """Let the machine run a second worker; kill the first in the middle of its pages, and see another in its place."""
    await tour.pause_or_resume(State.RUNNING)
    with tour.stage.city_hangs():
        await tour.go_to("overview", ZH.leased)
        await tour.desk.wait_until(lambda screen: screen.number(ZH.leased) > 0, "pages under way")
        workers = await tour.go_to("workers", f"{tour.stage.node}-")
        name, pid = _worker(workers.line(f"{tour.stage.node}-"), tour.stage.node)
        await tour.desk.press("+")
        await tour.desk.wait_until(lambda screen: len(_workers(screen.text, tour.stage.node)) == 2, "two workers")
        await tour.keep("workers")
        os.kill(pid, signal.SIGKILL)
        await tour.desk.wait_until(
            lambda screen: len({*_workers(screen.text, tour.stage.node)} - {name}) == 2,
            f"another in the place of {name}",
        )
    await tour.pause_or_resume(State.PAUSED)


def _worker(line: str, node: str) -> tuple[str, int]:
    """Read a worker's name and process from its line of the list."""
    found = re.search(rf"({node}-\w+).*?\s(\d+)\s", line)
    assert found is not None, line
    return found[1], int(found[2])


def _workers(text: str, node: str) -> list[str]:
    return re.findall(rf"^ ({node}-\w+) ", text, re.MULTILINE)


async def retry_failures(tour: Tour) -> None:
    """See what the killed worker held among the failures, and fetch it again, after its number was typed."""
    shown = await tour.go_to("failures", "worker")
    lost = int(re.findall(ZH.shown.format(r"(\d+)", r"\d+", ".+"), shown.text)[0])
    await tour.keep("failures")
    async with tour.filtered("kind:worker", kept=lost, of=lost, by=ZH.time):
        await tour.desk.press("R")
        await tour.keep("failures-retry", ZH.confirm_retry.format(lost))
        await tour.desk.type(str(lost))
        await tour.desk.press("Enter")
        await tour.desk.wait_for(ZH.shown.format(0, 0, ZH.time))
    await tour.pause_or_resume(State.RUNNING)
