"""An explanation as lines of text: 80 cells wide, plain in a pipe too, addresses whole on lines of their own.

What only repeats what is settled is left out unless one clause is asked for; ``--json`` has everything.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from shlex import quote
from typing import Final

from infra.clock import moment_of_ms
from scoring.explain.arithmetic import Step, StepKind
from scoring.explain.explained import ExplainedClause, ExplainedFinding, Explanation, Vote
from scoring.explain.spread import Spread
from scoring.findings import State
from scoring.review import Review
from scoring.standard.parts import Part
from tui.text import fit, percent, safe, width, wrap

#: Cells of a line.
WIDTH: Final = 80
_NAME: Final = 11
#: Findings and drawn addresses of a clause that are shown unless that clause is asked for.
_SHOWN: Final = 5


def whole(found: Explanation) -> Iterator[str]:
    """Give the lines on a target: result, arithmetic, range, vetoes, and the clauses that something is found of."""
    yield from head(found)
    if found.steps:
        yield from ("", "Arithmetic")
        yield from (_step(step) for step in found.steps)
    yield from _spread(found.spread)
    if found.votes:
        yield from ("", "Vetoes")
        yield from (line for vote in found.votes for line in _vote(vote))
    for one in found.clauses:
        if one.findings or one.counted or one.claimed:
            yield ""
            yield from clause(one, every=False)
    yield from _unsettled([one for one in found.clauses if one.gaps])
    sound = [one for one in found.clauses if one.is_sound]
    seen, said = ([one.clause.id for one in sound if bool(one.reviews) is cleared] for cleared in (False, True))
    if sound:
        yield ""
    for name, ids in (("sound", seen), ("cleared", said)):
        if ids:
            yield from _pair(name, f"{' '.join(ids)} ({len(ids)})")


def head(found: Explanation) -> Iterator[str]:
    """Who, when, by which rules, and with what result."""
    target, card = found.card.target, found.card
    yield from wrap(f"{target.name} ({target.code}), {target.kind} of {target.unit or '-'}", WIDTH)
    yield from _pair("inspection", f"{found.inspection.id}, as of {found.inspection.as_of}")
    yield from _pair("standard", f"{found.standard.name} {found.standard.title}")
    yield f"  digest {found.standard.digest}"
    yield from _pair("verdict", f"{card.verdict}: {'; '.join(found.reasons)}")
    low, high = card.range
    score = "none" if card.score is None else f"{card.score}, range {low} to {high}"
    yield from _pair("score", f"{score}; {percent(card.coverage)} of what the standard asks could be checked")
    pages = card.pages
    over = "the crawl is over" if card.complete else "the crawl is not over"
    yield from _pair("pages", f"{pages.done} done, {pages.failed} failed, {pages.blocked} blocked; {over}")


def clause(one: ExplainedClause, *, every: bool = True) -> Iterator[str]:
    """Give the lines on a clause; ``every``: all its findings and what was drawn, with the words it looks for."""
    rule, part = one.clause, one.indicator
    yield from wrap(f"{rule.id} {part.name} ({part.area}), {part.part}, {rule.way}", WIDTH)
    yield from _pair("rule", rule.rule)
    sure = "confirmed" if rule.confirmed else "not confirmed"
    yield from _pair("source", f"{rule.source} ({sure})")
    for name, limit in rule.limits.items():
        told = "confirmed" if limit.confirmed else "not confirmed"
        yield from _pair("threshold", f"{name} {limit.value}: {limit.source} ({told})")
    if every:
        for name, words in rule.words.items():
            yield from _pair("words", f"{name}: {' '.join(words.values)}")
    yield from _points(one)
    yield from _seen(one, every=every)
    for gap in one.gaps:
        yield from _pair("unchecked", gap.text)
    for row in one.reviews:
        yield from _pair("said", _said(row))
    shown = one.findings if every else one.findings[:_SHOWN]
    for finding in shown:
        yield from _finding(finding)
    if len(one.findings) > len(shown):
        yield f"  and {len(one.findings) - len(shown)} more: ask for {rule.id} alone"


def _points(one: ExplainedClause) -> Iterator[str]:
    if one.indicator.part is Part.DEDUCTION:
        text = f"{one.clause.each} a finding, at most {one.indicator.points} for {one.indicator.name}; "
        yield from _pair("points", f"{text}{one.claimed} found, {one.counted} counted")
    elif one.indicator.part is Part.BONUS:
        yield from _pair("points", f"at most {one.clause.each}; {one.claimed} granted, {one.counted} counted")


def _seen(one: ExplainedClause, *, every: bool) -> Iterator[str]:
    if one.decided is None:
        return
    state = "open" if one.decided.open else "settled"
    yield from _pair("coverage", f"{percent(float(one.decided.coverage))}, {state}")
    if one.decided.numbers:
        counted = ", ".join(f"{name} {'-' if value is None else value}" for name, value in one.decided.numbers.items())
        yield from _pair("numbers", counted)
    drawn = one.decided.sample
    if drawn:
        yield from _pair("drawn", f"{len(drawn)} by the seed {one.seed}")
        yield from (f"    {safe(url)}" for url in (drawn if every else drawn[:_SHOWN]))


def _finding(one: ExplainedFinding) -> Iterator[str]:
    found = one.finding
    cost = f", {found.points} points" if found.points else ""
    yield f"  - {found.id} {found.state}{cost}"
    for name, url in (("at", found.url), ("found on", found.found_on)):
        if url:
            yield f"    {fit(name, _NAME - 2)}{safe(url)}"
    if found.seen_at:
        yield from _pair("seen", f"{moment_of_ms(found.seen_at):%Y-%m-%d %H:%M:%S}", 4)
    for line in one.told:
        yield from _pair("", line, 4)
    for row in one.reviews:
        yield from _pair("said", _said(row), 4)
    if found.digest:
        yield f"    {safe(found.digest)}"
    if one.kept is None:
        yield from _pair("kept", f"{found.evidence or 'nothing'}", 4)
    elif one.kept.there:
        yield from _pair("kept", found.evidence, 4)
        file = quote(safe(str(one.kept.file)))
        yield f"    {fit('open', _NAME - 2)}tail -c +{one.kept.offset + 1} {file} | zcat | less"
    else:
        yield from _pair("kept", f"{found.evidence}, not on this machine", 4)


def _said(row: Review) -> str:
    when = f" at {row.at}" if row.at else ""
    why = f": {row.text}" if row.text else ""
    proof = f" ({row.evidence})" if row.evidence else ""
    return f"{row.decision} by {row.by}{when}{why}{proof}"


def _step(step: Step) -> str:
    left = f"{float(step.left):.4f}".rstrip("0").rstrip(".")
    change = {StepKind.DEDUCTION: f"-{step.points}", StepKind.BONUS: f"+{step.points}"}.get(step.kind, "")
    return f"  {fit(_what(step), WIDTH - 22)}{change:>9}{left:>10}"


def _what(step: Step) -> str:
    if step.kind is StepKind.DEDUCTION:
        findings = "1 finding" if step.findings == 1 else f"{step.findings} findings"
        return f"{step.clause} {step.indicator}: {findings}, {step.claimed} points, cap {step.cap}"
    if step.kind is StepKind.BONUS:
        return f"{step.clause} {step.indicator} (cap {step.cap} for all)"
    if step.kind is StepKind.GATE:
        return f"bonus part: {'open, above' if step.open else 'closed, not above'} {step.points}"
    words = {StepKind.BASE: "base", StepKind.SCALE: f"x {step.factor}, no outward services", StepKind.FINAL: "score"}
    return words[step.kind]


def _spread(spread: Spread) -> Iterator[str]:
    if not (spread.vetoes or spread.indicators or spread.bonus):
        return
    yield from ("", "Why the score is a range")
    if spread.vetoes:
        yield from _pair("vetoes", f"open, and any that stands leaves no score: {' '.join(spread.vetoes)}")
    for one in spread.indicators:
        yield from _pair("could cost", f"{one.indicator} {one.least} to {one.most}: {' '.join(one.clauses)}")
    if spread.bonus:
        most = sum((one.points for one in spread.bonus), Decimal(0))
        listed = " ".join(one.clause for one in spread.bonus)
        yield from _pair("could give", f"up to {most} before the cap, nobody has decided: {listed}")


def _vote(vote: Vote) -> Iterator[str]:
    one = vote.finding
    names = ", ".join(vote.by) or "nobody yet"
    lacking = f"; {vote.lacking} of {vote.wanted} different names lacking" if vote.lacking else ""
    word = {State.SUSPECTED: "confirmed by", State.CONFIRMED: "confirmed by", State.DISMISSED: "dismissed by"}[
        one.state
    ]
    yield from _pair(one.clause, f"{one.state} {one.id}, {word} {names}{lacking}")


def _unsettled(clauses: Iterable[ExplainedClause]) -> Iterator[str]:
    rows = list(clauses)
    if rows:
        yield from ("", "Not settled")
    for one in rows:
        covered = f" {percent(float(one.decided.coverage))}" if one.decided else ""
        yield from _pair(one.clause.id, f"{one.indicator.name}{covered}: {'; '.join(gap.text for gap in one.gaps)}")


def _pair(name: str, text: str, indent: int = 2) -> Iterator[str]:
    """A name and its text, which goes on below itself."""
    before = " " * indent + fit(name, _NAME + 2 - indent)
    for line in wrap(text, WIDTH - width(before)):
        yield (before + line).rstrip()
        before = " " * width(before)
