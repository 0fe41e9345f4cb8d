"""Made-up trials of a contract for tests of screens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.views import forms
from bot.views.pictures import BiText, Reader
from bot.views.trial_picture import TrialPicture, TriedDuty, TriedGate, TriedRing, TriedTalk
from tests.views.builders import REPORTED

SITUATIONS = ("lost_laptop", "all_unknown", "own")
MOMENTS = ("now", "night", "golden_week", "year_end", "pick")


def trial(bad: str, *, many: int = 1, **changed: Any) -> TrialPicture:
    """A trial in which everything somebody can write is `bad`."""
    words = BiText(bad, bad)
    due = REPORTED + timedelta(minutes=60)
    duties = [
        TriedDuty(title=words, type="notice", word=bad, cite=(bad,), recommended=False, due_at=due, target_at=due, unknown=("event",)),
        TriedDuty(title=words, type="cost", word="", cite=(), recommended=True, due_at=None, target_at=due, unknown=("our_role",)),
        TriedDuty(title=words, type="contain", word=bad, cite=(bad,), recommended=False, due_at=None, target_at=None,
                  unknown=(), waits=True),
    ]  # fmt: skip
    whole: dict[str, Any] = {
        "client": words,
        "contract": words,
        "tz": "Asia/Tokyo",
        "at": REPORTED,
        "phase": "expired",
        "desk": bad,
        "desk_names": (bad,) * 3,
        "duties": tuple(duties * many),
        "aware": (replace(duties[2], type="exposure"),),
        "rings": (
            TriedRing(at=REPORTED, role="incident_lead", names=(bad,)),
            TriedRing(at=due, role="executive", names=()),
        ),
        "repeat_minutes": 5,
        "busiest_at": REPORTED,
        "busiest": 7,
        "talks": (
            TriedTalk(topic="cost", title=words, cite=(bad,), good_practice=True),
            TriedTalk(topic="publication", title=BiText("", ""), cite=(), good_practice=False),
        ),
        "gates": tuple(
            TriedGate(kind=kind, lock=lock, cite=(bad,))
            for kind in ("publication", "disclosure")
            for lock in ("consult", "client_decides", "unwritten")
        ),
    }  # fmt: skip
    return TrialPicture(**{**whole, **changed})


def trial_views(reader: Reader, bad: str) -> dict[str, dict[str, Any]]:
    """The question in its shapes, and results: usual, huge, of nothing."""
    contracts = [(f"pack-{number}", BiText(bad, bad)) for number in range(40)]
    asked: dict[str, object] = {
        "contract": "pack-1",
        "situation": "own",
        "moment": "pick",
        "what": ["leak"],
        "moment_at": 1,
    }
    known = {**asked, "moment_at": REPORTED}
    nothing = trial(bad, duties=(), rings=(), talks=(), gates=(), busiest_at=None, phase="active")
    return {
        "trial": forms.trial_form(contracts, SITUATIONS, MOMENTS, reader, own="own"),
        "trial-own": forms.trial_form(contracts, SITUATIONS, MOMENTS, reader, own="own", known=known),
        "trial-one": forms.trial_form(contracts[:1], SITUATIONS, MOMENTS, reader, own="own"),
        "trial_result": forms.trial_view(trial(bad), reader, asked),
        "trial_result-many": forms.trial_view(trial(bad, many=40, phase="completed"), reader, asked),
        "trial_result-none": forms.trial_view(nothing, reader, asked),
        "trial_result-unrung": forms.trial_view(trial(bad, rings=()), reader, asked),
    }
