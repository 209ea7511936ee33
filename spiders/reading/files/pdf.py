"""Text of .pdf by PDFium, page by page. A page that is only a picture has no text layer, and nobody reads it here."""

import pypdfium2
from pypdfium2 import raw

from spiders.reading.files.gathering import Gathering, UnreadableError

#: Characters of one page; a sheet of A0 in small print has fewer.
MAX_PAGE = 100_000


def read_pdf(body: bytes, gathering: Gathering) -> None:
    """Gather the pages of a PDF."""
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise UnreadableError("encrypted", encrypted=True) from None
        msg = f"a broken PDF: {error}"
        raise UnreadableError(msg) from None
    gathering.text_layer = False
    try:
        for index in range(len(document)):
            gathering.begin_part()
            _read_page(document, index, gathering)
    finally:
        document.close()


def _read_page(document: pypdfium2.PdfDocument, index: int, gathering: Gathering) -> None:
    try:
        page = document[index]
        try:
            text = page.get_textpage()
            count = text.count_chars()
            shown = text.get_text_range(0, min(count, MAX_PAGE)) if count else ""
            text.close()
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        gathering.failures.append(f"page {index + 1}: {error}")
        return
    gathering.text_layer = gathering.text_layer or bool(shown.strip())
    gathering.truncated |= count > MAX_PAGE
    gathering.add(shown.replace("\r\n", "\n"), f"page {index + 1}")
