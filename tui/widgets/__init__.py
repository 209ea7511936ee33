"""Widgets that Textual lacks, or that do not stay quick at 14,000 rows."""
