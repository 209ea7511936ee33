"""A measurement as lines to read: a table per indicator, then each fault that was missed and each wrong finding."""

from collections.abc import Iterator

from infra.demo.measure import Measured
from infra.demo.stakes import Stake

_HEADS = ("planted", "found", "missed", "wrong", "decoys", "recall", "precision")


def lines(measured: Measured) -> Iterator[str]:
    """Give the lines: columns are apart by tabs."""
    yield "\t".join(("indicator", *_HEADS, "name"))
    for row in measured.rows:
        counts = (row.planted, row.planted - row.missed, row.missed, row.wrong, row.decoys)
        yield "\t".join(
            (row.indicator, *map(str, counts), f"{row.recall:.3f}", f"{row.precision:.3f}", row.name or "-")
        )
    yield from (f"missed\t{_told(stake)}" for stake in measured.missed)
    for one in measured.wrong:
        yield f"wrong\t{one.target}\t{one.clause}\t{one.url or '-'}\t{one.found_on or '-'}\t{one.detail}"
    yield from (f"decoy reported\t{_told(stake)}" for stake in measured.fooled)
    yield from measured.summary()


def _told(stake: Stake) -> str:
    return f"{stake.target}\t{stake.clause}\t{stake.places[0] if stake.places else '-'}\t{stake.what}"
