"""What an earlier inspection kept, used again: whether a page is asked if it has changed, and by what.

Home pages and feeds are always fetched whole. There is one of each to a target, and the gravest verdicts rest on them
(单项否决: a site that does not open, nothing new for weeks): what a crawl can save lies elsewhere. Columns, articles
and attachments may be called unchanged by their server, once its word has been tried (``spiders.hosts.trust``), on the
first attempt, and as long as the kept bytes are there, whole and sound. In every other case the page is fetched as if
there had been no earlier inspection.
"""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from infra import metrics, warc
from infra.evidence import EvidenceError, EvidenceStore, digest, folder_of
from infra.frontier import Lease
from infra.plaintext import plain
from infra.records import Observation, Outcome, TaskKind
from infra.settings import Settings
from infra.validators import ValidatorIndex, Validators, prepare
from spiders.fetching.room import FREE
from spiders.guards import size_cap
from spiders.hosts.trust import Trust, Word
from spiders.reusing.conditions import Condition

logger = logging.getLogger(__name__)

_MAY_BE_UNCHANGED = frozenset({TaskKind.COLUMN, TaskKind.ARTICLE, TaskKind.ARCHIVED, TaskKind.ATTACHMENT})
#: Pages whose kept bytes proved useless after which the earlier inspection is given up.
_MOST_FAILURES = 50_000

#: What a page may be read as that is better looked at afresh than believed to be so still.
_TROUBLE = frozenset({"error", "challenge"})


class AskWholeError(Exception):
    """An answer to a conditional request that is of no use; the page is to be asked for again, whole."""


def is_sound(observation: Observation | None) -> bool:
    """Tell whether kept bytes, as they are read now, may stand for a page that its server calls unchanged.

    What kept the inspector out then, led elsewhere, or shows nothing, is asked for whole: no point is lost unseen.
    """
    if observation is None or observation.outcome is not Outcome.OK:
        return False
    page = observation.page
    return page is None or not (page.kind in _TROUBLE or page.blank)


class Reuse:
    """One worker's use of one earlier inspection. All calls come from one event loop."""

    def __init__(self, index: ValidatorIndex, store: EvidenceStore, settings: Settings) -> None:
        self._index = index
        self._store = store
        self._settings = settings
        self._trust = Trust()
        self._whole: set[str] = set()
        self._given_up = False

    @classmethod
    async def open(cls, earlier: str, settings: Settings, *, leaving: Callable[[], bool]) -> Self | None:
        """Make ready what ``earlier`` kept on this machine, away from the event loop; None when ``leaving`` said so.

        Raises ``EvidenceError`` when nothing of it can be used here.
        """
        folder: Path = folder_of(settings.data_dir, earlier)
        if not await asyncio.to_thread(prepare, folder, leaving=leaving, tell=logger.warning):
            return None
        return cls(ValidatorIndex.open(folder), EvidenceStore(settings.data_dir, earlier, "reader"), settings)

    def condition(self, lease: Lease) -> Condition | None:
        """Say how a lease's page is asked whether it has changed; None when it is to be fetched whole."""
        task = lease.task
        if task.kind not in _MAY_BE_UNCHANGED or lease.attempt > 1 or self._given_up or task.url in self._whole:
            return None
        settings = self._settings
        if task.kind is TaskKind.ATTACHMENT and settings.evidence != "all" and settings.attachments == "head":
            return None  # its head is all that is read of it
        kept = self._kept(task.url)
        if kept is None or kept.size > size_cap(task.kind, self._settings):
            return None
        parts = urlsplit(task.url)
        who = (f"{parts.scheme}://{parts.netloc}", bool(kept.etag), bool(kept.last_modified))
        word = self._trust.word_of(who)
        return None if word is Word.BAD else Condition(url=task.url, kept=kept, who=who, trial=word is Word.UNTRIED)

    def is_believed(self, condition: Condition) -> bool:
        """Tell whether the host may be taken at its word that the page has not changed, which no trial allows."""
        if condition.trial:
            self._disbelieve(condition, "it calls a page unchanged whatever it is asked by")
        return self._trust.word_of(condition.who) is Word.GOOD

    def learn(self, condition: Condition, etag: str, last_modified: str, body: bytes) -> None:
        """Learn from a page that was sent: whether its validators tell these bytes from those that are kept."""
        same = (condition.kept.etag, condition.kept.last_modified) == (
            etag if condition.kept.etag else "",
            last_modified if condition.kept.last_modified else "",
        )
        if same and digest(body) != condition.kept.digest:
            self._disbelieve(condition, f"{plain(condition.url, 200)} changed, and its ETag or Last-Modified did not")
        elif condition.trial:
            self._trust.learn(condition.who, Word.GOOD)

    async def record(self, condition: Condition) -> warc.Record:
        """Give the kept record that a page is said still to be.

        Raises ``EvidenceError`` when it is not there, not whole, or of other bytes.
        """
        if condition.kept.size > FREE:
            return await asyncio.to_thread(self._record, condition)
        return self._record(condition)

    def fetch_whole(self, url: str, why: str) -> None:
        """Ask for this page no more whether it has changed; the first is told of, and when they become too many."""
        metrics.ERRORS.labels(where="reuse").inc()
        self._whole.add(url)
        if len(self._whole) == 1:
            logger.warning("%s is fetched whole, as others like it will be: %s", plain(url, 200), plain(why, 300))
        if len(self._whole) >= _MOST_FAILURES and not self._given_up:
            self._give_up(f"the bytes of {_MOST_FAILURES:,} pages are of no use")

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    def _kept(self, url: str) -> Validators | None:
        try:
            return self._index.of(url)
        except EvidenceError as error:
            self._give_up(str(error))
            return None

    def _record(self, condition: Condition) -> warc.Record:
        record = self._store.open(condition.kept.location, most=condition.kept.size)
        if record.head.url != condition.url or digest(record.body) != condition.kept.digest:
            msg = f"what is kept at {condition.kept.location} is not the page, or not all of it"
            raise EvidenceError(msg)
        return record

    def _disbelieve(self, condition: Condition, why: str) -> None:
        if self._trust.learn(condition.who, Word.BAD):
            logger.warning("pages of %s are fetched whole: %s", plain(condition.who[0], 200), why)

    def _give_up(self, why: str) -> None:
        self._given_up = True
        logger.error("every page is fetched whole from here on: %s", why)
