"""The kinds of fault that a generated city can have, each a small function with its decoy beside it.

A file holds the kinds of one level-1 indicator; ``ground`` is what they work on, ``drawing`` draws where each goes.
"""
