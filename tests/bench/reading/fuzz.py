"""``python -m tests.bench.reading.fuzz [--pages N] [--folder FOLDER] [--run R]`` reads N damaged pages and tells how.

The pages are those of the tests and, with FOLDER, every page up to 60 kB below it, damaged (``mutations``). Told are
the crashes, the slowest page and the peak of memory; exit 1 when a page crashed the reading, took more than a second
of CPU time, or memory went on growing. ``--page K`` writes page K of the run to standard output, to find out why.
"""

import argparse
import faulthandler
import resource
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from infra.records import PageSeen, decode, encode
from spiders.reading.links import MAX_LINKS
from spiders.reading.lists import MAX_ENTRIES
from spiders.reading.page import read
from tests.bench.reading.mutations import Pages
from tests.bench.reading.seeds import PATHS, seeds
from tests.spiders.reading import pages as written

#: Seconds of CPU time that one page may take.
SLOW = 1.0
#: Megabytes by which what is held may still grow after the first tenth of a run, and that one page may take.
GROWTH, PEAK = 100, 1_000
#: Seconds after which a reading that never ends is killed with its stack on standard error.
_NEVER = 120
_TOLD = 20
_CLAIMS = ("", "gbk", "utf-8", "big5")


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What a run came to."""

    pages: int = 0
    bytes: int = 0
    seconds: float = 0.0
    crashes: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, -1)
    """Seconds and number of the slowest page."""
    early: int = 0
    """Megabytes held after a tenth of the run."""
    held: int = 0
    """Megabytes held in the end."""
    peak: int = 0
    """The most megabytes at any moment."""

    @property
    def passed(self) -> bool:
        """Whether no page crashed, none was slow and memory did not go on growing."""
        return not self.crashes and not self.slow and self.held - self.early <= GROWTH and self.peak <= PEAK


def fuzz(pages: Pages, count: int, *, told: bool = False) -> Outcome:
    """Read so many damaged pages."""
    outcome = Outcome()
    begun = time.process_time()
    for number in range(count):
        if number % 200 == 0:
            faulthandler.dump_traceback_later(_NEVER, exit=True)
        body = pages.page(number)
        start = time.process_time()
        try:
            check(body, number)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            outcome.crashes.append(f"page {number}: {type(error).__name__}: {str(error)[:200]}")
        took = time.process_time() - start
        outcome.slowest = max(outcome.slowest, (took, number))
        if took > SLOW:
            outcome.slow.append(f"page {number}: {took:.2f} s, {len(body):,} bytes")
        outcome.pages += 1
        outcome.bytes += len(body)
        if number == count // 10:
            outcome.early = held()
        if told and number % 50_000 == 0:
            print(f"{number:>9,} pages, {held()} MB, slowest {outcome.slowest[0]:.3f} s", flush=True)
    faulthandler.cancel_dump_traceback_later()
    outcome.seconds, outcome.held = time.process_time() - begun, held()
    outcome.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return outcome


def check(body: bytes, number: int) -> None:
    """Read one page; whatever was read must fit the records and the bounds."""
    url, charset = written.SITE + PATHS[number % len(PATHS)], _CLAIMS[number % len(_CLAIMS)]
    found = read(body, url, charset=charset, as_of=written.AS_OF, fetched=written.AS_OF)
    seen = found.seen(written.AS_OF)
    stored = encode(seen)
    encode(found.to_json())
    if number % 8 == 0 and decode(stored, PageSeen) != seen:
        raise AssertionError("a record that does not read back")
    if len(found.links) > MAX_LINKS + MAX_ENTRIES or len(found.entries) > MAX_ENTRIES:
        raise AssertionError("more links or entries than are kept")


def held() -> int:
    """The memory that this process has now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() // 2**20


def main(argv: list[str]) -> int:
    """Run, and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.reading.fuzz", description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000, help="how many pages")
    parser.add_argument("--run", type=int, default=1, help="another number gives other pages")
    parser.add_argument("--folder", type=Path, help="pages to damage beside those of the tests")
    parser.add_argument("--page", type=int, help="write this page to standard output and read none")
    given = parser.parse_args(argv)
    pages = Pages(list(seeds(given.folder)), given.run)
    if given.page is not None:
        sys.stdout.buffer.write(pages.page(given.page))
        return 0
    outcome = fuzz(pages, given.pages, told=True)
    for line in (*outcome.crashes[:_TOLD], *outcome.slow[:_TOLD]):
        print(line)
    mean = outcome.bytes // max(outcome.pages, 1)
    print(f"{outcome.pages:,} pages of {mean:,} bytes in {outcome.seconds:.0f} s of CPU time")
    print(f"{len(outcome.crashes)} crashes, {len(outcome.slow)} over {SLOW:g} s", end="; ")
    print(f"slowest {outcome.slowest[0]:.3f} s (page {outcome.slowest[1]})", end="; ")
    print(f"memory {outcome.early} MB after a tenth, {outcome.held} MB in the end, {outcome.peak} MB at most")
    return 0 if outcome.passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
