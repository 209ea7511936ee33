"""One small file a publishing system, recognised by its own marks."""
