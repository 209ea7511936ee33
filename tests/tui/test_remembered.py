import logging
from pathlib import Path

import pytest

from tui.remembered import LONGEST_FILTER, MOST_VIEWS, Remembered, ViewState

LEFT = ViewState(filter="鄂州 !veto:v3", order="score", reverse=True)


def test_a_view_is_found_as_it_was_left(tmp_path: Path) -> None:
    path = tmp_path / "new" / "dashboard.json"
    Remembered(path).keep("sites", LEFT)
    again = Remembered(path)
    assert again.of("sites") == LEFT
    assert again.of("accounts") == ViewState()
    assert [one.name for one in path.parent.iterdir()] == ["dashboard.json"]


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"sites":{"filter":7}}', b'{"sites":{"filter":"' + b"x" * 300_000 + b'"}}'],
)
def test_a_broken_file_is_a_line_in_the_log_and_replaced(
    data: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "dashboard.json"
    path.write_bytes(data)
    with caplog.at_level(logging.WARNING):
        views = Remembered(path)
    assert [record.getMessage().startswith(f"{path}: ") for record in caplog.records] == [True]
    assert views.of("sites") == ViewState()
    views.keep("sites", LEFT)
    assert Remembered(path).of("sites") == LEFT


def test_a_folder_that_cannot_be_written_is_a_line_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_bytes(b"")
    views = Remembered(tmp_path / "file" / "dashboard.json")
    caplog.clear()
    views.keep("sites", LEFT)
    assert len(caplog.records) == 1
    assert views.of("sites") == LEFT


def test_what_is_kept_has_bounds(tmp_path: Path) -> None:
    path = tmp_path / "dashboard.json"
    views = Remembered(path)
    for number in range(MOST_VIEWS + 9):
        views.keep(f"view{number}", ViewState(filter="長" * 900))
    assert views.of(f"view{MOST_VIEWS}") == ViewState()
    assert len(Remembered(path).of("view0").filter) == LONGEST_FILTER


def test_a_lone_surrogate_in_a_filter_breaks_nothing(tmp_path: Path) -> None:
    views = Remembered(tmp_path / "dashboard.json")
    views.keep("sites", ViewState(filter="\ud800"))
    assert views.of("sites").filter == "\ud800"
