"""Observations → ledger entries, and how entries merge. Pure, and the twin of ``infra/redis/lua/fold.lua``.

A ledger is a map of fields; two values of one field merge by taking the greater bytes. Every rule of merging is that
one: a date is a zero-padded number (maximum), a register begins with how certain and when it was seen (a page that
was seen beats one that could not be; then newest wins; then the value decides). A sample of pages keeps the k lowest
ranks, a rank being a hash of the address, or a part of what its member is called (``newest``). So repetition, order
and splitting among consumers do not matter.

Only what later checks need is kept: registers a column, not a page; exceptions, not links that open. What opened at a
second attempt leaves a tombstone, since an exception may have been recorded at the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

from infra.clock import end_of_day, parse_moment
from infra.records import ColumnSeen, Observation, Outcome, PageSeen, SuspicionKind, TaskKind, encode
from scoring.facts import FeedFact, HomeFact, LinkFact, Listing, PageFact, SuspectedFact
from scoring.ledger import dating, introduced, newest, published, trials
from scoring.ledger.entry import SAMPLE_SIZE, LedgerEntry, gone, register, sample_field, short, where

#: Kinds of page, as reading names them, that carry the tags and marks of a content page.
ARTICLES: Final = frozenset({"article", "policy", "interpretation", "message", "guide"})
_CRAWLED: Final = frozenset({TaskKind.COLUMN, TaskKind.ARTICLE})


@dataclass(slots=True)
class State:
    """A target's ledger in memory: fields, and for each page kind the rank of every sampled page."""

    fields: dict[str, bytes] = field(default_factory=dict)
    samples: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, entry: LedgerEntry) -> None:
        """Merge one entry in."""
        if entry.sample and not self._sampled(entry):
            return
        self.fields[entry.field] = max(self.fields.get(entry.field, b""), entry.value)

    def _sampled(self, entry: LedgerEntry) -> bool:
        ranks = self.samples.setdefault(entry.sample, {})
        ranks[entry.url] = entry.rank
        if len(ranks) > SAMPLE_SIZE:
            last = max(ranks, key=lambda url: (ranks[url], url.encode()))
            del ranks[last]
            self.fields.pop(sample_field(entry.sample, last), None)
        return entry.url in ranks


def merge(one: State, other: State) -> State:
    """Merge two ledgers of one target into a new one."""
    merged = State()
    for state in (one, other):
        sampled = {sample_field(kind, url) for kind, ranks in state.samples.items() for url in ranks}
        for name, value in state.fields.items():
            if name not in sampled:
                merged.add(LedgerEntry(target="", field=name, value=value))
        for kind, ranks in state.samples.items():
            for url, rank in ranks.items():
                name = sample_field(kind, url)
                merged.add(
                    LedgerEntry(target="", field=name, value=state.fields[name], sample=kind, rank=rank, url=url)
                )
    return merged


def fold(observations: Iterable[Observation], seed: str = "") -> dict[str, State]:
    """Fold observations into ledgers in memory, by target."""
    states: dict[str, State] = {}
    for observation in observations:
        for entry in entries(observation, seed):
            states.setdefault(entry.target, State()).add(entry)
    return states


def entries(observation: Observation, seed: str = "") -> list[LedgerEntry]:
    """What one observation says to the ledger. ``seed`` decides which pages a sample takes (the inspection's id).

    Raises ``ValueError`` when a date of the observation cannot be read.
    """
    fields = list(_link(observation))
    if observation.outcome is Outcome.OK and observation.page is not None:
        if observation.kind is TaskKind.HOME:
            fields.extend(_home(observation, observation.page))
        elif observation.page.kind == "column":
            fields.extend(_column(observation, observation.page))
        elif observation.page.kind == "endpoint":
            fields.extend(_endpoint(observation, observation.page))
        elif observation.page.kind in ARTICLES:
            fields.extend(_article(observation, observation.page))
    if observation.outcome is Outcome.OK and observation.feed is not None:
        feed = observation.feed
        fact = FeedFact(
            **where(observation),
            source=feed.source,
            posts=feed.posts,
            newest=feed.newest,
            future=feed.future,
            read=feed.read,
            suspicions=feed.suspicions,
        )
        _check_date(feed.newest)
        _check_date(feed.future)
        fields.append((f"feed:{observation.url}", register(observation, fact)))
    made = [LedgerEntry(target=observation.target, field=name, value=value) for name, value in fields]
    return [
        *made,
        *_sampled(observation, seed),
        *_suspected(observation, seed),
        *newest.entries(observation, seed),
        *published.entries(observation),
        *introduced.entries(observation),
        *dating.entries(observation),
        *trials.entries(observation),
    ]


def column_key(url: str, path: tuple[str, ...] = ()) -> str:
    """What tells one column from another: the address of its first page, else its path.

    Scheme, ``www.``, a default file name and a last slash make no difference. A fragment does: reading drops it from
    every address but those of columns that a directory keeps on one page.
    """
    if not url:
        return "path:" + " > ".join(path)
    parts = urlsplit(url)
    folder, _, file = parts.path.rpartition("/")
    stem = file.partition(".")[0].lower()
    where = folder if stem in ("", "index", "default") else parts.path
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{where}{'?' + parts.query if parts.query else ''}{'#' + parts.fragment if parts.fragment else ''}"


def full_path(column: ColumnSeen) -> tuple[str, ...]:
    """A column's path with its own name last, whichever way the breadcrumb was read."""
    return column.path if column.path[-1:] == (column.name,) else (*column.path, column.name)


def _link(observation: Observation) -> Iterable[tuple[str, bytes]]:
    opened = observation.outcome in (Outcome.OK, Outcome.REDIRECT)
    if opened and observation.attempt == 1:
        if observation.kind is TaskKind.HOME:
            yield f"u:{observation.url}", b"1"
        return
    if observation.kind is TaskKind.HOME:
        yield f"u:{observation.url}", b"1"
    name = f"x:{short(observation.url)}"
    if opened:
        yield name, gone(observation)
        return
    fact = LinkFact(
        **where(observation),
        kind=observation.kind,
        outcome=observation.outcome,
        status=observation.status,
        reason=observation.reason,
        found_on=observation.found_on,
    )
    yield name, register(observation, fact)


def _home(observation: Observation, page: PageSeen) -> Iterable[tuple[str, bytes]]:
    _check_date(page.newest)
    fact = HomeFact(
        **where(observation),
        entries=page.entries,
        undated=page.undated,
        newest=page.newest,
        readable=page.readable,
        marks=page.marks,
        tags=_tags(page),
        offers=page.offers,
        code=_said(page, "SiteIDCode"),
        name=_said(page, "SiteName"),
        plate=page.plate,
        doubts=page.doubts,
        ipv6=observation.ipv6,
    )
    yield f"h:{observation.url}", register(observation, fact)


def _column(observation: Observation, page: PageSeen) -> Iterable[tuple[str, bytes]]:
    column = page.column or ColumnSeen(url="", path=(), name=page.meta.get("ColumnName", "") or page.title)
    path = full_path(column)
    own = page.first_page and page.kind == "column"
    key = column_key(observation.url if own else column.url, path)
    if page.first_page:
        listing = Listing(
            **(where(observation) if own or not column.url else where(observation) | {"url": column.url}),
            name=column.name,
            path=path,
            type=column.type,
            archived=page.archived or observation.kind is TaskKind.ARCHIVED,
            blank=page.blank,
            readable=page.readable,
            entries=page.entries,
            undated=page.undated,
        )
        yield f"c:{key}", register(observation, listing)
    yield from _dates(key, page)


def _endpoint(observation: Observation, page: PageSeen) -> Iterable[tuple[str, bytes]]:
    """What a list endpoint told belongs to the column that it names, else to that of the page whose script asks it.

    ``e:`` is the most entries that one answer of the column gave, and how many of them were undated: by it a list that
    its page leaves to a script is known. An answer without any entry proves nothing.
    """
    if page.column is not None:
        yield from _column(observation, page)
    elif observation.found_on:
        key = column_key(observation.found_on)
        if page.entries:
            yield f"e:{key}", b"%06d%06d" % (min(page.entries, 999_999), min(page.undated, 999_999))
        yield from _dates(key, page)


def _article(observation: Observation, page: PageSeen) -> Iterable[tuple[str, bytes]]:
    if observation.depth == 1 and observation.kind is TaskKind.ARTICLE and page.newest:
        yield "w", _maximum(page.newest)
    if page.column is None or not page.column.name:
        return
    path = full_path(page.column)
    key = column_key(page.column.url, path)
    yield f"m:{key}", encode({"path": path, "type": page.column.type})
    yield from _dates(key, page)


def _dates(key: str, page: PageSeen) -> Iterable[tuple[str, bytes]]:
    if page.newest:
        yield f"n:{key}", _maximum(page.newest)
    if page.future:
        yield f"f:{key}", _maximum(page.future)


def _sampled(observation: Observation, seed: str) -> list[LedgerEntry]:
    page = observation.page
    if page is None or observation.outcome is not Outcome.OK or observation.kind not in _CRAWLED or page.archived:
        return []
    kind = "article" if page.kind in ARTICLES else page.kind
    if kind not in ("article", "column"):
        return []
    fact = PageFact(
        **where(observation),
        marks=page.marks,
        tags=_tags(page),
        code=_said(page, "SiteIDCode"),
        doubts=page.doubts,
    )
    return [_sample(observation, seed, kind, fact)]


def _suspected(observation: Observation, seed: str) -> list[LedgerEntry]:
    """Pages and files that bear suspicions: a sample of each kind, for a person needs examples and not all of them."""
    if observation.outcome is not Outcome.OK:
        return []
    found = [one for seen in (observation.page, observation.attachment) if seen for one in seen.suspicions]
    made = []
    for kind in sorted({one.kind for one in found}):
        of_kind = tuple(one for one in found if one.kind is kind)
        fact = SuspectedFact(**where(observation), found_on=observation.found_on, suspicions=of_kind)
        made.append(_sample(observation, seed, suspected_sample(kind), fact))
    return made


def suspected_sample(kind: SuspicionKind) -> str:
    """The name of the sample of pages and files that bear one kind of suspicion."""
    return f"suspected-{kind}"


def _sample(observation: Observation, seed: str, kind: str, fact: object) -> LedgerEntry:
    url = observation.url
    rank = int.from_bytes(blake2b(f"{seed}\0{url}".encode(), digest_size=6).digest())
    value = register(observation, fact)
    member = short(url)
    field = sample_field(kind, member)
    return LedgerEntry(target=observation.target, field=field, value=value, sample=kind, rank=rank, url=member)


def _tags(page: PageSeen) -> tuple[str, ...]:
    return tuple(sorted(name for name, value in page.meta.items() if value.strip() and name not in page.hollow))


def _said(page: PageSeen, tag: str) -> str:
    return "" if tag in page.hollow else page.meta.get(tag, "")


def _maximum(iso: str) -> bytes:
    """Epoch seconds of the last instant that a date stands for, as bytes that sort like the number."""
    return b"%015d" % max(int(end_of_day(parse_moment(iso)).timestamp()), 0)


def _check_date(iso: str | None) -> None:
    if iso is not None:
        parse_moment(iso)
