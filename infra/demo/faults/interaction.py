"""互动交流: letters without an answer, published too long ago or not at all, lacking what a letter must show."""

from dataclasses import replace
from datetime import timedelta

from infra.demo.faults.ground import Ground, Kind, kind
from infra.demo.faults.services import A_QUARTER
from infra.demo.model import AS_OF, Pointer

#: Days since 29 and 28 December 2023 (2 months).
TWO_MONTHS = 62
FIELDS = ("来信时间", "答复时间", "答复单位")


def _unanswered(ground: Ground) -> None:
    url = _waits(ground, A_QUARTER + 1)
    ground.fault("V5.2", url, what="a letter of 28 November 2023 has no answer")


def _waiting_in_time(ground: Ground) -> None:
    url = _waits(ground, A_QUARTER)
    ground.decoy("V5.2", url, what="a letter of 29 November 2023 has no answer: three months, not more")
    ground.decoy("D15.3", url, what="a letter that waits has no time and no unit of an answer yet")


def _waiting_for_ever(ground: Ground) -> None:
    url = _waits(ground, 380)
    ground.decoy("V5.2", url, what="a letter older than a year has no answer")


def _field_lacking(ground: Ground) -> None:
    name = ground.rng.choice(FIELDS)
    ground.site = replace(ground.site, omits=ground.site.omits | {name})
    called = {"来信时间": "留言时间"}.get(name, name)
    ground.fault("D15.3", called, what=f"no letter shows its {name}")


def _field_renamed(ground: Ground) -> None:
    ground.look(labels={"来信时间": "留言时间", "答复时间": "回复日期", "答复单位": "承办单位", "答复内容": "回复内容"})
    ground.decoy("D15.3", what="all of it is shown, under other labels")


def _letters_old(ground: Ground) -> None:
    ground.retime("信件回复", TWO_MONTHS + 1)
    ground.fault("D15.2", what="newest reply of 28 December 2023")


def _letters_in_time(ground: Ground) -> None:
    ground.retime("信件回复", TWO_MONTHS)
    ground.decoy("D15.2", what="newest reply of 29 December 2023")


def _no_letters(ground: Ground) -> None:
    ground.remove("信件回复")
    ground.fault("D15.1", what="no letter is published")


def _letters_otherwise_called(ground: Ground) -> None:
    ground.rename("信件回复", "来信选登")
    ground.decoy("D15.1", what="letters are called 来信选登")


def _no_channel(ground: Ground) -> None:
    _without_interaction(ground)
    ground.fault("V5.1", what="no way to ask or to suggest")


def _channel_elsewhere(ground: Ground) -> None:
    _without_interaction(ground)
    channel = Pointer(text="12345在线咨询", url="http://www.hubei.gov.cn/12345/")
    ground.site = replace(ground.site, friends=(*ground.site.friends, channel))
    ground.decoy("V5.1", what="questions are asked at the hotline of the province")


def _no_letter_figures(ground: Ground) -> None:
    ground.remove("留言统计")
    ground.fault("D15.4", what="no statistics of letters")


def _letter_figures_otherwise_called(ground: Ground) -> None:
    ground.rename("留言统计", "信件办理情况统计")
    ground.decoy("D15.4", what="statistics of letters are called 信件办理情况统计")


def _without_interaction(ground: Ground) -> None:
    ground.remove("互动交流")
    for clause in ("D15.1", "D15.4"):
        ground.fault(clause, what="nothing of letters")


def _waits(ground: Ground, days: int) -> str:
    """Let the oldest letter be one that came so many days before the time point and has no answer."""
    column = ground.site.column("信件回复")
    *newer, oldest = column.articles
    came = AS_OF - timedelta(days=days) + timedelta(hours=9, minutes=30)
    letter = replace(oldest, published=came, waiting=True)
    ground.change(column.name, articles=(*newer, letter))
    return ground.url(column, letter)


KINDS: tuple[Kind, ...] = (
    kind(
        "no interaction",
        "letters figures slow blank",
        _no_channel,
        _channel_elsewhere,
        marks="absence",
        avoids="script",
    ),
    kind("a letter unanswered", "letters", _unanswered, _waiting_in_time),
    kind("a letter of long ago", "letters", None, _waiting_for_ever),
    kind("a field of letters lacks", "letters", _field_lacking, _field_renamed),
    kind("letters old", "letters", _letters_old, _letters_in_time, marks="absence", avoids="script"),
    kind("no letters", "letters", _no_letters, _letters_otherwise_called, marks="absence", avoids="script"),
    kind(
        "no statistics of letters",
        "figures",
        _no_letter_figures,
        _letter_figures_otherwise_called,
        marks="absence",
        avoids="script",
    ),
)
