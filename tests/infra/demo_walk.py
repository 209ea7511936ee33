"""An inspection of the generated city in memory: its pages, the real reader, the real ledger rules and scorecards.

No Redis and no socket: what crawling and streaming add is tested elsewhere; here a page that reads otherwise than
planned, or a fault that costs otherwise, shows within seconds.
"""

import heapq
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.exceptions import DownloadConnectionRefusedError

from infra import posts, registry
from infra.clock import parse_as_of
from infra.demo.city import SILENT_HOST, DemoCity
from infra.demo.measure import Reported
from infra.demo.registry import WORDS, reviews, write_inputs
from infra.demo.server import CityServer
from infra.leases import Lease
from infra.records import Kind, Observation, Target, Task, TaskKind
from infra.words import read_words, shipped
from scoring import ledger
from scoring.checks import Context, Crawl
from scoring.checks.columns import judge
from scoring.facts import SiteFacts
from scoring.ledger.folding import State, fold
from scoring.review import of_target, read_reviews
from scoring.scorecard import Scorecard, score
from scoring.standard import load
from spiders.observing import Answer, Observer, Report
from spiders.reading.wording import Wording

AS_OF = parse_as_of("2024-02-29")
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What an inspection in memory came to: scorecards by code, and every address that was asked for."""

    cards: dict[str, Scorecard]
    asked: frozenset[str]


def walk(city: DemoCity, folder: Path) -> Walk:
    """Inspect the city as an operator would, with the registry and the reviews it writes into ``folder``."""
    registry_path, reviews_path = write_inputs(city, folder)
    targets = registry.read(registry_path).checked()
    standard = load("ezhou-2024")
    decisions = read_reviews(reviews_path, targets, standard)
    server = CityServer(city)
    observer = Observer(
        as_of=AS_OF,
        homes={target.code: target.url for target in targets if target.kind is Kind.SITE},
        max_attempts=_ATTEMPTS,
        wording=Wording((*(read_words(folder / WORDS) if city.words else ()), *shipped())),
    )
    cards: dict[str, Scorecard] = {}
    asked: set[str] = set()
    for target in targets:
        seen = list(_observed(target, folder, server, observer))
        asked.update(observation.url for observation in seen)
        facts = ledger.facts(target, fold(seen).get(target.code, State()).fields)
        crawl = Crawl(known=len(seen), done=len(seen), complete=True)
        context = Context(as_of=AS_OF, standard=standard, target=target, crawl=crawl, peers=_peers(target, targets))
        if isinstance(facts, SiteFacts):
            columns = judge(facts, standard, AS_OF, complete=True)
            context = Context(as_of=AS_OF, standard=standard, target=target, crawl=crawl, columns=columns)
        cards[target.code] = score(facts, context, of_target(decisions, target.code))
    return Walk(cards=cards, asked=frozenset(asked))


def findings(city: DemoCity, found: Walk) -> list[Reported]:
    """Give what an inspection reported as its findings.jsonl has it, without what people entered."""
    entered = {(row[0], row[1], row[5]) for row in reviews(city) if row[2] == "扣分"}
    return [
        Reported(
            target=code,
            clause=one.clause,
            state=str(one.state),
            indicator=one.indicator,
            url=one.url,
            found_on=one.found_on,
            detail=json.loads(json.dumps(one.detail, default=str)),
        )
        for code, card in found.cards.items()
        for one in card.findings
        if (code, one.clause, one.detail.get("text")) not in entered
    ]


def _peers(target: Target, targets: Sequence[Target]) -> tuple[Target, ...]:
    return tuple(
        other
        for other in targets
        if other.kind is target.kind is Kind.ACCOUNT and (other.unit, other.platform) == (target.unit, target.platform)
    )


def _observed(target: Target, folder: Path, server: CityServer, observer: Observer) -> Iterator[Observation]:
    """Crawl a target in the order of a frontier: by kind, then first come first served, each address once."""
    if target.kind is Kind.ACCOUNT and not target.feed.startswith("http"):
        yield posts.observe(target, folder, as_of=AS_OF, seen_at=1)
        return
    kind, url = (TaskKind.HOME, target.url) if target.kind is Kind.SITE else (TaskKind.FEED, target.feed)
    order = count()
    bands = list(TaskKind)
    waiting = [(0, next(order), Task(target=target.code, kind=kind, url=url))]
    known = {url}
    while waiting:
        task = heapq.heappop(waiting)[2]
        report = _report(task, server, observer)
        if report.observation is not None:
            yield report.observation
        for found in report.tasks:
            if found.url not in known:
                known.add(found.url)
                heapq.heappush(waiting, (bands.index(found.kind), next(order), found))


def _report(task: Task, server: CityServer, observer: Observer) -> Report:
    lease = Lease(id=1, task=task, attempt=_ATTEMPTS)
    parts = urlsplit(task.url)
    host = parts.hostname or ""
    if host == SILENT_HOST:
        return observer.of_failure(lease, DownloadConnectionRefusedError("refused"), 1)
    answer = server.answer(host, f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")
    headers = {"content-type": answer.media, "location": answer.location}
    return observer.of_answer(lease, Answer(status=answer.status, headers=headers, body=answer.body, latency_ms=1))
