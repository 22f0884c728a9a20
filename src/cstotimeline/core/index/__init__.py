"""One quick way to bare values: the dependency graph, the bitemporal index, checkpoints."""
