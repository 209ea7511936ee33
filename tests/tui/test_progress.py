import io
from dataclasses import replace

from tests.tui.samples import snapshot
from tui.running.progress import Bar, Held, PlainLines, line, progress_for
from tui.text import width


def test_the_line_says_all_that_matters() -> None:
    text = line(snapshot())
    assert text.startswith("1m30s  pages 2050/4100 done, 74 failed, 41 blocked · ")
    assert text.endswith("pages/s · backlog 12 · sites finished 0/41 · workers 1")


def test_a_pipe_gets_a_line_now_and_then_and_the_last_one() -> None:
    stream = io.StringIO()
    progress = progress_for(stream)
    assert isinstance(progress, PlainLines)
    for backlog in (1, 2, 3):
        progress.show(replace(snapshot(), backlog=backlog))
    progress.say("a word\x1b[31m")
    progress.close()
    lines = stream.getvalue().splitlines()
    assert len(lines) == 3
    assert "backlog 1" in lines[0]
    assert lines[1] == "a word [31m"
    assert "backlog 3" in lines[2]


def test_a_terminal_gets_one_line_that_never_wraps() -> None:
    stream = io.StringIO()
    bar = Bar(stream, 80)
    bar.show(snapshot())
    bar.show(snapshot())
    bar.say("a word")
    bar.close()
    moving, word = stream.getvalue().rstrip("\n").split("\n")
    assert word == "a word"
    assert {width(part) for part in moving.split("\r") if part} == {79}


def test_what_is_held_back_is_said_later() -> None:
    held, stream = Held(), io.StringIO()
    held.show(snapshot())
    held.say("a word")
    held.release(PlainLines(stream))
    assert stream.getvalue() == "a word\n"
