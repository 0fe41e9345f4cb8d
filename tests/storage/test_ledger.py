"""The ledger in the store: numbers without gaps, one of two writers wins, and what stood before the versions came."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, Table, create_engine
from sqlalchemy.pool import NullPool

from bot.domain.errors import RecordRefused
from bot.domain.ids import new_id
from bot.domain.ledger import CostLine, ledger_of, priced
from storage.backends import parse
from storage.columns import Instant
from storage.migrating import MIGRATIONS, migrate
from storage.opening import open_store
from tests.storage.samples import NoRules, add_incident, add_lane

if TYPE_CHECKING:
    from storage.store import SqlStore


def first_version(uow: Any) -> CostLine:
    incident = add_incident(uow)
    lane = add_lane(uow, incident)
    line = CostLine(
        id=new_id(uow.now), incident_id=incident.id, lane_id=lane.id, line_id="K1", number=1, item="other", amount_minor=5, payer="us", by="U1", at=uow.now,
    )  # fmt: skip
    uow.add(priced(line))
    return line


async def test_two_who_write_the_same_version_cannot_both(store: SqlStore) -> None:
    line = await store.run(lambda uow, _: first_version(uow), None)
    second = replace(line, id="V2", version=2)
    await store.run(lambda uow, _: uow.add(second), None)
    with pytest.raises(RecordRefused):
        await store.run(lambda uow, _: uow.add(replace(second, id="V3", reason="also")), None)
    found = await store.read(lambda uow, _: uow.find(CostLine, line_id="K1"), None)
    assert ledger_of(found, []).lines == (second,)


THEN = datetime(2026, 11, 24, 3, 5, tzinfo=UTC)


def fill(connection: Connection, name: str, **values: object) -> None:
    """Insert a row into a table of an older schema; what is not given and may not be empty gets something of its type."""
    table = Table(name, MetaData(), autoload_with=connection)
    for column in table.c:
        if column.name in {"at", "voided_at"} or column.name.endswith("_at"):
            column.type = Instant()
        if column.name not in values and not column.nullable:
            kind = column.type.python_type if not isinstance(column.type, Instant) else datetime
            values[column.name] = THEN if kind is datetime else "[]" if name == "incident" and kind is str else kind()
    connection.execute(table.insert().values(values))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]))


def test_lines_from_before_become_first_versions_and_their_numbers_go_on(empty_url: str, clock: Any) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = parse(empty_url)
    if empty_url.startswith("sqlite"):
        Path(parse(empty_url).database or "").parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(config, "0003")
    engine = create_engine(parse(empty_url), poolclass=NullPool)
    with engine.begin() as connection:
        fill(connection, "incident", id="I")
        fill(connection, "lane", id="L", incident_id="I")
        for name, currency, share, voided in (
            ("K1", "JPY", 3333, None),
            ("K2", "EUR", None, None),
            ("K3", "JPY", None, THEN),
        ):
            fill(
                connection, "cost_line", id=name, incident_id="I", lane_id="L", amount_minor=1200, currency=currency, our_share_bp=share, voided_at=voided,
            )  # fmt: skip
    engine.dispose()
    migrate(empty_url)
    store = open_store(empty_url, clock, NoRules())
    lines = store.read_now(lambda uow: uow.find(CostLine))
    assert [(one.number, one.version, one.gross_yen, one.struck) for one in lines] == [
        (1, 1, 1200, False),
        (2, 1, 0, True),
        (3, 1, 1200, True),
    ]
    assert "33.33 %" in lines[0].reason
    assert "rate" in lines[1].reason
    assert lines[0].at == THEN
    assert store.write_now(lambda uow: uow.next_number("cost:L")) == 4
    store.close()
