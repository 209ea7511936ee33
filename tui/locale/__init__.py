"""The dashboard's languages: one typed table each, chosen by ``Settings.lang``."""

from tui.locale.en import EN
from tui.locale.words import Words
from tui.locale.zh import ZH

#: ``XUNCHA_LANG`` may hold a whole locale name; its first two letters decide.
LANGUAGES = {"zh": ZH, "en": EN}


def words_for(lang: str) -> Words:
    """Give the table of a language.

    Raises ``ValueError`` that names the languages there are.
    """
    words = LANGUAGES.get(lang[:2].lower())
    if words is None:
        msg = f"no language {lang!r}; XUNCHA_LANG is one of {', '.join(LANGUAGES)}"
        raise ValueError(msg)
    return words
