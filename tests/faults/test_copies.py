"""Copies for one client: a name that is part of the client's own keeps no copy from being made."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.domain.incident import Incident
from bot.exporting import names_beside
from tests.faults.conftest import DEMO, House


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
