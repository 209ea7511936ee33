"""What the documents promise is there: commands, make targets, headers, picture, version."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from infra.registry import HEADERS as REGISTRY_HEADERS
from scoring.review import HEADERS as REVIEW_HEADERS
from tui.cli import app

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_in_the_readme_and_every_one_there_exists(readme: str) -> None:
    commands = getattr(get_command(app), "commands", {})
    named = set(re.findall(r"`xuncha ([a-z]+)", text(readme)))
    assert named >= set(commands)
    assert named <= set(commands)


@pytest.mark.parametrize("readme", READMES)
def test_subcommands_in_the_table_are_those_of_the_program(readme: str) -> None:
    commands = getattr(get_command(app), "commands", {})
    for line in text(readme).splitlines():
        match = re.match(r"\| `xuncha (\w+)` \|(.*)\|$", line)
        if match and match[1] in ("registry", "inspection", "site", "standard"):
            assert set(re.findall(r"`([a-z]+)`", match[2])) == set(commands[match[1]].commands)


@pytest.mark.parametrize("readme", READMES)
def test_the_two_commands_are_make_targets(readme: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), flags=re.MULTILINE))
    named = set(re.findall(r"(?:`|\$ )make ([a-z]+)", text(readme)))
    assert {"demo", "test", "check"} <= named <= targets
    assert {"setup", "demo", "test", "check", "bench", "clean"} <= targets


@pytest.mark.parametrize("readme", READMES)
def test_tables_of_the_readme_have_the_headers_that_are_read(readme: str) -> None:
    rows = [line.strip("| \n").split(" | ") for line in text(readme).splitlines() if line.startswith("| 标识码")]
    registry, reviews = rows
    assert [cell.split()[-1] for cell in registry] == list(REGISTRY_HEADERS)
    assert [cell.split()[-1] for cell in reviews] == list(REVIEW_HEADERS)
    for name, cell in zip(REGISTRY_HEADERS, registry, strict=True):
        assert cell.split()[0] in REGISTRY_HEADERS[name]


@pytest.mark.parametrize("readme", READMES)
def test_pictures_and_links_lead_somewhere(readme: str) -> None:
    local = [path for path in re.findall(r"\]\(([^)]+)\)", text(readme)) if "://" not in path]
    assert "docs/overview.svg" in local
    assert not [path for path in local if not (ROOT / path).is_file()]


def test_the_picture_is_one_of_this_program() -> None:
    shown = re.sub(r"\s", "", re.sub(r"<[^>]+>", "", text("docs/overview.svg")))
    assert "进程" in shown
    assert "ezhou-2024" in shown


def test_the_changelog_knows_the_version() -> None:
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    assert f"## {version}" in text("CHANGELOG.md")


def test_no_file_names_a_registry_host() -> None:
    lock = text("requirements.lock")
    assert "--hash=sha256:" in lock
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", lock)
