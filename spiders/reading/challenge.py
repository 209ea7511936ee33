"""Pages that are no page: a challenge to the browser (反爬挑战), or an error that answers 200 (软 404).

A challenge keeps the inspector out and says nothing of the site; a soft error is a dead page whatever its status. Both
are told only on short bodies, for articles speak of 404 and of firewalls too.
"""

import re

from spiders.reading.margin import Where
from spiders.reading.outline import Outline
from spiders.reading.rules import Rule

_CHALLENGES = (
    ("jiasule", re.compile(r"__jsl_clearance|jsl_clearance_s|document\.cookie\s?=\s?['\"]__jsl")),
    ("ruishu", re.compile(r"\$_ts\s?=\s?window|window\[['\"]\$_ts|\$_ts\.cd|_\$[a-zA-Z0-9]{2}\(\);?\s*</script>")),
    ("cloudflare", re.compile(r"cf-browser-verification|challenges\.cloudflare\.com|__cf_chl_")),
    ("waf", re.compile(r"safedog|yunsuo|创宇盾|安全狗|云锁|知道创宇|WAF\b.{0,40}(?:拦截|block)|acw_sc__v2|aliyun_waf")),
    ("captcha", re.compile(r"(?:请|进行|完成)(?:输入|滑动|点击)?.{0,6}(?:验证码|安全验证|人机验证)")),
    ("cookie", re.compile(r"document\.cookie\s?=.{1,2000}?location\.(?:reload|href|replace)", re.DOTALL)),
)
_BLOCKED = re.compile(
    r"(?:访问|请求)(?:已?被|受到)?(?:拦截|阻断|禁止|拒绝)|请求.{0,10}(?:非法|不合法|存在威胁)|访问.{0,6}过于?频繁"
)
_GONE = re.compile(
    r"(?:页面|网页|栏目|文章|信息|内容|文件|稿件|资源|地址)\s?(?:已经?)?(?:不存在|被删除|已删除|未找到|找不到|无法找到|已失效|已下线|已被?撤销)"
    r"|(?:找不到|无法找到|未找到|没有找到)\S{0,12}(?:页面|网页|文章|栏目|地址|网址|文件|资源|信息)"
    r"|(?:不存在|已删除|已被删除)\S{0,4}(?:页面|文章|栏目)|404\s?(?:not found|错误|error|页面|-|—|\Z)"
    r"|not found|page not exist",
    re.IGNORECASE,
)
#: A challenge shows next to nothing; a soft error shows less than a screen (2,000 characters with the site's frame).
_CHALLENGE_TEXT = 400
_CHALLENGE_LINKS = 5
_ERROR_TEXT = 2_000
_ERROR_HEAD = 300


def read_challenge(outline: Outline, markup: str) -> str:
    """Name of the challenge that a body is (jiasule, ruishu, cloudflare, waf, captcha, cookie); empty for a page."""
    if (len(outline.text) > _CHALLENGE_TEXT or len(outline.anchors) > _CHALLENGE_LINKS) and not _is_bare_script(markup):
        return ""
    sample = markup[:60_000]
    for name, pattern in _CHALLENGES:
        match = pattern.search(sample)
        if match:
            return outline.because("challenge", Rule.KIND_CHALLENGE, name, *match.span(), where=Where.SOURCE)
    blocked = _BLOCKED.search(outline.text)
    return outline.because("challenge", Rule.KIND_CHALLENGE, "waf", *blocked.span()) if blocked else ""


def _is_bare_script(markup: str) -> bool:
    """A script without its tags, as some collectors keep it."""
    head = markup[:200].lstrip()
    return head.startswith(("document.cookie", "var ", "(function", "function", "eval(")) and len(markup) < 60_000


def is_soft_error(outline: Outline, entries: int, *, dated: bool) -> bool:
    """Whether the page says that there is no page."""
    text = outline.text
    if len(text) > _ERROR_TEXT or entries > 3 or dated:
        return False
    titled = _GONE.search(outline.title[:200])
    if titled:
        outline.because("kind", Rule.KIND_ERROR, "error", where=Where.SOURCE, said=titled[0])
        return True
    match = _GONE.search(text)
    if match is None:
        return False
    outline.because("kind", Rule.KIND_ERROR, "error", *match.span())
    return len(text) <= _ERROR_HEAD or len(outline.line(match.start())) <= 60
