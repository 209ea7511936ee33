"""Waiting tasks keep their meaning in few bytes."""

from hypothesis import given
from hypothesis import strategies as st

from infra.records import Task, TaskKind
from infra.tasks_wire import SEEN_BUCKETS, band_of, fingerprint, host_of, pack, unpack

text = st.text(alphabet=st.characters(min_codepoint=0x21, exclude_characters="\x7f", exclude_categories=["Cs"]))
#: Absolute, as every task's address is; a leading slash alone would mean the queue's own host.
url = st.one_of(
    text.filter(lambda address: not address.startswith("/")),
    st.builds(
        "{}://{}{}".format,
        st.sampled_from(["http", "https", "HTTP", "ftp"]),
        st.sampled_from(["a.cn", "A.CN", "a.cn:80", "a.cn:8080", "u:p@a.cn", "[::1]:9", ""]),
        st.one_of(st.just(""), st.builds("/{}".format, text), st.builds("?{}".format, text)),
    ),
)
task = st.builds(
    Task,
    target=text.filter(bool),
    kind=st.sampled_from(TaskKind),
    url=url,
    found_on=url,
    depth=st.integers(0, 10_000),
    recent=st.booleans(),
)


@given(task)
def test_a_task_comes_back_as_it_was(task: Task) -> None:
    host = host_of(task.url)
    packed = pack(task, host)
    assert packed.count("\n") == 2
    assert unpack(task.target, host, packed) == task
    assert 0 <= band_of(task) <= 6


@given(st.text(alphabet=st.characters()))
def test_whatever_an_address_holds_it_travels_as_utf8_in_one_line(odd: str) -> None:
    packed = pack(Task(target="A", kind=TaskKind.OUTSIDE, url=odd, found_on=odd), host_of(odd))
    packed.encode()
    assert packed.count("\n") == 2


@given(task)
def test_fingerprints_fit_a_packed_set(task: Task) -> None:
    bucket, number = fingerprint(task)
    assert 0 <= int(bucket, 16) < SEEN_BUCKETS
    assert len(bucket) == 4
    assert -(2**63) <= number < 2**63


def test_the_host_is_who_must_be_spared() -> None:
    assert host_of("https://WWW.A.gov.cn/x") == "www.a.gov.cn"
    assert host_of("http://www.a.gov.cn:80/") == host_of("https://www.a.gov.cn:443") == "www.a.gov.cn"
    assert host_of("http://www.a.gov.cn:8080/") == "www.a.gov.cn:8080"
    assert host_of("http://user:pw@www.a.gov.cn/") == "www.a.gov.cn"
    assert host_of("http://[::1]:80/") == "[::1]"
    assert host_of("ftp://a.cn/") == host_of("http:///x") == host_of("") == "-"


def test_a_usual_task_is_short() -> None:
    site = "https://www.ezhou.gov.cn"
    usual = Task(
        target="4207000001",
        kind=TaskKind.ARTICLE,
        url=f"{site}/zwgk/fdzdgknr/202402/t20240229_612345.html",
        found_on=f"{site}/zwgk/fdzdgknr/index_12.html",
        depth=4,
    )
    assert len(pack(usual, host_of(usual.url))) <= 80
