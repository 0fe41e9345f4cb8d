"""A third made-up client, under the clauses that leave publication to the client."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.stories.harness import DEMO_PACKS

NAME = "港南振興局"
_PACK = """
schema: hansho/pack-1
id: konan-2026
extends: seed-001
title: {ja: 港南振興局 特約条項（練習用）, en: "Konan Bureau: special clauses (practice)"}
status: active
parties:
  client: {label: 甲, name: {ja: 港南振興局, en: Konan Bureau}}
  contractor: {name: {ja: 株式会社ハンショウ商会, en: Hansho Shokai (practice)}}
parent: {title: {ja: 案内業務委託契約（練習用）, en: Contract for guide services (practice)}, number: K-2026-03}
term: {start: 2026-04-01, end: 2099-03-31}
contacts:
  desk:
    label: 港南振興局 企画課
    people:
      primary: {name: 港 一, phone: "03-0000-0021", email: desk@konan.example}
      backup: {name: 港 二, phone: "03-0000-0022", email: desk@konan.example}
      after_hours: {name: 港 三, phone: "03-0000-0023", email: night@konan.example}
people:
  incident_lead: [U0SATO]
  duty_manager: [U0TANAKA, U0BROWN]
  responsible: [U0SUZUKI]
  security_manager: [U0KATO]
  executive: [U0OKADA]
  legal: [U0LEE]
  compliance: [U0MORI]
"""


def three_clients(folder: Path) -> Path:
    """Make a folder of packs with the two clients of the demo and a third, and return it."""
    shutil.copytree(DEMO_PACKS, folder)
    (folder / "konan.yaml").write_text(_PACK, encoding="utf-8")
    return folder
