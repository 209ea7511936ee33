"""A ledger's fields by what their names begin with, so that whoever reads one kind does not pass over all others."""

from collections.abc import Mapping
from functools import cached_property


class Fields(dict[str, bytes]):
    """Name → value. A name begins with its kind, ``x:``, or with that and its sample, ``p:guide:``."""

    @cached_property
    def _groups(self) -> Mapping[str, Mapping[str, bytes]]:
        groups: dict[str, dict[str, bytes]] = {}
        for name, value in self.items():
            head, colon, rest = name.partition(":")
            if head == "p":
                head += colon + rest.partition(":")[0]
            groups.setdefault(head + ":", {})[name] = value
        return groups

    def under(self, prefix: str) -> Mapping[str, bytes]:
        """The fields of one kind, or of one sample; fields that are added later are not among them."""
        return self._groups.get(prefix, {})
