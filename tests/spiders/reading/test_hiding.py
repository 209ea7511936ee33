"""Which inline styles hide what stands in an element, and how."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.reading.hiding import MAX_STYLE, hiding_of, style_of


@pytest.mark.parametrize(
    "style",
    [
        "position:absolute;left:-9999px",
        "POSITION : Absolute ; TOP : -2000PX !important",
        "position:fixed; right:-100em",
        "margin-left:-3000px",
        "height:0;overflow:hidden",
        "width:1px;overflow:hidden;color:red",
        "overflow:hidden scroll;height:0.5px",
        "font-size:0",
        "font-size: 1px",
        "color:#fff;background:#FFFFFF",
        "background-color:white;color:#ffffff",
        "color: rgb(0, 0, 0); background: url(x.png) rgb(0,0,0)",
        "/* nice */position:absolute;/* x */left:-1000px",
    ],
)
def test_sly_ways(style: str) -> None:
    found = hiding_of("div", {"style": style})
    assert found is not None
    assert found.sly


@pytest.mark.parametrize(
    ("tag", "attrs"),
    [
        ("div", {"style": "display:none"}),
        ("div", {"style": "DISPLAY: NONE !important"}),
        ("ul", {"style": "visibility:hidden"}),
        ("a", {"style": "opacity:0"}),
        ("a", {"style": "filter:alpha(opacity=0)"}),
        ("a", {"style": "text-indent:-9999px"}),
        ("div", {"hidden": None}),
    ],
)
def test_plain_ways(tag: str, attrs: dict[str, str | None]) -> None:
    found = hiding_of(tag, attrs)
    assert found is not None
    assert not found.sly


@pytest.mark.parametrize(
    ("attrs", "sly"),
    [
        ({"width": "1", "height": "4"}, True),
        ({"height": "0px"}, True),
        ({"width": "500", "height": "30"}, False),
        ({}, False),
    ],
)
def test_a_marquee_of_a_pixel(attrs: dict[str, str | None], sly: bool) -> None:
    assert (hiding_of("marquee", attrs) is not None) is sly


@pytest.mark.parametrize(
    "style",
    [
        "",
        "display:block",
        "position:absolute;left:-20px",
        "left:-9999px",
        "height:0",
        "height:100%;overflow:hidden",
        "width:auto;overflow:hidden",
        "height:10px;overflow:hidden",
        "font-size:12px",
        "opacity:0.8",
        "color:#333;background:#fff",
        "color:#fff",
        "margin:0 auto",
        "position:relative;top:-50%",
        "content:'display:none'",
    ],
)
def test_what_is_seen(style: str) -> None:
    assert hiding_of("div", {"style": style}) is None


NAMES = st.sampled_from(["display", "left", "position", "font-size", "color", "background", "overflow", "height", "x"])
VALUES = st.one_of(
    st.sampled_from(["none", "absolute", "hidden", "#fff", "white", "0", "1px", "-999px", "50%", "12px"]),
    st.text(alphabet="abc019.-%#() ", max_size=9),
)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_a_style_is_read_back_as_it_was_written(pairs: list[tuple[str, str]]) -> None:
    written = {name: value.strip() for name, value in pairs}
    assert style_of(";".join(f" {name.upper()} :{value} " for name, value in pairs)) == written


@given(st.text(max_size=200), st.sampled_from(["div", "marquee", "a"]))
def test_no_style_breaks_the_reader_and_blanks_and_case_make_no_difference(style: str, tag: str) -> None:
    found = hiding_of(tag, {"style": style, "width": style[:9]})
    if style.isascii() and not set(style) & set("/*;:\r\n"):
        assert hiding_of(tag, {"style": f" {style.upper()} ;", "width": style[:9]}) == found


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6), st.booleans())
def test_what_hides_still_hides_with_other_declarations_after_it(pairs: list[tuple[str, str]], before: bool) -> None:
    others = ";".join(f"{name}:{value}" for name, value in pairs if name not in ("display", "left", "position"))
    style = f"{others};position:absolute;left:-9999px" if before else f"position:absolute;left:-9999px;{others}"
    found = hiding_of("div", {"style": style})
    assert found is not None
    assert found.sly


def test_a_style_without_end_is_cut() -> None:
    assert hiding_of("div", {"style": "x:1;" * MAX_STYLE + "display:none"}) is None
