"""Footer marks (网站标识): identity code, ICP record, police record, 党政机关 mark, error report (找错).

They are looked for in what the page shows, and then in its scripts, for many footers write them with
``document.write`` and ``unescape``; never in comments, of the markup or of a script. A page without any footer of its
own, and what a footer that a script loads may hold, is unknown rather than missing (``infra.records``).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from infra.records import MarksSeen
from spiders.reading.margin import Where
from spiders.reading.outline import Outline
from spiders.reading.rules import Rule
from spiders.reading.text import clean, without_comments

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼蜀"
_ICP = re.compile(
    rf"[{_PROVINCES}]\s?[Ii][Cc][Pp]\s?(?:备案?|证)?[：:\s]{{0,3}}\d{{5,12}}\s?号?(?:\s?[-—－]\s?\d{{1,3}})?"
)
#: ICP备案号：鄂05009999号, as some write it.
_ICP_LABEL = re.compile(
    rf"(?:ICP|icp)\s?备案?\s?(?:编?号|序号)?\s?[：:]?\s?[{_PROVINCES}]?\s?(?:[A-Z]\d-)?\d{{8,12}}\s?号?(?:-\d{{1,3}})?"
)
_POLICE = re.compile(rf"[{_PROVINCES}]\s?公\s?网\s?安\s?备\s?[（(]?号?\s?[：:]?\s?\d{{11,14}}\s?[)）]?号?")
_RECORD = re.compile(r"beian\.(?:gov|mps\.gov)\.cn/[^\s\"'<>]{0,80}?code=(\d{14})(?!\d)")
_CODE = re.compile(
    r"(?:网站(?:标识码?|识别码|编码)|标识码)[\s：:（(为是]{0,4}(bm\d{8}|\d{8,14})(?![\d-])", re.IGNORECASE
)
_FOOTER = re.compile(
    r"版权所有|主办(?:单位)?\s?[：:]|承办(?:单位)?\s?[：:]|网站标识码|ICP\s?备|公网安备|[Cc]opyright|COPYRIGHT|技术支持\s?[：:]"
)
#: A file that is a footer by its name, and the code that loads one.
_FOOTER_FILE = re.compile(r"(?:foot|bottom|copyright|banquan|dibu|yejiao)[^/?#]{0,60}\Z", re.IGNORECASE)
_LOADED = re.compile(r"\.(?:load|get)\s?\(\s?[\"']([^\"'<>\s]{1,200})[\"']")
_CONAC = ("conac.cn", "_ideConac", "CONAC.cn")
_CONAC_INVALID = ("red_error.png", "blue_error.png")
_CONAC_INSTITUTION = ("conac.cn/image/blue.png", "conac.cn/images/blue.png")
_REPORT = ("jiucuo", "zfwzgl.www.gov.cn/exposure", "pucha.kaipuyun.cn/exposure", "政府网站找错")
_REPORT_HOST = "zfwzgl.www.gov.cn"
_REPORT_OUTDATED = ("pucha.kaipuyun.cn", "121.43.68.40")
_REPORT_CODE = re.compile(
    r"(?:site_?code[\"']?\s?[=:]\s?[\"']?|jiucuo[^<>\n]{0,60}?\bLink\(\\?[\"'])(bm\d{8}|\d{8,14})(?!\d)", re.IGNORECASE
)
#: Places of a word that are looked at; a page names a mark two or three times.
_MAX_HITS = 20
#: Code of one script that is looked into; what writes a footer is short.
_MAX_CODE = 100_000
_UNICODE = re.compile(r"%u([0-9a-fA-F]{4})|\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|&#(\d{2,5});")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_NARROW = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The marks of a page, and what is odd about them."""

    seen: MarksSeen = field(default_factory=MarksSeen)
    invalid: bool = False
    """The 党政机关 mark is the picture of one that is not valid (red_error.png)."""
    institution: bool = False
    """It is that of an institution (事业单位, blue.png)."""
    outdated: bool = False
    """The error report leads to a host that no longer takes any."""


def read_marks(outline: Outline, markup: str) -> Marks:
    """The marks of a page; ``markup`` is its source text, for addresses and pictures of the marks."""
    text = _Text(outline, markup)
    icp = text.search("icp", _ICP) or text.search("icp", _ICP_LABEL)
    police = text.search("police", _POLICE) or text.record()
    code = text.search("site_code", _CODE)
    conac = text.names("conac", _CONAC)
    invalid = conac and text.names("conac_invalid", _CONAC_INVALID)
    report = text.report()
    if not (icp or police or code or conac or report or has_footer(outline)):
        return Marks()
    whole = icp and police and code and conac and report
    lacking = None if not whole and text.loads_more() else ""
    seen = MarksSeen(
        site_code=code.lower() or lacking,
        icp=icp or lacking,
        police=police or lacking,
        conac=not invalid if conac else _lacks(lacking),
        error_report=True if report else _lacks(lacking),
        report_code=next((match[1].lower() for tag in report if (match := _REPORT_CODE.search(tag))), ""),
    )
    return Marks(
        seen=seen,
        invalid=invalid,
        institution=conac and text.names("conac_institution", _CONAC_INSTITUTION),
        outdated=any(host in tag for tag in report for host in _REPORT_OUTDATED)
        and not any(_REPORT_HOST in tag for tag in report),
    )


def _lacks(lacking: str | None) -> bool | None:
    return None if lacking is None else False


def has_footer(outline: Outline) -> bool:
    """Whether the page shows a footer: who runs the site, whose rights, what records."""
    return bool(_FOOTER.search(outline.text))


class _Text:
    """Where marks are looked for: what the page shows, what its scripts write, and its source."""

    def __init__(self, outline: Outline, markup: str) -> None:
        self.outline = outline
        self.markup = markup
        self.codes: str | None = None

    def search(self, name: str, pattern: re.Pattern[str]) -> str:
        """What a pattern of a mark finds in the text that is shown or written: its group, if it has one."""
        match = pattern.search(self.outline.text)
        if match:
            return self.outline.because(f"marks.{name}", Rule.MARK_SHOWN, _group(match), *match.span())
        match = pattern.search(self.written())
        if match:
            rule, where = Rule.MARK_WRITTEN, Where.SCRIPT
            return self.outline.because(f"marks.{name}", rule, _group(match), where=where, said=match[0])
        return ""

    def written(self) -> str:
        """What the page's scripts may write, without their comments and escapes, and what it shows in full width.

        Made when it is first asked for: most pages show their marks plainly.
        """
        if self.codes is None:
            codes = [unescaped(without_comments(s.code[:_MAX_CODE])) for s in self.outline.scripts if s.code]
            if _WIDE.search(self.outline.text):
                codes.append(self.outline.text.translate(_NARROW))
            self.codes = "\n".join(codes)
        return self.codes

    def names(self, name: str, words: Iterable[str]) -> bool:
        """Whether one of a mark's words stands in the source outside comments and styles, or escaped in a script."""
        for word in words:
            at = next(self.live(word), -1)
            if at >= 0:
                return self._found(name, at, word)
        word = next((word for word in words if word in self.written()), "")
        return self._found(name, -1, word) if word else False

    def _found(self, name: str, at: int, word: str) -> bool:
        """Note that a word of a mark stands at a place of the source, or is written by a script."""
        if at >= 0:
            return self.outline.because(f"marks.{name}", Rule.MARK_SOURCE, True, at, at + len(word), Where.SOURCE)
        return self.outline.because(f"marks.{name}", Rule.MARK_WRITTEN, True, where=Where.SCRIPT, said=word)

    def live(self, word: str) -> Iterator[int]:
        """Where a word stands in the source outside comments and style sheets."""
        at = self.markup.find(word)
        for _ in range(_MAX_HITS):
            if at < 0:
                return
            if not _commented(self.markup, at):
                yield at
            at = self.markup.find(word, at + 1)

    def record(self) -> str:
        """The number of the police record out of its link, where only a picture shows it."""
        for at in self.live("beian."):
            match = _RECORD.match(self.markup, at)
            if match:
                place = (*match.span(), Where.SOURCE)
                return self.outline.because("marks.police", Rule.MARK_RECORD, match[1], *place)
        return ""

    def report(self) -> list[str]:
        """The error report's tags, or the code around its names, as far as they tell where it leads."""
        for word in _REPORT:
            places = list(self.live(word))
            if places and self._found("error_report", places[0], word):
                return [self.markup[max(0, at - 300, self.markup.rfind("<", 0, at)) : at + 300] for at in places]
        word = next((word for word in _REPORT if word in self.written()), "")
        return [self.written()] if word and self._found("error_report", -1, word) else []

    def loads_more(self) -> bool:
        """Whether a script, a frame or a fragment that is a footer by its name is loaded beside what is shown."""
        boxes = self.outline.boxes
        files = [box.attr("src") for box in boxes if box.tag in ("iframe", "script")]
        for script in self.outline.scripts:
            if ".load" in script.code or ".get" in script.code:
                files += _LOADED.findall(without_comments(script.code))
        return any(_FOOTER_FILE.search(re.split(r"[?#]", file, maxsplit=1)[0]) for file in files)


def _group(match: re.Match[str]) -> str:
    return clean(match[match.lastindex or 0]).translate(_NARROW)


def unescaped(code: str) -> str:
    """Code with the text that it writes: percent and Unicode escapes undone."""
    if "%u" in code or "\\u" in code or "\\x" in code or "&#" in code:
        code = _UNICODE.sub(_character, code)
    return unquote(code, errors="replace") if "%3C" in code or "%3c" in code or "%E" in code else code


def _character(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    number = int(digits, 16) if digits else int(match[4])
    return chr(number) if number < 0x10000 else match[0]


def _commented(markup: str, at: int) -> bool:
    """Whether a place stands in a comment or in a style sheet. A script's own ``<!--`` is no comment."""
    code = markup.rfind("<script", 0, at)
    in_code = code >= 0 and markup.find("</script", code, at) < 0
    style = markup.rfind("<style", 0, at)
    if style >= 0 and markup.find("</style", style, at) < 0:
        return True
    opened = markup.rfind("<!--", 0, at)
    if opened >= 0 and markup.find("-->", opened, at) < 0 and not (in_code and code < opened):
        return True
    return in_code and _commented_code(markup, markup.find(">", code) + 1, at)


def _commented_code(markup: str, start: int, at: int) -> bool:
    """Whether a place in a script stands in a comment of the script."""
    opened = markup.rfind("/*", start, at)
    if opened >= 0 and markup.find("*/", opened, at) < 0:
        return True
    line = markup[max(start, markup.rfind("\n", 0, at)) : at]
    return len(line) < 2_000 and len(without_comments(line)) < len(line)
