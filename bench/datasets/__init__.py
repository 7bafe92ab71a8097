"""Gold in: one file a format, one catalogue, the gold linter."""
