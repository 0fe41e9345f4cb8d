"""The evidence pack of an incident: whole for the house, and for each client with nothing of another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from bot.documents.evidence import files_of, naming
from bot.documents.verify_evidence import check
from bot.domain.incident import Incident
from bot.exporting import _PARTS, evidence_of, names_beside
from storage.log_reader import stream
from storage.mapping import TABLES, mapped
from tests.stories.acting import card, do, fill, reach
from tests.stories.conftest import Story
from tests.stories.harness import DEMO_PACKS


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


async def test_what_was_said_among_ourselves_stays_in_the_house(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(contracts=["kawabata-2026"])
    await do(story, lead, "川端市", "attempt", channel="phone", result="no_answer", note="内緒のメモ")
    await reach(story, "川端市")
    await lead.press(card(story, "川端市"), "費用の負担")
    await (await lead.expect_modal()).press("propose")
    await fill(story, lead, position="内緒の案", reason="内緒の理由")
    whole, _ = await read(story)
    files, _ = await read(story, "kawabata-2026")
    secrets = ("内緒のメモ", "内緒の案", "内緒の理由")
    assert all(word in whole["record.json"].decode() for word in secrets)
    text = b"".join(files.values()).decode(errors="replace")
    assert not [word for word in secrets if word in text]
    assert check(files)


async def test_a_name_that_somebody_wrote_into_the_wrong_part_is_found_before_anything_is_written(
    quiet_story: Story,
) -> None:
    story = quiet_story
    await story.report(contracts=["kawabata-2026", "tobu-2026"])
    await do(story, story.lead, "川端市", "reached", who="窓口 太郎（東部商事と兼務）", how="phone")
    files, names = await read(story, "kawabata-2026")
    assert "record.json" in naming(files, names)


def test_every_record_of_an_incident_is_in_its_export() -> None:
    of_incidents = {kind for kind in TABLES if "incident_id" in mapped(kind).names}
    machinery = {kind for kind in of_incidents if kind.__name__ == "OutboxRow"}
    assert of_incidents - machinery == set(_PARTS.values())


async def test_the_commands_write_both_packs_and_a_matter_and_check_them(
    quiet_story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = quiet_story
    await story.report(contracts=["kawabata-2026"])
    await reach(story, "川端市")
    await story.lead.command("/incident asked")
    await fill(story, story.lead, contract="tobu-2026", topic="documents", words="手順書の写し")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'hansho.sqlite'}")
    monkeypatch.setenv("PACKS_DIR", str(DEMO_PACKS))

    def hansho(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    house, theirs = str(tmp_path / "house.zip"), str(tmp_path / "client.zip")
    assert hansho("export", "INC-261124-01", "--evidence", "-o", house).exit_code == 0
    assert hansho("export", "INC-261124-01", "--for", "kawabata-2026", "-o", theirs).exit_code == 0
    for pack in (house, theirs):
        assert "log entries follow each other" in hansho("audit", "verify", pack).output
    matter = json.loads(hansho("export", "MAT-261124-01").output)
    assert (matter["format"], matter["matter"]["words"], len(matter["log"])) == ("hansho-matter", "手順書の写し", 1)
    for words, reason in (
        (("export", "INC-261124-01", "--evidence"), "name its file with --output"),
        (("export", "INC-261124-01", "--for", "tobu-2026", "-o", theirs), "does not concern tobu-2026"),
        (("export", "MAT-1"), "there is no incident MAT-1"),
        (("export", "INC-261124-01", "--evidence", "-o", "/dev/full"), "Whatever stands there now is not complete"),
    ):
        assert reason in str(hansho(*words).exception)
    cut_off(theirs)
    assert "cannot be opened" in str(hansho("audit", "verify", theirs).exception)


def cut_off(file: str) -> None:
    Path(file).write_bytes(Path(file).read_bytes()[:-30])
