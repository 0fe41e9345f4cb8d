"""The demo's packs with a few lines changed: a contract that has just begun, one that has ended."""

from __future__ import annotations

import shutil
from pathlib import Path

DEMO = Path(__file__).resolve().parents[2] / "bot" / "packs" / "data" / "demo"
FILED = "submissions:\n  - {id: storage-form, filed_on: 2026-04-03} # before this pack was written: nobody is asked\n"


def changed_packs(folder: Path, *, file: str = "kawabata.yaml", **lines: str) -> Path:
    """Copy the demo's packs into `folder` and replace top-level entries of one pack by their key; an empty text drops one.

    Kawabata's storage form counts as never filed.
    """
    packs = folder / "packs"
    if not packs.exists():
        shutil.copytree(DEMO, packs)
    change_pack(packs / file, **lines)
    return packs


def change_pack(path: Path, **lines: str) -> None:
    """Replace top-level entries of a pack on disk by their key, or add them; an empty text drops the entry."""
    text = path.read_text(encoding="utf-8").replace(FILED, "")
    kept: list[str] = []
    dropping = False
    for line in text.splitlines():
        dropping = line.partition(":")[0] in lines or (dropping and line.startswith((" ", "-")))
        if not dropping:
            kept.append(line)
    kept += [f"{key}: {value}" for key, value in lines.items() if value]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
