"""The command line from outside: exit codes, one-line errors, help, JSON."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest
import typer

from infra.inspections import State
from tui.cli import app, call

REGISTRY = "标识码,名称,类型,网址,单位\n4207000001,[/x]莲湖,网站,http://www.lianhu.gov.cn/,莲湖市\n"
COMMANDS = (
    *(
        (name,)
        for name in ("demo", "run", "up", "worker", "scorer", "page", "tui", "top", "scores", "findings", "report")
    ),
    *(("registry", name) for name in ("check", "import")),
    *(("inspection", name) for name in ("new", "start", "pause", "resume", "stop", "close", "list", "show")),
    *(("inspection", name) for name in ("failures", "retry")),
    *(("node", name) for name in ("list", "scale")),
    ("explain",),
    *(("site", name) for name in ("list", "pause", "resume", "rate", "priority", "budget")),
    *(("column", name) for name in ("list", "export", "import")),
    *(("review", name) for name in ("list", "show", "add", "confirm", "dismiss", "clear", "appeal", "decide", "bonus")),
    *(("review", name) for name in ("import", "log", "precision")),
    *(("standard", name) for name in ("list", "show", "check", "whatif")),
)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str) -> Path:
    """A folder with a registry, and the tests' own Redis."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XUNCHA_REDIS_URL", redis_url)
    (tmp_path / "sites.csv").write_text(REGISTRY, encoding="utf-8")
    return tmp_path


def known_commands() -> list[tuple[str, ...]]:
    group = typer.main.get_command(app)
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        found += [(name, inner) for inner in below] if below else [(name,)]
    return found


def test_the_commands_are_the_agreed_ones() -> None:
    assert set(known_commands()) == set(COMMANDS)


@pytest.mark.parametrize("command", [name for name in COMMANDS if name[0] not in {"worker", "scorer", "page"}])
def test_every_command_explains_itself_in_a_line_that_fits(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call([*command, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"Usage: xuncha {' '.join(command)} ")
    summary = text.split("\n\n")[1].strip()
    assert summary.endswith(".")
    assert call([*command[:-1], "--help"]) == 0
    assert "..." not in "".join(line for line in capsys.readouterr().out.splitlines() if f"  {command[-1]} " in line)
    assert "--json" in text or command == ("tui",)


@pytest.mark.parametrize("command", ["worker", "scorer", "page"])
def test_programs_of_other_rooms_explain_themselves(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli", command, "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith(f"usage: xuncha {command} ")


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ([], "Missing command"),
        (["frob"], "No such command 'frob'"),
        (["run"], "xuncha run --help"),
        (["run", "none.csv", "--as-of", "2024-02-29", "--out", "o"], "none.csv"),
        (["run", "sites.csv", "--as-of", "soon", "--out", "o"], "soon"),
        (["run", "sites.csv", "--as-of", "2024-02-29", "--out", "o", "--rate", "-1"], "--rate"),
        (["run", "sites.csv", "--as-of", "2024-02-29", "--out", "o", "--rate", "0"], "--rate"),
        (["findings", "--state", "certain"], "suspected"),
        (["run", "sites.csv", "--as-of", "2024-02-29", "--out", "o", "--resolve", "a:b"], "HOST:ADDR:PORT"),
        (["run", "sites.csv", "--as-of", "2024-02-29", "--out", "o", "--workers", "0"], "--workers"),
        (
            ["run", "sites.csv", "--as-of", "2024-02-29", "--out", "o", "--standard", "none"],
            "--standard: standard 'none'",
        ),
        (["inspection", "new", "sites.csv", "--as-of", "2024-02-29", "--standard", "none"], "'none'"),
        (["inspection", "close"], "--yes"),
        (["inspection", "stop"], "--yes"),
    ],
)
def test_a_wrong_call_is_one_line_and_two(
    room: Path, arguments: list[str], part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if arguments[:1] == ["inspection"]:
        assert call(["inspection", "new", "sites.csv", "--as-of", "2024-02-29"]) == 0
        capsys.readouterr()
    assert call(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert part in said.err
    assert not (room / "o").exists()


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["inspection", "show"], "there is no inspection"),
        (["scores"], "there is no inspection"),
        (["scores", "-i", "none"], "no inspection 'none'"),
        (["inspection", "start", "-i", "none"], "no inspection 'none'"),
        (["standard", "show", "none"], "neither a file nor one of"),
        (["inspection", "new", "--as-of", "2024-02-29"], "no registry"),
        (["tui"], "needs a terminal"),
    ],
)
def test_a_failure_is_one_line_and_one(
    room: Path, arguments: list[str], part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(arguments) == 1
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert part in said.err


def test_a_server_that_does_not_answer_is_one_line(
    room: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XUNCHA_REDIS_URL", "redis://:secret@127.0.0.1:1/0")
    assert call(["inspection", "list"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "127.0.0.1:1" in said
    assert "secret" not in said


def test_bad_rows_are_all_listed_and_nothing_is_kept(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = REGISTRY + "12,乙,网站,http://b.gov.cn/,乙\n4207000003,丙,网站,ftp://c,丙\n"
    (room / "bad.csv").write_text(bad, encoding="utf-8")
    assert call(["registry", "check", "bad.csv"]) == 1
    said = capsys.readouterr()
    assert "ten digits" in said.out
    assert "ftp://c" in said.out
    assert call(["registry", "check", "bad.csv", "--json"]) == 1
    assert len(orjson.loads(capsys.readouterr().out)["problems"]) == 2
    assert call(["registry", "import", "bad.csv"]) == 1
    assert "ftp://c" in capsys.readouterr().err
    assert call(["inspection", "new", "--as-of", "2024-02-29"]) == 1
    assert call(["registry", "import", "bad.csv", "--skip-bad"]) == 0
    assert call(["inspection", "new", "--as-of", "2024-02-29"]) == 0
    assert call(["run", "bad.csv", "--as-of", "2024-02-29", "--out", "o"]) == 1
    assert not (room / "o").exists()


@pytest.mark.parametrize("command", [["check"], ["check", "--json"], ["import"], ["import", "--skip-bad"]])
def test_a_registry_of_a_header_alone_is_no_registry(
    room: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (room / "empty.csv").write_text(REGISTRY.splitlines()[0] + "\n,,,\n", encoding="utf-8")
    assert call(["registry", command[0], "empty.csv", *command[1:]]) == 1
    assert capsys.readouterr().err == "xuncha: empty.csv: there are no rows below the header\n"


def test_a_language_that_is_not_there_is_a_wrong_call(
    room: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XUNCHA_LANG", "fr")
    assert call(["inspection", "list"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "XUNCHA_LANG" in said
    assert "'zh' or 'en'" in said


def test_an_inspection_is_steered_and_read(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["inspection", "new", "sites.csv", "--as-of", "2024-02-29", "--standard", "ezhou-2024"]) == 0
    inspection = capsys.readouterr().out.strip()
    assert inspection.startswith("2024-02-29-")
    for command, state in (("start", State.RUNNING), ("pause", State.PAUSED), ("resume", State.RUNNING)):
        assert call(["inspection", command, "--json"]) == 0
        assert orjson.loads(capsys.readouterr().out)["state"] == state
    assert call(["inspection", "start"]) == 1
    assert "it is running" in capsys.readouterr().err
    assert call(["inspection", "show"]) == 0
    assert "1 known, 1 waiting" in capsys.readouterr().out
    assert call(["scores", "--json"]) == 0
    scores = orjson.loads(capsys.readouterr().out)
    assert scores["targets"][0]["code"] == "4207000001"
    assert call(["scores", "莲湖"]) == 0
    assert "[/x]莲湖" in capsys.readouterr().out
    assert call(["findings", "--json"]) == 0
    assert call(["inspection", "stop", "--yes"]) == 0
    assert call(["inspection", "close", "--yes"]) == 0
    capsys.readouterr()
    assert call(["inspection", "list", "--json"]) == 0
    assert orjson.loads(capsys.readouterr().out)[0]["state"] == State.CLOSED
    assert call(["report", "--out", "o"]) == 0
    assert orjson.loads((room / "o" / "scores.json").read_bytes()).keys() == scores.keys()
    assert {path.name for path in (room / "o").iterdir()} >= {"通报.docx", "得分.xlsx", "scores.json", "findings.jsonl"}


def test_columns_are_settled_beside_the_registry_and_by_command(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = "4207000001,http://www.lianhu.gov.cn/gzdt/,{},{}\n"
    (room / "栏目.csv").write_text("标识码,栏目网址,应更新,确认人\n" + row.format("否", "程思源"), encoding="utf-8")
    assert call(["inspection", "new", "sites.csv", "--as-of", "2024-02-29"]) == 0
    assert "1 columns are settled in 栏目.csv" in capsys.readouterr().err
    assert call(["column", "export", "now.xlsx"]) == 0
    assert call(["column", "import", "now.xlsx", "--json"]) == 0
    assert orjson.loads(capsys.readouterr().out.partition("\n")[2])["changed"] == 0
    (room / "other.csv").write_text("标识码,栏目网址,应更新,确认人\n" + row.format("是", "万静怡"), encoding="utf-8")
    assert call(["column", "import", "other.csv"]) == 0
    assert "1 columns are settled in other.csv, 1 of them anew" in capsys.readouterr().out
    assert call(["inspection", "show", "--json"]) == 0
    assert "1 columns settled by" in orjson.loads(capsys.readouterr().out)["audit"][-1]
    assert call(["column", "list", "--json"]) == 0
    assert orjson.loads(capsys.readouterr().out) == []
    assert call(["column", "export", "now.txt"]) == 2


def test_words_beside_the_registry_are_read_and_bad_ones_listed(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = room / "词表.csv"
    listed.write_text("错误表述,正确表述,类别\n张三市长,李四市长,严重\n", encoding="utf-8")
    assert call(["inspection", "new", "sites.csv", "--as-of", "2024-02-29"]) == 0
    assert "1 words are listed in 词表.csv" in capsys.readouterr().err
    listed.write_text("错误表述,正确表述,类别\n张,李四市长,大概\n", encoding="utf-8")
    assert call(["inspection", "new", "sites.csv", "--as-of", "2024-02-29"]) == 1
    assert "row 2, 类别" in capsys.readouterr().err


def test_the_hands_load_neither_spiders_nor_scrapy() -> None:
    code = (
        "import sys, tui.cli, tui.running.run, tui.running.demo, tui.picture\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('spiders', 'scrapy', 'twisted')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom tui.cli import call\ncall(['--help'])\n"
        "print([n for n in ('textual', 'redis', 'pydantic', 'docx', 'aiohttp') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
