"""Holds what a run found against what the notice published: scores of the units, the failed accounts and why."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from infra.demo.city import DemoCity

#: How the notice words the two vetoes of accounts.
REASONS = {"M2.1": "2周内未更新", "M3.1": "未提供有效互动"}
_TENTH = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One unit of annex 1. ``found`` is None when the run gave no score."""

    unit: str
    published: float
    found: float | None
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One account that failed by the notice, by the run, or by both; reasons in the notice's words."""

    name: str
    account_type: str
    published: tuple[str, ...]
    found: tuple[str, ...]
    same: bool


class _Target(msgspec.Struct, frozen=True):
    code: str
    name: str
    kind: str
    unit: str
    verdict: str = ""
    score: float | None = None
    vetoes: list[str] = []


class _Scores(msgspec.Struct, frozen=True):
    targets: list[_Target]


def compare(scores: Path, city: DemoCity | None = None) -> list[Row]:
    """Compare the scores of the units whose score the notice gives, in its order, to a tenth of a point.

    ``scores`` is a run's scores.json. Raises ``ValueError`` when it is not one.
    """
    city = city or DemoCity()
    found = {target.unit: target for target in _read(scores) if target.kind == "site"}
    rows = []
    for unit in city.units:
        published = city.plan.of_site(unit.name).published
        if published is not None:
            target = found.get(unit.name)
            score = target.score if target and target.verdict != "pending" else None
            same = score is not None and abs(score - published) < _TENTH
            rows.append(Row(unit=unit.name, published=published, found=score, same=same))
    return rows


def accounts_agree(scores: Path, city: DemoCity | None = None) -> list[AccountRow]:
    """Compare the failed accounts and their reasons.

    An account that only one side failed, or that the run left undecided, is a row too, and differs.
    Raises ``ValueError`` when the file is not a run's scores.json.
    """
    city = city or DemoCity()
    found = {target.code: target for target in _read(scores) if target.kind == "account"}
    rows = []
    for code, account in city.account_codes.items():
        published = city.plan.of_account(account.key).vetoes
        target = found.get(code)
        settled = target is not None and target.verdict in {"qualified", "unqualified"}
        vetoes = tuple(sorted(target.vetoes)) if target and target.verdict == "unqualified" else ()
        if published or vetoes or not settled:
            rows.append(
                AccountRow(
                    name=account.name,
                    account_type=account.account_type,
                    published=_worded(published),
                    found=_worded(vetoes),
                    same=settled and published == vetoes,
                )
            )
    return rows


def all_same(rows: Collection[Row], accounts: Collection[AccountRow]) -> bool:
    """Whether the run found all that the notice published, and nothing else."""
    return bool(rows) and all(row.same for row in rows) and all(row.same for row in accounts)


def _worded(vetoes: Iterable[str]) -> tuple[str, ...]:
    return tuple(REASONS.get(veto, veto) for veto in vetoes)


def _read(path: Path) -> list[_Target]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Scores).targets
    except msgspec.DecodeError as error:
        msg = f"{path}: not a scores.json ({error})"
        raise ValueError(msg) from None
