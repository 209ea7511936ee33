"""The registry that was imported last, kept in the data folder for the inspections to come."""

from dataclasses import dataclass
from pathlib import Path

from infra.records import RecordError, Target, decode, encode
from infra.registry import Registry
from tui.errors import OperatorError


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRegistry:
    """What inspections need of a registry: who is inspected, and where posts files are looked for."""

    folder: str
    """The folder of the registry file; posts files are relative to it."""
    targets: tuple[Target, ...]
    """Without those that the registry calls closed."""


class Shelf:
    """One file in ``data_dir``."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "registry.json"

    def keep(self, registry: Registry) -> None:
        """Write the good rows of a registry; the file is replaced in one step."""
        kept = KeptRegistry(folder=str(registry.path.parent.resolve()), targets=registry.running)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.write_bytes(encode(kept))
        fresh.replace(self.path)

    def take(self) -> KeptRegistry:
        """Read it back. Raises ``OperatorError`` when nothing was imported."""
        try:
            return decode(self.path.read_bytes(), KeptRegistry)
        except FileNotFoundError:
            msg = "no registry: give a file, or run `xuncha registry import FILE` first"
            raise OperatorError(msg) from None
        except RecordError as error:
            msg = f"{self.path}: {error}; import the registry again"
            raise OperatorError(msg) from None
