"""Footer marks (网站标识): identity code, ICP record, police record, 党政机关 mark, error report (找错).

They are looked for in what the page shows and in its scripts, for many footers write them with ``document.write`` and
``unescape``; never in comments. A page without any footer of its own says nothing about them (``infra.records``).
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from infra.records import MarksSeen
from spiders.reading.outline import Outline
from spiders.reading.text import clean

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼蜀"
_ICP = re.compile(rf"[{_PROVINCES}]\s?[Ii][Cc][Pp]\s?[备证]?[：:\s]{{0,3}}\d{{5,12}}\s?号?(?:\s?-\s?\d{{1,3}})?")
_POLICE = re.compile(rf"[{_PROVINCES}]\s?公\s?网\s?安\s?备\s?[（(]?号?\s?[：:]?\s?\d{{11,14}}\s?[)）]?号?")
_CODE = re.compile(r"标识码\s?(?:[：:]|为|是)?\s?(\d{10}|bm\d{8})(?!\d)", re.IGNORECASE)
_FOOTER = re.compile(
    r"版权所有|主办(?:单位)?\s?[：:]|承办(?:单位)?\s?[：:]|网站标识码|ICP\s?备|公网安备|[Cc]opyright|COPYRIGHT|技术支持\s?[：:]"
)
_CONAC = ("conac.cn", "_ideConac", "CONAC.cn")
_CONAC_INVALID = ("red_error.png", "blue_error.png")
_REPORT = ("jiucuo", "zfwzgl.www.gov.cn/exposure", "pucha.kaipuyun.cn/exposure", "政府网站找错")
#: Places of a word that are looked at; a page names a mark two or three times.
_MAX_HITS = 20
_UNICODE = re.compile(r"%u([0-9a-fA-F]{4})|\\u([0-9a-fA-F]{4})")


def read_marks(outline: Outline, markup: str) -> MarksSeen:
    """The marks of a page; ``markup`` is its source text, for addresses and pictures of the marks."""
    written = "\n".join(unescaped(script.code) for script in outline.scripts if script.code)
    seen = f"{outline.text}\n{written}"
    icp, police, code = _ICP.search(seen), _POLICE.search(seen), _CODE.search(seen)
    conac = _live(_CONAC, markup) and not _live(_CONAC_INVALID, markup)
    report = _live(_REPORT, markup)
    if not (icp or police or code or conac or report or has_footer(outline)):
        return MarksSeen()
    return MarksSeen(
        site_code=code.group(1).lower() if code else "",
        icp=clean(icp.group()) if icp else "",
        police=clean(police.group()) if police else "",
        conac=conac,
        error_report=report,
    )


def has_footer(outline: Outline) -> bool:
    """Whether the page shows a footer: who runs the site, whose rights, what records."""
    return bool(_FOOTER.search(outline.text))


def unescaped(code: str) -> str:
    """Code with the text that it writes: percent and Unicode escapes undone."""
    if "%u" in code or "\\u" in code:
        code = _UNICODE.sub(lambda match: chr(int(match.group(1) or match.group(2), 16)), code)
    return unquote(code, errors="replace") if "%3C" in code or "%3c" in code or "%E" in code else code


def _live(words: Iterable[str], markup: str) -> bool:
    """Whether one of some words stands outside comments. A script's own ``<!--`` is no comment."""
    for word in words:
        at = markup.find(word)
        for _ in range(_MAX_HITS):
            if at < 0:
                break
            if not _commented(markup, at):
                return True
            at = markup.find(word, at + 1)
    return False


def _commented(markup: str, at: int) -> bool:
    opened = markup.rfind("<!--", 0, at)
    if opened < 0 or markup.find("-->", opened, at) >= 0:
        return False
    script = markup.rfind("<script", 0, opened)
    return script < 0 or markup.find("</script", script, opened) >= 0
