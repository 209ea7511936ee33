"""Links that need not be offered again: the frontier has confirmed them to this worker a short while ago.

Every page of a site bears the site's own frame, so most links of a page were on the page before. Each is told here by
the 64 bits of its hash before a task is made of it, let alone sent; the frontier, which deduplicates for the whole
cluster, sees those that may be new. What is here must be known there, so whoever offers notes links only when the
frontier has confirmed them, leaves out what a budget kept out, and forgets all when Redis was away: after a fall it has
forgotten up to a second itself. A page that left a link out meanwhile loses nothing by it: the page that had offered
the link was settled after the offer, so Redis has forgotten that too, and the page is read again; of several shards one
may forget alone, and ``spiders.leases.sent`` sends it what it has lost.
"""

from collections.abc import Iterable

from infra.records import RequestTask, Task

#: Links of a generation. Two of them take some 15 MiB; one new link in 10¹⁴ has the hash of one of so many.
GENERATION = 100_000


class RecentLinks:
    """A set of ``(target, url)`` that keeps those last met: at least ``generation`` of them, at most twice as many.

    A foreign spider's requests are told apart by their keys instead of their addresses.
    """

    def __init__(self, generation: int = GENERATION) -> None:
        self._generation = generation
        self._young: set[int] = set()
        self._old: set[int] = set()

    def __contains__(self, link: object) -> bool:
        mark = hash(link)
        if mark in self._young:
            return True
        if mark not in self._old:
            return False
        self._keep(mark)
        return True

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def note(self, tasks: Iterable[Task]) -> None:
        """Remember tasks that the frontier knows."""
        for task in tasks:
            self._keep(_mark(task))

    def drop(self, tasks: Iterable[Task]) -> None:
        """Forget tasks that the frontier does not know."""
        marks = {_mark(task) for task in tasks}
        self._young -= marks
        self._old -= marks

    def forget(self) -> None:
        """Forget all."""
        self._young, self._old = set(), set()

    def _keep(self, mark: int) -> None:
        if len(self._young) >= self._generation and mark not in self._young:
            self._young, self._old = set(), self._young
        self._young.add(mark)


def _mark(task: Task) -> int:
    return hash((task.target, task.key if isinstance(task, RequestTask) else task.url))
