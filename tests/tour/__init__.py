"""The tour: the dashboard as an operator uses it, in a real terminal, over a real inspection of the demo city."""
