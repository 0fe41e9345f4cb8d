"""What people write about an incident stays in Slack and in the store; logs, metrics and errors hold ids and codes only."""

from __future__ import annotations

import io
import logging
import traceback
from collections.abc import Iterator
from dataclasses import replace

import pytest
import structlog
from prometheus_client import REGISTRY, generate_latest

from bot.domain.incident import Incident
from bot.logs import configure_logs
from handlers.slack import payload
from storage.migrating import migrate
from tests.faults.conftest import House
from tests.harness.postgres import PostgresServer
from tests.stories.conftest import told

MARKER = "ZINNOBER-7741"


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """Everything that is logged, at the lowest level, as in production."""
    stream = io.StringIO()
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    level = root.level
    configure_logs("json", "debug", stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(params=["house", "postgres_house"])
def any_house(request: pytest.FixtureRequest) -> House:
    found: House = request.getfixturevalue(request.param)
    return found


def test_a_database_error_does_not_repeat_the_values_it_was_given(any_house: House):
    house = any_house
    incident_id = house.report(summary=MARKER)
    [incident] = house.all(Incident, id=incident_id)
    with pytest.raises(Exception) as refused:
        house.store.write_now(lambda uow: uow.add(replace(incident, id="another")))
    words = "".join(traceback.format_exception(refused.value))
    assert MARKER not in words
    assert "IntegrityError" in words


@pytest.mark.parametrize("text", [f"{MARKER} \x00 end", f"{MARKER} \ud83d end"])
def test_letters_no_database_can_keep_do_not_cost_a_report(any_house: House, text: str):
    element = {"type": "plain_text_input", "value": text}
    answers = payload.answers_in({"state": {"values": {"summary": {"value": element}}}})
    incident_id = any_house.report(**answers)
    [incident] = any_house.all(Incident, id=incident_id)
    assert MARKER in incident.summary
    assert "end" in incident.summary


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_report_and_what_follows_leave_no_word_of_it_in_logs_or_metrics(kind, tmp_path, said, request):
    if kind == "sqlite":
        await _tell(f"sqlite:///{tmp_path / 'hansho.sqlite3'}", said)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database(template=server.template("migrated", migrate)) as url:
        await _tell(url, said)


async def _tell(url: str, said: io.StringIO) -> None:
    async with told("socket", url) as story:
        await story.report(summary=f"{MARKER} summary", noticed_by=f"{MARKER} noticed")
        await story.bot.advance(minutes=31)
        await story.bot.jump(minutes=40)
    said.seek(0)
    logged = said.read()
    assert "outbox.sent" in logged
    assert MARKER not in logged
    assert MARKER not in generate_latest(REGISTRY).decode()
    assert "川端市" not in logged, "a client's name"
