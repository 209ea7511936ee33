"""The process that reads files: what it may not do, what a bad file costs, and that it never outlives its use."""

import asyncio
import io
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from infra.records import SuspicionKind, Word, WordKind, decode, encode
from spiders.attachments import process
from spiders.attachments.reader import FileReader, ReadingCutError
from spiders.attachments.wire import Ask, Begin, Told
from tests.spiders.attachments import files
from tests.waiting import until

AS_OF = date(2024, 2, 29)
GOOD = files.word("第一段")
BEGIN = encode(Begin(as_of=AS_OF)) + b"\n"


@pytest.fixture
async def reader() -> AsyncIterator[FileReader]:
    one = FileReader(as_of=AS_OF, patience=1.0)
    yield one
    await one.close()


def is_there(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def test_one_process_reads_many_files(reader: FileReader) -> None:
    rows = await asyncio.gather(*(reader.read(files.word("字" * n)) for n in range(1, 9)))
    assert [row.text_chars for row in rows] == [n + 1 for n in range(1, 9)]
    pid = reader.pid
    assert (await reader.read(bytes(4 * 2**20) + b"x")).readable is False
    assert reader.pid == pid


async def test_listed_words_are_found_where_they_stand_in_a_file() -> None:
    words = (Word(wrong="按步就班", right="按部就班"), Word(wrong="张三市长", kind=WordKind.SERIOUS))
    one = FileReader(as_of=AS_OF, words=words)
    packed = files.zipped(
        files.stored("按步就班.txt", "无".encode()), files.stored("a.docx", files.word("请张三市长审定"))
    )
    plain, archive = await one.read(files.word("要按步就班", "不要按步就班")), await one.read(packed)
    await one.close()
    (found,) = plain.suspicions
    assert (found.kind, found.sample, found.count) == (SuspicionKind.WORDING, "按步就班", 2)
    assert "按部就班" in found.why
    told = {(found.kind, found.sample, found.where) for found in archive.suspicions}
    assert told == {
        (SuspicionKind.WORDING, "按步就班", "names of members"),
        (SuspicionKind.SERIOUS_WORDING, "张三市长", "a.docx"),
    }


async def test_a_process_is_kept_however_much_its_parent_holds(reader: FileReader) -> None:
    ballast = b"x" * 500 * 2**20
    await reader.read(GOOD)
    pid = reader.pid
    await reader.read(GOOD)
    assert reader.pid == pid is not None
    del ballast


async def test_a_file_that_takes_for_ever_costs_itself_only(reader: FileReader) -> None:
    first, then = await asyncio.gather(reader.read(files.endless_rtf()), reader.read(GOOD))
    assert (first.readable, first.reason) == (False, "could not be read: it takes more than 1 s")
    assert (then.readable, then.type) == (True, "docx")


async def test_a_file_that_takes_too_much_memory_costs_itself_only(reader: FileReader) -> None:
    first, then = await asyncio.gather(reader.read(files.swelling_pdf()), reader.read(GOOD))
    assert first.reason in {
        "could not be read: its reader was ended by SIGABRT (a crash, or too little memory)",
        "could not be read: it takes more than 1 s",
    }
    assert then.readable


async def test_a_process_killed_in_the_midst_costs_that_file_only(reader: FileReader) -> None:
    await reader.read(GOOD)
    pid = reader.pid
    assert pid is not None
    reading = asyncio.create_task(reader.read(files.endless_rtf()))
    await until(lambda: cpu_ticks(pid) > 20)
    os.kill(pid, signal.SIGKILL)
    seen = await reading
    assert (seen.readable, seen.reason) == (False, "could not be read: its reader was ended by SIGKILL")
    assert (await reader.read(GOOD)).readable
    assert reader.pid != pid


def cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


async def test_a_worker_that_leaves_waits_for_no_file(reader: FileReader) -> None:
    await reader.read(GOOD)
    pid = reader.pid
    assert pid is not None
    readings = [asyncio.create_task(reader.read(files.endless_rtf())) for _ in range(3)]
    await until(lambda: cpu_ticks(pid) > 20)
    reader.cut()
    for outcome in await asyncio.gather(*readings, return_exceptions=True):
        assert isinstance(outcome, ReadingCutError)
    with pytest.raises(ReadingCutError):
        await reader.read(GOOD)
    await until(lambda: not is_there(pid))


async def test_a_cancelled_reading_leaves_no_answer_for_the_next(reader: FileReader) -> None:
    await reader.read(GOOD)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await reader.read(files.endless_rtf())
    assert (await reader.read(files.rtf("字"))).type == "rtf"


async def test_the_process_knows_no_password(reader: FileReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNCHA_REDIS_URL", "redis://:secret@127.0.0.1/0")
    await reader.read(GOOD)
    assert b"secret" not in environment_of(reader.pid)


def environment_of(pid: int | None) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


PARENT = """
import asyncio, sys, datetime
from spiders.attachments.reader import FileReader
async def main():
    reader = FileReader(as_of=datetime.date(2024, 2, 29))
    await reader.read(b"text")
    print(reader.pid, flush=True)
    await reader.read(sys.stdin.buffer.read())
asyncio.run(main())
"""


async def test_the_process_dies_with_its_worker_also_in_the_midst_of_a_file() -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    pid = int(await parent.stdout.readline())
    parent.stdin.write(files.endless_rtf())
    parent.stdin.close()
    await until(lambda: cpu_ticks(pid) > 20)
    parent.kill()
    await parent.wait()
    await until(lambda: not is_there(pid))


def confined(code: str, hold: str = "confine()") -> str:
    """What a process prints that was confined first."""
    lines = ["import socket", "from spiders.attachments import confinement",
             "from spiders.attachments.confinement import *",
             f"held = {hold}", "try:", f"    {code}", "    print('did')",
             "except BaseException as error: print(type(error).__name__, getattr(error, 'errno', ''))"]  # fmt: skip
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False)
    return done.stdout.strip() or str(done.returncode)


def test_memory_files_and_time_are_bounded(tmp_path: Path) -> None:
    assert confined("bytearray(768 << 20)") == "MemoryError"
    assert confined(f"open({str(tmp_path / 'f')!r}, 'wb', 0).write(b'x')") == "OSError 27"
    assert confined("[open('/dev/null') for _ in range(40)]") == "OSError 24"
    forever = "confinement.CPU_SECONDS = -1; begin_file(); sum(iter(int, 1))"
    assert confined(forever) == str(-signal.SIGXCPU)


def test_a_tool_can_open_the_archive_that_exists_in_memory_alone() -> None:
    lines = [
        "from spiders.reading.files.archives import _openable",
        "import subprocess",
        "with _openable(b'archive') as path: told = subprocess.run(['cat', path], capture_output=True).stdout",
    ]
    assert confined(f"exec({chr(10).join(lines)!r}); assert told == b'archive', told") == "did"


def test_there_is_no_way_out_to_the_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        ways = {"confine()": "PermissionError 1"}
        if confined("assert held", "confinement._leave_network()") == "did":
            ways["confinement._leave_network()"] = "OSError 101"
        if confined("assert held", "confinement._refuse_sockets()") == "did":
            ways["confinement._refuse_sockets()"] = "PermissionError 1"
        if len(ways) == 1:
            pytest.skip("this system allows neither namespaces nor filters")
        for way, error in ways.items():
            assert confined(f"socket.create_connection({address!r}, 1)", way) == error, way


def test_a_worker_loads_no_library_that_reads_files() -> None:
    code = "import sys, spiders.worker; print([name for name in sys.modules if name in %r])"
    names = ("pypdfium2", "olefile", "rarfile", "striprtf")
    done = subprocess.run([sys.executable, "-c", code % (names,)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_process_ends_after_so_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "FILES", 2)
    monkeypatch.setattr(process, "begin_file", lambda: None)
    monkeypatch.setattr(process, "resident_bytes", lambda: 0)  # of a process that has read nothing else
    asks = io.BytesIO(BEGIN + (encode(Ask(size=2)) + b"\nab") * 5)
    answers = io.BytesIO()
    process.serve(asks, answers)
    told = [decode(line, Told) for line in answers.getvalue().splitlines()]
    assert [row.last for row in told] == [False, True]


def test_a_process_ends_after_a_file_that_left_it_fat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "begin_file", lambda: None)
    monkeypatch.setattr(process, "resident_bytes", lambda: 500 * 2**20)
    asks, answers = io.BytesIO(BEGIN + (encode(Ask(size=2)) + b"\nab") * 2), io.BytesIO()
    process.serve(asks, answers)
    assert [decode(line, Told).last for line in answers.getvalue().splitlines()] == [True]
