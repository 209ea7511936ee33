"""What a site is called and by which name it is reached: D17 域名名称, D24 IPv6改造.

Names are compared soundly and only suspected: a head that is one picture shows no name to a machine, and what it may
show is not held against it.
"""

import re
from fractions import Fraction
from ipaddress import ip_address
from urllib.parse import urlsplit

from infra.records import Target
from scoring.checks.context import Context, Judgement, check, finding, site, unchecked
from scoring.checks.suspecting import suspicion
from scoring.facts import Facts, HomeFact
from scoring.sitenames import is_named, names_an_office
from scoring.standard.parts import Clause

_ENGLISH = ".gov.cn"
#: The ending of Chinese domains, 政务, as names are written in addresses (国办函〔2018〕55号).
_CHINESE = ".xn--zfr164b"
#: Bodies that run a portal of their own at www.X.gov.cn, whatever the registry says of that.
_GOVERNMENT = re.compile(r"人民政府|行政公署|管理委员会|管委会")
_PARTS = re.compile(r"[_|｜]|\s[-–—]\s|[-–—](?=[^-]{4,40}\Z)")


@check("D17.1")
def english_domain(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """英文域名不符合规范 (T1 to T4): that of the home page in the end; an old one in the registry is only suspected."""
    known, registered = site(facts), _host(context.target.url)
    if not known.homes:
        return unchecked()
    home, host = known.homes[0], _host(known.homes[0].url)
    if host.endswith(_CHINESE):
        return unchecked()
    if host.removeprefix("www.") == registered.removeprefix("www."):
        host = max(host, registered, key=lambda name: name.startswith("www."))
    fault, before = domain_fault(host, context.target), domain_fault(registered, context.target)
    numbers = {"host": host, "registered": registered, "fault": fault or None}
    detail = {"host": host, "registered": registered, "fault": fault or before}
    if fault:
        return Judgement(findings=(finding(clause, context, seen=home, detail=detail),), firm=1, numbers=numbers)
    if before and not registered.endswith(_CHINESE):
        return Judgement(findings=(suspicion(clause, context, subject="", seen=home, detail=detail),), numbers=numbers)
    return Judgement(numbers=numbers)


def domain_fault(host: str, target: Target) -> str:
    """Say what is wrong with a site's English domain: ip, suffix, portal, department; empty when nothing is.

    A government's portal is ``www.X.gov.cn``, a department's site stands below one (``Y.X.gov.cn``). Who is not plainly
    one of the two may have either form.
    """
    if _is_address(host):
        return "ip"
    if not host.endswith(_ENGLISH):
        return "suffix"
    first, *rest = host.removesuffix(_ENGLISH).split(".")
    own = rest if first == "www" else [first, *rest]
    is_government = bool(_GOVERNMENT.search(f"{target.name} {target.unit}"))
    as_portal, below = first == "www" and len(own) == 1, len(own) > 1
    if as_portal or below:
        if target.portal and is_government and not as_portal:
            return "portal"
        return "department" if as_portal and not (target.portal or is_government) else ""
    return "portal" if target.portal or is_government else "department"


@check("D17.2")
def site_name(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """未在头部区域显著展示网站规范名称，或与登记名称不一致: suspected; a picture without words is not judged."""
    known = site(facts)
    if not known.homes or (plate := known.homes[0].plate) is None:
        return unchecked()
    home, registered = known.homes[0], context.target.name
    in_head = any(is_named(name, registered) for name in plate.shown)
    other = _other_name(home, registered)
    numbers = {"names": len(plate.shown), "shown": in_head, "pictured": plate.pictured, "other": other or None}
    if other or not (in_head or plate.pictured):
        detail = {"registered": registered, "other": other, "head": list(plate.shown), "pictured": plate.pictured}
        found = suspicion(clause, context, subject="", seen=home, detail=detail)
        return Judgement(findings=(found,), numbers=numbers)
    if not in_head:
        return Judgement(coverage=Fraction(0), further=1, numbers=numbers)
    return Judgement(numbers=numbers)


def _other_name(home: HomeFact, registered: str) -> str:
    """The name by which SiteName or the title bar calls the site, where it is that of another; empty otherwise."""
    bar = home.plate.bar if home.plate else ""
    for name in (home.name, bar):
        parts = [part.strip() for part in _PARTS.split(name)]
        if any(map(names_an_office, parts)) and not any(is_named(part, registered) for part in (name, *parts)):
            return name
    return ""


@check("D24")
def ipv6(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """不支持IPv6访问: the home page's name has no AAAA record; one where no server answers is suspected."""
    known = site(facts)
    if not known.homes or (seen := known.homes[0].ipv6) is None or seen.named is None:
        return unchecked()
    home, numbers = known.homes[0], {"named": seen.named, "answered": seen.answered}
    if not seen.named:
        found = finding(clause, context, seen=home, detail={"host": _host(home.url)})
        return Judgement(findings=(found,), firm=1, numbers=numbers)
    if seen.answered is None:
        return Judgement(coverage=Fraction(1, 2), further=1, numbers=numbers)
    if seen.answered:
        return Judgement(numbers=numbers)
    refused = suspicion(clause, context, subject="", seen=home, detail={"host": _host(home.url), "answered": False})
    return Judgement(findings=(refused,), numbers=numbers)


def _host(url: str) -> str:
    try:
        return (urlsplit(url if "//" in url else f"//{url}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
