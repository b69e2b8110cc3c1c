"""Speed, size and memory: what tests must not assert, measured by commands."""
