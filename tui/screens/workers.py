"""进程: every process of the cluster by its last heartbeat."""

from collections.abc import Mapping

from tui import query
from tui.locale.words import Words
from tui.model import WorkerRow
from tui.screens.listing import Listing, ListScreen
from tui.screens.overview import worker_columns

FIELDS = ("name", "role", "host")


def workers_screen(words: Words, *, read_only: bool) -> ListScreen[WorkerRow]:
    """Make the list of processes."""
    listing = Listing(
        name="workers",
        rows=lambda snapshot: snapshot.workers,
        key=lambda worker: worker.name,
        columns=worker_columns(words),
        orders=_orders(),
        fields=_fields,
        field_names=FIELDS,
    )
    return ListScreen(words, listing, read_only=read_only)


def _orders() -> tuple[query.Order[WorkerRow], ...]:
    """Give the ways to sort; the silent ones come first."""
    return (
        query.Order(key="silent", value=lambda one: one.silent_seconds, descending=True),
        query.Order(key="name", value=lambda one: one.name),
        query.Order(key="rate", value=lambda one: one.rate),
        query.Order(key="memory", value=lambda one: one.rss_bytes, descending=True),
    )


def _fields(worker: WorkerRow) -> Mapping[str, str]:
    return {"name": worker.name, "role": worker.role, "host": worker.host}
