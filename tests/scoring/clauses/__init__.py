"""The table of clauses: for each, facts just under, at and just over its threshold, and what must come of them."""
