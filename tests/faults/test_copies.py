"""Copies for one client: what they may not hold, and what keeps no copy from being made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from bot.documents.evidence import files_of
from bot.documents.verify_evidence import check
from bot.domain.incident import Incident
from bot.domain.notice import NoticeKind
from bot.exporting import evidence_of, names_beside
from bot.services.notice_issuing import IssueNotice, issue_notice
from bot.services.notices import SaveNotice, StartNotice, save_notice, start_notice
from storage.log_reader import stream
from tests.faults.conftest import DEMO, LEAD, House


def test_a_name_within_the_clients_own_is_not_looked_for(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(DEMO, packs)
    file = packs / "tobu.yaml"
    text = file.read_text(encoding="utf-8")
    assert "name: {ja: 東部商事株式会社," in text
    file.write_text(text.replace("name: {ja: 東部商事株式会社,", "name: {ja: 川端,"), encoding="utf-8")
    house = House(f"sqlite:///{tmp_path / 'hansho.sqlite3'}", packs)
    house.report()
    (incident,) = house.all(Incident)
    names = {pack: house.store.read_now(lambda uow, p=pack: names_beside(uow, incident, p)) for pack in incident.packs}
    assert "川端" not in names["kawabata-2026"] and "tobu-2026" in names["kawabata-2026"]
    house.store.close()


def test_what_was_never_issued_and_what_we_doubt_stays_in_the_house(house: House) -> None:
    house.report()
    (incident,) = house.all(Incident)
    lane = house.lane(incident.id)
    draft = house.do(start_notice, StartNotice(actor=LEAD, key="start", lane_id=lane.id, kind=NoticeKind.FIRST))
    saved = SaveNotice(
        actor=LEAD,
        key="save",
        notice_id=draft.id,
        version=1,
        values={"what": "まだ決めていない言い方"},
        next_report_at=None,
    )
    house.do(save_notice, saved)

    def copy(uow: Any) -> dict[str, bytes]:
        return files_of(evidence_of(uow, incident, list(stream(uow, incident.id)), pack_id="kawabata-2026"))

    files = house.store.read_now(copy)
    assert "まだ決めていない言い方" not in b"".join(files.values()).decode()
    assert draft.id not in files["log.jsonl"].decode()
    (pack,) = json.loads(files["record.json"])["packs"].values()
    assert "duties" in pack and not {"people", "doubts", "urgency", "escalate"} & set(pack)
    assert check(files), "the chain holds"
    issue = IssueNotice(actor=LEAD, key="issue", notice_id=draft.id, version=2)
    house.do(issue_notice, issue)
    assert "まだ決めていない言い方" in house.store.read_now(copy)["record.json"].decode()
