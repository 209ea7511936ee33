"""The frontier alone, at the size of a province."""
