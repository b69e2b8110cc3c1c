"""What alembic runs. The connection, and its transaction, are the caller's (`migrate.upgrade`)."""

from alembic import context

from service.storage.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
