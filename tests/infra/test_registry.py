"""The registry: good rows come back the same, bad ones are listed all at once."""

import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.plaintext import plain
from infra.records import Kind, Target
from infra.registry import HEADERS, RegistryError, account_code, read, write

HEADER = ",".join(headers[0] for headers in HEADERS.values())


def registry(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "登记表.csv"
    path.write_text(text, encoding=encoding)
    return path


words = st.text(st.characters(codec="utf-8"), max_size=20).map(plain)
filled = words.filter(bool)
maybe = st.sampled_from([None, True, False])


@st.composite
def target_lists(draw: st.DrawFn) -> list[Target]:
    targets = []
    for number in range(draw(st.integers(0, 6))):
        site = draw(st.booleans())
        common = {name: draw(words) for name in ("parent", "group", "platform", "account_type", "status", "note")}
        targets.append(
            Target(
                code=draw(st.sampled_from(["42070{:05d}", "bm{:08d}"])).format(number) if site else f"acc.{number}",
                kind=Kind.SITE if site else Kind.ACCOUNT,
                name=draw(filled),
                unit=draw(filled),
                url=f"http://{draw(st.text(string.ascii_lowercase, min_size=1))}.s{number}.gov.cn/" if site else "",
                **common,
                filed=draw(maybe),
                interaction=draw(maybe),
                feed="" if site else draw(st.sampled_from(["", "https://f.cn/rss?x=1"])),
                has_service=draw(st.booleans()),
                portal=draw(st.booleans()),
            )
        )
    return targets


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(targets=target_lists())
def test_what_is_written_is_read_back(tmp_path: Path, suffix: str, targets: list[Target]) -> None:
    path = tmp_path / f"r{suffix}"
    write(path, targets)
    assert read(path).checked() == tuple(targets)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_and_english_headers(tmp_path: Path, encoding: str) -> None:
    text = "code,名称,kind,网址/账号,unit,分组,门户\n4207000001,鄂州市人民政府,网站,http://www.ezhou.gov.cn,市政府办,区,是\n"
    (target,) = read(registry(tmp_path, text, encoding)).checked()
    assert target == Target(
        code="4207000001",
        name="鄂州市人民政府",
        kind=Kind.SITE,
        url="http://www.ezhou.gov.cn",
        unit="市政府办",
        group="区",
        portal=True,
    )


def test_all_bad_rows_are_listed_at_once(tmp_path: Path) -> None:
    path = registry(
        tmp_path,
        "标识码,名称,类型,网址/账号,单位,备案,内容源\n"
        "4207000001,甲,网站,http://a.gov.cn,甲局,是,\n"
        "42070,乙,网站,ftp://b.gov.cn,,是,\n"
        ",丙,网页,,丙局,也许,\n"
        "4207000001,丁,网站,HTTP://A.gov.cn:80/,丁局,,\n"
        "bm12345678,戊,网站,http://u:p@e.gov.cn,戊局,,\n"
        ",己,账号,,己局,,../../etc/passwd.csv\n"
        ",庚,账号,,庚局,,posts/absent.csv\n"
        ",辛,账号,http://[,辛局,,posts/a.exe\n",
    )
    found = read(path)
    assert [target.name for target in found.targets] == ["甲"]
    assert [(problem.row, problem.column) for problem in found.problems] == [
        (3, "单位"),
        (3, "标识码"),
        (3, "网址/账号"),
        (4, "类型"),
        (4, "备案"),
        (5, "标识码"),
        (5, "网址/账号"),
        (6, "网址/账号"),
        (7, "内容源"),
        (8, "内容源"),
        (9, "网址/账号"),
        (9, "内容源"),
    ]
    with pytest.raises(RegistryError) as error:
        found.checked()
    assert "12 problems in 7 rows; nothing was imported" in str(error.value)
    assert "row 5, 标识码: '4207000001' stands in row 2 already" in str(error.value)
    assert len(str(error.value).splitlines()) == 13


def test_accounts_get_a_stable_code_and_twins_are_refused(tmp_path: Path) -> None:
    rows = "名称,类型,单位,平台\n健康鄂州,账号,卫健委,微信\n健康鄂州,账号,卫健委,微博\n健康鄂州,账号,卫健委,微信\n"
    found = read(registry(tmp_path, rows))
    assert [target.code for target in found.targets] == [
        account_code("微信", "健康鄂州"),
        account_code("微博", "健康鄂州"),
    ]
    assert account_code("微信", "健康鄂州") == "acc-cca58c3de55db21d"
    assert [str(problem) for problem in found.problems] == ["row 4, 名称: platform and name stands in row 2 already"]


def test_extra_columns_are_told_and_closed_sites_stay_in_the_register(tmp_path: Path) -> None:
    rows = "名称,类型,单位,标识码,网址,状态,联系人\n甲,网站,甲局,4207000001,http://a.cn,例行关停 2023-05,张三\n乙,网站,乙局,4207000002,http://b.cn,正常,\n"
    found = read(registry(tmp_path, rows))
    assert found.ignored == ("联系人",)
    assert [target.name for target in found.running] == ["乙"]
    assert [target.name for target in found.closed] == ["甲"]


def test_a_posts_file_beside_the_registry_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "甲.csv").write_text("时间\n", encoding="utf-8")
    (target,) = read(registry(tmp_path, "名称,类型,单位,内容源\n甲,账号,甲局,posts/甲.csv\n")).checked()
    assert target.feed == "posts/甲.csv"


def test_no_registry_at_all(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no column 类型、单位"):
        read(registry(tmp_path, "名称,电话\n甲,1\n"))
