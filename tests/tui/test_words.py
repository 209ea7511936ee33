"""Nothing is said to people in one language alone: the tables are whole, and no screen speaks past them."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from string import Formatter

import pytest

import tui
from tui.keys import KEYS
from tui.locale import LANGUAGES
from tui.sure_width import is_ambiguous
from tui.views import VIEWS

ROOT = Path(tui.__file__).parent
#: What people see is made here.
SHOWN = sorted(
    [*ROOT.glob("screens/*.py"), *ROOT.glob("widgets/*.py"), *(ROOT / f"{name}.py" for name in ("app", "acting"))]
    + [ROOT / f"{name}.py" for name in ("preferring", "watching", "gate", "views")]
)
CHINESE = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")
#: Calls that show their first argument, or one of these by name, and what is no word in them.
SHOWING = {"Static", "Label", "Button", "Checkbox", "Cell", "Option", "Input", "notify", "update", "SystemCommand"}
NAMED = {"placeholder", "label", "title", "description", "text"}
#: Said in Chinese as they are: units, keys, names of formats, and what is nothing but places for values.
SAME_EVERYWHERE = re.compile(r"^[\W\d_]*((JSON|CSV|CPU|Redis|IP|URL|HTTP|ID|Esc|MiB|GiB|kB|B|s|x|M)[\W\d_]*)*$")


def texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Walk every text of a table with the way to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from texts(one, f"{path}[{key}]")
    elif isinstance(value, tuple | list):
        for index, one in enumerate(value):
            yield from texts(one, f"{path}[{index}]")
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name), f"{path}.{field.name}")


def table(lang: str) -> dict[str, str]:
    return dict(texts(LANGUAGES[lang], ""))


def test_every_text_is_there_in_every_language_and_none_is_empty() -> None:
    assert table("zh").keys() == table("en").keys()
    assert not [path for lang in LANGUAGES for path, text in table(lang).items() if not text.strip()]


def test_chinese_is_chinese_and_english_is_english() -> None:
    places = re.compile(r"\{[^}]*\}")
    assert not {
        path: text
        for path, text in table("zh").items()
        if not CHINESE.search(text) and not SAME_EVERYWHERE.match(places.sub("", text))
    }
    assert not {path: text for path, text in table("en").items() if CHINESE.search(text)}


def test_the_places_for_values_agree() -> None:
    def places(text: str) -> list[tuple[str, str | None]]:
        return [(name, spec) for _, name, spec, _ in Formatter().parse(text) if name is not None]

    english = table("en")
    assert not {path: text for path, text in table("zh").items() if places(text) != places(english[path])}


@pytest.mark.parametrize("lang", list(LANGUAGES))
def test_every_key_and_view_has_a_word(lang: str) -> None:
    assert all(str(getattr(LANGUAGES[lang], one.word)).strip() for one in (*KEYS, *VIEWS))


def literals(node: ast.AST) -> Iterator[str]:
    """Give the fixed parts of what an expression shows, not those of what it looks up or asks."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=values):
            for one in values:
                yield from literals(one) if isinstance(one, ast.Constant) else ()
        case ast.BinOp(left=left, right=right) | ast.IfExp(body=left, orelse=right):
            yield from literals(left)
            yield from literals(right)
        case ast.BoolOp(values=values):
            for one in values:
                yield from literals(one)


def spoken(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give what a module says by itself: any Chinese but in docstrings, and any word given to what shows it."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            if CHINESE.search(node.value):
                yield node.lineno, node.value
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            given = node.args[:1] if name in SHOWING else []
            named = [one.value for one in node.keywords if one.arg in NAMED]
            yield from ((node.lineno, text) for one in (*given, *named) for text in literals(one) if WORD.search(text))


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_screen_speaks_past_the_tables(path: Path) -> None:
    assert list(spoken(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('Static("Sites", id="x")', ["Sites"]),
        ('self.notify(f"Lost {n}")', ["Lost "]),
        ('Cell("-" if x else "none", "dim")', ["none"]),
        ('Column(key="at", title="Time", width=8)', ["Time"]),
        ('x = "网站"', ["网站"]),
        ('def f():\n    """网站"""\n    return Static(words["sites"], classes="dim")', []),
    ],
)
def test_what_is_said_past_the_tables_is_found(code: str, found: list[str]) -> None:
    assert [text for _, text in spoken(ast.parse(code))] == found


def test_english_needs_no_character_of_unsure_width() -> None:
    assert not {path: text for path, text in table("en").items() if any(map(is_ambiguous, text))}
