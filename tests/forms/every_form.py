"""A made-up client under each of the five contract forms."""

from __future__ import annotations

from pathlib import Path

from bot.packs.loader import DEMO

ROLES = (
    "{incident_lead: [U0SATO], duty_manager: [U0TANAKA], responsible: [U0SUZUKI], security_manager: [U0KATO], "
    "executive: [U0OKADA], legal: [U0LEE], compliance: [U0MORI]}"
)
FORMS = {"seed-000": "officer", "seed-001": "desk", "seed-002": "desk", "seed-003": "desk", "seed-004": "counterpart"}


def packs_of_every_form(folder: Path, *, start: str = "2026-04-01", end: str = "2027-03-31", more: str = "") -> Path:
    """A folder with a made-up client under each of the five forms; the memorandum runs from its start and renews itself."""
    (folder / "office.yaml").write_text((DEMO / "office.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    for form, desk in FORMS.items():
        parent = (
            "parent: {title: {ja: 本契約, en: Main contract}, number: X-7}\n"
            if form in {"seed-001", "seed-002"}
            else ""
        )
        (folder / f"client-{form}.yaml").write_text(
            f"""schema: hansho/pack-1
id: client-{form}
extends: {form}
title: {{ja: 見本の契約 {form}, en: Example contract {form}}}
status: active
parties:
  client: {{name: {{ja: 見本先 {form}, en: Example client {form}}}}}
  contractor: {{name: {{ja: 見本商会, en: Example Shokai}}}}
{parent}term: {{start: {start}{"" if form == "seed-004" else f", end: {end}"}{more}}}
contacts:
  {desk}:
    label: 見本の窓口
    people:
      primary: {{name: 見本 一子, phone: "03-0000-0101", email: desk@client.example}}
      backup: {{name: 見本 二郎, phone: "03-0000-0102"}}
      after_hours: {{name: 守衛室, phone: "03-0000-0103"}}
people: {ROLES}
""",
            encoding="utf-8",
        )
    return folder
