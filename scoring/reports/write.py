"""Writes all reports of an inspection into one folder, each whole or not at all.

Every file is made first and checked (``proof.py`` reads the notice back); then each is written beside its place and
renamed into it. A reader never meets half a file, and a refused notice leaves the folder as it was.
"""

import os
from pathlib import Path

from scoring.reports.annexes import annexes
from scoring.reports.info import NoticeInfo
from scoring.reports.notice import notice
from scoring.reports.opendata import findings_jsonl, scores_json
from scoring.reports.rows import rows_of
from scoring.reports.template import TEMPLATE
from scoring.results import Results


def write_all(
    results: Results, out: Path, info: NoticeInfo, template: Path = TEMPLATE, *, draft: bool = False
) -> list[Path]:
    """Write scores.json, findings.jsonl, 得分.xlsx and 通报.docx; the same results give the same bytes.

    ``draft`` marks the notice as one; whether it must be, ``gate`` says.

    Raises ``NoticeError`` when the notice would state what its rows do not give, ``OSError`` when the folder refuses.
    """
    rows = rows_of(results)
    contents = {
        "scores.json": scores_json(results),
        "findings.jsonl": findings_jsonl(results),
        "得分.xlsx": annexes(results, rows),
        "通报.docx": notice(results, rows, info, template, draft=draft),
    }
    out.mkdir(parents=True, exist_ok=True)
    return [_write(out / name, content) for name, content in contents.items()]


def _write(path: Path, content: bytes) -> Path:
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path
