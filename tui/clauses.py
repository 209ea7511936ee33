"""A clause of a standard as a readable page: what it asks, what it costs, where each number was read, who judges it."""

from collections.abc import Iterator

from scoring.checks import check
from scoring.findings import number
from scoring.standard import Standard
from scoring.standard.parts import Clause, ColumnType, Number, Part, Statement, Way, Words
from tui.errors import OperatorError

Pairs = list[tuple[str, object]]

_WAYS = {
    Way.AUTO: "auto: the crawl shows it",
    Way.PROBE: "probe: needs measuring over days",
    Way.ASSIST: "assist: the machine suspects, a person decides",
    Way.MANUAL: "manual: a person enters it",
}


def row(standard: Standard, clause: Clause) -> tuple[object, ...]:
    """A clause as a line of a table: id, indicator, points, cap, way, check, source, rule."""
    indicator = standard.indicator_of(clause.id)
    costs = indicator.part in (Part.DEDUCTION, Part.BONUS)
    return (
        clause.id,
        indicator.name,
        clause.each if costs else None,
        indicator.points if costs else None,
        clause.way,
        "yes" if check.get(clause.id) else None,
        _sure(clause.confirmed),
        clause.rule,
    )


def gates(standard: Standard) -> Pairs:
    """The numbers that hold for all sites, and those of the supervision assessment."""
    general = standard.general
    named = ("full", "bonus_cap", "pass_mark", "bonus_gate", "service_base", "veto_confirmations")
    pairs: Pairs = [(name.replace("_", " "), _number(getattr(general, name))) for name in named]
    scopes = (("deductions for", general.deductions_for), ("bonus for", general.bonus_for))
    pairs += [(name, f"{one.value} ({_source(one.source, confirmed=one.confirmed)})") for name, one in scopes]
    if office := standard.supervision:
        told = f"{office.full.value} + {office.bonus_cap.value}, {office.pass_mark.value} / {office.bonus_gate.value}"
        pairs.append(("supervision", f"{told} ({_source(office.full.source, confirmed=office.full.confirmed)})"))
    return pairs


def page(standard: Standard, wanted: str) -> Pairs:
    """All of one clause, or of one general rule, as names and values. Raises ``OperatorError`` when there is none."""
    found = _find(standard, wanted)
    if isinstance(found, Statement):
        return [("rule", f"{found.id} {found.text}"), ("source", _source(found.source, confirmed=found.confirmed))]
    return list(_page(standard, found))


def told(standard: Standard, wanted: str) -> dict[str, object]:
    """The same for programs; points and limits as numbers. Raises ``OperatorError`` when there is none."""
    found = _find(standard, wanted)
    if isinstance(found, Statement):
        return {"id": found.id, "text": found.text, "source": found.source, "confirmed": found.confirmed}
    indicator = standard.indicator_of(found.id)
    return {
        "id": found.id,
        "rule": found.rule,
        "indicator": {"id": indicator.id, "name": indicator.name, "area": indicator.area},
        "part": indicator.part,
        "applies": indicator.applies,
        "way": found.way,
        "each": number(found.each),
        "cap": number(indicator.points),
        "cap_source": {"source": indicator.source, "confirmed": indicator.confirmed},
        "reason": found.reason,
        "limits": {name: {**_told(one), "value": number(one.value)} for name, one in found.limits.items()},
        "words": {name: {**_told(one), "values": list(one.values)} for name, one in found.words.items()},
        "periods": [
            {"type": one.id, "name": one.name, "days": one.days, "months": one.months, **_told(one)}
            for one in _types(standard, found)
        ],
        "source": found.source,
        "confirmed": found.confirmed,
        "check": _check(found) or None,
    }


def _page(standard: Standard, clause: Clause) -> Iterator[tuple[str, object]]:
    indicator = standard.indicator_of(clause.id)
    yield "clause", f"{clause.id} {clause.rule}"
    yield "source", _source(clause.source, confirmed=clause.confirmed)
    yield "indicator", f"{indicator.id} {indicator.name} ({indicator.area}), {indicator.part} of a {indicator.applies}"
    yield "way", _WAYS[clause.way]
    if indicator.part in (Part.DEDUCTION, Part.BONUS):
        at_most = "at most" if indicator.part is Part.BONUS else "each"
        yield "points", f"{clause.each} {at_most}"
        yield "cap", f"{indicator.points} ({_source(indicator.source, confirmed=indicator.confirmed)})"
    for name, limit in clause.limits.items():
        yield name.replace("_", " "), _number(limit)
    for one in _types(standard, clause):
        yield "period", f"{one.name}: {_period(one)} ({_source(one.source, confirmed=one.confirmed)})"
    for name, words in clause.words.items():
        yield name, f"{' '.join(words.values)} ({_source(words.source, confirmed=words.confirmed)})"
    if clause.reason:
        yield "in the notice", clause.reason
    yield "check", _check(clause) or "none"


def _find(standard: Standard, wanted: str) -> Clause | Statement:
    office = standard.supervision.statements if standard.supervision else ()
    known: dict[str, Clause | Statement] = {one.id: one for one in (*standard.general.statements, *office)}
    known |= standard.clauses
    found = next((one for id_, one in known.items() if id_.casefold() == wanted.casefold()), None)
    if found is None:
        msg = f"{standard.name} has no clause {wanted!r}; `xuncha standard show {standard.name}` lists them"
        raise OperatorError(msg)
    return found


def _types(standard: Standard, clause: Clause) -> list[ColumnType]:
    kinds = {one.id: one for one in standard.column_type}
    return [kinds[one] for one in clause.column_types]


def _check(clause: Clause) -> str:
    """The function that judges it, as a reader finds it in the code."""
    run = check.get(clause.id)
    return f"{run.__module__}.{getattr(run, '__name__', '')}" if run else ""


def _period(kind: ColumnType) -> str:
    parts = [f"{count} {name}" for count, name in ((kind.days, "days"), (kind.months, "months")) if count]
    return " and ".join(parts) or "none"


def _told(part: ColumnType | Number | Words) -> dict[str, object]:
    return {"source": part.source, "confirmed": part.confirmed}


def _number(one: Number) -> str:
    return f"{one.value} ({_source(one.source, confirmed=one.confirmed)})"


def _source(source: str, *, confirmed: bool) -> str:
    return f"{_sure(confirmed)}: {source}"


def _sure(confirmed: bool) -> str:
    return "confirmed" if confirmed else "unconfirmed"
