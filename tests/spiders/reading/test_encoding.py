"""The encoding a page is in, whatever it says of itself."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.reading.encoding import decode

from .pages import TRS_LIST

TEXT = '<html><head><meta charset="{}"><title>政务公开</title></head><body>网上信访，一次办好。</body></html>'
#: What a page of a government says, in characters that every Chinese encoding has.
PAGE = "".join(
    f"<li><a href='/{n}.html'>关于开展安全生产大检查工作的通知</a><span>发布时间</span></li>\n" for n in range(300)
)
TRADITIONAL = "<p>關於進一步加強食品藥品安全監督管理工作的通知，請各單位遵照執行。</p>\n" * 20
KOREAN = "<p>중국 정부는 오늘 새로운 정책을 발표하였습니다. 자세한 내용은 다음과 같습니다.</p>\n" * 20
JAPANESE = "<p>市政府は本日、新しい政策を発表しました。詳しくは次のとおりです。</p>\n" * 20


@pytest.mark.parametrize(
    ("declared", "true", "name"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("gb2312", "gb18030", "gb18030"),
        ("gb2312", "utf-8", "utf-8"),
        ("utf-8", "gbk", "gb18030"),
        ("iso-8859-1", "gbk", "gb18030"),
        ("big5", "gbk", "gb18030"),
        ("nonsense", "utf-8", "utf-8"),
        ("gb2312", "utf-16", "utf-16-le"),
        ("gb2312", "utf-16-le", "utf-16-le"),
        ("gb2312", "utf-16-be", "utf-16-be"),
        ("utf-8", "utf-32", "utf-32-le"),
    ],
)
def test_trusts_the_bytes_and_keeps_the_claim(declared: str, true: str, name: str) -> None:
    text = TEXT.format(declared)
    found = decode(text.encode(true))
    assert (found.text, found.encoding, found.mixed) == (text, name, False)
    if not true.startswith("utf-"):  # a claim in UTF-16 bytes is no claim in ASCII
        assert found.declared == declared


@pytest.mark.parametrize("true", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_what_declares_nothing_is_read_all_the_same(true: str) -> None:
    found = decode(PAGE.encode(true))
    assert (found.text, found.encoding, found.declared) == (PAGE, true, "")


def test_the_header_is_the_first_claim() -> None:
    assert decode(b'<meta charset="gbk">', '"UTF-8"').declared == "utf-8"


@pytest.mark.parametrize("true", ["utf-8", "gb18030"])
def test_a_mark_of_utf_8_proves_nothing(true: str) -> None:
    found = decode(codecs.BOM_UTF8 + PAGE.encode(true))
    assert (found.text, found.encoding) == (PAGE, true)


def test_marks_inside_the_page_are_left_out() -> None:
    body = "<p>发布时间：\ufeff2024\u200b-03-01</p>".encode()
    assert decode(body).text == "<p>发布时间：2024-03-01</p>"


def test_a_cut_character_at_the_end_changes_nothing() -> None:
    assert decode("政务公开".encode()[:-1]).text == "政务公"
    assert decode(PAGE.encode("gb18030")[:-9] + b"\xd7").encoding == "gb18030"


@pytest.mark.parametrize("true", ["utf-8", "gb18030"])
@pytest.mark.parametrize("broken", [b"\xff", b"\x80", b"\xd7", b"\xe6\x94\xe6"])
def test_one_broken_byte_costs_its_own_piece(true: str, broken: bytes) -> None:
    lines = PAGE.encode(true).split(b"\n")
    lines[150] = lines[150].replace(b"</a>", broken + b"</a>")
    found = decode(b"\n".join(lines))
    assert (found.encoding, found.mixed) == (true, True)
    read, meant = found.text.split("\n"), PAGE.split("\n")
    assert read[:150] + read[151:] == meant[:150] + meant[151:]
    assert read[150].startswith("<li><a href='/150.html'>关于开展安全生产大检查工作的通知")
    assert read[150].endswith("</a><span>发布时间</span></li>")


@pytest.mark.parametrize("at", range(4, 34))
def test_a_broken_half_of_a_character_costs_that_character_alone(at: int) -> None:
    line = "<p>关于开展安全生产大检查工作的通知</p>".encode("gb18030")
    found = decode(PAGE.encode("gb18030") + line[:at] + b"\xff" + line[at + 1 :])
    read, meant = found.text.rpartition("<p>")[2].removesuffix("</p>"), "关于开展安全生产大检查工作的通知"
    place = (at - 3) // 2
    assert read.replace("\ufffd", "") == meant[:place] + meant[place + 1 :]


@pytest.mark.parametrize("true", ["utf-8", "gb18030"])
def test_a_character_cut_in_the_middle_of_40_kb_leaves_the_rest(true: str) -> None:
    body = PAGE.encode(true)
    at = body.index("安全".encode(true), len(body) // 2)
    found = decode(body[: at + 1] + body[at + 2 :])
    assert found.encoding == true
    assert found.text.count("关于开展安全生产大检查工作的通知") >= 299
    assert found.text.count("发布时间") == 300


@pytest.mark.parametrize(("most", "rest"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_each_part_of_a_mixed_page_is_read_as_what_it_is(most: str, rest: str) -> None:
    footer = "<div>主办：水阳县人民政府</div><div>版权所有</div>"
    found = decode(PAGE.encode(most) + footer.encode(rest))
    assert (found.text, found.encoding, found.mixed) == (PAGE + footer, most, True)


def test_one_line_with_something_broken_in_it() -> None:
    for true in ("utf-8", "gb18030"):
        found = decode(("政务公开" * 300).encode(true) + b"\xff\xff" + ("通知" * 300).encode(true))
        assert found.encoding == true
        assert found.text.count("政务公开") == 300


@pytest.mark.parametrize(
    ("text", "codec", "declared", "name"),
    [
        (TRADITIONAL, "big5", "big5", "big5"),
        (TRADITIONAL, "big5", "", "big5"),
        (TRADITIONAL, "big5", "gb2312", "big5"),
        (TRADITIONAL, "gbk", "gbk", "gb18030"),
        (TRADITIONAL, "gbk", "", "gb18030"),
        (TRADITIONAL, "utf-8", "big5", "utf-8"),
        (KOREAN, "euc-kr", "euc-kr", "euc-kr"),
        (JAPANESE, "shift_jis", "shift_jis", "shift_jis"),
        (JAPANESE, "euc-jp", "euc-jp", "euc-jp"),
    ],
)
def test_the_neighbours_encodings_are_known(text: str, codec: str, declared: str, name: str) -> None:
    found = decode(text.encode(codec), declared)
    assert (found.encoding, found.text) == (name, text)


@pytest.mark.parametrize("declared", ["euc-kr", "shift_jis", "euc-jp", "big5", "iso-8859-1", "windows-1252"])
def test_a_false_claim_of_another_script_is_not_believed(declared: str) -> None:
    found = decode(PAGE.encode("gb18030"), declared)
    assert (found.encoding, found.text) == ("gb18030", PAGE)


def test_few_characters_that_are_valid_in_both_go_by_the_claim() -> None:
    for word in ("通知", "联通"):
        assert decode(word.encode("gbk"), "gb2312").text == word
    assert decode("Ünïted © Nations".encode(), "gb2312").text == "Ünïted © Nations"
    assert decode("Правительство".encode(), "utf-8").text == "Правительство"


def test_hz_is_read() -> None:
    text = "<title>政务公开信息</title><a href='/~zwgk/'>a ~ b</a>"
    body = b"<title>" + "政务公开信息".encode("hz") + b"</title><a href='/~zwgk/'>a ~ b</a>"
    assert decode(body, "hz-gb-2312").text == text
    assert decode(body).encoding == "hz"
    assert decode(b"<script>var t = '~{x}~';</script>").encoding == "utf-8"


WORDS = "政务公开信息网站关于开展工作的通知水阳县人民政府2024年月日abc <>\n"
CLAIMS = ("", "utf-8", "gbk", "big5", "iso-8859-1")


@given(
    st.text(st.sampled_from(WORDS), min_size=30, max_size=400),
    st.sampled_from(["utf-8", "gb18030", "utf-16-le"]),
    st.sampled_from(CLAIMS),
)
def test_a_page_reads_back_under_any_claim(text: str, true: str, declared: str) -> None:
    page = f"<html><head><title>政务公开</title></head><body>{text}</body></html>"
    assert decode(page.encode(true), declared).text == page


@given(st.data(), st.sampled_from(["utf-8", "gb18030"]))
def test_damage_of_some_bytes_keeps_the_encoding_and_most_of_the_page(data: st.DataObject, true: str) -> None:
    body = bytearray(TRS_LIST.encode(true))
    for at in data.draw(st.lists(st.integers(0, len(body) - 1), min_size=1, max_size=6)):
        body[at] = data.draw(st.integers(0x80, 0xFF))
    found = decode(bytes(body))
    assert found.encoding == true
    kept = sum(line in found.text for line in TRS_LIST.split("\n"))
    assert kept >= len(TRS_LIST.split("\n")) - 6


@given(st.binary(max_size=400), st.sampled_from(["", "big5", "euc-kr", "hz", "utf-16", "nonsense", "\0"]))
def test_any_bytes_decode(data: bytes, declared: str) -> None:
    found = decode(data, declared)
    found.text.encode("utf-8", "surrogatepass")
