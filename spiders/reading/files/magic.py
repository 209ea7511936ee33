"""What a file is, by its bytes: neither its name nor its Content-Type is believed.

A zip and an OLE container say by their members what they hold. A .wps or .et of Kingsoft's WPS Office is a Word or
Excel container under another name, and is called so.
"""

from enum import StrEnum

from spiders.reading.files import ole
from spiders.reading.files.gathering import UnreadableError
from spiders.reading.files.zips import Zip


class FileType(StrEnum):
    """The kinds of file that are told apart."""

    PDF = "pdf"
    DOC = "doc"
    DOCX = "docx"
    XLS = "xls"
    XLSX = "xlsx"
    XLSB = "xlsb"
    PPT = "ppt"
    PPTX = "pptx"
    ODS = "ods"
    ODF = "odf"
    """A text or presentation of OpenDocument."""
    OFD = "ofd"
    RTF = "rtf"
    TEXT = "txt"
    HTML = "html"
    XML = "xml"
    ZIP = "zip"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    GZIP = "gz"
    TAR = "tar"
    IMAGE = "image"
    ENCRYPTED = "ooxml"
    """A .docx, .xlsx or .pptx behind a password: which of them is not to be seen."""
    OFFICE = "office"
    """An OLE container of another kind, or a broken one."""
    EMPTY = "empty"
    OTHER = "unknown"


_STARTS = (
    (b"{\\rtf", FileType.RTF),
    (b"Rar!\x1a\x07", FileType.RAR),
    (b"7z\xbc\xaf\x27\x1c", FileType.SEVEN_ZIP),
    (b"\x1f\x8b", FileType.GZIP),
    (b"\x89PNG\r\n", FileType.IMAGE),
    (b"\xff\xd8\xff", FileType.IMAGE),
    (b"GIF8", FileType.IMAGE),
    (b"BM", FileType.IMAGE),
    (b"II*\0", FileType.IMAGE),
    (b"MM\0*", FileType.IMAGE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: A PDF may have some bytes before its own first ones (PDF 1.7, implementation note 13).
_PDF_WITHIN = 1024
#: Streams of an OLE container that tell its kind.
_STREAMS = (
    ("encryptedpackage", FileType.ENCRYPTED),
    ("worddocument", FileType.DOC),
    ("workbook", FileType.XLS),
    ("book", FileType.XLS),
    ("powerpoint document", FileType.PPT),
)
_MEMBERS = (
    ("OFD.xml", FileType.OFD),
    ("word/document.xml", FileType.DOCX),
    ("xl/workbook.xml", FileType.XLSX),
    ("xl/workbook.bin", FileType.XLSB),
    ("ppt/presentation.xml", FileType.PPTX),
)
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<script")


def sniff(body: bytes) -> FileType:
    """Tell what a file is."""
    head = body[:_PDF_WITHIN]
    if head.startswith(_OLE):
        return _of_streams(body)
    if head.startswith(_ZIP):
        return _of_members(body)
    by_start = next((kind for start, kind in _STARTS if head.startswith(start)), None)
    if by_start is not None:
        return by_start
    if b"%PDF-" in head:
        return FileType.PDF
    return FileType.TAR if body[257:262] == b"ustar" else _of_text(head)


def _of_streams(body: bytes) -> FileType:
    try:
        with ole.opened(body) as container:
            found = ole.names(container)
    except UnreadableError:
        return FileType.OFFICE
    return next((kind for name, kind in _STREAMS if name in found), FileType.OFFICE)


def _of_members(body: bytes) -> FileType:
    try:
        packed = Zip(body)
    except UnreadableError:
        return FileType.ZIP
    kind = next((kind for name, kind in _MEMBERS if name in packed), FileType.ZIP)
    if kind is FileType.ZIP and "mimetype" in packed and "content.xml" in packed:
        return FileType.ODS if b"opendocument.spreadsheet" in body[:200] else FileType.ODF
    return kind


def _of_text(head: bytes) -> FileType:
    text = head.removeprefix(b"\xef\xbb\xbf").strip(b"\0 \t\r\n").lower()
    if not text:
        return FileType.EMPTY
    if text.startswith(_HTML):
        return FileType.HTML
    if text.startswith(b"<?xml"):
        return FileType.HTML if b"<html" in text else FileType.XML
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return FileType.TEXT if wide or controls * 100 <= len(head) else FileType.OTHER
