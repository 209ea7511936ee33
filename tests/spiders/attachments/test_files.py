"""Every kind of file, real and broken: its text, its parts, and why it could not be read."""

import os
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.records import AttachmentSeen
from spiders.reading.files import read as reading
from spiders.reading.files.gathering import Bounds, EnoughError, Gathering
from spiders.reading.files.magic import FileType, sniff
from tests.spiders.attachments import files, old_files

AS_OF = date(2024, 2, 29)
#: A folder of real pages, as the reading bench takes it; its attachments carry the extension in their query.
REAL = Path(os.environ.get("LABELLED_PAGES", "no such folder"))


def read(body: bytes, bounds: Bounds | None = None) -> AttachmentSeen:
    return reading.read(body, as_of=AS_OF, bounds=bounds or Bounds())


def text_of(body: bytes) -> dict[str, str]:
    """What was gathered, by place."""
    gathering = Gathering()
    reading._gather(sniff(body), body, gathering)
    found: dict[str, str] = {}
    for piece in gathering.pieces:
        found[piece.where] = found.get(piece.where, "") + piece.text
    return found


ORDINARY: dict[str, bytes] = {
    "pdf": files.pdf("第一页", "第二页"),
    "doc": old_files.binary_word("第一段\r", b"second\r"),
    "docx": files.word("第一段", table=[["张三", "低保"]]),
    "xls": old_files.binary_sheet("名单", [["姓名", "金额"], ["张三", 300.0]]),
    "xlsx": files.workbook({"名单": [["姓名"], ["张三"]]}),
    "pptx": files.slides("第一页"),
    "ofd": files.ofd(files.text_object("第一行", 10, 10)),
    "rtf": files.rtf("第一段"),
    "txt": "第一行\n第二行".encode("gb18030"),
    "html": "<html><body><p>第一段</p></body></html>".encode(),
    "xml": '<?xml version="1.0" encoding="utf-8"?><a><b>第一段</b></a>'.encode(),
    "zip": files.zipped(files.stored("名单.txt", "内容".encode())),
    "rar": files.rar({"名单.txt": "内容".encode()}),
}


@pytest.mark.parametrize("kind", ORDINARY)
def test_a_file_is_told_by_its_bytes_and_its_text_is_read(kind: str) -> None:
    seen = read(ORDINARY[kind])
    assert (seen.type, seen.readable, seen.reason, seen.encrypted, seen.truncated) == (kind, True, "", False, False)
    assert seen.text_chars > 0


@pytest.mark.parametrize(
    ("body", "where", "text"),
    [
        (files.pdf("第一页\n第二行", "第二页"), "page 2", "第二页"),
        (files.word("段", table=[["张三", "138"], ["李四", "139"]]), "", "段\n张三 \t138 \t\n李四 \t139 \t\n"),
        (files.word("段", header="页眉"), "header", "页眉\n"),
        (files.slides("一", "二"), "slide 2", "二\n"),
        (files.workbook({"甲": [["电话"], [13812345678], [], [1.5]]}), "sheet 甲", "电话\n13812345678\n\n1.5"),
        (files.workbook({"甲": [["a"]], "乙": [["藏"]]}, hidden="乙"), "sheet 乙 (hidden)", "藏"),
        (old_files.binary_sheet("甲", [["电话", 13812345678.0]]), "sheet 甲", "电话\t13812345678"),
        (old_files.binary_word("姓名\x07电话\x07\x07张三\x07138\x07\x07尾"), "", "姓名\t电话\n张三\t138\n尾"),
        (old_files.binary_word("前\x13 HYPERLINK x \x14链接\x15后"), "", "前链接后"),
        (old_files.binary_word("引", b"\x93quoted\x94", "末"), "", "引“quoted”末"),
        (old_files.old_word("第一段\r第二段"), "", "第一段\n第二段"),
        (files.rtf("未转义", raw=True), "", "未转义\n"),
        (
            files.ofd(
                files.text_object("左", 10, 10, 5)
                + files.text_object("连", 15, 10, 5)
                + files.text_object("列", 90, 10)
            ),
            "page 1",
            "左连\t列",
        ),
        (files.ofd(files.text_object("上", 10, 10) + files.text_object("下", 10, 20)), "page 1", "上\n下"),
    ],
)
def test_text_keeps_its_lines_cells_and_places(body: bytes, where: str, text: str) -> None:
    assert text_of(body)[where] == text


def test_the_name_of_a_file_does_not_make_it_one() -> None:
    assert sniff(b"<html><body>404</body></html>") is FileType.HTML
    assert sniff("﻿姓名,电话".encode()) is FileType.TEXT
    assert sniff(b"\x89PNG\r\n\x1a\n" + bytes(99)) is FileType.IMAGE
    assert sniff(b"\xff\xfe" + "文本".encode("utf-16-le")) is FileType.TEXT
    assert sniff(b"garbage before\n" + files.pdf("x")) is FileType.PDF
    assert sniff(os.urandom(4000).replace(b"%PDF", b"")) in {FileType.OTHER, FileType.IMAGE}


def test_a_scan_says_that_it_has_no_text_layer() -> None:
    for body in (files.pdf("", ""), files.ofd('<ofd:ImageObject ID="1" ResourceID="2"/>'), b"\xff\xd8\xff" + bytes(9)):
        seen = read(body)
        assert (seen.readable, seen.has_text_layer, seen.text_chars, seen.reason) == (True, False, 0, "no text layer")
    assert read(files.pdf("", "有字")).has_text_layer is True


@pytest.mark.parametrize(
    "body",
    [
        files.pdf("x", encrypted=True),
        old_files.binary_word("x", flags=0x0100),
        old_files.binary_sheet("甲", [["x"]], password=True),
        old_files.ole({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}),
        files.zipped(files.stored("a.txt", b"x", flags=1)),
    ],
)
def test_what_needs_a_password_is_told(body: bytes) -> None:
    seen = read(body)
    assert (seen.encrypted, seen.readable) == (True, False)
    assert seen.reason.startswith("could not be read: ")
    assert seen.reason.endswith("encrypted")


def test_names_in_a_zip_are_read_in_the_encoding_of_their_packer() -> None:
    body = files.zipped(
        files.stored("低保名单.txt".encode("gb18030"), "甲".encode()),
        files.stored("公示.txt".encode(), "乙".encode()),
        files.stored("标.txt".encode(), "丙".encode(), flags=0x800),
    )
    assert set(text_of(body)) == {"names of members", "低保名单.txt", "公示.txt", "标.txt"}


def test_archives_are_read_to_a_depth_and_a_number() -> None:
    inner = files.zipped(files.stored("乙.xlsx", ORDINARY["xlsx"]), files.stored("丙.rar", ORDINARY["rar"]))
    found = text_of(files.zipped(files.stored("甲.zip", inner)))
    assert found["甲.zip, 乙.xlsx, sheet 名单"] == "姓名\n张三"
    assert not any("丙.rar, 名单.txt" in place for place in found)
    seen = read(files.zipped(*(files.stored(f"{n}.txt", b"x") for n in range(30))), Bounds(members=10))
    assert (seen.parts, seen.truncated) == (10, True)


def test_a_member_that_cannot_be_read_costs_that_member_only() -> None:
    seen = read(files.zipped(files.stored("好.txt", "好".encode()), files.stored("坏.pdf", b"%PDF-1.4 broken")))
    assert (seen.readable, seen.parts, seen.text_chars) == (True, 2, 1)
    assert seen.reason.startswith("partly read: 坏.pdf: a broken PDF")


def test_a_packed_rar_without_a_tool_is_listed_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    body = files.rar({"42070419900101123X.txt": b"x"}, method=3)
    seen = read(body)
    assert (seen.type, seen.readable, seen.parts) == ("rar", False, 1)
    assert seen.reason == "could not be read: 4207************3X.txt: no tool that unpacks rar is installed"


LAUGHS = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
BOMBS: dict[str, bytes] = {
    "zeros": files.zipped(*(files.swollen(b"%d.txt" % n, 1024) for n in range(4))),
    "nested zeros": files.zipped(files.stored("a.zip", files.zipped(files.swollen(b"b.txt", 1024)))),
    "entities": files.word_of(f'<!DOCTYPE l [<!ENTITY a "ha">{LAUGHS}]><w:p xmlns:w="w"><w:t>&j;</w:t></w:p>'),
    "outside": files.word_of('<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:t xmlns:w="w">&a;</w:t>'),
    "document of zeros": files.zipped(files.swollen(b"word/document.xml", 1024)),
    "deep": files.word_of("<w:p xmlns:w='w'>" + "<w:a>" * 200_000),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_with_a_reason(name: str) -> None:
    seen = read(BOMBS[name])
    assert not seen.readable
    assert seen.reason.startswith("could not be read: ")


def test_a_shared_text_in_a_million_cells_is_cut() -> None:
    cells = '<c t="s"><v>0</v></c>' * 2000
    rows = "".join(f'<row r="{n}">{cells}</row>' for n in range(1, 50))
    body = files.ordinary_zip(
        {
            "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="甲" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<R><Relationship Id="rId1" Target="worksheets/s.xml"/></R>',
            "xl/sharedStrings.xml": f"<sst><si><t>{'长' * 30_000}</t></si></sst>",
            "xl/worksheets/s.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        }
    )
    seen = read(body)
    assert (seen.readable, seen.truncated, seen.text_chars) == (True, True, Bounds().characters)


def test_a_cell_in_the_last_row_costs_nothing() -> None:
    rows = '<row r="1"><c><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    body = files.ordinary_zip(
        {
            "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="甲" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<R><Relationship Id="rId1" Target="/xl/worksheets/s.xml"/></R>',
            "xl/worksheets/s.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        }
    )
    assert text_of(body) == {"sheet 甲": "12"}


def test_pieces_of_a_word_file_that_all_show_the_same_text_are_cut() -> None:
    seen = read(old_files.binary_word(*["重复的文字" * 1000] * 50), Bounds(characters=10_000))
    assert (seen.readable, seen.truncated, seen.text_chars) == (True, True, 10_000)


def test_time_is_up_for_a_file_of_many_pages() -> None:
    seconds = iter(range(10_000))
    gathering = Gathering(bounds=Bounds(seconds=5), clock=lambda: float(next(seconds)))
    with pytest.raises(EnoughError):
        reading._gather(FileType.PDF, files.pdf(*["页"] * 50), gathering)
    assert gathering.truncated
    assert 0 < gathering.parts < 10


@pytest.mark.parametrize("kind", ORDINARY)
def test_cut_files_end_with_a_reason_or_with_what_was_whole(kind: str) -> None:
    body = ORDINARY[kind]
    for cut in range(0, len(body), max(1, len(body) // 40)):
        seen = read(body[:cut])
        assert seen.readable or seen.reason.startswith("could not be read: ")


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from(sorted(ORDINARY)), seed=st.integers(0, 2**32), hits=st.integers(1, 40))
def test_damaged_files_never_raise(kind: str, seed: int, hits: int) -> None:
    body, dice = bytearray(ORDINARY[kind]), random.Random(seed)
    for _ in range(hits):
        body[dice.randrange(len(body))] = dice.randrange(256)
    seen = read(bytes(body), Bounds(seconds=2))
    assert len(seen.reason) <= reading.MAX_REASON


STARTS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf1",
    b"Rar!\x1a\x07\x00",
    b"<html>",
)


@settings(max_examples=150, deadline=None)
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=4000))
def test_random_bytes_never_raise(start: bytes, rest: bytes) -> None:
    assert read(start + rest).reason is not None


MAKERS: tuple[Callable[[str], bytes], ...] = (
    files.word,
    old_files.binary_word,
    lambda text: files.workbook({"甲": [[text]]}),
    lambda text: files.ofd(files.text_object(text, 1, 1)),
    files.rtf,
)


@settings(max_examples=60, deadline=None)
@given(
    maker=st.sampled_from(MAKERS),
    text=st.text(st.sampled_from("甲乙丙丁0123456789一二，。abcXYZ"), min_size=1, max_size=200),
)
def test_text_comes_back_as_it_was_written(maker: Callable[[str], bytes], text: str) -> None:
    assert "".join(text_of(maker(text)).values()).strip() == text


@pytest.mark.skipif(not REAL.is_dir(), reason="LABELLED_PAGES names no folder of real pages")
def test_real_attachments_are_read() -> None:
    rows = [read(path.read_bytes()) for path in sorted(REAL.rglob("__local/**/*=.doc*"))]
    assert sorted(row.type for row in rows) == ["doc"] * 4 + ["docx"] * 2
    assert all(row.readable and row.text_chars > 200 and not row.suspicions for row in rows)
