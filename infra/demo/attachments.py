"""Small real files: what an article's attachments are on disk elsewhere, made here from a title.

Each is a few kilobytes and opens in the program that its ending names. The same title gives the same bytes.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from xml.sax.saxutils import escape

_DAY = (2024, 2, 1, 9, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org"
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def media_type(suffix: str) -> str:
    """Give the media type of an attachment by its ending."""
    return _TYPES[suffix]


@lru_cache(maxsize=256)
def content(suffix: str, title: str) -> bytes:
    """Make the file. Raises ``KeyError`` for an ending that is not made here."""
    return _MAKERS[suffix](title)


def _pdf(title: str) -> bytes:
    """Write one page whose text is in a font that needs no embedding (STSong, UCS-2)."""
    text = title.encode("utf-16-be").hex().upper()
    stream = f"BT /F1 16 Tf 72 720 Td <{text}> Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            " /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        (
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
        ),
    )
    body = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    xref = f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + f"{xref}{trailer}".encode("ascii")


def _docx(title: str) -> bytes:
    main = "wordprocessingml"
    text = f"<w:p><w:r><w:t>{escape(title)}</w:t></w:r></w:p>"
    part = f'{_XML}<w:document xmlns:w="{_OFFICE}/{main}/2006/main"><w:body>{text}</w:body></w:document>'
    return _zip({**_package("word/document.xml", f"{main}.document.main+xml"), "word/document.xml": part})


def _xlsx(title: str) -> bytes:
    main = f'xmlns="{_OFFICE}/spreadsheetml/2006/main"'
    book = (
        f'{_XML}<workbook {main} xmlns:r="{_OFFICE}/officeDocument/2006/relationships">'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    sheet = (
        f'{_XML}<worksheet {main}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{escape(title)}</t></is></c>'
        "</row></sheetData></worksheet>"
    )
    files = _package("xl/workbook.xml", "spreadsheetml.sheet.main+xml")
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/xl/worksheets/sheet1.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    )
    files["xl/workbook.xml"] = book
    files["xl/_rels/workbook.xml.rels"] = _relation("worksheet", "worksheets/sheet1.xml")
    files["xl/worksheets/sheet1.xml"] = sheet
    return _zip(files)


def _archive(title: str) -> bytes:
    return _zip({"说明.txt": title, "附件.docx": _docx(title)})


def _package(main: str, kind: str) -> dict[str, str]:
    """Give the two parts that every Office file has: content types and the relation to its main part."""
    types = (
        f'{_XML}<Types xmlns="{_OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.{kind}"/></Types>'
    )
    return {"[Content_Types].xml": types, "_rels/.rels": _relation("officeDocument", main)}


def _relation(kind: str, target: str) -> str:
    return (
        f'{_XML}<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
    )


def _zip(files: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), text)
    return buffer.getvalue()


_MAKERS: Mapping[str, Callable[[str], bytes]] = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx, "zip": _archive}
