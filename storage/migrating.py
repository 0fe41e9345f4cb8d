"""Bringing a database to this program's tables, forward only, and telling which tables it has."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine, exc, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from bot.domain.errors import SchemaTooNew, SchemaTooOld, StoreUnavailable
from storage.backends import CONNECT_SECONDS, parse, sqlite_file
from storage.failures import translated
from storage.lock_file import LockFile

HEAD = "0013"
"""The newest revision this program knows; revisions are four digits, so that a database can say "newer" without them."""

VERSION_TABLE = "schema_version"
MIGRATIONS = Path(__file__).parent / "migrations"


def current(url: str) -> str | None:
    """Return the revision of the database's tables, or None when it has none of ours yet.

    Raises:
        StoreUnavailable: it cannot be asked, or holds somebody else's tables.
    """
    return revision(parse(url))


def migrate(url: str) -> str:
    """Bring the database to HEAD and return the revision it had before ("" when it was empty).

    An SQLite file is made when it is missing, and must not be in use.

    Raises:
        StoreUnavailable: it cannot be reached or written.
        SchemaTooNew: a newer program has been here.
        SecondProcess: a running Hansho holds the SQLite file.
    """
    parsed = parse(url)
    file = sqlite_file(parsed)
    if file is None:
        return upgrade(parsed)
    make_file(file)
    with LockFile(file):
        return upgrade(parsed)


def check(url: URL) -> None:
    """Pass when the tables are exactly this program's. Raises SchemaTooNew, SchemaTooOld, StoreUnavailable."""
    found = revision(url)
    if found is not None and found > HEAD:
        raise SchemaTooNew(
            f"the database's tables are revision {found}, this program knows {HEAD}: start the newer program"
        )
    if found != HEAD:
        state = "empty" if found is None else f"at revision {found}"
        raise SchemaTooOld(f"the database is {state}, this program needs {HEAD}: run `hansho migrate`")


def upgrade(url: URL) -> str:
    """Run the migrations that are missing; the caller holds an SQLite file's lock. Returns the revision before."""
    before = revision(url)
    if before == HEAD:
        return before
    if before is not None and before > HEAD:
        check(url)
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["url"] = url
    try:
        command.upgrade(config, "head")
    except exc.SQLAlchemyError as error:
        mine = translated(error)
        if mine is None:
            raise
        raise mine from error
    return before or ""


def revision(url: URL) -> str | None:
    """The revision of the tables at a parsed address. Raises StoreUnavailable."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return None
    arguments = {} if file is not None else {"connect_timeout": CONNECT_SECONDS}
    engine = create_engine(url, poolclass=NullPool, connect_args=arguments)
    try:
        with engine.connect() as connection:
            tables = inspect(connection).get_table_names()
            if VERSION_TABLE not in tables:
                if "incident" in tables:
                    raise StoreUnavailable("the database holds somebody else's tables; give Hansho one of its own")
                return None
            found: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 - a constant
            return found
    except exc.SQLAlchemyError as error:
        mine = translated(error)
        if mine is None:
            raise
        raise mine from error
    finally:
        engine.dispose()


def make_file(file: Path) -> None:
    """Make the database's folder and an empty file that only its owner can read. Raises StoreUnavailable."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.touch(mode=0o600)
    except OSError as error:
        raise StoreUnavailable(f"cannot write {file}: {error.strerror}") from error
