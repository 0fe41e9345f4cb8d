"""A guide beside the page: numbered steps in one or two languages, from a Markdown-like or JSON file.

    # Ten minutes with Hansho
    ## Report it
    Type `/incident new`.
    ja: ## 報告する
    ja: `/incident new` と入力します。

`##` starts a step; lines that begin with `ja:` are its Japanese; `as: U0YAMADA` names who acts in it; `clock: +10` offers that
jump in minutes.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from workspace.state import Json

CLOCK = re.compile(r"[+-]?\d+")


def read(path: Path) -> list[Json]:
    """The steps of a guide file; ValueError when there are none."""
    text = path.read_text(encoding="utf-8")
    steps = list(json.loads(text)) if path.suffix == ".json" else parse(text)
    if not steps:
        raise ValueError(f"{path}: a guide needs at least one step (a line that starts with ##)")
    return steps


def parse(text: str) -> list[Json]:
    """Steps as {title, text, title_ja, text_ja, as, clock}; what is missing is an empty text, or no key."""
    steps: list[Json] = []
    for line in (one.rstrip() for one in text.splitlines()):
        japanese = line.startswith("ja:")
        said = line[3:].strip() if japanese else line
        if said.startswith("## ") and not japanese:
            steps.append({"title": said[3:], "text": "", "title_ja": "", "text_ja": ""})
        elif not steps:
            continue
        elif said.startswith("## "):
            steps[-1]["title_ja"] = said[3:]
        elif said.startswith("as:"):
            steps[-1]["as"] = said[3:].strip()
        elif said.startswith("clock:"):
            found = CLOCK.search(said)
            steps[-1]["clock"] = int(found.group()) if found else 0
        else:
            key = "text_ja" if japanese else "text"
            steps[-1][key] = f"{steps[-1][key]}\n{said}".strip("\n")
    return steps
