"""Why a page's list is what it is: its entries and their dates, the next page and the number of pages."""

from dataclasses import replace

from spiders.reading.cms import registry
from spiders.reading.margin import Note, Where
from spiders.reading.rules import Rule
from spiders.reading.why.because import Because
from spiders.reading.why.least import least
from spiders.reading.why.places import Spot
from spiders.reading.why.view import Found, View

#: Scripts of a page that are asked one by one whether they wrote its pager.
MOST_SCRIPTS = 40
#: What is said of a date of which the page shows a part.
_COMPLETED = "所缺的年或日由网址、监测时间点或取得时间补出"


class Listed:
    """The list of one page."""

    def __init__(self, view: View) -> None:
        self._page, self._shown, self._margin = view.page, view.shown, view.margin
        self._places, self._dated = view.places, view.dated

    def entries(self) -> Found:
        """Each entry, and its date where it has one."""
        for number, (entry, value) in enumerate(zip(self._page.entries, self._shown["entries"], strict=True)):
            note, date = self._margin.of("entries", entry), self._margin.of("entries.date", entry)
            if note is None:
                spot = self._places.said(entry.title, Where.SOURCE)
                yield f"entries.{number}", Because(value=value, rule=Rule.LIST_RECORDS, spot=spot)
            else:
                yield f"entries.{number}", Because(value=value, rule=note.rule, spot=self._places.of(note))
            if entry.date is None:
                continue
            rule = date.rule if date is not None else Rule.ENTRY_RECORD
            spot = Spot(where=Where.SOURCE)
            if date is not None and note is not None:
                spot = self._dated.entry(date, entry.date, entry.url, (note.start, note.end))
            detail = _COMPLETED if self._dated.is_completed(spot, entry.date, entry.url) else ""
            yield f"entries.{number}.date", Because(value=value["date"], rule=rule, spot=spot, detail=detail)

    def pages(self) -> Found:
        """The next page, how many there are, and why further ones cannot be seen."""
        pages, system = self._page.pages, next(iter(self._margin.notes.get("pages.system", ())), None)
        note = self._margin.of("pages.next", pages.next) if pages.next else None
        written = self._system(system)
        if note is not None and note.rule is not Rule.NEXT_SYSTEM:
            yield "pages.next", Because(value=pages.next, rule=note.rule, spot=self._places.of(note))
        elif pages.next:
            yield "pages.next", replace(written, value=pages.next)
        if pages.count is not None:
            yield "pages.count", self._count(pages.count, written, by_system=note is None or note.said == "")
        if pages.barred:
            yield "pages.barred", Because(value=pages.barred, rule=Rule.NEXT_BARRED)

    def _count(self, count: int, written: Because, *, by_system: bool) -> Because:
        said = self._margin.of("pages.count", count)
        if said is not None:
            return Because(value=count, rule=said.rule, spot=self._places.of(said))
        if by_system and (written.detail or self._page.kind == "endpoint"):
            return replace(written, value=count, rule=Rule.COUNT_SYSTEM)
        return Because(value=count, rule=Rule.COUNT_LAST)

    def _system(self, note: Note | None) -> Because:
        """By which publishing system's words the list goes on, and the part of a script that says so."""
        if note is None:
            return Because(value=None, rule=Rule.NEXT_SYSTEM, spot=Spot(where=Where.SOURCE))
        because = Because(value=None, rule=Rule.NEXT_SYSTEM, detail=note.said, spot=Spot(where=Where.SOURCE))
        outline = self._places.outline
        for script in outline.scripts[:MOST_SCRIPTS]:
            alone = replace(outline, scripts=[script], margin=None)
            if script.code and registry.onward(alone, self._page.url) == note.value:
                start, end = least(script.code, lambda code: self._is_said(code, note))
                return replace(because, spot=self._places.said(script.code[start:end], Where.SOURCE))
        return because

    def _is_said(self, code: str, note: Note) -> bool:
        outline = self._places.outline
        script = next(one for one in outline.scripts if code in one.code)
        alone = replace(outline, scripts=[replace(script, code=code)], margin=None)
        return registry.onward(alone, self._page.url) == note.value
