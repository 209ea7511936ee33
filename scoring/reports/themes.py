"""The notice's second part: the problems found, in three themes, each with real examples.

Only confirmed findings are named; what the machine merely suspects waits for a person. Examples are whole: site,
column, what. A theme names at most eight clauses, those that cost most, and two examples a clause.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from infra.plaintext import plain
from infra.records import Kind, Target
from scoring.findings import Finding, State
from scoring.reports.phrases import PHRASES, Phrase
from scoring.reports.rows import account_type
from scoring.standard import Standard
from scoring.standard.parts import Indicator, Part

_CLAUSES = 8
_NAMED = 2
_KINDS = 4
_NAME = 60
_TEXT = 80
#: The level-1 area, and the level-2 name of the veto, that are about messages; the rest is content and functions.
_INTERACTION = frozenset({"互动交流", "互动回应差"})


class Theme(StrEnum):
    """The three themes of the published notice, by the words of their headings."""

    CONTENT = "政府网站内容质量"
    INTERACTION = "政府网站互动留言"
    ACCOUNTS = "政务新媒体建设管理"


_SUBJECTS: Mapping[Theme, str] = {
    Theme.CONTENT: "部分政府网站",
    Theme.INTERACTION: "个别政府网站互动留言栏目",
    Theme.ACCOUNTS: "个别政务新媒体账号",
}


@dataclass(frozen=True, slots=True)
class _Breach:
    """One clause as broken by one target."""

    target: Target
    findings: list[Finding]


def theme_of(indicator: Indicator) -> Theme:
    """Tell under which heading a breach of an indicator is reported."""
    if indicator.applies is Kind.ACCOUNT:
        return Theme.ACCOUNTS
    return Theme.INTERACTION if {indicator.area, indicator.name} & _INTERACTION else Theme.CONTENT


def paragraph(theme: Theme, standard: Standard, targets: Iterable[Target], findings: Iterable[Finding]) -> str:
    """Write the text under one heading: clauses in the standard's order, targets in that of the findings."""
    by_code = {target.code: target for target in targets}
    clauses: dict[str, dict[str, _Breach]] = {}
    for finding in findings:
        target = by_code.get(finding.target)
        indicator = standard.indicator_of(finding.clause)
        if target is None or finding.state is not State.CONFIRMED or indicator.part is Part.BONUS:
            continue
        if theme_of(indicator) is theme:
            breaches = clauses.setdefault(finding.clause, {})
            breaches.setdefault(target.code, _Breach(target, [])).findings.append(finding)
    if not clauses:
        return "检查未发现此类问题。"
    told = _costliest({clause.id: clauses[clause.id] for clause in standard.clause if clause.id in clauses})
    kinds = list(dict.fromkeys(_phrase(standard, clause).kind for clause in told))
    examples = "；".join(_example(standard, clause, list(told[clause].values())) for clause in told)
    rest = len(clauses) - len(told)
    more = f"另有{rest}类问题见附表。" if rest else ""
    return f"检查发现，{_SUBJECTS[theme]}存在{'、'.join(kinds[:_KINDS])}等问题。如{examples}。{more}"


def _costliest(clauses: Mapping[str, dict[str, _Breach]]) -> dict[str, dict[str, _Breach]]:
    """Keep the clauses that cost most points, of equals those with most targets, in the order they come in."""

    def weight(clause: str) -> tuple[Decimal, int]:
        found = [finding for breach in clauses[clause].values() for finding in breach.findings]
        return sum((finding.points for finding in found), Decimal(0)), len(clauses[clause])

    kept = sorted(clauses, key=weight, reverse=True)[:_CLAUSES]
    return {clause: breaches for clause, breaches in clauses.items() if clause in kept}


def _phrase(standard: Standard, clause: str) -> Phrase:
    if clause in PHRASES:
        return PHRASES[clause]
    indicator = standard.indicator_of(clause)
    said = f"存在“{indicator.name}”问题" if indicator.part is Part.VETO else f"“{indicator.name}”指标不达标"
    return Phrase(indicator.name, said, said)


def _example(standard: Standard, clause: str, breaches: list[_Breach]) -> str:
    """Name one or two targets and what they did: a person's words for it, else the clause's.

    On a veto with a wording of its own a person's words are the reason of a vote, not a description.
    """
    phrase = _phrase(standard, clause)
    indicator = standard.indicator_of(clause)
    voted = indicator.part is Part.VETO and clause in PHRASES
    by_words: dict[str, list[_Breach]] = {}
    for breach in breaches:
        by_words.setdefault("" if voted else _words(breach.findings[0]), []).append(breach)
    parts = []
    for words, group in list(by_words.items())[:_NAMED]:
        if indicator.applies is Kind.ACCOUNT:
            parts.append(_accounts(clause, group, words or phrase.one))
        elif len(group) == 1:
            parts.append(f"{_site(group[0].target)}网站{words or phrase.one.format(column=_column(group[0]))}")
        else:
            parts.append(f"{'、'.join(_site(b.target) for b in group[:_NAMED])}等网站{words or phrase.many}")
    return "；".join(parts)


def _site(target: Target) -> str:
    return f"“{plain(target.name, _NAME).removesuffix('网站')}”"


def _accounts(clause: str, breaches: Sequence[_Breach], words: str) -> str:
    """Word a breach by accounts; several unfiled or double accounts are the unit's own fault."""
    first = breaches[0].target
    unit = plain(first.unit, _NAME)
    fellows = [breach.target for breach in breaches if breach.target.unit == first.unit]
    if clause == "A1" and len(fellows) > 1:
        return f"{unit}{len(fellows)}个政务新媒体{words}"
    if clause == "A2":
        platform = plain(first.platform, _NAME)
        return f"{unit}在{platform}平台同时开设多个账号，不符合“一单位在同一平台只开设一个账号”的检查要求"
    names = "、".join(f"“{plain(b.target.name, _NAME)}”{account_type(b.target)}" for b in breaches[:_NAMED])
    return f"{names}{'等' if len(breaches) > _NAMED else ''}{words}"


def _words(finding: Finding) -> str:
    """Give a person's own words for a finding, without the stop at their end."""
    text = finding.detail.get("text")
    return plain(text, _TEXT).rstrip("。；;.") if isinstance(text, str) else ""


def _column(breach: _Breach) -> str:
    """Name the columns: “甲” or “甲”等3个; empty when no finding names one."""
    names = [name for finding in breach.findings if (name := _column_name(finding))]
    if not names:
        return ""
    return f"“{names[0]}”{f'等{len(names)}个' if len(names) > 1 else ''}"


def _column_name(finding: Finding) -> str:
    name = finding.detail.get("column") or finding.detail.get("name")
    return plain(name, _NAME) if isinstance(name, str) else ""
