"""One file a migration, in order. A published one is never changed."""
