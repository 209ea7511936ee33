"""A finding as lines for two panes: what is known of it, and its page as it was kept. Foreign text is made harmless."""

from collections.abc import Iterator
from typing import Final

from infra.plaintext import plain
from tui.kept_page import MOST_TEXT, KeptPage
from tui.locale.words import Words
from tui.readers.finding import Breach, FindingDetail, Rule
from tui.site_rows import FindingRow
from tui.text import safe
from tui.widgets.text_pane import PaneLine

#: Addresses and details are shown whole, but for what no page and no person writes.
_LONGEST: Final = 8_000
_STATES: Final = {"suspected": "warn", "appealed": "warn", "confirmed": "bad", "dismissed": "dim", "hint": "dim"}


def facts_of(row: FindingRow, known: FindingDetail | None, words: Words) -> list[PaneLine]:
    """Give the lines on a finding; before it was read, what its row in the list says."""
    if known is None or known.rule is None or known.breach is None:
        return list(_row(row, words))
    return [*_breach(known.breach, words), PaneLine(text=""), *_rule(known.rule, words), *_place(known.breach, words)]


def page_of(known: FindingDetail | None, words: Words) -> tuple[str, list[PaneLine]]:
    """Give a title and the lines of what was kept; none where nothing was, or where it is no text."""
    if known is None or known.breach is None:
        return words.site.page, []
    page = known.page
    if page is None:
        return words.site.nothing_kept, []
    if page.fault:
        return words.site.unreadable.format(safe(page.fault)), []
    if not page.is_text:
        return words.site.not_text.format(safe(page.media), page.size), []
    status = page.status or "-"
    title = words.site.page_of.format(safe(page.media), page.size, status, safe(page.received), page.places)
    return title, list(_text(page, words))


def _text(page: KeptPage, words: Words) -> Iterator[PaneLine]:
    yield from (PaneLine(text=line.text, marks=line.marks) for line in page.lines)
    if page.cut:
        yield PaneLine(text=words.site.cut.format(MOST_TEXT // 1000), tone="warn")


def _row(row: FindingRow, words: Words) -> Iterator[PaneLine]:
    state = words.site.finding_states.get(row.state, row.state)
    yield _line(words.state, f"{state}  {words.site.costs.format(f'{row.points:g}')}", _STATES.get(row.state, ""))
    yield from _addresses(row.url, row.found_on, words)


def _breach(one: Breach, words: Words) -> Iterator[PaneLine]:
    state = words.site.finding_states.get(one.state, one.state)
    yield _line(words.state, f"{state}  {words.site.costs.format(one.points)}", _STATES.get(one.state, ""))
    for at, word in enumerate(one.said):
        decision = words.site.decisions.get(word.decision, word.decision)
        told = "  ".join(part for part in (decision, word.by, word.at, word.text, word.proof) if part)
        yield _line(words.site.said if at == 0 else "", told)
    if not one.said:
        yield _line(words.site.said, words.site.nobody_said, "dim")
    yield from _addresses(one.url, one.found_on, words)
    if one.seen_at:
        yield _line(words.site.seen, one.seen_at)
    for at, told in enumerate(one.told):
        yield _line(words.site.detail if at == 0 else "", told)


def _addresses(url: str, found_on: str, words: Words) -> Iterator[PaneLine]:
    for name, address in ((words.address, url), (words.site.found_on, found_on)):
        if address:
            yield _line(name, address)


def _rule(one: Rule, words: Words) -> Iterator[PaneLine]:
    part = words.site.parts.get(one.part, one.part)
    yield _line(words.site.clause, f"{one.clause} {one.indicator}  {one.area}  {part}", "strong")
    yield _line(words.site.rule, one.text)
    yield _line(words.site.way, words.site.ways.get(one.way, one.way))
    yield _line(words.site.source, f"{one.source} ({words.site.sure if one.sure else words.site.unsure})")
    for at, limit in enumerate(one.limits):
        sure = words.site.sure if limit.sure else words.site.unsure
        yield _line(words.site.limit if at == 0 else "", f"{limit.name} {limit.value}: {limit.source} ({sure})")
    if one.part in ("deduction", "bonus"):
        yield _line(words.site.points, words.site.sum_of_points.format(one.each, one.cap, one.claimed, one.counted))
    if one.before:
        yield _line("", words.site.score_step.format(one.before, one.after))


def _place(one: Breach, words: Words) -> Iterator[PaneLine]:
    for name, text in ((words.site.digest, one.digest), (words.site.location, one.evidence)):
        if text:
            yield _line(name, text)


def _line(name: str, text: str, tone: str = "") -> PaneLine:
    return PaneLine(name=name, text=plain(text[:_LONGEST]), tone=tone)
