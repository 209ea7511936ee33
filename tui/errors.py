"""What ends a command: one line for the operator, and an exit code that a script can rely on."""


class OperatorError(Exception):
    """The command failed; the text is one line that says what and where. Exit code 1."""

    exit_code = 1


class UsageError(OperatorError):
    """The command was called in a way that cannot be right. Exit code 2."""

    exit_code = 2


class InterruptedRunError(OperatorError):
    """Ctrl-C or SIGTERM: everything was put back in order; the text says how to go on. Exit code 1."""
