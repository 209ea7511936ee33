"""Makes one site of the generated city: columns, articles with dates, and the plan's faults in their places.

A fault is built so that it costs what the plan says and nothing else: a late column's articles are all old, a blank
column has none, a link that leads nowhere has an address of its own and is never the only way to a page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from infra.demo import prose
from infra.demo.explaining import OF_THE_PROVINCE, explained, explained_late, linked
from infra.demo.model import AS_OF, Article, Attachment, Column, Form, Pointer, Site, Unit
from infra.demo.plan import POLICY_COLUMN, SitePlan
from infra.demo.prose import Voice
from infra.demo.tree import Row, rows

_SUFFIXES = ("pdf", "docx", "xlsx", "zip")
_WITH_FILES = frozenset({"notice", "policy", "money", "staff", "form"})
_LOST_TITLES = ("相关文件全文", "工作专题", "原文链接", "补充说明", "办理流程图", "征求意见稿", "名单附表")


class SiteBuilder:
    """Builds one site. ``scale`` multiplies the articles of each column; the same seed builds the same site."""

    def __init__(self, *, unit: Unit, plan: SitePlan, code: str, seed: str, scale: float) -> None:
        self.unit = unit
        self.plan = plan
        self.code = code
        self.seed = seed
        self.scale = scale
        self.rng = prose.seeded(seed)
        self.voice = Voice(unit=unit.name, short=unit.short, topics=unit.topics)
        self._numbers = count(self.rng.randint(310_000, 690_000), 7)
        self._titles: set[str] = set()

    def build(self, share: float, friends: Sequence[tuple[str, str]], lost: Sequence[str]) -> Site:
        """Make the site.

        ``share`` is the part of the optional columns that is kept, ``friends`` are name and address of other sites,
        ``lost`` addresses elsewhere that lead nowhere.
        """
        late = {**self.plan.late, **self.plan.aged}
        wanted = {*late, *self.plan.blank, *(row[2] for row in self.plan.review)}
        flat = {POLICY_COLUMN} & set(self.plan.late)
        chosen = rows(self.unit, self.rng, wanted=wanted, flat=flat, share=share)
        columns = self._columns(chosen, late)
        columns = linked(columns) if self.plan.linked else columns
        columns = self._with_lost_links(columns)
        return Site(
            unit=self.unit,
            code=self.code,
            seed=self.seed,
            columns=tuple(columns),
            friends=tuple(Pointer(text=name, url=url) for name, url in friends),
            banners=tuple(self._banners(lost)),
            lacking_marks=frozenset(self.plan.marks),
            lacking_tags=frozenset(self.plan.tags),
            finder=self.plan.finder,
            omits=frozenset(self.plan.omits),
            indexed=AS_OF - timedelta(days=self.plan.indexed) if self.plan.indexed else None,
        )

    def _columns(self, chosen: Sequence[Row], late: dict[str, int]) -> list[Column]:
        slugs = {row.path: row.slug for row in chosen}
        numbers = count(self.rng.randint(1100, 8900), 3)
        columns: list[Column] = []
        policies: list[Article] = []
        for row in chosen:
            path = tuple(row.path.split("/"))
            if row.name in self.plan.blank:
                articles = []
            elif row.genre == "reading":
                articles = list(self._readings(row, late, policies))
            else:
                articles = list(self._articles(row, late))
            policies += articles if row.genre == "policy" else []
            columns.append(
                Column(
                    name=path[-1],
                    number=next(numbers),
                    slugs=tuple(slugs["/".join(path[:depth])] for depth in range(1, len(path) + 1)),
                    path=path,
                    form=row.form,
                    genre=row.genre,
                    archived=datetime(2022, 12, 30, 10, 30, tzinfo=AS_OF.tzinfo) if row.archived else None,
                    hidden=row.hidden,
                    articles=tuple(articles),
                )
            )
        return columns

    def _articles(self, row: Row, late: dict[str, int]) -> Iterator[Article]:
        """Write a column's articles in the order of display."""
        how_many = max(1, round(row.count * self.scale)) if row.count else 0
        days = list(self._days(row, late, how_many))
        dates = [self._moment(age, weekday=row.name not in late) for age in days]
        if row.pinned and row.name not in late:
            dates.insert(0, self._moment(self.rng.randint(300, 500), weekday=True))
        for when in dates:
            yield self._article(row.genre, when, "")

    def _readings(self, row: Row, late: dict[str, int], policies: Sequence[Article]) -> Iterator[Article]:
        """Write the interpretations: one of each policy, or in a late column of those that are older than it."""
        is_late = row.name in late
        days = list(self._days(row, late, len(policies) if not is_late else row.count))
        dates = [self._moment(age, weekday=not is_late) for age in days]
        newest_first = sorted(policies, key=lambda policy: policy.published, reverse=True)[self.plan.unexplained :]
        pairs = explained_late(newest_first, dates) if is_late else explained(newest_first, dates)
        for policy, when in pairs:
            yield self._article("reading", when, policy.title if policy else self.rng.choice(OF_THE_PROVINCE))

    def _days(self, row: Row, late: dict[str, int], how_many: int) -> Iterator[int]:
        age = late.get(row.name) or self.rng.randint(*row.newest)
        for _ in range(how_many):
            yield age
            age += self.rng.randint(*row.gap)

    def _moment(self, age: int, *, weekday: bool) -> datetime:
        """Turn an age into a working hour of a day; a column in order publishes on weekdays."""
        day = AS_OF - timedelta(days=age)
        if weekday and day.weekday() > 4:
            day -= timedelta(days=day.weekday() - 4)
        return day + timedelta(hours=self.rng.randint(8, 16), minutes=self.rng.randint(5, 58))

    def _article(self, genre: str, when: datetime, about: str) -> Article:
        number = next(self._numbers)
        document = f"{self.unit.word}发〔{when.year}〕{self.rng.randint(2, 46)}号" if genre == "policy" else ""
        name = prose.person(self.rng) if genre == "leader" else self._title(genre, when, about)
        return Article(
            number=number,
            title=name,
            genre=genre,
            published=when,
            source=prose.source(self.rng, self.voice),
            document=document,
            attachments=tuple(self._attachments(genre, number, name)),
        )

    def _title(self, genre: str, when: datetime, about: str) -> str:
        """Draw a title that the site does not have yet; on a very large site they may repeat."""
        text = ""
        for _ in range(12):
            text = prose.title(self.rng, genre, self.voice, when, about=about)
            if text not in self._titles:
                break
        self._titles.add(text)
        return text

    def _attachments(self, genre: str, number: int, title: str) -> Iterator[Attachment]:
        if genre == "form":
            yield Attachment(name=title, suffix="docx", number=number)
        elif genre == "guide":
            yield Attachment(name=f"{title}申请表（空表）", suffix="docx", number=number)
            yield Attachment(name=f"{title}申请表（填写样例）", suffix="docx", number=next(self._numbers))
        elif genre in _WITH_FILES and self.rng.random() < 0.4:
            suffix = self.rng.choice(_SUFFIXES)
            yield Attachment(name=f"附件：{title[:24]}", suffix=suffix, number=number)

    def _with_lost_links(self, columns: list[Column]) -> list[Column]:
        """Spread the links that lead nowhere over notices and news: a file, a link in the text, a listed article."""
        places = [
            (position, place)
            for position, column in enumerate(columns)
            if column.genre in {"notice", "news"} and column.form is Form.LIST
            for place in range(len(column.articles))
        ]
        self.rng.shuffle(places)
        changed = [list(column.articles) for column in columns]
        # Listed articles that are gone come last: they move the others down.
        for number in sorted(range(self.plan.dead.elsewhere), key=lambda number: number % 3 == 2):
            position, place = places[number % len(places)]
            articles = changed[position]
            if number % 3 == 2:
                above = min(len(articles), 4)
                articles.insert(above, self._gone_article(columns[position].genre, articles[above - 1]))
            else:
                articles[place] = self._with_lost_link(articles[place], number)
        return [replace(c, articles=tuple(articles)) for c, articles in zip(columns, changed, strict=True)]

    def _with_lost_link(self, article: Article, number: int) -> Article:
        title = _LOST_TITLES[number % len(_LOST_TITLES)]
        if number % 3 == 0:
            lost = Attachment(name=f"附件：{title}", suffix="pdf", number=next(self._numbers), gone=True)
            return replace(article, attachments=(*article.attachments, lost))
        ghost = self._article("policy", article.published - timedelta(days=700), "")
        return replace(article, pointers=(*article.pointers, Pointer(text=title, ghost=ghost)))

    def _gone_article(self, genre: str, above: Article) -> Article:
        """Give an article of the same age as the one above it in the list, so that the column gets no newer."""
        return replace(self._article(genre, above.published, ""), gone=True, attachments=())

    def _banners(self, lost: Sequence[str]) -> Iterator[Pointer]:
        """Give the home page's picture links: one that works, and the plan's that lead nowhere.

        Of those the first was a page of this site; the others are elsewhere.
        """
        yield Pointer(text="湖北省人民政府", url="http://www.hubei.gov.cn/")
        names = ("往期专题回顾", "惠企服务专区", "招标投标信息")
        for number in range(self.plan.dead.home):
            if number == 0:
                ghost = self._article("topic", AS_OF - timedelta(days=900), "")
                yield Pointer(text=names[0], ghost=ghost)
            else:
                yield Pointer(text=names[number % len(names)], url=lost[number - 1])
