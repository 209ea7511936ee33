"""Why a page was read as it was: for every value the rule that decided, and which text of the page it was read from."""
