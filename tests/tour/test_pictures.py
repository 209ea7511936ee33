"""The pictures of the tour are there, each is shown once, and none fetches anything."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
NAMED = re.findall(r"!\[[^\]]+\]\((pictures/[^)]+)\)", (DOCS / "tour.md").read_text("utf-8"))


def test_every_picture_is_named_once() -> None:
    assert sorted(NAMED) == sorted(str(path.relative_to(DOCS)) for path in (DOCS / "pictures").iterdir())


@pytest.mark.parametrize("name", NAMED)
def test_a_picture_is_whole_and_fetches_nothing(name: str) -> None:
    root = ET.fromstring((DOCS / name).read_text("utf-8"))
    texts = "".join(element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text"))
    assert len(texts) > 50
    assert not [value for element in root.iter() for value in element.attrib.values() if value.startswith("http")]
    assert "@font-face" not in (DOCS / name).read_text("utf-8")
