"""Query patterns: addresses that differ only in the values of their query, or in a session's id, share a budget.

A calendar links to every month there will ever be, and a shop of session ids makes each page anew for each visit; depth
and page budgets stop them late. The frontier counts the addresses of each pattern and leaves out what goes past the
limit, in ``capped``.
"""

import re
from hashlib import blake2b
from typing import Final

#: Path parameters (RFC 3986 §3.3; Java's ``;jsessionid=``) and ASP.NET's cookieless sessions, ``/(S(…))/``.
_SESSION: Final = re.compile(r";[^/]*|\([A-Z]\([^/()]*\)\)")


def pattern_of(url: str) -> str:
    """Give what stands for an address's pattern, 12 letters and digits; '' when it has neither query nor session."""
    if "?" not in url and ";" not in url and "(" not in url:
        return ""
    path, asks, query = url.partition("#")[0].partition("?")
    blank = _SESSION.sub("", path)
    if not asks and blank == path:
        return ""
    # A part without '=' is all value: ?20240501
    names = sorted({part.partition("=")[0] if "=" in part else "" for part in query.split("&")})
    text = "\n".join((blank, *names))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
