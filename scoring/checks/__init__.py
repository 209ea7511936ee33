"""One file a level-1 indicator; a check is facts + clause + as_of → findings."""
