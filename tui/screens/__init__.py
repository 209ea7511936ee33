"""One screen a file; screens show snapshots and send commands, and never touch Redis."""
