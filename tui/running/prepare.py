"""Everything that can be wrong with what an operator gives is found here, before anything is started."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from infra.records import Target, Word
from infra.registry import Registry, read
from infra.settings import Settings
from infra.tables import beside
from infra.words import BESIDE as WORD_LISTS
from infra.words import read_words
from scoring.review import read_reviews
from scoring.rulings import BESIDE as COLUMN_LISTS
from scoring.rulings import Ruling, read_rulings
from scoring.standard import Standard, StandardError, load
from tui.errors import OperatorError, UsageError
from tui.options import parse_time_point
from tui.output import say
from tui.running.opening import Opening
from tui.shelf import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What an operator gives for an inspection, unchecked."""

    registry: Path | None
    """None: the registry that was imported last."""
    as_of: str
    standard: str
    reviews: Path | None = None
    words: Path | None = None
    """None: the list of words beside the registry, if there is one."""
    columns: Path | None = None
    """None: the list of columns beside the registry, if there is one."""
    skip_bad: bool = False
    reuses: str = ""
    """The earlier inspection to re-use; '' for none."""
    carries: str = ""
    """The earlier inspection whose approvals hold on; '' for the one that is re-used, if any."""


def prepare(given: Given, settings: Settings, tell: Callable[[str], None] = say) -> Opening:
    """Read and check all of it; ``tell`` gets a line for what is found or left out.

    Raises ``RegistryError``, ``ReviewError``, ``RulingError``, ``WordError`` with all that is wrong, ``UsageError`` for
    the date and the standard.
    """
    moment = parse_time_point(given.as_of)
    standard = _standard(given.standard)
    own = Path(given.standard)
    if given.registry is None:
        kept = Shelf(settings.data_dir).take()
        targets, folder = kept.targets, Path(kept.folder)
    else:
        targets, folder = _targets(read(given.registry), tell, skip_bad=given.skip_bad), given.registry.parent
    if not targets:
        msg = "the registry has no site and no account to inspect"
        raise OperatorError(msg)
    return Opening(
        targets=targets,
        folder=folder,
        as_of=moment,
        standard=str(own.resolve()) if own.is_file() else given.standard,
        reviews=read_reviews(given.reviews, targets, standard) if given.reviews else (),
        words=_words(given.words or beside(folder, WORD_LISTS), tell),
        rulings=_rulings(given.columns or beside(folder, COLUMN_LISTS), targets, standard, tell),
        reuses=given.reuses,
        carries=given.carries,
    )


def _words(path: Path | None, tell: Callable[[str], None]) -> tuple[Word, ...]:
    if path is None:
        return ()
    listed = read_words(path)
    tell(f"{len(listed)} words are listed in {path.name}")
    return listed


def _rulings(
    path: Path | None, targets: tuple[Target, ...], standard: Standard, tell: Callable[[str], None]
) -> tuple[Ruling, ...]:
    if path is None:
        return ()
    rulings = read_rulings(path, targets, standard)
    tell(f"{len(rulings)} columns are settled in {path.name}")
    return rulings


def _standard(name: str) -> Standard:
    try:
        return load(name)
    except StandardError as error:
        msg = f"--standard: {error}"
        raise UsageError(msg) from None


def _targets(registry: Registry, tell: Callable[[str], None], *, skip_bad: bool) -> tuple[Target, ...]:
    """Give the targets to inspect; what is left out is said."""
    if not skip_bad:
        registry.checked()
    for problem in registry.problems:
        tell(f"skipped: {problem}")
    for target in registry.closed:
        tell(f"not inspected, {target.status}: {target.name}")
    return registry.running
