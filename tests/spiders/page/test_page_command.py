# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""``xuncha page``: its output is a contract, its errors are one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from spiders.page.command import main

ROOT = Path(__file__).parents[3]
URL = "http://www.shuiyang.gov.cn/zwgk/index.html"
MARKUP = (
    "<html><head><title>政务公开</title></head><body><div>当前位置：<a href='/'>首页</a> &gt; <a href='./'>政务公开</a></div>"
    "<ul><li><a href='1.html'>关于防汛值守工作的通知</a>02-20</li><li><a href='2.html'>关于森林防火的通告一则</a>12-30</li></ul></body></html>"
)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_text(MARKUP, encoding="utf-8")
    return file


def test_prints_one_json_object(saved: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([str(saved), "--url", URL, "--json", "--as-of", "2024-02-29"]) == 0
    found = json.loads(capsysbinary.readouterr().out)
    assert found["kind"] == "column"
    assert found["column"]["path"] == ["政务公开"]
    assert [entry["date"] for entry in found["entries"]] == ["2024-02-20T00:00:00+08:00", "2023-12-30T00:00:00+08:00"]


def test_prints_a_table_for_people(saved: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([str(saved), "--url", URL]) == 0
    shown = capsysbinary.readouterr().out.decode()
    assert "类型 kind: column" in shown
    assert "关于防汛值守工作的通知" in shown
    assert "    依据 位置导航的最后一级 [title.trail] 位置导航第1行: 当前位置：首页 > «政务公开»" in shown.splitlines()
    assert "标识 icp: -" in shown, "and why a mark is not there"


def test_prints_a_short_table_without_reasons(saved: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([str(saved), "--url", URL, "--no-why"]) == 0
    shown = capsysbinary.readouterr().out.decode()
    assert "标题 title: 政务公开" in shown
    assert "依据" not in shown
    assert "标识 icp" not in shown, "absent things are not shown"


def test_gives_programs_the_reasons_under_a_key_of_their_own(
    saved: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main([str(saved), "--url", URL, "--json"]) == 0
    plain = json.loads(capsysbinary.readouterr().out)
    assert main([str(saved), "--url", URL, "--json", "--why", "--as-of", "2024-02-29"]) == 0
    found = json.loads(capsysbinary.readouterr().out)
    assert set(found) - set(plain) == {"why"}
    date = found["why"]["entries.0.date"]
    assert (date["value"], date["rule"], date["text"]) == ("2024-02-20T00:00:00+08:00", "entry.date.beside", "02-20")
    assert (date["where"], date["line"], date["region"]) == ("text", 1, "content")


def test_no_byte_of_a_page_moves_the_cursor(saved: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    saved.write_text(MARKUP.replace("防汛", "防\x1b]0;x\x07\x9b2J\u202e汛"), encoding="utf-8")
    assert main([str(saved), "--url", URL]) == 0
    shown = capsysbinary.readouterr().out.decode()
    assert shown.replace("\n", "").isprintable()


def test_shows_people_what_contradicts_itself(saved: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    footer = "<div>网站标识码：4207990001 <span id='_span_jiucuo' data-code='sitecode=4207990002'></span></div></body>"
    saved.write_text(MARKUP.replace("</body>", footer), encoding="utf-8")
    assert main([str(saved), "--url", URL]) == 0
    assert "存疑 report_code: 4207990002" in capsysbinary.readouterr().out.decode()


def test_a_batch_goes_on_past_a_bad_line(
    saved: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    listing = tmp_path / "list.jsonl"
    rows = [
        json.dumps({"file": "page.html", "url": URL}),
        "{bad",
        json.dumps({"file": "absent.html", "url": URL}),
        '{"file":"page.html","url":"ftp://x"}',
    ]
    rows.append(json.dumps({"file": str(saved), "url": URL}))
    listing.write_text("\n".join(rows), encoding="utf-8")
    assert main(["--batch", str(listing)]) == 1
    output = capsysbinary.readouterr()
    assert [json.loads(line)["file"] for line in output.out.splitlines()] == ["page.html", str(saved)]
    assert len(output.err.splitlines()) == 3
    assert b"list.jsonl:2: not a line of JSON" in output.err


def test_a_reader_that_goes_away_is_no_error(saved: Path) -> None:
    saved.write_text(MARKUP.replace("<li>", "<li>" + "水" * 300) * 600, encoding="utf-8")
    command = f"{sys.executable} -m spiders page {saved} --url {URL} --json --why | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, check=False, cwd=ROOT)
    assert (done.stdout[:8], done.stderr) == (b'{"kind":', b"")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["page.html"], 2),
        (["page.html", "--url", "x"], 2),
        (["page.html", "--url", URL, "--as-of", "soon"], 2),
        (["--nonsense"], 2),
        (["/absent.html", "--url", URL], 1),
        ([URL, "--url", URL], 2),
        (["http://"], 2),
        (["page.html", "--url", URL, "--allow-private"], 2),
        ([URL, "--resolve", "nonsense"], 2),
        (["http://127.0.0.1:9/"], 1),
        (["--batch", "/absent.jsonl"], 1),
        (["--help"], 0),
    ],
)
def test_exit_codes(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == code
    if code == 1:
        assert len(capsys.readouterr().err.splitlines()) == 1
