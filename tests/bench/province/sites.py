"""700 sites and their addresses: many small, a few as large as a site may be, spelled as these sites spell them.

Columns, days and numbers of a site's pages come in no order, so that neighbours in a queue have no more in common, for
Redis to compress, than those that a crawl finds.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from infra.records import Task, TaskKind

#: Pages of the largest sites: the default budget of a site.
LARGEST = 200_000
#: How fast sizes fall with rank: a few sites hold the most, most sites are small.
_FALL = 0.7
#: Of a hundred pages: columns, articles of the last year, older ones, archived ones; the rest are attachments.
_COLUMNS, _RECENT, _OLDER, _ARCHIVED = 2, 30, 80, 90

#: Multiples of the one, modulo the other, mix the pages' numbers and repeat none.
_STEP, _PRIME = 3_741_307, 8_999_993


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site; all its pages follow from this."""

    number: int
    pages: int

    @property
    def host(self) -> str:
        return f"www.wz{self.number}.gov.cn"

    @property
    def code(self) -> str:
        return f"42{self.number:08d}"

    def tasks(self) -> Iterator[Task]:
        """Every page as the crawl would find it, in no order of kinds."""
        home = f"http://{self.host}/"
        yield Task(target=self.code, kind=TaskKind.HOME, url=home)
        for page in range(1, self.pages):
            mixed = page * _STEP % _PRIME
            share = mixed % 100
            folder = f"{home}zwgk/c{mixed // 100 % 97:02d}/"
            day = f"20{10 + mixed % 14}{1 + mixed % 12:02d}{1 + mixed // 9 % 28:02d}"
            suffix = "pdf" if share >= _ARCHIVED else "html"
            yield Task(
                target=self.code,
                kind=_kind(share),
                url=f"{folder}{day[:6]}/t{day}_{1_000_000 + mixed}.{suffix}",
                found_on=f"{folder}index_{mixed // 1000 % 50}.html",
                depth=2 + mixed % 3,
                recent=share < _RECENT,
            )


def sites_of(number: int, urls: int) -> list[Site]:
    """Give so many sites with so many pages together, the largest first.

    Raises ``ValueError`` when that many pages do not fit.
    """
    if not number <= urls <= number * LARGEST:
        msg = f"{number} sites hold {number} to {number * LARGEST} pages, not {urls}"
        raise ValueError(msg)
    low, high = 1.0, float(urls) * number
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(_sizes(number, middle)) < urls else (low, middle)
    sizes = _sizes(number, low)
    left = urls - sum(sizes)
    for rank in range(number - 1, -1, -1):  # what rounding left goes to the small ones
        extra = min(max(0, left), LARGEST - sizes[rank], 1 + left // number)
        sizes[rank] += extra
        left -= extra
    return [Site(number=rank, pages=size) for rank, size in enumerate(sizes)]


def _sizes(number: int, largest: float) -> list[int]:
    return [max(1, min(LARGEST, int(largest * (rank + 1) ** -_FALL))) for rank in range(number)]


def _kind(share: int) -> TaskKind:
    if share < _COLUMNS:
        return TaskKind.COLUMN
    if share < _OLDER:
        return TaskKind.ARTICLE
    return TaskKind.ARCHIVED if share < _ARCHIVED else TaskKind.ATTACHMENT
