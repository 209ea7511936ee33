"""``python -m tests.bench.proxy SOCKET MILLISECONDS``: a Redis that is farther away than it is.

Listens on a loopback port, which it prints, and hands everything on to the Unix socket, so much later in total for a
round trip. Bytes are delayed, not held up: any number may be under way, as on a long wire.
"""

import asyncio
import sys
from collections import deque
from contextlib import suppress

_CHUNK = 1 << 16


async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    """Hand on what comes, each piece ``delay`` seconds after it came, in order."""
    loop = asyncio.get_running_loop()
    waiting: deque[bytes] = deque()

    def deliver() -> None:
        writer.write(waiting.popleft())

    with suppress(ConnectionError):
        while data := await reader.read(_CHUNK):
            if delay:
                waiting.append(data)
                loop.call_later(delay, deliver)
            else:
                writer.write(data)
    if waiting:
        await asyncio.sleep(delay)
    writer.close()


async def main(socket: str, milliseconds: int) -> None:
    # Timers tick in whole milliseconds: each way gets whole ones.
    there, back = milliseconds // 2 / 1000, (milliseconds - milliseconds // 2) / 1000

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(socket)
        await asyncio.gather(pour(reader, far_writer, there), pour(far_reader, writer, back))

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
