"""Text of .txt, .csv, and of what is named like an office file and is a web page or flat XML."""

from selectolax.lexbor import LexborHTMLParser

from spiders.reading.encoding import decode
from spiders.reading.files.gathering import Gathering

#: Bytes of a text file that are decoded: more characters than are gathered in any encoding.
_MAX = 8 * 2**20


def read_text(body: bytes, gathering: Gathering) -> None:
    """Gather a text file; its encoding is settled by trial."""
    gathering.truncated |= len(body) > _MAX
    gathering.add(decode(body[:_MAX]).text)


def read_markup(body: bytes, gathering: Gathering) -> None:
    """Gather what a web page or a flat XML document says between its tags."""
    gathering.truncated |= len(body) > _MAX
    tree = LexborHTMLParser(decode(body[:_MAX]).text)
    for node in tree.css("script, style"):
        node.decompose()
    gathering.add(tree.root.text(separator="\n") if tree.root else "")
