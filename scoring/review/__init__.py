"""What people decide and enter: suspicions confirmed or dismissed, clauses cleared, points taken or granted by hand.

``decision`` says what a decision is, ``table`` reads files of them, ``chain`` and ``log`` keep them so that none can be
changed or lost unseen, ``standing`` says what they make of a finding, ``precision`` what they say of a check,
``carrying`` takes approvals into the next inspection, ``desk`` serves the person who decides.
"""

from scoring.review.decision import EVERYONE, Decision, Review, of_target, person
from scoring.review.log import Reviews
from scoring.review.table import HEADERS, ReviewError, read_reviews

__all__ = ["EVERYONE", "HEADERS", "Decision", "Review", "ReviewError", "Reviews", "of_target", "person", "read_reviews"]
