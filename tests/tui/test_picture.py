import xml.etree.ElementTree as ET

import pytest

from tests.tui.samples import HOSTILE, SampleGate, SampleSource, snapshot
from tui import picture
from tui.app import XunchaApp
from tui.errors import OperatorError
from tui.locale import words_for
from tui.picture import take_picture


def dashboard(source: SampleSource) -> XunchaApp:
    return XunchaApp(source, SampleGate(source), words_for("zh"), period=0.05)


async def test_the_picture_is_whole_fetches_nothing_and_says_what_the_screen_says() -> None:
    svg = await take_picture(dashboard(SampleSource(snapshot(*HOSTILE))), readings=2)
    root = ET.fromstring(svg)
    texts = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"2050", "检", "查", "中", "worker-1"} <= set(texts)
    assert "@font-face" not in svg
    assert not [value for element in root.iter() for value in element.attrib.values() if value.startswith("http")]


async def test_no_picture_of_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "PATIENCE", 0.2)
    source = SampleSource(snapshot())
    source.away = "no route"
    with pytest.raises(OperatorError, match="could not be read"):
        await take_picture(dashboard(source), readings=1)
