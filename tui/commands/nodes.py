"""``node``: the agent of this machine; ``node list`` and ``node scale``: what all machines run, and shall run."""

# ruff: noqa: PLC0415 - heavy modules are imported when a command runs, so that --help is quick

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.errors import OperatorError, UsageError
from tui.options import Json, load_settings

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from infra.nodes import NodeBeat
    from infra.settings import Settings

app = typer.Typer(
    help="The machines of the cluster (节点): without a command, keep workers alive on this one.",
    rich_markup_mode=None,
    invoke_without_command=True,
)

Name = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="This machine's name; its host name when absent.")
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=0, max=512, metavar="N", help="Workers, until somebody scales it; one a core."),
]
Node = Annotated[str, typer.Argument(metavar="NODE", help="A name of `xuncha node list`.")]
Number = Annotated[int, typer.Argument(min=0, max=512, metavar="N", help="Workers that it shall run.")]


@app.callback()
def node(context: typer.Context, name: Name = None, workers: Workers = None) -> None:
    """Keep workers alive on this machine, as many as the cluster's operators want of it.

    SIGTERM drains them. If the agent is killed its workers go on, and the next agent takes them over.
    """
    if context.invoked_subcommand is None:
        import os
        import socket

        _serve(load_settings(), name or socket.gethostname(), os.cpu_count() or 1 if workers is None else workers)


@app.command(name="list")
def list_(json: Json = False) -> None:
    """Show the machines, what they run and what is wanted of them."""
    from tui.access import with_redis
    from tui.output import print_json, print_table

    async def work(redis: "Redis") -> "tuple[list[NodeBeat], dict[str, int]]":
        from infra.nodes import Nodes

        nodes = Nodes(redis)
        return await nodes.live(), await nodes.wanted()

    beats, wanted = with_redis(load_settings(), work)
    if json:
        from infra.records import encode

        print_json([{**_plain(encode(beat)), "wanted": wanted.get(beat.name)} for beat in beats])
        return
    rows = [
        (beat.name, beat.cores, len(beat.workers), wanted.get(beat.name), beat.leaving, beat.failing) for beat in beats
    ]
    print_table(("node", "cores", "workers", "wanted", "leaving", "failing"), rows)


@app.command()
def scale(node: Node, number: Number, json: Json = False) -> None:
    """Say how many workers a machine shall run."""
    from getpass import getuser

    from tui.access import with_redis
    from tui.control import CommandError
    from tui.output import print_json
    from tui.scaling import NodeControl, Scaled

    async def work(redis: "Redis") -> Scaled:
        try:
            return await NodeControl(redis, operator=getuser()).scale(node, number)
        except CommandError as error:
            raise OperatorError(str(error)) from None

    scaled = with_redis(load_settings(), work)
    if json:
        print_json({"node": scaled.node, "before": scaled.before, "wanted": scaled.wanted, "running": scaled.running})
    else:
        typer.echo(f"{node}: {scaled.wanted} workers wanted (before: {scaled.before}), {scaled.running} run now")


def _serve(settings: "Settings", name: str, workers: int) -> None:
    import asyncio
    import signal

    from tui.access import client
    from tui.node.agent import NodeAgent
    from tui.output import say

    if settings.redis_url is None:
        msg = "a node serves a cluster: say which with XUNCHA_REDIS_URL or redis_url in xuncha.toml"
        raise UsageError(msg)
    url = settings.redis_url.get_secret_value()
    folder = settings.data_dir / "node" / name

    async def serve() -> None:
        async with client(url) as redis:
            agent = NodeAgent(redis, settings, name=name, folder=folder, tell=say)
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, agent.drain)
            await agent.run(workers)

    with _alone(folder):
        asyncio.run(serve())


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the node for one agent. Raises ``OperatorError`` when another has it."""
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            msg = f"another agent keeps the workers of {folder.name} (its files are in {folder})"
            raise OperatorError(msg) from None
        yield


def _plain(data: bytes) -> dict[str, object]:
    import msgspec

    return msgspec.json.decode(data, type=dict[str, object])
