"""Replies as text. The client is opened for bytes, but redis-py types a reply as all that it could be."""

from collections.abc import Iterable


def text(reply: object) -> str:
    """Read one UTF-8 reply."""
    return reply.decode() if isinstance(reply, bytes) else str(reply)


def texts(replies: Iterable[object]) -> list[str]:
    """Read a list of UTF-8 replies."""
    return [text(reply) for reply in replies]
