"""``xuncha demo``: the demo city served on loopback, inspected like any other, compared with what was published.

The city is another process and the inspection knows only its registry; what was planted stands in ``infra.demo`` and
is opened here, after the inspection, to compare.
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from infra.demo import compare
from infra.demo.city import DemoCity
from infra.demo.registry import resolve_rows, write_inputs
from infra.inspections import State
from tui.errors import OperatorError
from tui.options import load_settings
from tui.output import print_json, print_table, say
from tui.prepare import prepare
from tui.processes import last_line
from tui.progress import Progress
from tui.run import RunEnd, RunPlan, run

AS_OF = "2024-02-29"
STANDARD = "ezhou-2024"
RATE = 50.0
"""Requests a second a host: the city is ours, and on loopback."""
START_TIMEOUT = 60.0
STOP_TIMEOUT = 5.0
