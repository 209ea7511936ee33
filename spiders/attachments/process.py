"""``python -m spiders.attachments.process PARENT``: reads one file after another for the worker that started it.

What holds for all files comes first. A file comes as one line of JSON and its bytes, what it showed goes back as one
line. The process ends with its parent, after so many files, and after one that left it fat; a library that crashes ends
it too, and costs that file only.
"""

import os
import sys
from typing import BinaryIO

from infra.memory import resident_bytes
from infra.records import RecordError, decode, encode
from infra.tether import tied
from spiders.attachments.confinement import begin_file, confine, silence
from spiders.attachments.wire import Ask, Begin, Told
from spiders.reading.files.read import read
from spiders.reading.wording import Wording

#: Files after which a new process is begun: its start is 0.2 s, and no leak of a library lasts.
FILES = 500
#: Bytes of memory, left over from a file, past which it is not used again.
_FAT = 400 * 2**20
_MAX_ASK = 1_000
#: Bytes of the line that comes first: the longest list of words there can be, several times over.
_MAX_BEGIN = 64 * 2**20


def serve(asks: BinaryIO, answers: BinaryIO) -> None:
    """Read files until there are no more or it is time for a new process."""
    begin = decode(asks.readline(_MAX_BEGIN), Begin)
    wording = Wording(begin.words)
    for number in range(1, FILES + 1):
        line = asks.readline(_MAX_ASK)
        if not line:
            return
        ask = decode(line, Ask)
        body = asks.read(ask.size)
        if len(body) < ask.size:
            return
        begin_file()
        seen = read(body, as_of=begin.as_of, wording=wording)
        del body
        last = number == FILES or resident_bytes() > _FAT
        answers.write(encode(Told(seen=seen, last=last)) + b"\n")
        answers.flush()
        if last:
            return


def main() -> None:
    """Confine, tie to the parent, and serve."""
    parent = int(sys.argv[1])
    # Before the tie: a new user namespace undoes it (prctl(2), PR_SET_PDEATHSIG).
    held = confine()
    if not tied(parent):
        return
    with os.fdopen(silence(), "wb") as answers:
        answers.write(b"ready %s\n" % " ".join(sorted(held)).encode())
        answers.flush()
        try:
            serve(sys.stdin.buffer, answers)
        except (RecordError, BrokenPipeError):
            return


if __name__ == "__main__":
    main()
