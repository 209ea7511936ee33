"""What a new inspection is made of, checked field by field as an operator types it.

``tui.running.prepare`` checks the same once more when the inspection is made; here each field is looked at by itself,
so that a form can say of all of them at once what is right and what is wrong. It reads files: run it in a thread.
"""

# ruff: noqa: PLC0415 - the judgement is imported when somebody makes an inspection, not with every dashboard

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from infra.clock import parse_as_of
from infra.records import Kind, Target
from infra.registry import Registry, RegistryError, read
from infra.settings import Settings
from infra.tables import RowsError, TableError, beside
from tui.errors import OperatorError
from tui.shelf import Shelf

if TYPE_CHECKING:
    from scoring.standard import Standard
    from tui.running.prepare import Given


class Field(StrEnum):
    """One field of the form, in their order."""

    REGISTRY = "registry"
    AS_OF = "as_of"
    STANDARD = "standard"
    REVIEWS = "reviews"
    COLUMNS = "columns"
    WORDS = "words"


class Hint(StrEnum):
    """What a field was found to hold; ``tui.locale.desk`` has the words."""

    TARGETS = "targets"
    IMPORTED = "imported"
    CLOSED = "closed"
    SKIPPED = "skipped"
    DAY = "day"
    STANDARD = "standard"
    LISTED = "listed"
    BESIDE = "beside"
    NONE = "none"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an operator has typed; '' for nothing."""

    texts: Mapping[Field, str]
    skip_bad: bool = False

    def path(self, field: Field) -> Path | None:
        """Give the file that a field names."""
        text = self.texts.get(field, "").strip()
        return Path(text).expanduser() if text else None

    @property
    def given(self) -> "Given":
        """What ``tui.running.prepare`` takes."""
        from tui.running.prepare import Given

        return Given(
            registry=self.path(Field.REGISTRY),
            as_of=self.texts[Field.AS_OF],
            standard=self.texts[Field.STANDARD].strip(),
            reviews=self.path(Field.REVIEWS),
            columns=self.path(Field.COLUMNS),
            words=self.path(Field.WORDS),
            skip_bad=self.skip_bad,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What is to be said of one field."""

    hints: tuple[tuple[Hint, tuple[str, ...]], ...] = ()
    """Each with what stands in its words."""
    wrong: tuple[str, ...] = ()
    """A line each; empty when the field is right."""


#: Of fields that can only be looked at with a registry and a standard.
_LATER: Final = Checked(hints=((Hint.LATER, ()),))
_NONE: Final = Checked(hints=((Hint.NONE, ()),))


def check(draft: Draft, settings: Settings) -> Mapping[Field, Checked]:
    """Look at all fields."""
    registry, targets, folder = _registry(draft, settings)
    standard, loaded = _standard(draft)
    checked = {Field.REGISTRY: registry, Field.AS_OF: _as_of(draft), Field.STANDARD: standard}
    listed = _lists(draft, targets, folder, loaded)
    return checked | dict(listed)


def _registry(draft: Draft, settings: Settings) -> tuple[Checked, tuple[Target, ...], Path | None]:
    """Look at the registry: what to say of it, its targets, and the folder in which lists may stand beside it."""
    path = draft.path(Field.REGISTRY)
    try:
        if path is None:
            kept = Shelf(settings.data_dir).take()
            return Checked(hints=((Hint.IMPORTED, _numbers(kept.targets)),)), kept.targets, Path(kept.folder)
        registry = read(path)
        if not draft.skip_bad:
            registry.checked()
    except (RegistryError, OperatorError, OSError) as error:
        return _wrong(error), (), None
    if not registry.running:
        return Checked(wrong=(f"{path.name}: no site and no account to inspect",)), (), None
    return Checked(hints=tuple(_of(registry))), registry.running, path.parent


def _of(registry: Registry) -> Iterator[tuple[Hint, tuple[str, ...]]]:
    yield Hint.TARGETS, _numbers(registry.running)
    if registry.closed:
        yield Hint.CLOSED, (str(len(registry.closed)),)
    if registry.problems:
        yield Hint.SKIPPED, (str(len({problem.row for problem in registry.problems})),)


def _as_of(draft: Draft) -> Checked:
    try:
        return Checked(hints=((Hint.DAY, (f"{parse_as_of(draft.texts[Field.AS_OF]):%Y-%m-%d %H:%M:%S}",)),))
    except ValueError as error:
        return _wrong(error)


def _standard(draft: Draft) -> "tuple[Checked, Standard | None]":
    from scoring.standard import StandardError, load

    try:
        standard = load(draft.texts[Field.STANDARD].strip())
    except (StandardError, OSError) as error:
        return _wrong(error), None
    return Checked(hints=((Hint.STANDARD, (standard.title, str(len(standard.clause)))),)), standard


def _lists(
    draft: Draft, targets: tuple[Target, ...], folder: Path | None, standard: "Standard | None"
) -> Iterator[tuple[Field, Checked]]:
    """Look at the lists of decisions, columns and words: those named, else those found beside the registry."""
    from infra.words import BESIDE as WORD_LISTS
    from infra.words import read_words
    from scoring.review import read_reviews
    from scoring.rulings import BESIDE as COLUMN_LISTS
    from scoring.rulings import read_rulings

    if standard is None or folder is None:
        yield from ((field, _LATER) for field in (Field.REVIEWS, Field.COLUMNS, Field.WORDS))
        return
    reads: Mapping[Field, tuple[Sequence[str], Callable[[Path], Sequence[object]]]] = {
        Field.REVIEWS: ((), lambda path: read_reviews(path, targets, standard)),
        Field.COLUMNS: (COLUMN_LISTS, lambda path: read_rulings(path, targets, standard)),
        Field.WORDS: (WORD_LISTS, read_words),
    }
    for field, (names, rows) in reads.items():
        try:
            named = draft.path(field)
            path = named or beside(folder, names)
            number = "0" if path is None else str(len(rows(path)))
        except (RowsError, TableError, OSError) as error:
            yield field, _wrong(error)
            continue
        found = (Hint.LISTED, (number,)) if named else (Hint.BESIDE, (path.name if path else "", number))
        yield field, Checked(hints=(found,)) if path else _NONE


def _numbers(targets: tuple[Target, ...]) -> tuple[str, str]:
    sites = sum(target.kind is Kind.SITE for target in targets)
    return str(sites), str(len(targets) - sites)


def _wrong(error: Exception) -> Checked:
    return Checked(wrong=tuple(line.strip() for line in str(error).splitlines()) or (type(error).__name__,))
