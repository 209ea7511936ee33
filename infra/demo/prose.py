"""Chinese content for the generated city: titles and paragraphs that read like what such sites publish.

Everything is drawn from prose.toml by a random generator that the caller seeds, so the same city always says the same.
"""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec

#: Genres whose texts are those of another genre.
_VOICE = {
    "topic": "news",
    "archive": "news",
    "interview": "news",
    "survey": "notice",
    "staff": "notice",
    "enforcement": "notice",
}


#: Genres that tell of a month once it is over.
_MONTHLY = frozenset({"cases", "statistics", "enforcement"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """prose.toml: templates with slots, by genre where they differ."""

    places: tuple[str, ...]
    offices: tuple[str, ...]
    people: tuple[str, ...]
    sources: tuple[str, ...]
    titles: Mapping[str, tuple[str, ...]]
    opening: Mapping[str, tuple[str, ...]]
    sentences: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who speaks: the slots that belong to a unit."""

    unit: str
    short: str
    topics: tuple[str, ...]


def seeded(seed: str) -> random.Random:
    """Give the generator for a seed: the same text gives the same draws on every machine."""
    return random.Random(seed)  # noqa: S311 - it writes prose, nothing secret


@cache
def lexicon() -> Lexicon:
    """Read prose.toml, once a process."""
    with Path(__file__).with_name("prose.toml").open("rb") as file:
        return msgspec.convert(tomllib.load(file), Lexicon)


def title(rng: random.Random, genre: str, voice: Voice, when: datetime, *, about: str = "") -> str:
    """Draw a title; ``about`` is the document that an interpretation explains."""
    template = rng.choice(lexicon().titles[genre]).replace("{r}", about)
    return _fill(rng, template, voice, told_of(genre, when), topic=rng.choice(voice.topics))


def told_of(genre: str, when: datetime) -> datetime:
    """Give the day that an article of a day tells of: statistics tell of the month before."""
    return when.replace(day=1) - timedelta(days=1) if genre in _MONTHLY else when


def retold(text: str, genre: str, before: datetime, now: datetime) -> str:
    """Let a title that was written for one day tell of another: its month, or its year."""
    old, new = told_of(genre, before), told_of(genre, now)
    month = text.replace(f"{old.year}年{old.month}月", f"{new.year}年{new.month}月")
    return month if month != text else text.replace(f"{old.year}年", f"{new.year}年")


def source(rng: random.Random, voice: Voice) -> str:
    """Draw the source that an article names (来源)."""
    return rng.choice(lexicon().sources).replace("{s}", voice.unit)


def topic_of(rng: random.Random, voice: Voice, title: str) -> str:
    """Give the topic that a title is about; drawn when it names none."""
    return next((topic for topic in voice.topics if topic in title), "") or rng.choice(voice.topics)


def paragraphs(rng: random.Random, genre: str, voice: Voice, when: datetime, about: str = "") -> list[str]:
    """Write the body of an article titled ``about``: an opening and two to four paragraphs on its topic."""
    words = lexicon()
    topic = topic_of(rng, voice, about)
    key = _VOICE.get(genre, genre)
    key = key if key in words.sentences else "other"
    pool = list(words.sentences[key])
    rng.shuffle(pool)
    texts = [rng.choice(words.opening[key])]
    while pool and len(texts) < rng.randint(3, 5):
        texts.append("".join(pool.pop() for _ in range(min(len(pool), rng.randint(1, 3)))))
    return [_fill(rng, text, voice, when, topic=topic) for text in texts]


def person(rng: random.Random) -> str:
    """Draw a name; all are invented."""
    return rng.choice(lexicon().people)


def office(rng: random.Random) -> str:
    """Draw an office (科室)."""
    return rng.choice(lexicon().offices)


def _fill(rng: random.Random, text: str, voice: Voice, when: datetime, *, topic: str) -> str:
    words = lexicon()
    return text.format(
        u=voice.short,
        s=voice.unit,
        t=topic,
        p=rng.choice(words.places),
        y=when.year,
        m=when.month,
        d=min(when.day, rng.randint(1, 28)) if when.day > 1 else 1,
        n=rng.randint(101, 989),
        o=rng.choice(words.offices),
        a=rng.choice(words.people),
    )
