"""One file read: what it is, its text within bounds, and what in it must not be public.

The text itself stays here. What leaves is how much of it there was, and suspicions with their numbers masked.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice

from infra.plaintext import plain
from infra.records import AttachmentSeen, Suspicion
from spiders.reading.files import archives, doc, ofd, office, ole, pdf, rtf, sheets
from spiders.reading.files import plain as text_files
from spiders.reading.files.gathering import Bounds, EnoughError, Gathering, UnreadableError
from spiders.reading.files.magic import FileType, sniff
from spiders.reading.files.personal import masked, suspicions
from spiders.reading.secrecy import MOST as MARKS
from spiders.reading.secrecy import read_secrecy
from spiders.reading.wording import MOST, Wording

#: Characters of a reason: one line on the operator's screen.
MAX_REASON = 300

_READERS: Mapping[FileType, Callable[[bytes, Gathering], None]] = {
    FileType.PDF: pdf.read_pdf,
    FileType.DOC: doc.read_doc,
    FileType.DOCX: office.read_word,
    FileType.PPTX: office.read_slides,
    FileType.XLSX: sheets.read_xlsx,
    FileType.XLS: sheets.read_xls,
    FileType.XLSB: sheets.read_calamine,
    FileType.ODS: sheets.read_calamine,
    FileType.OFD: ofd.read_ofd,
    FileType.RTF: rtf.read_rtf,
    FileType.TEXT: text_files.read_text,
    FileType.HTML: text_files.read_markup,
    FileType.XML: text_files.read_markup,
}
_ARCHIVES = {FileType.ZIP: archives.read_zip, FileType.RAR: archives.read_rar}
_DEFAULT = Bounds()
_NO_WORDS = Wording(())


def read(body: bytes, *, as_of: date, bounds: Bounds = _DEFAULT, wording: Wording = _NO_WORDS) -> AttachmentSeen:
    """Read a file. Never raises but for what ends the process anyway; what goes wrong is its ``reason``."""
    gathering = Gathering(bounds=bounds)
    kind, reason = FileType.OTHER, ""
    try:
        kind = sniff(body)
        _gather(kind, body, gathering)
    except EnoughError:
        pass
    except UnreadableError as error:
        reason = str(error)
        gathering.encrypted |= error.encrypted
    except MemoryError:
        reason = "needs more memory than a file may have"
    except Exception as error:  # noqa: BLE001 - a library met bytes that its author did not think of
        reason = f"{type(error).__name__}: {error}"
    found = (*_wrong_words(gathering, wording), *suspicions(gathering.pieces, as_of), *_marks(gathering))
    return _seen(kind, reason, gathering, found)


def _gather(kind: FileType, body: bytes, gathering: Gathering) -> None:
    reader, archive = _READERS.get(kind), _ARCHIVES.get(kind)
    if reader is not None:
        reader(body, gathering)
    elif archive is not None:
        archive(body, gathering, _read_member)
    elif kind is FileType.ENCRYPTED:
        raise UnreadableError("encrypted", encrypted=True)
    elif kind is FileType.OFFICE:
        with ole.opened(body):  # which says so when it is broken
            raise UnreadableError("its text is not read")
    elif kind is FileType.EMPTY:
        raise UnreadableError("it is empty")
    elif kind is FileType.IMAGE:
        gathering.text_layer = False
    else:
        msg = f"its text is not read ({kind})"
        raise UnreadableError(msg)


def _read_member(body: bytes, gathering: Gathering) -> None:
    """Read a member of an archive. A library that stumbles over it costs that member only."""
    try:
        _gather(sniff(body), body, gathering)
    except (UnreadableError, EnoughError, MemoryError):
        raise
    except Exception as error:
        msg = f"{type(error).__name__}: {error}"
        raise UnreadableError(msg) from error


def _wrong_words(gathering: Gathering, wording: Wording) -> Iterator[Suspicion]:
    """Listed words where they stand. A name of a member is a text too; a word that a line's end parts is not found."""
    found = (one for piece in gathering.pieces for one in wording.look_at(piece.where, piece.text))
    return islice(found, MOST)


def _marks(gathering: Gathering) -> Iterator[Suspicion]:
    """Marks of classification, of which a part of a file may be the bearer."""
    return islice((one for piece in gathering.pieces for one in read_secrecy("", piece.text, piece.where)), MARKS)


def _seen(kind: FileType, reason: str, gathering: Gathering, found: tuple[Suspicion, ...]) -> AttachmentSeen:
    failures = [reason, *gathering.failures] if reason else gathering.failures
    readable = gathering.characters > 0 or not failures
    reasons = [f"{'partly' if readable else 'could not be'} read: {'; '.join(failures)}"] if failures else []
    if gathering.text_layer is False and readable:
        reasons.append("no text layer")
    if gathering.truncated:
        reasons.append(f"only the first {gathering.characters:,} characters are read")
    return AttachmentSeen(
        type=kind.value,
        readable=readable,
        reason=plain(masked("; ".join(reasons)), MAX_REASON),
        parts=gathering.members or gathering.parts,
        text_chars=gathering.characters,
        has_text_layer=gathering.text_layer,
        truncated=gathering.truncated,
        encrypted=gathering.encrypted,
        suspicions=found,
    )
