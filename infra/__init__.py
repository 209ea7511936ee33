"""The ground: what every process stands on. Imports none of the other rooms."""
