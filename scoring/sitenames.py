"""Whether a name that a site shows is the one it is registered by.

Sites and registries add what is no part of a name: 门户网站, 欢迎访问, 中国. A government's site may be called by its
place alone (中国鄂州). The rest must be the name, or most of it: one office is not another of the same place.
"""

import re
import unicodedata
from typing import Final

_UNSAID: Final = re.compile(r"[\s·•.,，。、:：|｜_()（）《》“”\"'-]+|[和与及]")
_BEFORE: Final = re.compile(r"\A(?:(?:热烈)?欢迎您?(?:访问|光临|来到|登录|登陆|浏览|进入)?|您好|首页|中国(?=.{2}))+")
#: Taken off one after the other, so many times: a name may be as long as a stranger likes.
_BEHIND: Final = re.compile(
    r"(?:(?:官方|(?<!人民)政府|政务|门户|信息|公众){0,3}(?:网站群?|网)|官网|门户|首页|欢迎您|(?:简体|繁体|中文)版?)\Z"
)
_TIMES: Final = 4
_GOVERNMENT: Final = re.compile(r"(?:人民)?政府\Z")
_PLACE: Final = re.compile(r"(?<=..)(?:自治[区州县旗]|[省市县区州盟旗镇乡])\Z")
#: What an office is called by in the end.
_OFFICE: Final = re.compile(
    r"(?:政府|人大|政协|法院|局|委|委员会|办公室|办|厅|院|署|会|中心|处|站|所|队|馆|公司|集团|学校|大学|学院|银行)\Z"
)
#: The shortest part of a name that is told from any other.
_SHORTEST: Final = 4


def is_named(shown: str, registered: str) -> bool:
    """Whether what is shown names the site of the registered name."""
    one, other = _core(shown), _core(registered)
    if not one or not other:
        return False
    if other in one:
        return True
    if _GOVERNMENT.search(other) and _place(one) == _place(other):
        return True
    return one in other and len(one) >= _SHORTEST and 2 * len(one) >= len(other)


def names_an_office(text: str) -> bool:
    """Whether a text ends as the names of offices do, so that it can be compared."""
    return bool(_OFFICE.search(_core(text)))


def _core(name: str) -> str:
    core = _BEFORE.sub("", _UNSAID.sub("", unicodedata.normalize("NFKC", name)))
    for _ in range(_TIMES):
        core = _BEHIND.sub("", core)
    return core


def _place(core: str) -> str:
    """A place without what says what kind of place it is."""
    return _PLACE.sub("", _GOVERNMENT.sub("", core))
