"""Redis: where it is, what its keys are called, and the scripts that run in it."""
