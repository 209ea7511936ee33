"""The score of the reading: over a folder of pages written for this test, and over any folder that is named."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.bench.reading.__main__ import main
from tests.bench.reading.judging import Verdict, instant, judged, verdict
from tests.bench.reading.labels import labelled
from tests.spiders.reading.pages import FOOTER, SITE, TRS_ARTICLE, TRS_LIST, body

#: Where somebody keeps pages with labels of their own.
FOLDER = os.environ.get("LABELLED_PAGES", "")
MARKS = {
    "site_code": "4207990001",
    "icp": "鄂ICP备05009999号1",
    "police": "鄂公网安备42079902000001号",
    "conac": True,
    "error_report": True,
}
SILENT = body(
    '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/gzdt/">工作动态</a> &gt; 正文</div>'
    "<h1>县水利局开展春季堤防隐患排查工作</h1><p>正文没有日期。</p>" + FOOTER
)
LABELS: list[dict[str, Any]] = [
    {
        "file": "article.html",
        "url": f"{SITE}/zwgk/zfwj/202401/t20240109_11.html",
        "kind": "policy",
        "title": "关于印发 水阳县河道管理办法的通知",
        "published": "2024-01-09T17:32",
        "source": "水阳县水利局",
        "column_path": ["政务公开", "县政府文件"],
        "document_number": "水政办发〔2024〕3号",
        "meta": {
            "SiteName": "水阳县人民政府",
            "SiteDomain": "www.shuiyang.gov.cn",
            "SiteIDCode": "4207990001",
            "ColumnName": "县政府文件",
            "ColumnType": "政策文件",
            "ArticleTitle": "关于印发水阳县河道管理办法的通知",
            "PubDate": "2024-01-10 08:00",
            "ContentSource": "县政府办",
        },
        "marks": MARKS,
        "attachments": [f"{SITE}/zwgk/zfwj/202401/P020240109.docx"],
        "interpretation_links": [f"{SITE}/zwgk/zcjd/202401/t20240109_12.html"],
        "archived": False,
    },
    {
        "file": "list.html",
        "url": f"{SITE}/zwgk/tzgg/index.html",
        "kind": "column",
        "column_path": ["政务公开", "通知公告"],
        "marks": MARKS,
        "entries": {
            "count": 6,
            "first": {
                "title": "（置顶）水阳县政府信息公开指南（二〇二三年修订）",
                "url": f"{SITE}/zwgk/tzgg/202301/t20230103_1.html",
                "date": "2023-01-03",
            },
            "last": {
                "title": "湖北省人民政府关于防汛工作的公告",
                "url": "http://www.hubei.gov.cn/t/1.html",
                "date": "2024-01-12",
            },
            "latest_date": "2024-02-21",
        },
        "next_page": f"{SITE}/zwgk/tzgg/index_1.html",
        "page_count": 7,
        "blank_column": False,
    },
    {
        "file": "silent.html",
        "url": f"{SITE}/gzdt/1.html",
        "kind": "article",
        "kind_also": ["policy"],
        "title": "县水利局开展春季堤防隐患排查工作",
        "published": None,
        "source": None,
        "document_number": None,
    },
]


def folder(at: Path, labels: list[dict[str, Any]]) -> str:
    """A folder of labelled pages."""
    for name, markup in (("article", TRS_ARTICLE), ("list", TRS_LIST), ("silent", SILENT)):
        (at / f"{name}.html").write_text(markup, encoding="utf-8")
    lines = [json.dumps(label, ensure_ascii=False) for label in labels]
    (at / "labels.jsonl").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return str(at)


def changed(place: int, **values: Any) -> list[dict[str, Any]]:
    """The labels with some values of one of them exchanged."""
    return [label | values if n == place else label for n, label in enumerate(LABELS)]


def test_a_folder_read_rightly_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([folder(tmp_path, LABELS)]) == 0
    lines = capsys.readouterr().out.splitlines()
    rows = {line[:22].strip(): line[22:].split() for line in lines}
    assert rows["field"] == ["right", "wrong", "invented", "missed", "not", "judged", "right", "%"]
    assert rows["meta"] == ["8", "0", "0", "0", "2", "100.0"]
    assert rows["published"] == ["2", "0", "0", "0", "1", "100.0"]
    assert rows["entries first"] == ["3", "0", "0", "0", "2", "100.0"]
    assert rows["published (day)"] == ["reading", "htmldate", "dateparser"]
    assert rows["right %"][0] == "100.0"


@pytest.mark.parametrize(
    ("labels", "line"),
    [
        (
            changed(0, title="另一个标题"),
            "article.html: title wrong: '关于印发水阳县河道管理办法的通知', not '另一个标题'",
        ),
        (changed(0, document_number=None), "article.html: document number invented: '水政办发〔2024〕3号', not None"),
        (changed(2, source="县水利局"), "silent.html: source missed: None, not '县水利局'"),
        (changed(2, published="2024-01-09"), "silent.html: published missed: None, not '2024-01-09'"),
        (changed(1, kind="mailbox"), "list.html: kind wrong: 'column', not 'mailbox'"),
        (changed(0, meta={}), "article.html: meta invented: '关于印发水阳县河道管理办法的通知', not None"),
    ],
)
def test_a_difference_is_told_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], labels: list[dict[str, Any]], line: str
) -> None:
    assert main([folder(tmp_path, labels)]) == 1
    assert line in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nonsense", 'labels.jsonl:1: not a label with "file", "url" and "kind"'),
        ('{"file": "a.html", "url": "http://a.cn/"}', "labels.jsonl:1: not a label"),
        ('{"file": "none.html", "url": "http://a.cn/", "kind": "home"}', "none.html: No such file or directory"),
        ('{"file": "a\\u0000.html", "url": "http://a.cn/", "kind": "home"}', "embedded null byte"),
    ],
)
def test_a_folder_that_cannot_be_used_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, reason: str
) -> None:
    (tmp_path / "labels.jsonl").write_text(line)
    assert main([str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert reason in told
    assert told.count("\n") == 1


def test_bad_use_says_how_it_is_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "FOLDER" in capsys.readouterr().err
    assert main([str(tmp_path / "none")]) == 2


def test_what_a_value_is_worth() -> None:
    assert verdict("a", "a") is Verdict.RIGHT
    assert verdict("a", "b") is Verdict.WRONG
    assert verdict("a", "") is verdict(True, False) is Verdict.INVENTED
    assert verdict([], ["a"]) is Verdict.MISSED
    assert instant("2024-01-09T17:32:05+08:00") == "2024-01-09T17:32:05"
    assert instant("2024-01-09") == "2024-01-09T00:00"


def test_a_label_is_judged_to_its_own_precision(tmp_path: Path) -> None:
    pages = labelled(Path(folder(tmp_path, changed(0, published="2024-01-09T17:32:00"))))
    page = next(pages)
    found = {one.field: one.verdict for one in judged(page.read().to_json(), page.label)}
    assert found["published"] is Verdict.RIGHT


@pytest.mark.skipif(not FOLDER, reason="LABELLED_PAGES names no folder of labelled pages")
def test_the_named_folder_passes() -> None:
    assert main([FOLDER]) == 0
