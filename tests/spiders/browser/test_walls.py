# ruff: noqa: E501 - scripts stand on lines as pages write them
"""That nothing gets out of the browser by itself: each wall is tried alone, as if the others had fallen."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from spiders.browser.chromium import Chromium
from spiders.browser.confinement import FILTER, NAMESPACES
from spiders.browser.flags import flags
from spiders.browser.visit import _CLOSED
from tests.spiders.browser.fetching import showing
from tests.spiders.browser.places import PROGRAM, browsers, needs_browser
from tests.spiders.browser.scripted_site import serve
from tests.waiting import until

#: Every way by which a page may talk to somebody, tried at a port that listens.
WAYS = """<!DOCTYPE html><html><head>
<link rel="dns-prefetch" href="//127.0.0.1:{port}"><link rel="preconnect" href="http://127.0.0.1:{port}">
<link rel="prefetch" href="http://127.0.0.1:{port}/prefetch"><link rel="icon" href="http://127.0.0.1:{port}/icon">
<link rel="stylesheet" href="http://127.0.0.1:{port}/style"><link rel="manifest" href="http://127.0.0.1:{port}/app">
</head><body><img src="http://127.0.0.1:{port}/image"><iframe src="http://127.0.0.1:{port}/frame"></iframe>
<video src="http://127.0.0.1:{port}/video"></video><object data="http://127.0.0.1:{port}/object"></object>
<a id="a" href="http://127.0.0.1:{port}/clicked" ping="http://127.0.0.1:{port}/ping" target="_blank">a</a>
<form id="f" method="post" target="_blank" action="http://127.0.0.1:{port}/form"></form>
<script>
const at = "127.0.0.1:{port}";
const ways = [
  () => new WebSocket("ws://" + at + "/socket"), () => new EventSource("http://" + at + "/events"),
  () => navigator.sendBeacon("http://" + at + "/beacon", "x"), () => fetch("http://" + at + "/fetch", {{mode: "no-cors"}}),
  () => fetch("http://" + at + "/alive", {{method: "POST", mode: "no-cors", keepalive: true}}),
  () => new Worker(URL.createObjectURL(new Blob(["fetch('http://" + at + "/worker');importScripts('http://" + at + "/imported')"]))),
  () => new SharedWorker(URL.createObjectURL(new Blob(["fetch('http://" + at + "/shared')"]))),
  () => navigator.serviceWorker.register("/worker.js"),
  () => {{ const one = new RTCPeerConnection({{iceServers: [{{urls: ["stun:" + at, "turn:" + at + "?transport=tcp"], username: "u", credential: "p"}}]}});
    one.createDataChannel("d"); one.createOffer().then(o => one.setLocalDescription(o)); }},
  () => new WebTransport("https://" + at + "/transport"), () => document.getElementById("a").click(),
  () => document.getElementById("f").submit(), () => window.open("http://" + at + "/opened"),
];
for (const way of ways) try {{ Promise.resolve(way()).catch(() => 0); }} catch {{}}
setTimeout(() => document.body.append("all tried"), 300);
</script></body></html>"""


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[int, list[str]]]:
    """Listen for TCP and UDP at one port of loopback; gives the port and what came."""
    came: list[str] = []

    async def meet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append("TCP")
        writer.close()

    class Datagrams(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, addr: object) -> None:
            came.append("UDP")

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(Datagrams, ("127.0.0.1", port))
    try:
        yield port, came
    finally:
        transport.close()
        server.close()


def internet_sockets(processes: list[int]) -> list[str]:
    """Sockets of IPv4 and IPv6 that some processes hold, as the kernel lists them."""
    known: dict[str, str] = {}
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/net/{table}").read_text("ascii").splitlines()[1:]:
            known[line.split()[9]] = f"{table} {line.split()[1]} {line.split()[2]}"
    held = []
    for number in processes:
        with suppress(OSError):
            for handle in Path(f"/proc/{number}/fd").iterdir():
                with suppress(OSError):
                    kind, _, inode = str(handle.readlink()).partition(":[")
                    if kind == "socket" and inode[:-1] in known:
                        held.append(known[inode[:-1]])
    return held


@needs_browser
async def test_without_any_wall_of_the_system_flags_keep_the_browser_and_its_pages_from_every_socket(
    tmp_path: Path,
) -> None:
    playwright_api = pytest.importorskip("playwright.async_api")
    async with listening() as (port, came), playwright_api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=PROGRAM, ignore_default_args=True, args=[*flags(tmp_path), "--no-sandbox"]
        )
        try:
            context = await browser.new_context()
            await context.add_init_script(path=_CLOSED)
            page = await context.new_page()
            await page.set_content(WAYS.format(port=port), wait_until="commit")
            await until(lambda: _says(page, "all tried"), timeout=8)
            assert internet_sockets(browsers(tmp_path)) == []
            assert came == []
        finally:
            await browser.close()


async def _says(page: object, text: str) -> bool:
    return text in await page.evaluate("document.body.innerText")  # type: ignore[attr-defined]


@needs_browser
async def test_a_page_that_tries_every_way_out_reaches_nobody_through_the_gate_either() -> None:
    async with listening() as (port, came), serve() as site, showing(site, quiet=0.8) as shower:
        with pytest.raises(Exception, match=r"a port that is not the site's|asks by POST"):
            await shower.show("plain", WAYS.format(port=port))
        assert came == []
        assert not site.hits.keys() - {"/worker.js"}


@needs_browser
async def test_without_namespaces_as_in_containers_the_filter_holds_and_pages_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = "from spiders.browser import confinement, process; confinement._leave = bool; process.main()"
    monkeypatch.setattr("spiders.browser.chromium._KEEPER", ("-c", code))
    async with serve() as site, showing(site) as shower:
        assert "2024-02-28" in await shower.show("plain")
        assert shower.renderer.held == {FILTER}


@needs_browser
async def test_a_browser_has_a_network_of_its_own_and_sees_no_other_process_where_the_system_allows_it() -> None:
    assert PROGRAM is not None
    chromium = Chromium(PROGRAM)
    await chromium.start()
    try:
        if NAMESPACES not in chromium.held:
            pytest.skip("namespaces are not open to processes here")
        assert chromium._folder is not None
        [first] = [number for number in browsers(chromium._folder) if _is_first(number)]
        assert not _namespaces("self") & _namespaces(str(first))
        assert not _has_no_sandbox(browsers(chromium._folder)), "its own sandbox holds too, although we are root"
    finally:
        await chromium.close()


def _is_first(number: int) -> bool:
    """Whether a process is the first of the outermost namespace of processes that is not ours."""
    status = Path(f"/proc/{number}/status").read_text("utf-8").splitlines()
    return any(line.split()[0] == "NSpid:" and line.split()[2:] == ["1"] for line in status if line.strip())


def _namespaces(process: str) -> set[Path]:
    return {Path(f"/proc/{process}/ns/{kind}").readlink() for kind in ("net", "pid", "user", "mnt")}


def _has_no_sandbox(processes: list[int]) -> bool:
    return any(b"--no-sandbox" in Path(f"/proc/{number}/cmdline").read_bytes() for number in processes)


def test_the_filter_refuses_the_internets_sockets_and_no_others() -> None:
    code = """if True:
        import json, socket
        from spiders.browser.confinement import _refuse_sockets
        held, told = _refuse_sockets(), {}
        for family in ("AF_INET", "AF_INET6", "AF_UNIX"):
            for kind in ("SOCK_STREAM", "SOCK_DGRAM"):
                try:
                    socket.socket(getattr(socket, family), getattr(socket, kind)).close()
                    told[family] = "open"
                except OSError as error:
                    told[family] = type(error).__name__
        print(json.dumps([held, told]))"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    held, told = json.loads(out)
    if not held:
        pytest.skip("there is no filter for this machine's processor")
    assert told == {"AF_INET": "PermissionError", "AF_INET6": "PermissionError", "AF_UNIX": "open"}
