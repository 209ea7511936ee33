"""scores.json and findings.jsonl keep the shapes that people script against, and all files appear whole."""

from pathlib import Path

import orjson
import pytest

from scoring.reports.info import NoticeInfo
from scoring.reports.opendata import findings_jsonl, scores_json
from scoring.reports.proof import NoticeError
from scoring.reports.template import TEMPLATE
from scoring.reports.write import write_all
from tests.scoring.report_case import city, edited


def test_scores_have_the_agreed_keys() -> None:
    results = city()
    document = orjson.loads(scores_json(results))
    assert list(document) == ["inspection", "as_of", "standard", "standard_digest", "reviews", "targets"]
    assert [target["code"] for target in document["targets"]] == [target.code for target, _ in results.cards]
    first = document["targets"][0]
    assert set(first) >= {
        *("code", "name", "kind", "unit", "group", "verdict", "score", "range", "coverage"),
        *("vetoes", "deductions", "bonus", "pages"),
    }
    assert (first["kind"], first["verdict"], first["score"]) == ("site", "qualified", 102)
    second = document["targets"][1]
    assert set(second["deductions"][0]) >= {"clause", "indicator", "points", "findings"}
    assert set(first["pages"]) == {"done", "failed", "blocked"}


def test_findings_have_the_agreed_keys_and_a_stable_order() -> None:
    results = city()
    lines = [orjson.loads(line) for line in findings_jsonl(results).splitlines()]
    assert set(lines[0]) == {
        *("id", "target", "clause", "indicator", "state", "points"),
        *("url", "found_on", "seen_at", "detail", "evidence"),
    }
    assert set(lines[0]["evidence"]) == {"digest", "location"}
    codes = [target.code for target, _ in results.cards]
    places = [codes.index(line["target"]) for line in lines]
    assert places == sorted(places)
    assert len(lines) == len(results.findings)


def test_all_files_are_written_and_again_the_same(tmp_path: Path) -> None:
    out = tmp_path / "out" / "demo"
    paths = write_all(city(), out, NoticeInfo())
    assert sorted(path.name for path in paths) == sorted(path.name for path in out.iterdir())
    assert {path.name for path in paths} == {"scores.json", "findings.jsonl", "得分.xlsx", "通报.docx"}
    before = [path.read_bytes() for path in paths]
    assert [path.read_bytes() for path in write_all(city(), out, NoticeInfo())] == before


def test_a_refused_notice_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    template = tmp_path / "own.docx"
    template.write_bytes(edited(TEMPLATE.read_bytes(), "{{ site_result }}", "合格率为1%"))
    out = tmp_path / "out"
    with pytest.raises(NoticeError):
        write_all(city(), out, NoticeInfo(), template)
    assert not out.exists()
