"""The command line: the program, its commands, and how each of them ends.

Exit codes: 0 done, 1 failed, 2 called wrongly. An error is one line on standard error that says what and where.
"""

import sys
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir

import typer

from tui.commands import (
    columns,
    dashboard,
    explain,
    failures,
    inspections,
    nodes,
    programs,
    registry,
    results,
    review,
    running,
    sites,
    standards,
    top,
)
from tui.errors import OperatorError
from tui.output import say

app = typer.Typer(
    name="xuncha",
    help="巡查 Xuncha: inspects government websites and new-media accounts against the State Council's indicators.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
running.add_to(app)
programs.add_to(app)
dashboard.add_to(app)
top.add_to(app)
explain.add_to(app)
app.add_typer(registry.app, name="registry")
failures.add_to(inspections.app)
app.add_typer(inspections.app, name="inspection")
app.add_typer(sites.app, name="site")
app.add_typer(nodes.app, name="node")
app.add_typer(columns.app, name="column")
results.add_to(app)
app.add_typer(review.app, name="review")
app.add_typer(standards.app, name="standard")


def call(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    try:
        code = app(arguments, prog_name="xuncha", standalone_mode=False)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)  # a wrong call knows which command was meant
        path = context.command_path if context else "xuncha"
        return _fail(f"{error.format_message().rstrip('.')} (see `{path} --help`)", error.exit_code)
    except OperatorError as error:
        return _fail(str(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _fail("interrupted", 1)
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone: nothing is left to flush
        return 0
    except Exception as error:  # noqa: BLE001 - the outermost door: nothing may reach the operator as a traceback
        return _fail(_expected(error) or _defect(error), 1)
    return code if isinstance(code, int) else 0


def main() -> None:
    """Be the ``xuncha`` program."""
    sys.exit(call())


def _fail(line: str, code: int) -> int:
    for part in line.splitlines() or [""]:
        say(part if part.startswith("  ") else f"xuncha: {part}")
    return code


def _expected(error: Exception) -> str | None:
    """Give the line of an error that the other rooms raise for operators; None for anything else."""
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error)
    module = type(error).__module__
    if module.startswith("redis."):
        return f"Redis: {error}"
    return str(error) if module.split(".")[0] in {"infra", "scoring"} else None


def _defect(error: Exception) -> str:
    """Keep the traceback of what nobody expected in a file, and say where."""
    path = Path(gettempdir()) / f"xuncha-{datetime.now().astimezone():%Y%m%d-%H%M%S}.txt"
    path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    return f"a defect of the program: {type(error).__name__}: {error} (traceback in {path})"


if __name__ == "__main__":
    main()
