"""The agent of one machine: it keeps as many workers running as the cluster's operators want of it."""
