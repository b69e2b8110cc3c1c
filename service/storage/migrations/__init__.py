"""Alembic's scripts; `service.storage.migrate` runs them."""
