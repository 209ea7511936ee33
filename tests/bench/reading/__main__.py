"""``python -m tests.bench.reading FOLDER`` scores the reading against FOLDER/labels.jsonl.

Every value that differs from its label is listed; then a table says for each field how many were right, wrong (another
value), invented (a value where the truth is none), missed (nothing where there is one) and not judged; then the
publication dates stand beside those of htmldate and dateparser. Exit 1 when a field is right in less than 98 % or
anything was invented, 2 for bad use. How fast the reading reads, ``rows/reading_speed.py`` measures.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from tests.bench.reading import rivals
from tests.bench.reading.judging import FIELDS, Judged, Verdict, judged, right_share
from tests.bench.reading.labels import LabelError, Labelled, labelled
from tests.bench.reading.table import print_rivals, print_table

#: Least share of a field's values that must be right.
ENOUGH = 0.98


def main(argv: list[str]) -> int:
    """Score a folder."""
    if len(argv) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        pages = list(labelled(Path(argv[0])))
    except LabelError as error:
        print(f"reading: {error}", file=sys.stderr)
        return 2
    table = score(pages)
    print_table(table, len(pages))
    print_rivals(rivals.compared(pages))
    return 0 if passes(table) else 1


def score(pages: Iterable[Labelled]) -> dict[str, list[Verdict]]:
    """Print every difference; give all verdicts by field."""
    table: dict[str, list[Verdict]] = {field: [] for field in FIELDS}
    for page in pages:
        found = list(judged(page.read().to_json(), page.label))
        for one in found:
            table[one.field].append(one.verdict)
            if one.verdict is not Verdict.RIGHT:
                print(told(page, one))
        for field in table.keys() - {one.field for one in found}:
            table[field].append(Verdict.NOT_JUDGED)
    return table


def told(page: Labelled, one: Judged) -> str:
    """One difference in one line."""
    return f"{page.file}: {one.field} {one.verdict}: {one.found!r}, not {one.true!r}"


def passes(table: dict[str, list[Verdict]]) -> bool:
    """Whether every field is right often enough, and nothing was invented."""
    return all(right_share(verdicts) >= ENOUGH and Verdict.INVENTED not in verdicts for verdicts in table.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
