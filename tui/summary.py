"""An inspection in a few lines, without a terminal: for ``inspection show`` and ``top``."""

from tui.model import Snapshot
from tui.output import print_record, print_table
from tui.text import duration


def summary(snapshot: Snapshot) -> dict[str, object]:
    """Give the numbers for programs."""
    return {
        "inspection": snapshot.inspection,
        "state": snapshot.state,
        "as_of": snapshot.as_of,
        "standard": snapshot.standard,
        "pages": snapshot.counts,
        "backlog": snapshot.backlog,
        "sites": len(snapshot.sites),
        "sites_finished": snapshot.sites_finished,
        "accounts": len(snapshot.accounts),
    }


def print_summary(snapshot: Snapshot) -> None:
    """Write them for people, with the processes that work on it."""
    counts = snapshot.counts
    print_record(
        [
            ("inspection", snapshot.inspection),
            ("state", snapshot.state),
            ("as of", snapshot.as_of),
            ("standard", snapshot.standard),
            ("elapsed", duration(snapshot.elapsed_seconds)),
            ("pages", f"{counts.known} known, {counts.waiting} waiting, {counts.leased} being fetched"),
            ("settled", f"{counts.done} done, {counts.failed} failed ({counts.dead} dead), {counts.blocked} blocked"),
            ("to score", snapshot.backlog),
            ("sites", f"{snapshot.sites_finished} of {len(snapshot.sites)} finished"),
            ("accounts", len(snapshot.accounts)),
        ]
    )
    rows = [(one.name, one.role, one.pid, duration(one.silent_seconds), f"{one.rate:.1f}") for one in snapshot.workers]
    print_table(("process", "role", "pid", "beat", "per second"), rows, right=("pid", "beat", "per second"))
