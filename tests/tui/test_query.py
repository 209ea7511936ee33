import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.samples import site
from tui.model import TargetRow
from tui.query import parse, select
from tui.screens.sites import FIELDS, orders, site_fields

SITES = [site(number) for number in range(20)]


def found(text: str, rows: list[TargetRow] = SITES) -> list[str]:
    return [row.code[-2:] for row in select(rows, parse(text, FIELDS), site_fields)]


def test_words_must_all_occur_and_a_mark_turns_one_round() -> None:
    assert found("单位7门户") == ["07"]
    assert found("单位1 !单位1门户") == [f"{n}" for n in range(10, 20)]
    assert found("veto:v3") == ["00", "05", "10", "15"]
    assert len(found("!veto:V3")) == 16
    assert found("code:4207000003") == ["03"]
    assert found("") == [f"{n:02d}" for n in range(20)]


def test_a_colon_in_plain_text_is_plain_text() -> None:
    rows = [site(1, "http://a.gov.cn"), site(2)]
    assert found("http://a", rows) == ["01"]


@given(st.text(max_size=40))
def test_any_filter_can_be_typed_and_a_term_and_its_inverse_split_the_rows(text: str) -> None:
    terms = parse(text, FIELDS)
    kept = select(SITES, terms, site_fields)
    assert all(row in SITES for row in kept)
    word = text.split(maxsplit=1)[0] if text.split() else ""
    if word and not word.startswith("!"):
        assert len(found(word)) + len(found("!" + word)) == len(SITES)


def test_rows_without_a_value_come_last_either_way() -> None:
    rows = [site(1, score=None), site(5), site(2)]
    by_score = next(order for order in orders() if order.key == "score")
    assert [row.code[-1] for row in by_score.apply(rows)] == ["2", "5", "1"]
    assert [row.code[-1] for row in by_score.apply(rows, reverse=True)] == ["5", "2", "1"]


@given(st.permutations(SITES), st.sampled_from(orders()), st.booleans())
def test_sorting_loses_nothing(rows: list[TargetRow], order: object, reverse: bool) -> None:
    assert sorted(row.code for row in order.apply(rows, reverse=reverse)) == sorted(row.code for row in rows)  # type: ignore[attr-defined]


PLACES = [site(1, name, unit="") for name in ("鄂州市教育局", "重庆市", "Ezhou 财政局", "长沙市")]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ezsjyj", ["鄂州市教育局"]),
        ("EZS", ["鄂州市教育局"]),
        ("cqs", ["重庆市"]),
        ("zq", ["重庆市"]),
        ("jyj 鄂", ["鄂州市教育局"]),
        ("!s", ["Ezhou 财政局"]),
        ("name:czj", ["Ezhou 财政局"]),
        ("ez", ["鄂州市教育局", "Ezhou 财政局"]),
        ("unit:ezs", []),
        ("code:ezs", []),
        ("ezs1", []),
        ("e" * 40, []),
    ],
)
def test_names_are_found_by_the_initials_of_their_pinyin(typed: str, names: list[str]) -> None:
    assert [row.name for row in select(PLACES, parse(typed, FIELDS), site_fields)] == names


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8))
def test_one_more_letter_never_finds_more(letters: str) -> None:
    assert set(found(letters, PLACES)) <= set(found(letters[:-1], PLACES))


def test_pinyin_is_loaded_for_letters_only() -> None:
    code = (
        "import sys; from tui.query import parse, select\n"
        "for text in ('鄂州', 'v3', 'kind:timeout'):\n"
        "    select([{'name': '鄂州', 'kind': ''}], parse(text, ('name', 'kind')), dict)\n"
        "print('pypinyin' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
