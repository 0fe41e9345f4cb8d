"""The largest incident still fits on every surface: Slack refuses what is too long, and then nobody sees anything."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.lane import Attempt, AttemptResult, Lane
from bot.domain.work import Call, OutboxRow, SendPriority
from bot.services.queries import home_of
from bot.services.rendering import render
from bot.views.lists import incident_list
from bot.views.pictures import Reader
from tests.faults.conftest import DEMO, LEAD, House

LONG = "とても長い名前の" * 30
CLIENTS = 30


@pytest.fixture(scope="module")
def many_packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packs") / "packs"
    shutil.copytree(DEMO, folder)
    text = (folder / "kawabata.yaml").read_text(encoding="utf-8")
    for number in range(CLIENTS - 2):
        name = f"city{number:02d}"
        body = text.replace("kawabata-2026", name).replace("ja: 川端市}", f"ja: 市{number} {LONG}}}")
        body = body.replace("ja: 川端市,", f"ja: 市{number} {LONG},")
        (folder / f"{name}.yaml").write_text(body, encoding="utf-8")
    return folder


@pytest.fixture
def wide(tmp_path: Path, many_packs: Path) -> Iterator[House]:
    made = House(f"sqlite:///{tmp_path / 'hansho.sqlite3'}", many_packs)
    yield made
    made.store.close()


def crowd(house: House, incident_id: str) -> None:
    """Fifty attempts on some lanes, all in long words."""

    def fill(uow: Any, _: None) -> None:
        for lane in uow.find(Lane, incident_id=incident_id)[:3]:
            for number in range(50):
                uow.add(
                    Attempt(
                        id=new_id(uow.now), incident_id=incident_id, lane_id=lane.id, by=LEAD, channel="phone",
                        slot=LONG, at=uow.now - timedelta(minutes=number), result=AttemptResult.NO_ANSWER, note=LONG * 5,
                    )
                )  # fmt: skip
        incident = uow.get(Incident, incident_id)
        uow.save(replace(incident, summary="長" * 3000, recognised_by="名" * 200))

    house.do(fill, None)


def written(house: House, kind: str, incident_id: str = "", **changes: Any) -> Call:
    now = house.clock.now()
    row = OutboxRow(
        id=new_id(now), incident_id=incident_id, priority=SendPriority.NOTICE, kind=kind, target=LEAD,
        idem_key=new_id(now), due_at=now - timedelta(minutes=9), next_attempt_at=now, created_at=now, **changes,
    )  # fmt: skip
    call = house.store.read_now(lambda uow: render(uow, row))
    assert call is not None
    return call


def check(blocks: list[dict[str, Any]], most: int = 50) -> None:
    """Slack's limits (docs.slack.dev/reference/block-kit): 50 blocks, 100 on Home, texts of 3,000, context of 10 elements."""
    assert 0 < len(blocks) <= most
    for block in blocks:
        if block["type"] == "section":
            for text in [block.get("text"), *block.get("fields", [])]:
                assert text is None or 0 < len(text["text"]) <= (3000 if text is block.get("text") else 2000)
        if block["type"] == "header":
            assert len(block["text"]["text"]) <= 150
        if block["type"] == "context":
            assert len(block["elements"]) <= 10
            assert all(0 < len(element.get("text", "x")) <= 3000 for element in block["elements"])
        if block["type"] == "actions":
            assert len(block["elements"]) <= 25
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]:
            assert len(element.get("value") or "") <= 2000
            if element.get("type") == "button":
                assert len(element["text"]["text"]) <= 75
            for option in element.get("options", []):
                assert len(option["text"]["text"]) <= 75
                assert len(option["value"]) <= 150


def check_message(call: Call) -> None:
    assert call.method in {"chat.postMessage", "chat.update"}
    assert 0 < len(str(call.arguments["text"])) <= 4000
    check(call.arguments["blocks"])  # type: ignore[arg-type]


def test_thirty_clients_at_once(wide: House):
    house = wide
    incident_id = house.report(contracts=["unknown"], what=["leak", "loss_theft"], info=["personal"])
    crowd(house, incident_id)
    lanes = house.all(Lane, incident_id=incident_id)
    assert len(lanes) == CLIENTS
    ids = [lane.id for lane in lanes]
    for reasons in (["ladder"], ["overdue"], ["ladder", "overdue", "ack_expired"]):
        check_message(written(house, "page", incident_id, params={"lanes": ids, "reasons": reasons, "number": 1}))
    check_message(written(house, "receipt", incident_id))
    check_message(written(house, "room_opening", incident_id))
    for lane in lanes[:4]:
        check_message(written(house, "card_post", incident_id, lane_id=lane.id))
        check_message(written(house, "room_post", incident_id, lane_id=lane.id, params={"what": "mark", "minutes": 0}))
        check_message(written(house, "handed_over", incident_id, lane_id=lane.id, params={"by": LEAD, "note": LONG}))
    detail = {"what": "detail", "by": LEAD, "text": "&" * 3000}
    check_message(written(house, "room_post", incident_id, params=detail))
    changes = [["contracts", [lane.pack_id for lane in lanes], ["unknown"]], ["summary", "長" * 3000, "短" * 3000]]
    corrected = {"what": "facts.corrected", "by": LEAD, "why": LONG * 9, "changes": changes}
    check_message(written(house, "room_post", incident_id, params=corrected))
    check_message(written(house, "ask_start", incident_id))
    check_message(written(house, "digest", params={"day": "2026-11-24"}))
    check_message(written(house, "digest_channel", params={"day": "2026-11-24"}))
    home = written(house, "home").arguments["view"]
    check(home["blocks"], most=100)  # type: ignore[index]


def test_home_and_digest_with_a_hundred_incidents(house: House):
    for number in range(100):
        house.report(f"draft-{number}", contracts=["unknown"], summary="長" * 3000)
    home = written(house, "home").arguments["view"]
    check(home["blocks"], most=100)  # type: ignore[index]
    check_message(written(house, "digest", params={"day": "2026-11-24"}))
    check_message(written(house, "digest_channel", params={"day": "2026-11-24"}))
    picture = house.store.read_now(lambda uow: home_of(uow, LEAD))
    check(incident_list(picture, Reader(LEAD, "ja", "Asia/Tokyo"), house.clock.now()).blocks)
