"""The figures as ``out/bench.json`` holds them: medians of runs, ours beside stock's, and on what they were taken."""

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from infra.redis.embedded import locate

#: Runs of every figure: the median of fewer says little.
RUNS = 3
#: Runs of ours where the figure is a ratio of two wall times, which the machine's other work disturbs most.
PAIRS = 5
_PACKAGES = ("xuncha", "scrapy", "scrapy-redis", "redis", "hiredis", "aiohttp", "selectolax", "twisted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure. ``ratio`` is ours over stock's; None where stock has no such figure, or has 0."""

    ours: float
    stock: float | None
    runs: int
    each: Mapping[str, Sequence[float]]
    """What every run gave, in order."""
    note: str = ""
    """What a reader must know to read the figure right."""
    detail: Mapping[str, float] = field(default_factory=dict)
    """Medians of what was measured beside it."""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.stock if self.stock else None

    def to_json(self) -> dict[str, Any]:
        row: dict[str, Any] = {
            "ours": _rounded(self.ours),
            "stock": _rounded(self.stock),
            "ratio": _rounded(self.ratio),
            "runs": self.runs,
            "each": {name: [_rounded(value) for value in values] for name, values in self.each.items()},
        }
        if self.note:
            row["note"] = self.note
        if self.detail:
            row["detail"] = {name: _rounded(value) for name, value in self.detail.items()}
        return row


def row(
    ours: Sequence[float],
    stock: Sequence[float] = (),
    *,
    note: str = "",
    detail: Mapping[str, Sequence[float]] | None = None,
) -> Row:
    """Make a row of what the runs gave.

    Raises ``ValueError`` for fewer than three runs of ours, or of stock's where there are any.
    """
    for values in (ours, stock or ours):
        if len(values) < RUNS:
            msg = f"a median needs {RUNS} runs, not {len(values)}"
            raise ValueError(msg)
    return Row(
        ours=statistics.median(ours),
        stock=statistics.median(stock) if stock else None,
        runs=min(len(ours), len(stock or ours)),
        each={"ours": ours} | ({"stock": stock} if stock else {}),
        note=note,
        detail={name: statistics.median(values) for name, values in (detail or {}).items()},
    )


def document(rows: Mapping[str, Row], *, load: float) -> dict[str, Any]:
    """The whole of ``bench.json``; ``load`` is the machine's before the first run."""
    return {
        "machine": machine() | {"load_before": _rounded(load)},
        "versions": versions(),
        "rows": {key: rows[key].to_json() for key in sorted(rows)},
    }


def machine() -> dict[str, Any]:
    """Say on what the figures were taken; what the system does not tell is left empty."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
    }


def versions() -> dict[str, str]:
    """Python, Redis and the packages that matter for speed."""
    told = subprocess.run([str(locate()), "--version"], capture_output=True, text=True, check=True, timeout=10).stdout
    server = next((word[2:] for word in told.split() if word.startswith("v=")), told.strip())
    return {"python": platform.python_version(), "redis-server": server} | {name: version(name) for name in _PACKAGES}


def write(rows: Mapping[str, Row], path: Path, *, load: float) -> None:
    """Write the document, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(document(rows, load=load), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(path)


def show(rows: Iterable[tuple[str, Row]]) -> None:
    """Print the rows as a table."""
    print(f"{'':<22}{'ours':>12}{'stock':>12}{'ratio':>12}")
    for key, one in rows:
        print(f"{key:<22}{_short(one.ours):>12}{_short(one.stock):>12}{_short(one.ratio):>12}")
    sys.stdout.flush()


def _short(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.5g}")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
