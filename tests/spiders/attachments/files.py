"""Real files of every kind, made here: by the libraries that write them, or byte by byte where none does."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import docx
import xlsxwriter

_OOXML = "http://schemas.openxmlformats.org"


# ---- zip ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A member written as it is told to be, true or not."""

    name: bytes
    data: bytes = b""
    """What stands in the zip."""
    method: int = 0
    size: int = 0
    crc: int = 0
    flags: int = 0


def stored(name: str | bytes, data: bytes, *, flags: int = 0) -> Entry:
    raw = name.encode("gb18030") if isinstance(name, str) else name
    return Entry(name=raw, data=data, size=len(data), crc=zlib.crc32(data), flags=flags)


def swollen(name: bytes, mebibytes: int) -> Entry:
    """A member of zeros: a piece of 1 MiB, packed once and repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    return Entry(name=name, data=piece * mebibytes + end, method=8, size=mebibytes << 20)


def zipped(*entries: Entry) -> bytes:
    body, directory = b"", b""
    for one in entries:
        fields = (one.flags, one.method, 0, 0, one.crc, len(one.data), one.size, len(one.name), 0)
        directory += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, *fields, 0, 0, 0, 0, len(body)) + one.name
        body += struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, *fields) + one.name + one.data
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + end


def ordinary_zip(members: Mapping[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return buffer.getvalue()


# ---- office -------------------------------------------------------------------------------------------------------


def word(*paragraphs: str, table: Sequence[Sequence[str]] = (), header: str = "") -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], *, hidden: str = "") -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name == hidden:
                sheet.hide()
    return buffer.getvalue()


def slides(*texts: str) -> bytes:
    members = {"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}
    for number, text in enumerate(texts, 1):
        members[f"ppt/slides/slide{number}.xml"] = (
            f'<p:sld xmlns:p="{_OOXML}/presentationml/2006/main" xmlns:a="{_OOXML}/drawingml/2006/main">'
            f"<a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></p:sld>"
        )
    return ordinary_zip(members)


def word_of(document_xml: str) -> bytes:
    """A .docx with a main part written by hand."""
    return ordinary_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": document_xml})


def ofd(*pages: str) -> bytes:
    """Pages of OFD source: what stands between ``<ofd:Layer>`` and its end."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    members = {"OFD.xml": f'<ofd:OFD {space} Version="1.0"/>', "Doc_0/Document.xml": f"<ofd:Document {space}/>"}
    for number, layer in enumerate(pages):
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {space}><ofd:Content><ofd:Layer>{layer}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return ordinary_zip(members)


def text_object(text: str, x: float, y: float, width: float = 50, height: float = 5) -> str:
    code = f'<ofd:TextCode X="0" Y="4">{escape(text)}</ofd:TextCode>'
    return f'<ofd:TextObject ID="1" Boundary="{x} {y} {width} {height}">{code}</ofd:TextObject>'


# ---- PDF ----------------------------------------------------------------------------------------------------------


_FONT = (
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
)


def pdf(*pages: str, encrypted: bool = False) -> bytes:
    """Pages of text in a font that needs no embedding; an empty one is a picture of a page."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        _FONT,
        _stream("0", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"),
    ]
    kids = []
    for text in pages:
        lines = [line.encode("utf-16-be").hex() for line in text.split("\n")]
        shown = "BT /F1 12 Tf 14 TL 50 780 Td " + " ".join(f"<{line}> Tj T*" for line in lines) + " ET"
        objects += _page(shown if text else "q 500 0 0 700 0 0 cm /Im Do Q", len(objects) + 2)
        kids.append(len(objects) - 1)
    objects[1] = _kids(kids)
    return _pdf_of(objects, "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{0}> /U <{0}> >> /ID [<00><00>]".format(
        "41" * 32) if encrypted else "")  # fmt: skip


def swelling_pdf() -> bytes:
    """A page that draws a form twenty times, which draws a form twenty times, ten levels deep, each one kept."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", _kids([3])]
    resources = "/Resources << /XObject << /X 5 0 R >> >>"
    objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {resources} >>")
    objects.append(_stream("/X Do " * 20))
    for level in range(10):
        inner = f" /Resources << /XObject << /X {6 + level} 0 R >> >>"
        objects.append(_stream("/X Do " * 20, f"/Type /XObject /Subtype /Form /BBox [0 0 9 9]{inner}"))
    objects.append(_stream("0 0 m 9 9 l S", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"))
    return _pdf_of(objects)


def _page(content: str, contents: int) -> list[str]:
    resources = "/Resources << /Font << /F1 3 0 R >> /XObject << /Im 5 0 R >> >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {contents} 0 R {resources} >>"
    return [page, _stream(content)]


def _kids(kids: Sequence[int]) -> str:
    return f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>"


def _stream(content: str, entries: str = "") -> str:
    return f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"


def _pdf_of(objects: Sequence[str], trailer: str = "") -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()


# ---- others -------------------------------------------------------------------------------------------------------


def rtf(text: str, *, raw: bool = False) -> bytes:
    """Rich text in code page 936, its characters escaped as Word does or left as bytes."""
    data = text.encode("gb18030")
    escaped = data if raw else b"".join(b"\\'%02x" % byte if byte > 127 else bytes([byte]) for byte in data)
    fonts = rb"{\fonttbl{\f0\fnil\fcharset134 SimSun;}}"
    picture = rb"{\pict\wmetafile8 " + b"0123456789abcdef" * 2000 + b"}"
    return rb"{\rtf1\ansi\ansicpg936\deff0" + fonts + picture + rb"\f0\fs21 " + escaped + rb"\par }"


def endless_rtf() -> bytes:
    """Beginnings of links in one line, each of which is searched for its end up to the end of the file."""
    return rb"{\rtf1 " + rb"{\field{\*\fldinst{HYPERLINK " * 100_000


def rar(members: Mapping[str, bytes], *, method: int = 0) -> bytes:
    """A RAR 5 archive whose members are stored, or said to be packed by another method."""
    body = b"Rar!\x1a\x07\x01\x00" + _rar_block(_vint(1) + _vint(0) + _vint(0))
    for name, data in members.items():
        raw = name.encode()
        head = _vint(2) + _vint(2) + _vint(len(data)) + _vint(4) + _vint(len(data)) + _vint(0)
        head += struct.pack("<I", zlib.crc32(data)) + _vint(method << 7) + _vint(1) + _vint(len(raw)) + raw
        body += _rar_block(head) + data
    return body + _rar_block(_vint(5) + _vint(0) + _vint(0))


def _rar_block(head: bytes) -> bytes:
    sized = _vint(len(head)) + head
    return struct.pack("<I", zlib.crc32(sized)) + sized


def _vint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])
