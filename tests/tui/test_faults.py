from textual import events
from textual.widgets import Input

from tests.tui.samples import SampleGate, SampleSource, snapshot
from tests.waiting import until
from tui.app import XunchaApp
from tui.locale import words_for


async def test_what_is_typed_ahead_of_the_filter_line_is_a_filter_and_no_command() -> None:
    """Over a slow link several keys come in one packet: ``/pS`` must not pause the inspection and ask to stop it."""
    source = SampleSource(snapshot())
    gate = SampleGate(source)
    app = XunchaApp(source, gate, words_for("zh"), period=0.1, view="sites")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.shown(1)
        await pilot.pause()
        ahead = [("slash", "/"), ("p", "p"), ("S", "S"), ("slash", "/"), ("o", "o"), ("enter", None), ("j", "j")]
        for key, letter in ahead:
            app.post_message(events.Key(key, letter))
        line = app.screen.query_one(Input)
        await until(lambda: line.value == "pS/o")
        assert gate.acts == []
        assert app.screen.query_one("#filter").display
        assert not line.has_focus
