"""How well the reading reads: ``python -m tests.bench.reading DIR`` scores it against DIR/labels.jsonl.

A label is one JSON object a line: ``file``, ``url`` and the values a careful reader would write down. Per field: right;
wrong (another value, also where the truth is null); missed (nothing where there is something). A key that a label
leaves out is not judged. How fast it reads, ``rows/reading_speed.py`` measures.
"""

import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from spiders.reading.page import read

Json = Mapping[str, Any]
Verdict = tuple[str, Any, Any]
"""right, wrong or missed; what was found; what is true"""

_BLANKS = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_PUNCTUATION = re.compile(r"[\W_]+")


def _text(value: Any) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", str(value or "")))


def _number(value: Any) -> str:
    return _PUNCTUATION.sub("", _text(value))


def _instant(value: Any) -> str:
    """A date to the minute, or to the second where the label has seconds; a day alone is its midnight."""
    value = str(value or "")[:19]
    return f"{value}T00:00" if len(value) == 10 else value


def _judge(found: Any, true: Any, same: Callable[[Any], Any] = lambda value: value) -> Verdict:
    left, right = same(found), same(true)
    if left == right:
        return "right", found, true
    return ("missed" if found in (None, "", [], False) else "wrong"), found, true


def _judge_instant(found: Any, true: Any) -> Verdict:
    true = _instant(true)
    return _judge(_instant(found)[: len(true)] if true else _instant(found), true)


def judged(page: Json, label: Json) -> Iterator[tuple[str, Verdict]]:
    """Every field that a label judges, with its verdict."""
    kinds = {label["kind"], *label.get("kind_also", ())}
    yield "kind", _judge(page["kind"], page["kind"] if page["kind"] in kinds else label["kind"])
    for key in ("title", "source"):
        if key in label:
            yield key, _judge(page[key], label[key], _text)
    if "published" in label:
        yield "published", _judge_instant(page["published"], label["published"])
    if "column_path" in label:
        yield (
            "column_path",
            _judge([_text(name) for name in page["column"]["path"]], [_text(n) for n in label["column_path"]]),
        )
    if "meta" in label:
        for name in {*label["meta"], *(key for key in page["meta"] if key in _LABELLED_METAS)}:
            yield (
                "meta",
                _judge(page["meta"].get(name), label["meta"].get(name), lambda v: v if v is None else _text(v)),
            )
    for name, true in label.get("marks", {}).items():
        same: Callable[[Any], Any] = bool if isinstance(true, bool) else _number
        yield f"mark {name}", _judge(page["marks"][name], true, same)
    for key in ("document_number", "archived"):
        if key in label:
            yield key, _judge(page[key], label[key], _text)
    if "blank_column" in label:
        yield "blank", _judge(page["blank"], label["blank_column"])
    if "attachments" in label:
        yield "attachments", _judge(page["attachments"], label["attachments"], sorted)
    if "interpretation_links" in label:
        yield "interpretations", _judge(page["interpretations"], label["interpretation_links"], sorted)
    for key, name in (("next_page", "next"), ("page_count", "count")):
        if key in label:
            yield key, _judge(page["pages"][name], label[key])
    if "entries" in label:
        yield from _judged_entries(page["entries"], label["entries"])


_LABELLED_METAS = (
    "SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource",
)  # fmt: skip


def _judged_entries(entries: list[Json], label: Json) -> Iterator[tuple[str, Verdict]]:
    if "count" in label:
        yield "entries count", _judge(len(entries), label["count"])
    for key, place in (("first", 0), ("last", -1)):
        if key in label:
            entry = entries[place] if entries else {"title": None, "url": None, "date": None}
            yield "entries title", _judge(entry["title"], label[key]["title"], _text)
            yield "entries url", _judge(entry["url"], label[key]["url"])
            yield "entries date", _judge_instant(entry["date"], label[key]["date"])
    if "latest_date" in label:
        dates = [entry["date"] for entry in entries if entry["date"]]
        yield "entries latest", _judge_instant(max(dates, default=None), label["latest_date"])


def score(folder: Path) -> int:
    """Print every difference and a table of all fields; returns how many values were wrong or missed."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        page = read((folder / label["file"]).read_bytes(), label["url"]).to_json()
        for key, (verdict, found, true) in judged(page, label):
            table[key][verdict] += 1
            if verdict != "right":
                print(f"{label['file']}: {key} {verdict}: {found!r}, not {true!r}")
    print(f"\n{'field':<20}{'right':>7}{'wrong':>7}{'missed':>7}{'right %':>9}")
    for key, counts in sorted(table.items()):
        total = counts.total()
        numbers = "".join(f"{counts[verdict]:>7}" for verdict in ("right", "wrong", "missed"))
        print(f"{key:<20}{numbers}{100 * counts['right'] / total:>9.1f}")
    return sum(counts["wrong"] + counts["missed"] for counts in table.values())


def main(argv: list[str]) -> int:
    """Score a folder of labelled pages; 1 when anything was wrong or missed, 2 for bad use."""
    if len(argv) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    return 1 if score(Path(argv[0])) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
