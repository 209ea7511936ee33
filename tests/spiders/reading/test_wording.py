"""Listed words are found where they stand by themselves, and nowhere else."""

from hypothesis import given
from hypothesis import strategies as st

from infra.records import SuspicionKind, Word, WordKind
from infra.words import shipped
from spiders.reading.wording import MOST, Wording

SHIPPED = Wording(shipped())
TITLE = Word(wrong="张三市长", right="李四市长", kind=WordKind.SERIOUS)


def found(wording: Wording, text: str, title: str = "") -> list[tuple[str, str, int]]:
    return [(one.where, one.sample, one.count) for one in wording.look(title=title, text=text)]


def test_a_word_is_told_once_a_place_with_how_often_it_stands_there() -> None:
    assert found(SHIPPED, "再接再励，再接再励", "市人民攻府再接再励") == [
        ("title", "人民攻府", 1),
        ("title", "再接再励", 1),
        ("body", "再接再励", 2),
    ]


def test_it_says_what_would_be_right_and_what_stands_around() -> None:
    (one,) = SHIPPED.look(title="", text="全市上下按步就班地工作")
    assert one.why == "应为“按部就班”: …全市上下按步就班地工作…"


def test_right_text_is_no_error_also_where_two_words_meet() -> None:
    right = "现将名单公布署名如下；面对严峻工作形势，严峻考验；成就序列；吉安祥和；大家俱乐部；拖欠收入；连贯输出"
    assert found(SHIPPED, right + "".join(word.right for word in shipped())) == []


def test_an_approved_phrase_hides_the_word_within_it_and_no_other() -> None:
    wording = Wording([TITLE, Word(wrong="张三市长信箱", kind=WordKind.APPROVED)])
    assert found(wording, "张三市长信箱") == []
    assert found(wording, "张三市长信箱、张三市长") == [("body", "张三市长", 1)]


def test_of_words_that_overlap_the_longest_counts() -> None:
    wording = Wording([Word(wrong="甲乙"), Word(wrong="甲乙丙"), Word(wrong="丙丁")])
    assert found(wording, "甲乙丙丁 甲乙") == [("body", "甲乙丙", 1), ("body", "甲乙", 1)]


def test_serious_words_are_told_apart() -> None:
    (one,) = Wording([TITLE]).look(title="张三市长调研", text="")
    assert one.kind is SuspicionKind.SERIOUS_WORDING


def test_few_are_told_of_one_page_and_without_a_list_none() -> None:
    words = [Word(wrong=f"错{chr(0x4E00 + number)}") for number in range(50)]
    assert len(found(Wording(words), "".join(word.wrong for word in words))) == MOST
    assert found(Wording([]), "按步就班") == []


@given(
    st.lists(st.text("甲乙丙丁", min_size=2, max_size=4), min_size=1, max_size=6, unique=True),
    st.lists(st.text("甲乙丙丁", min_size=2, max_size=6), max_size=3, unique=True),
    st.text("甲乙丙丁 ", max_size=60),
)
def test_what_is_told_stands_in_the_text_outside_approved_phrases(
    wrong: list[str], approved: list[str], text: str
) -> None:
    wording = Wording(
        [*(Word(wrong=one) for one in wrong), *(Word(wrong=one, kind=WordKind.APPROVED) for one in approved)]
    )
    told = {sample: count for _, sample, count in found(wording, text)}
    assert all(sample in wrong and 0 < count <= text.count(sample[:1]) for sample, count in told.items())
    bare = text
    for phrase in sorted(approved, key=len, reverse=True):
        bare = bare.replace(phrase, "|")
    left = {one for one in wrong if one in bare and not any(one in other and one != other for other in wrong)}
    if not told:
        assert not left or approved
