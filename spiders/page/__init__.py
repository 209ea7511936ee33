"""``xuncha page``: what the reading sees in one page, and why."""
