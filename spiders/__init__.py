"""The eyes: what the web says. A spider observes and never judges."""
