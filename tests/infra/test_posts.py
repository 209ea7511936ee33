"""An account's posts file: times in the ways people write them, and files that cannot be used."""

from datetime import datetime
from pathlib import Path

import pytest

from infra.clock import parse_as_of
from infra.posts import PostsError, feed_file, observe, read
from infra.records import FeedSeen, Kind, Outcome, Target
from infra.tables import write_rows

AS_OF = parse_as_of("2024-02-29")


def test_newest_and_future_posts(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(
        "发布时间,标题\n2024年2月9日,甲\n2024/2/20 08:30,乙\n,丙\n2024-02-29 23:59:59,丁\n2024-03-01,戊\n",
        encoding="gb18030",
    )
    assert read(path, AS_OF) == FeedSeen(
        source="file", posts=5, newest="2024-02-29T23:59:59+08:00", future="2024-03-01T00:00:00+08:00"
    )


@pytest.mark.parametrize(
    "text", ['[{"time": "2024-02-20T01:00:00Z"}]', '{"items": [{"date_published": "2024-02-20T09:00:00+08:00"}]}']
)
def test_json_files(tmp_path: Path, text: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(text, encoding="utf-8")
    assert read(path, AS_OF) == FeedSeen(source="file", posts=1, newest="2024-02-20T09:00:00+08:00")


def test_dates_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    write_rows(path, ["time", "title"], [["2024.02.20", "=x"]])
    assert read(path, AS_OF).newest == "2024-02-20T00:00:00+08:00"


def test_an_empty_file_is_no_posts(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("时间\n", encoding="utf-8")
    assert read(path, AS_OF) == FeedSeen(source="file", posts=0)


def test_every_unreadable_time_is_told(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("时间\n昨天\n2024-02-20\n2024-02-31\n2024-02-20 25:00\n", encoding="utf-8")
    with pytest.raises(PostsError) as error:
        read(path, AS_OF)
    assert [line.split(":")[0] for line in str(error.value).splitlines()] == [
        "p.csv",
        "  row 2, 时间",
        "  row 4, 时间",
        "  row 5, 时间",
    ]


@pytest.mark.parametrize("text", ["{", "[1]", '{"a": 1}', "[" * 5000, "null"])
def test_json_that_is_no_list_of_posts(tmp_path: Path, text: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PostsError, match=r"p\.json"):
        read(path, AS_OF)


@pytest.mark.parametrize(
    "feed", ["/etc/x.csv", "../x.csv", "a/../../x.csv", "C:\\x.csv", "file:///x.csv", "x.txt", "link/x.csv"]
)
def test_paths_out_of_the_folder_are_refused(tmp_path: Path, feed: str) -> None:
    folder = tmp_path / "registry"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    with pytest.raises(PostsError):
        feed_file(folder, feed)
    assert feed_file(folder, "https://x.cn/rss") is None
    assert feed_file(folder, "posts\\x.CSV") == folder / "posts" / "x.CSV"


def test_an_unusable_file_is_unsure_and_never_an_empty_account(tmp_path: Path) -> None:
    target = Target(code="acc-1", name="甲", kind=Kind.ACCOUNT, unit="甲局", feed="p.csv")
    seen_at = int(datetime(2024, 3, 1, tzinfo=AS_OF.tzinfo).timestamp() * 1000)
    lost = observe(target, tmp_path, as_of=AS_OF, seen_at=seen_at)
    assert (lost.outcome, lost.feed) == (Outcome.UNSURE, None)
    assert "No such file" in lost.reason
    (tmp_path / "p.csv").write_text("时间\n2024-02-01\n", encoding="utf-8")
    found = observe(target, tmp_path, as_of=AS_OF, seen_at=seen_at)
    assert (found.outcome, found.url) == (Outcome.OK, "p.csv")
    assert found.feed == FeedSeen(source="file", posts=1, newest="2024-02-01T00:00:00+08:00")
