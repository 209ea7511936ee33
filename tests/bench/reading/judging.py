"""One page against its label: every field that the label judges, with a verdict.

Titles, names and sources are compared without blanks and zero-width characters, ICP and police records without
punctuation, a day alone as its midnight, a label's time to the minute or second that it gives.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = Mapping[str, Any]
Same = Callable[[Any], Any]

#: Every field, in the order of the table.
FIELDS = (
    *("kind", "title", "published", "source", "column path", "document number"),
    *("meta", "mark site_code", "mark icp", "mark police", "mark conac", "mark error_report"),
    *("entries count", "entries first", "entries last", "entries latest", "next page", "page count"),
    *("attachments", "interpretation_links", "archived", "blank"),
)
_METAS = frozenset(
    ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource")
)
_BLANKS = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_PUNCTUATION = re.compile(r"[\W_]+")


class Verdict(StrEnum):
    """What a value is worth."""

    RIGHT = "right"
    WRONG = "wrong"
    """Another value than the true one."""
    INVENTED = "invented"
    """A value where the page has none."""
    MISSED = "missed"
    """Nothing where the page has a value."""
    NOT_JUDGED = "not judged"
    """The label leaves it out."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One value of one page."""

    field: str
    verdict: Verdict
    found: Any
    true: Any


def right_share(verdicts: Sequence[Verdict]) -> float:
    """The share of the judged values that are right; 1 when none was judged."""
    count = len(verdicts) - verdicts.count(Verdict.NOT_JUDGED)
    return verdicts.count(Verdict.RIGHT) / count if count else 1.0


def judged(page: Json, label: Json) -> Iterator[Judged]:
    """Every value that a label judges; ``page`` is what ``xuncha page --json`` prints."""
    kinds = {label["kind"], *label.get("kind_also", ())}
    yield _one("kind", page["kind"], page["kind"] if page["kind"] in kinds else label["kind"])
    yield from _simple(page, label)
    if "published" in label:
        yield _instant("published", page["published"], label["published"])
    if "column_path" in label:
        yield _one("column path", page["column"]["path"], label["column_path"], _texts)
    if "meta" in label:
        for name in sorted({*label["meta"], *(_METAS & page["meta"].keys())}):
            yield _one("meta", page["meta"].get(name), label["meta"].get(name), _written)
    for name, true in sorted(label.get("marks", {}).items()):
        yield _one(f"mark {name}", page["marks"][name], true, bool if isinstance(true, bool) else _number)
    if "entries" in label:
        yield from _entries(page["entries"], label["entries"])


def _simple(page: Json, label: Json) -> Iterator[Judged]:
    rows: tuple[tuple[str, str, Any, Same], ...] = (
        ("title", "title", page["title"], text),
        ("source", "source", page["source"], text),
        ("document number", "document_number", page["document_number"], text),
        ("next page", "next_page", page["pages"]["next"], _as_it_is),
        ("page count", "page_count", page["pages"]["count"], _as_it_is),
        ("attachments", "attachments", page["attachments"], sorted),
        ("interpretation_links", "interpretation_links", page["interpretations"], sorted),
        ("archived", "archived", page["archived"], _as_it_is),
        ("blank", "blank_column", page["blank"], _as_it_is),
    )
    for field, key, found, same in rows:
        if key in label:
            yield _one(field, found, label[key], same)


def _entries(entries: list[Json], label: Json) -> Iterator[Judged]:
    if "count" in label:
        yield _one("entries count", len(entries), label["count"])
    for key, place in (("first", 0), ("last", -1)):
        if key in label:
            entry = entries[place] if entries else {"title": None, "url": None, "date": None}
            yield _one(f"entries {key}", entry["title"], label[key]["title"], text)
            yield _one(f"entries {key}", entry["url"], label[key]["url"])
            yield _instant(f"entries {key}", entry["date"], label[key]["date"])
    if "latest_date" in label:
        dated = [entry["date"] for entry in entries if entry["date"]]
        yield _instant("entries latest", max(dated, default=None), label["latest_date"])


def _as_it_is(value: Any) -> Any:
    return value


def _one(field: str, found: Any, true: Any, same: Same = _as_it_is) -> Judged:
    return Judged(field, verdict(same(found), same(true)), found, true)


def verdict(found: Any, true: Any) -> Verdict:
    """What a value is worth beside the true one; None, False and all that is empty is none."""
    if found == true:
        return Verdict.RIGHT
    if not found:
        return Verdict.MISSED
    return Verdict.WRONG if true else Verdict.INVENTED


def _instant(field: str, found: Any, true: Any) -> Judged:
    precise = instant(true)
    known = instant(found)
    return Judged(field, verdict(known[: len(precise)] if precise else known, precise), found, true)


def instant(value: Any) -> str:
    """A date to the minute, or to the second where it has seconds; a day alone is its midnight."""
    written = str(value or "")[:19]
    return f"{written}T00:00" if len(written) == 10 else written


def text(value: Any) -> str:
    """A value without blanks, in one width."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", str(value or "")))


def _texts(values: Any) -> list[str]:
    return [text(value) for value in values or ()]


def _number(value: Any) -> str:
    return _PUNCTUATION.sub("", text(value))


def _written(value: Any) -> str | None:
    """A tag's value; an absent tag is None and an empty one is empty."""
    return None if value is None else text(value)
