"""Every button the views can draw does something, and every form they can open can be sent."""

from __future__ import annotations

import re
from pathlib import Path

from bot.views import blocks
from bot.views.texts import CATALOGUE
from handlers.slack import registry

ROOT = Path(__file__).parents[2]
NOT_A_VERB = {"ask_second", "cancel", "close_view", "copied", "make", "more", "next_page", "open", "save", "send"}
"""Labels of menus, of the form's own buttons, and other words for a verb."""
READ_ONLY = {
    "terms",
    "approval_view",
    "board",
    "follow",
    "gate",
    "instruction",
    "lanes",
    "laws",
    "matter",
    "matters",
    "survey",
    "consultation",
    "contract_view",
    "contracts",
    "cost_history",
    "costs",
    "duties",
    "error",
    "held",
    "home",
    "list",
    "loading",
    "notice",
    "progress",
    "receipt",
    "recurring",
    "register",
    "reports",
}  # and parts of messages:
TITLED_BY_WHAT_THEY_ARE_ABOUT = {"matter_open", "matter_step", "inventory", "stock"}
"""One form for several doors, and those of steps: `door.<kind>.title`, `matter_step.<step>.title`."""
PARTS = {"approval", "card", "confirm", "handed", "room"}


def test_every_label_of_a_button_belongs_to_a_verb_that_is_answered():
    labelled = {key.removeprefix("button.") for key in CATALOGUE if key.startswith("button.")}
    assert labelled - NOT_A_VERB <= set(registry.VERBS)


def test_every_verb_drawn_anywhere_is_answered():
    drawn = set(blocks.INCIDENT_VERBS)
    for path in (ROOT / "bot" / "views").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        drawn |= set(re.findall(r'\bbutton\(\s*(?:reader\.)?locale,\s*"([a-z_]+)"', source))
        drawn |= set(re.findall(r'verbs\.(?:append|insert)\((?:0, )?"([a-z_]+)"\)', source))
    assert {"ack", "reached", "hand_over", "close"} <= drawn
    assert drawn <= set(registry.VERBS)


def test_every_titled_form_is_taken_in():
    titled = {key.removesuffix(".title") for key in CATALOGUE if re.fullmatch(r"[a-z_]+\.title", key)}
    forms = titled - READ_ONLY - PARTS
    assert forms == set(registry.FORMS) - TITLED_BY_WHAT_THEY_ARE_ABOUT


def test_handlers_are_short():
    too_long = []
    for path in (ROOT / "handlers").rglob("*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 300, path
        starts = [n for n, line in enumerate(lines) if re.match(r"async def (open|press|submit|redraw)_", line)]
        for start in starts:
            end = next((n for n in range(start + 1, len(lines)) if re.match(r"\S", lines[n])), len(lines))
            body = [line for line in lines[start:end] if line.strip()]
            if len(body) > 25:
                too_long.append(f"{path.name}:{start + 1} {len(body)}")
    assert not too_long
