"""A city on loopback: generated sites with known faults, real registries, no network."""
