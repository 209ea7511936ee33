"""Attachments (附件): links to files, told by extension, by the way a system hands a file out, or by the word 附件."""

import re

from spiders.reading.links import Resolver
from spiders.reading.outline import Box, Outline
from spiders.reading.rules import Rule

#: Attachments of one page that are listed.
MAX_ATTACHMENTS = 300

EXTENSIONS = (
    *("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "ofd", "ceb", "rtf", "txt", "csv"),
    *("zip", "rar", "7z", "tar", "gz"),
)
_EXTENSIONS = frozenset(EXTENSIONS)
_FILE = re.compile(
    rf"\.(?:{'|'.join(EXTENSIONS)})(?:[?#].*)?\Z|[?&=][^?&=#/]{{1,200}}\.(?:{'|'.join(EXTENSIONS)})(?:[&#].*)?\Z",
    re.IGNORECASE,
)
_DOWNLOAD = re.compile(
    r"downfile\.jsp|download\.jsp|DownloadAttach|downloadFile|/attachment/|filedownload|/_content/download",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\.(?:{'|'.join(EXTENSIONS)})\s*[)）】]?\s*\Z", re.IGNORECASE)
_LABEL = re.compile(r"附\s?件\s?(?:\d{0,2}|[一二三四五六七八九十]{0,2})\s?(?:[：:.、]|下载)")


def is_file(url: str) -> bool:
    """Whether an address is that of a file by its extension or by the way it is handed out.

    Asked of every link, so a plain address is told by what follows its last dot; the patterns can find no more in it.
    """
    lower = url.lower()
    if "?" in url or "&" in url or "#" in url or "down" in lower or "attach" in lower or not url.isascii():
        return bool(_FILE.search(url) or _DOWNLOAD.search(url))
    _, dot, suffix = lower.rpartition(".")
    return bool(dot) and suffix in _EXTENSIONS


def read_attachments(outline: Outline, resolve: Resolver, content_from: int) -> tuple[str, ...]:
    """Addresses of the files that the content of a page links to, in order, each once."""
    found: dict[str, None] = {}
    for index in outline.anchors:
        box = outline.boxes[index]
        if box.start < content_from and content_from > 0:
            continue
        href = box.attr("href")
        if not href:
            continue
        url = resolve(href)
        if not url or url in found:
            continue
        rule = _told(outline.shown(box), box, url)
        if rule is not None:
            found[outline.because("attachments", rule, url, box.start, box.end)] = None
            if len(found) >= MAX_ATTACHMENTS:
                break
    return tuple(found)


def _told(text: str, box: Box, url: str) -> Rule | None:
    """By what a link with a text is known to lead to a file; None where it is not."""
    if is_file(url):
        return Rule.ATTACHMENT_FILE
    title = box.attr("title")
    if ("." in text and _NAMED.search(text)) or ("." in title and _NAMED.search(title)):
        return Rule.ATTACHMENT_NAME
    return Rule.ATTACHMENT_LABEL if "附" in text and _LABEL.match(text.strip()) else None
