"""Why a figure could not be taken."""


class BenchFailure(Exception):  # noqa: N818 - what happened to a measurement, not a mistake in the program
    """One line for standard error; the row is then absent."""
