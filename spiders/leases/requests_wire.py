"""A Scrapy request as one line of JSON and back, for spiders that were written for scrapy-redis.

Callbacks go by name, what is as Scrapy makes it by default is left out, and the URL stands elsewhere in the task (but
for one marked as verbatim). JSON alone would turn tuples into lists and keys into text; such values are written as
``{"!tuple": […]}`` and read back as they were. No pickle: reading a request runs no code, and an item class is looked
up among those already loaded.
"""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from scrapy import Item, Request, Spider
from scrapy.utils.request import request_from_dict

#: Characters of one request; a larger one would cost every claim that it waits for.
LONGEST: Final = 1 << 20

_DEFAULTS: Final[dict[str, Any]] = Request("http://default.invalid/").to_dict()


class RequestUnfitError(ValueError):
    """A request that cannot be written, or a line that is no request of this spider; one line that says why."""


def write(request: Request, spider: Spider) -> str:
    """Write a request of the spider, without its URL unless that is to be sent verbatim.

    Raises ``RequestUnfitError`` for a callback that is no method of the spider, for a value in ``meta`` or
    ``cb_kwargs`` of another type than those of ``_TAGGED`` and JSON, and for a request over ``LONGEST``.
    """
    try:
        row = request.to_dict(spider=spider)
        told = {
            name: _plain(row[name]) for name, usual in _DEFAULTS.items() if name != "url" and row.get(name) != usual
        }
        if request.meta.get("verbatim_url"):
            told["url"] = request.url  # to be sent as it stands, which an address in a task's text is not
        line = _dump(told)
    except (ValueError, TypeError, RecursionError) as error:
        msg = f"{request}: {error}"
        raise RequestUnfitError(msg) from None
    if len(line) > LONGEST:
        msg = f"{request}: {len(line)} characters, the limit is {LONGEST}"
        raise RequestUnfitError(msg)
    return line


def read(url: str, line: str, spider: Spider) -> Request:
    """Make the request again.

    Raises ``RequestUnfitError`` when the line is damaged or the spider has no such callback any more.
    """
    try:
        told = dict(json.loads(line, object_hook=_revived).items())
        known = {name: told[name] for name in _DEFAULTS if name in told}
        return request_from_dict({"url": url} | known, spider=spider)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        msg = f"{url}: {error}"
        raise RequestUnfitError(msg) from None


def _dump(value: Any) -> str:
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        line.encode()
    except UnicodeEncodeError:  # a lone surrogate is no UTF-8; then all beyond ASCII is escaped
        line = json.dumps(value, separators=(",", ":"))
    return line


def _plain(value: Any) -> Any:
    """Give a value as JSON can hold it, with a tag where it cannot."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if type(value) is dict and all(isinstance(key, str) and not key.startswith("!") for key in value):
        return {key: _plain(one) for key, one in value.items()}
    for tag, (kind, dismantled, _) in _TAGGED.items():
        if isinstance(value, kind):
            return {tag: dismantled(value)}
    msg = f"a {type(value).__name__} cannot be kept in Redis: use plain values, or an item"
    raise TypeError(msg)


def _revived(row: dict[str, Any]) -> Any:
    """Undo ``_plain`` for one JSON object; its members are revived already."""
    if len(row) == 1:
        [(tag, content)] = row.items()
        if tag in _TAGGED:
            return _TAGGED[tag][2](content)
    return row


def _item_parts(item: Item) -> list[Any]:
    return [type(item).__module__, type(item).__qualname__, {key: _plain(one) for key, one in item.items()}]


def _item_of(parts: list[Any]) -> Item:
    module, name, fields = parts
    kind = getattr(sys.modules.get(module), name, None)
    if not (isinstance(kind, type) and issubclass(kind, Item)):
        msg = f"{module}.{name} is no item class that this program has loaded"
        raise ValueError(msg)
    return kind(fields)


def _pairs(value: Mapping[Any, Any]) -> list[Any]:
    return [[_plain(key), _plain(one)] for key, one in value.items()]


#: Tag → the type, how it is taken apart, how it is put together. A subclass comes before what it derives from.
_TAGGED: Final[dict[str, tuple[type, Callable[[Any], Any], Callable[[Any], Any]]]] = {
    "!item": (Item, _item_parts, _item_of),
    "!dict": (Mapping, _pairs, dict),
    "!bytes": (bytes, lambda value: value.decode("latin-1"), lambda text: text.encode("latin-1")),
    "!tuple": (tuple, lambda value: [_plain(one) for one in value], tuple),
    "!set": (set, lambda value: [_plain(one) for one in value], set),
    "!datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "!date": (date, date.isoformat, date.fromisoformat),
}
