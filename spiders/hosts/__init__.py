"""What the whole cluster knows of a host: asked once, then known to every worker."""
