"""The results as open data: scores.json and findings.jsonl, in the shapes that people script against (DESIGN §7).

Order is stable: targets as in the results, findings by target, by clause as in the standard, then by id.
"""

from typing import Any

import orjson

from scoring.findings import Finding
from scoring.results import Results


def scores_json(results: Results) -> bytes:
    """Write ``scores.json``: the inspection, the standard with its digest, the review log's end, one entry a target."""
    document = {
        "inspection": results.inspection.id,
        "as_of": results.inspection.as_of,
        "standard": results.standard.name,
        "standard_digest": results.standard.digest,
        "reviews": {"rows": results.log.rows, "head": results.log.digest},
        "targets": [card.to_json() for _, card in results.cards],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def findings_jsonl(results: Results) -> bytes:
    """Write ``findings.jsonl``: one finding a line."""
    return b"".join(orjson.dumps(finding.to_json(), option=orjson.OPT_APPEND_NEWLINE) for finding in ordered(results))


def ordered(results: Results) -> list[Finding]:
    """Give the findings in their stable order."""
    targets = {target.code: place for place, (target, _) in enumerate(results.cards)}
    clauses = {clause.id: place for place, clause in enumerate(results.standard.clause)}

    def place(finding: Finding) -> tuple[Any, ...]:
        return (targets[finding.target], clauses[finding.clause], finding.id)

    return sorted(results.findings, key=place)
