"""``xuncha demo``: the demo city served on loopback, inspected like any other, compared with what was published.

The city is another process, and the inspection knows its registry and its reviews only. What was planted is opened
here, after the inspection, to compare.
"""

import selectors
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.demo.compare import AccountRow, Row, accounts_agree, all_same, compare
from infra.demo.drawn import PUBLISHED, city_of
from infra.demo.measure import Measured, measure
from infra.demo.registry import NOTICE, write_inputs
from infra.demo.server import resolve_rows
from scoring.reports.info import NoticeInfo
from tui.errors import OperatorError
from tui.options import load_settings
from tui.running.prepare import Given, prepare
from tui.running.processes import last_line
from tui.running.progress import Progress
from tui.running.reporting import Publishing
from tui.running.run import RunPlan, run

AS_OF = "2024-02-29"
STANDARD = "ezhou-2024"
RATE = 50.0
"""Requests a second a host: the city is ours, and on loopback."""
START_SECONDS = 60.0
STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What was found against what was published, and against what was planted."""

    units: Sequence[Row]
    accounts: Sequence[AccountRow]
    measured: Measured

    @property
    def same(self) -> bool:
        """True when nothing differs; of a city that a seed made nothing was published."""
        published = bool(self.units) or bool(self.accounts)
        return self.measured.good and (not published or all_same(self.units, self.accounts))


def run_demo(  # noqa: PLR0913 - keywords, each a part of how it is run
    out: Path, *, workers: int, rate: float, headless: bool, progress: Progress, seed: int = PUBLISHED
) -> Comparison:
    """Serve the city of a seed, inspect it, compare.

    Raises ``OperatorError`` when the city cannot be served or the inspection fails.
    """
    city = city_of(seed)
    registry, reviews = write_inputs(city, out / "input")
    with served_city(out / "city.log", seed) as port:
        settings = load_settings(resolve=resolve_rows(city, port), rate=rate, data_dir=out / "data")
        given = Given(registry=registry, as_of=AS_OF, standard=STANDARD, reviews=reviews)
        notice = NoticeInfo.from_toml(out / "input" / NOTICE)
        plan = RunPlan(out=out, publishing=Publishing(notice=notice), workers=workers, headless=headless)
        run(settings, prepare(given, settings), plan, progress)
    scores = out / "scores.json"
    was_published = seed == PUBLISHED
    return Comparison(
        units=compare(scores, city) if was_published else (),
        accounts=accounts_agree(scores, city) if was_published else (),
        measured=measure(out / "findings.jsonl", city),
    )


@contextmanager
def served_city(log: Path, seed: int = PUBLISHED) -> Iterator[int]:
    """Serve the city of a seed by a process of its own while the block runs; give the port."""
    plan = "published" if seed == PUBLISHED else "drawn"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "infra.demo", "serve", "--port", "0", "--seed", str(seed), "--plan", plan],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            # Out of the reach of Ctrl-C: it is ended after the workers that fetch from it.
            process_group=0,
        )
        try:
            yield _port(process, log)
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()


def _port(process: "subprocess.Popen[bytes]", log: Path) -> int:
    """Read the port, which is the first line that the server prints."""
    line = _first_line(process)
    if not line.strip().isdigit():
        msg = f"the demo city could not be served: {last_line(log)} (see {log})"
        raise OperatorError(msg)
    return int(line)


def _first_line(process: "subprocess.Popen[bytes]") -> bytes:
    if process.stdout is None:
        return b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        return process.stdout.readline(32) if selector.select(START_SECONDS) else b""
