"""The catalogue is whole: both languages, the same places, no key missing, none unused."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from bot.domain.action import ActionKind, ActionState
from bot.domain.bearing import BEARERS
from bot.domain.consultation import OUTCOMES, TOPICS, ConsultationState
from bot.domain.duty import DutyState
from bot.domain.facts import FACTS
from bot.domain.gate import EmergencyState, GateKind, Lock
from bot.domain.incident import IncidentState
from bot.domain.instruction import InstructionState
from bot.domain.lane import AttemptResult
from bot.domain.ledger import CAUSES, COST_ITEMS, PAYERS, Stage, Standing
from bot.domain.matter import CHANGES, CONSENTS, DUTIES, REQUESTS
from bot.domain.money import Tax
from bot.domain.people import Role
from bot.domain.statutory import StatutoryState
from bot.domain.survey import Severity, SurveyState
from bot.packs.laws import Moment
from bot.services import law_answers
from bot.views import texts
from bot.views.forms import lead, report, response
from bot.views.forms.surveys import TIERS
from bot.views.forms.talks import CHANNELS
from bot.views.texts import CATALOGUE, MissingValue, UnknownText, choice, has, text
from bot.views.wording import NEXT_REPORTS

ROOT = Path(texts.__file__).parents[2]
KEY = re.compile(r"[a-z_]+(\.[A-Za-z0-9_+-]+)+")
ASKING = {
    "text", "has", "tell", "operators", "note", "refusal", "refusal_note", "operators_note", "error_view", "choice", "call_line",
    "Refused", "NotAllowed", "NotPossibleNow", "AlreadyTaken", "BadAnswer",
}  # fmt: skip
"""Functions and errors that take a key of the catalogue."""


def _sources() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("bot", "handlers"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _name(call: ast.Call) -> str:
    return (
        call.func.id
        if isinstance(call.func, ast.Name)
        else call.func.attr
        if isinstance(call.func, ast.Attribute)
        else ""
    )


def _asked() -> Iterator[tuple[str, str]]:
    for path, tree in _sources():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or _name(node) not in ASKING:
                continue
            for argument in node.args:
                for part in ast.walk(argument) if isinstance(argument, ast.IfExp) else [argument]:
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and KEY.fullmatch(part.value):
                        yield f"{path.relative_to(ROOT)}:{part.lineno}", part.value


def _mentioned() -> tuple[set[str], tuple[tuple[str, str], ...]]:
    """Keys that stand as literals outside the catalogue, and (start, end) of those that are put together in f-strings."""
    whole: set[str] = set()
    parts: set[tuple[str, str]] = set()
    for path, tree in _sources():
        if path.name.startswith("texts_"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                ends = [v.value if isinstance(v, ast.Constant) else "" for v in (node.values[0], node.values[-1])]
                if re.fullmatch(r"([a-z_]+\.)+", ends[0]) or ends[1] == ".title" or re.fullmatch(r"\.[a-z_]+", ends[1]):
                    parts.add((ends[0], ends[1]))
            elif isinstance(node, ast.Call) and _name(node) in {"choice", "choices"}:
                parts.update(
                    (f"{a.value}.", "") for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                )
    parts.update((f"{family}.", "") for family in _families())
    return whole, tuple(parts)


def _families() -> set[str]:
    from bot.views.answers import FAMILIES
    from bot.views.notes import _STATE_FAMILIES
    from bot.views.wording import MATTER_FAMILIES

    return {*FAMILIES.values(), *_STATE_FAMILIES.values(), *MATTER_FAMILIES.values(), *lead.ONE_OF}


def _places(words: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(words) if name is not None)


def test_both_languages_are_there_with_the_same_places():
    for key, (japanese, english) in CATALOGUE.items():
        assert japanese.strip(), key
        assert english.strip(), key
        assert set(_places(japanese)) == set(_places(english)), key
        assert all(name.isidentifier() for name in _places(japanese) + _places(english)), key


def test_no_key_stands_in_two_modules():
    assert sum(len(part.TEXTS) for part in texts.PARTS) == len(CATALOGUE)


def test_english_words_are_english_and_japanese_ones_japanese():
    for key, (japanese, english) in CATALOGUE.items():
        assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff、。]", english), key
        latin_only = not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", japanese)
        bare = re.sub(r"\{[a-z_]+\}|[^A-Za-z]", "", japanese)
        assert not (latin_only and bare) or key == "channel.slack", key


def test_bold_words_stand_free_so_that_slack_shows_them_bold():
    """A `*` beside a letter or a full-width bracket is shown as an asterisk (Slack, formatting text: basic formatting)."""
    for key, pair in CATALOGUE.items():
        for line in "\n".join(pair).splitlines():
            signs = [found.start() for found in re.finditer(r"\*", line)]
            for start, end in zip(signs[::2], signs[1::2], strict=True):
                assert line[:start][-1:] in {"", " ", "　", "(", "•"}, (key, line)
                assert line[end + 1 :][:1] in {"", " ", "　", ":", ".", ",", ")"}, (key, line)


def test_every_key_that_is_asked_for_exists():
    missing = [(place, key) for place, key in _asked() if key not in CATALOGUE]
    assert missing == []


def test_the_walk_finds_the_keys_it_is_meant_to_find():
    found = {key for _, key in _asked()}
    assert {"refused.what_happened", "note.taken", "card.due", "refused.share", "operators.role_empty"} <= found


def test_no_sentence_is_unused():
    whole, parts = _mentioned()
    ends = {f"{name}.title" for name in ("delay", "propose")}
    unused = [
        key
        for key in CATALOGUE
        if key not in whole
        and not any(key.startswith(start) and key.endswith(end) for start, end in parts if start or end)
    ]
    assert unused == []
    assert ends <= set(CATALOGUE)


@pytest.mark.parametrize(
    ("family", "codes"),
    [
        ("incident_state", IncidentState),
        ("duty_state", DutyState),
        ("consultation_state", ConsultationState),
        ("result", AttemptResult),
        ("role", Role),
        ("item", COST_ITEMS),
        ("payer", PAYERS),
        ("bearer", (*BEARERS, "undecided")),
        ("stage", Stage),
        ("standing", Standing),
        ("tax", Tax),
        ("caused_by", CAUSES),
        ("cap_per", ("incident", "contract")),
        ("outcome", OUTCOMES),
        ("channel", response.CHANNELS),
        ("next_report", NEXT_REPORTS),
        ("slot", ("primary", "backup", "after_hours", "other")),
        ("topic", TOPICS),
        ("action_state", ActionState),
        ("action_kind", ActionKind),
        ("instruction_state", InstructionState),
        ("survey_state", SurveyState),
        ("severity", Severity),
        ("tier", TIERS),
        ("emergency_state", EmergencyState),
        ("statutory_state", StatutoryState),
        *(("region" if name == "regions" else name, FACTS[name].values) for name in law_answers.FACTS),
        ("moment", get_args(Moment)),
        ("gate", (*GateKind, *(f"locked_{lock}" for lock in Lock))),
        ("holds", ("yes", "no")),
        ("permits", ("yes", "no")),
        ("channel", CHANNELS),
        ("matter_request", REQUESTS),
        ("matter_consent", CONSENTS),
        ("matter_filing", CHANGES),
        ("matter_recurring", DUTIES),
        ("what", report.WHAT),
        ("when", report.WHEN),
        ("how_sure", report.HOW_SURE),
        ("where", report.WHERE),
        ("ongoing", report.ONGOING),
        ("info", report.INFO),
        ("status", ("occurred", "suspected", "future_risk", "unknown")),
        ("told", lead.TOLD),
        *lead.ONE_OF.items(),
    ],
)
def test_every_value_people_see_has_words(family: str, codes: tuple[str, ...] | type[StrEnum]):
    for code in codes:
        assert has(f"{family}.{code}")
    assert choice("ja", family, "newer_than_this_catalogue") == "newer_than_this_catalogue"


def test_a_missing_key_and_a_missing_value_raise():
    with pytest.raises(UnknownText):
        text("ja", "no.such_key")
    with pytest.raises(MissingValue):
        text("en", "card.due", at="03:47")


def test_a_value_is_never_read_as_a_template():
    assert "{left}" in text("en", "card.due", at="{left}", left="5 min left")
