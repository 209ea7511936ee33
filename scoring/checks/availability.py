"""V2 站点无法访问: a week of visits, of which one in twenty or more found no open site.

Nothing here visits: the counts are folded by probes, and without them, or before a whole week of them, nothing is said.
"""

from fractions import Fraction

from infra.clock import moment_of_ms
from scoring.checks.context import Context, Judgement, check, finding, site, unchecked
from scoring.facts import Facts
from scoring.standard.parts import Clause
from scoring.visits import AvailabilityFact


@check("V2")
def site_not_reachable(facts: Facts, clause: Clause, context: Context) -> Judgement:
    """站点无法访问: at least 20 visits on each of seven days, 5 % of all visits or more not open within 15 seconds."""
    known = site(facts).availability
    if known is None or not known.visits:
        return unchecked(further=None)
    days, least = int(clause.limit("days")), int(clause.limit("visits_a_day"))
    whole = sum(visits >= least for visits in known.a_day.values())
    share = Fraction(known.failures, known.visits)
    numbers = {
        "visits": known.visits,
        "failures": known.failures,
        "percent": round(float(share * 100), 2),
        "days": len(known.a_day),
        "whole_days": whole,
    }
    if whole < days:
        return Judgement(coverage=Fraction(whole, days), further=1, numbers=numbers)
    if share < Fraction(clause.limit("share")):
        return Judgement(numbers=numbers)
    found = finding(clause, context, detail={**numbers, **_span(known)})
    return Judgement(findings=(found,), firm=1, numbers=numbers)


def _span(known: AvailabilityFact) -> dict[str, str]:
    moments = {"first": known.first, "last": known.last}
    return {name: moment_of_ms(at).isoformat(timespec="minutes") for name, at in moments.items()}
