"""One small file a publishing system, recognised by its own marks; ``seam`` is what they have in common."""
