"""The two tables of the score, in plain columns."""

from collections.abc import Mapping, Sequence

from tests.bench.reading.judging import Verdict, right_share

_SPOKEN = tuple(verdict for verdict in Verdict if verdict is not Verdict.NOT_JUDGED)


def print_table(table: Mapping[str, Sequence[Verdict]], pages: int) -> None:
    """A line a field; a page may have several values of one (ten tags), and is once in ``not judged`` without any."""
    print(f"\n{pages} pages")
    print(f"{'field':<22}" + "".join(f"{verdict:>11}" for verdict in Verdict) + f"{'right %':>9}")
    for field, verdicts in table.items():
        numbers = "".join(f"{verdicts.count(verdict):>11}" for verdict in Verdict)
        print(f"{field:<22}{numbers}{100 * right_share(verdicts):>9.1f}")


def print_rivals(compared: Mapping[str, Sequence[Verdict]]) -> None:
    """A column a reader of publication days."""
    print(f"\n{'published (day)':<22}" + "".join(f"{name:>12}" for name in compared))
    for verdict in _SPOKEN:
        print(f"{verdict:<22}" + "".join(f"{verdicts.count(verdict):>12}" for verdicts in compared.values()))
    print(f"{'right %':<22}" + "".join(f"{100 * right_share(verdicts):>12.1f}" for verdicts in compared.values()))
