"""How migrations run: one transaction, one process at a time, forward only. Called through storage.migrating."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from storage.backends import CONNECT_SECONDS
from storage.mapping import METADATA
from storage.migrating import VERSION_TABLE

ADVISORY_LOCK = 0x48414E53  # any constant of our own: replicas that migrate together go one after the other


def run() -> None:
    url = context.config.attributes["url"]
    sqlite = url.get_backend_name() == "sqlite"
    arguments = {"isolation_level": None} if sqlite else {"connect_timeout": CONNECT_SECONDS}
    engine = create_engine(url, poolclass=NullPool, connect_args=arguments)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")

    try:
        with engine.begin() as connection:
            context.configure(
                connection=connection,
                target_metadata=METADATA,
                version_table=VERSION_TABLE,
                render_as_batch=sqlite,
                transactional_ddl=True,
            )
            context.run_migrations()
    finally:
        engine.dispose()


run()
