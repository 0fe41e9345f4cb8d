"""The evidence pack of an incident: whole for the house, and for each client with nothing of another."""

from __future__ import annotations

import json

from bot.documents.evidence import files_of, naming
from bot.documents.verify_evidence import check
from bot.domain.incident import Incident
from bot.exporting import _PARTS, evidence_of, names_beside
from storage.log_reader import stream
from storage.mapping import TABLES, mapped
from tests.stories.acting import do, reach
from tests.stories.conftest import Story


def pack_for(uow, client: str):
    (incident,) = uow.find(Incident)
    evidence = evidence_of(uow, incident, stream(uow, incident.id), pack_id=client)
    return files_of(evidence), names_beside(uow, incident, client)


async def read(story: Story, client: str = ""):
    return await story.bot.program.store.read(pack_for, client)


async def test_each_clients_copy_verifies_and_names_no_other_client(story: Story) -> None:
    await story.report(contracts=["kawabata-2026", "tobu-2026"], summary="川端市と東部商事の資料が入ったPC")
    await reach(story, "川端市")
    await do(
        story, story.lead, "東部商事", "attempt", channel="phone", result="no_answer", note="東部商事の夜間窓口は出ず"
    )
    await reach(story, "東部商事")

    whole, _ = await read(story)
    assert "川端市と東部商事の資料" in whole["record.json"].decode(), "the house's own copy holds everything"
    for client, own, other in (("kawabata-2026", "川端市", "東部商事"), ("tobu-2026", "東部商事", "川端市")):
        files, names = await read(story, client)
        assert naming(files, names) == [], client
        text = b"".join(files.values()).decode(errors="replace")
        assert own in text and other not in text
        lines = "\n".join(check(files))
        assert "log entries follow each other" in lines and " 0 more are withheld" not in lines
        record = json.loads(files["record.json"])
        assert [lane["pack_id"] for lane in record["lanes"]] == [client]
        assert record["attempts"] != [] if client == "tobu-2026" else True
        assert "summary" not in record["incident"] and "facts" not in record["incident"]


async def test_a_name_that_somebody_wrote_into_the_wrong_part_is_found_before_anything_is_written(
    quiet_story: Story,
) -> None:
    story = quiet_story
    await story.report(contracts=["kawabata-2026", "tobu-2026"])
    await do(story, story.lead, "川端市", "attempt", channel="phone", result="busy", note="先に東部商事へ連絡した")
    files, names = await read(story, "kawabata-2026")
    assert "record.json" in naming(files, names)


def test_every_record_of_an_incident_is_in_its_export() -> None:
    of_incidents = {kind for kind in TABLES if "incident_id" in mapped(kind).names}
    machinery = {kind for kind in of_incidents if kind.__name__ == "OutboxRow"}
    assert of_incidents - machinery == set(_PARTS.values())
