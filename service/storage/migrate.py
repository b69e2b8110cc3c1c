"""Migrations: an explicit command; the service is not ready while they are behind."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from service.errors import DatabaseBehind, DatabaseUnavailable, UndecipherableRecord
from service.storage.sessions import Store, make_engine, reading
from service.storage.tables import Chain, DirectoryRow, Document, RequestRow, WebhookRow

_SCRIPTS: Final = Path(__file__).parent / "migrations"
#: PostgreSQL's advisory lock under which migrations run: "inno".
_LOCK: Final = 0x696E6E6F


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to `revision`, in one transaction; two at once take turns.

    Raises:
        DatabaseUnavailable: nothing was changed.
    """
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except SQLAlchemyError as error:
        raise DatabaseUnavailable(type(error).__name__) from None
    finally:
        engine.dispose()


def check(store: Store) -> None:
    """The database fits this program and this master key.

    Raises:
        DatabaseBehind: its migrations are not this program's.
        UndecipherableRecord: it holds keys under another master key.
        DatabaseUnavailable
    """
    with reading(store) as session:
        found = MigrationContext.configure(session.connection()).get_current_heads()
        if set(found) != set(ScriptDirectory.from_config(_config()).get_heads()):
            raise DatabaseBehind
        for table in (Document, Chain, WebhookRow, RequestRow, DirectoryRow):
            for extreme in (func.min(table.key_id), func.max(table.key_id)):
                if session.scalar(select(extreme)) not in (None, store.keyring.key_id):
                    raise UndecipherableRecord("There are keys under another master key.")


def _config() -> Config:
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config
